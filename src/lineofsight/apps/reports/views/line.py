"""The line of sight, downwards from the mission and upwards from one data element."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.permissions import staff_of
from lineofsight.apps.framework.permissions import check_can_read_framework

from ..selectors.line_page import data_page, line_page


def line(request: HttpRequest) -> HttpResponse:
    check_can_read_framework(request.user)
    page = line_page(staff_of(request.user), today(), outcome=_number(request, "outcome"), use=_number(request, "use"))
    return render(request, "reports/line.html", {"page": page})


def data_element(request: HttpRequest, key: str) -> HttpResponse:
    check_can_read_framework(request.user)
    page = data_page(key, today())
    if page is None:
        raise Http404
    return render(request, "reports/data_element.html", {"page": page})


def _number(request: HttpRequest, name: str) -> int | None:
    written = request.GET.get(name, "")
    return int(written) if written.isdecimal() and len(written) < 19 else None

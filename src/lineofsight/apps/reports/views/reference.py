"""The reference sheet of a measure: a page to print, and a PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.permissions import staff_of
from lineofsight.apps.agency.selectors.agency import the_agency
from lineofsight.apps.agency.words import the_words
from lineofsight.apps.framework.models import Measure
from lineofsight.apps.framework.permissions import check_can_read_framework

from ..printed.pdf import pdf
from ..printed.reference import reference_data
from ..selectors.reference_sheet import ReferenceSheet, reference_sheet


def measure_sheet(request: HttpRequest, measure_id: int) -> HttpResponse:
    return render(request, "reports/reference.html", {"sheet": _sheet(request, measure_id)})


def measure_sheet_pdf(request: HttpRequest, measure_id: int) -> HttpResponse:
    sheet = _sheet(request, measure_id)
    made = pdf("reference", reference_data(sheet, the_agency()))
    name = f"{sheet.measure.key}.pdf"
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _sheet(request: HttpRequest, measure_id: int) -> ReferenceSheet:
    check_can_read_framework(request.user)
    kept = get_object_or_404(Measure, pk=measure_id)
    return reference_sheet(kept, staff_of(request.user), today=today(), words=the_words())

"""Kinds of service: the list, and one form to add and to change them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from lineofsight.apps.agency.forms.sending import status_of, succeeds
from lineofsight.apps.agency.permissions import check_can_set_up, staff_of

from ..forms.service_types import ServiceTypeForm
from ..models import ServiceType
from ..selectors.mastering import closed_on_service_type
from ..selectors.service_types import service_type_rows
from ..services.service_types import add_service_type, change_service_type


def service_types(request: HttpRequest) -> HttpResponse:
    check_can_set_up(request.user)
    return render(request, "records/service_types.html", {"rows": service_type_rows()})


def service_type_add(request: HttpRequest) -> HttpResponse:
    check_can_set_up(request.user)
    staff = staff_of(request.user)
    form = ServiceTypeForm(request.POST or None)
    if request.method == "POST" and succeeds(
        form, lambda: add_service_type(entry_id=form.entry_id, actor=staff, **form.said())
    ):
        messages.success(request, form.once(_("%(name)s is added.") % {"name": form.cleaned_data["name"]}))
        return redirect("service_types")
    return render(
        request,
        "records/service_type.html",
        {"form": form, "question": _("Which kind of service is new?")},
        status=status_of(form),
    )


def service_type(request: HttpRequest, pk: int) -> HttpResponse:
    check_can_set_up(request.user)
    staff = staff_of(request.user)
    kept = get_object_or_404(ServiceType.objects.select_related("source", "program"), pk=pk)
    question = kept.name
    form = ServiceTypeForm(request.POST or None, instance=kept)
    if request.method == "POST" and succeeds(
        form, lambda: change_service_type(kept, seen=form.seen, actor=staff, **form.said())
    ):
        messages.success(request, _("Kept."))
        return redirect("service_types")
    return render(
        request,
        "records/service_type.html",
        {"form": form, "question": question, "closed": closed_on_service_type(kept)},
        status=status_of(form),
    )

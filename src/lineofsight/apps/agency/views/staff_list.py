"""A staff list from a spreadsheet: sent, looked at, written. Between the two steps it is kept in the page alone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from lineofsight.problems import Problem

from ..forms.people import StaffListForm
from ..permissions import check_can_manage_people, staff_of
from ..selectors.staff_list import plan_staff_list
from ..services.staff_list import apply_staff_list
from ..staff_file import COLUMNS, template_csv, text_of


@never_cache
def staff_list(request: HttpRequest) -> HttpResponse:
    check_can_manage_people(request.user)
    if "fingerprint" in request.POST:
        return _write(request)
    form = StaffListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            return _preview(request, text_of(said["file"].read()) if said["file"] else said["text"])
        except Problem as problem:
            form.add_error(None, str(problem))
    return render(request, "agency/staff_list.html", {"form": form, "columns": COLUMNS.values()})


def template(request: HttpRequest) -> HttpResponse:
    """The empty list, with one made-up line."""
    check_can_manage_people(request.user)
    response = HttpResponse(template_csv(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="staff-list.csv"'
    return response


def _preview(request: HttpRequest, text: str, problem: Problem | None = None) -> HttpResponse:
    context = {"plan": plan_staff_list(text), "text": text, "problem": problem}
    return render(request, "agency/staff_list_preview.html", context)


def _write(request: HttpRequest) -> HttpResponse:
    text = request.POST.get("text", "")
    try:
        plan = apply_staff_list(text, fingerprint=request.POST["fingerprint"], actor=staff_of(request.user))
    except Problem as problem:
        return _preview(request, text, problem)
    said = ngettext(
        "%(new)d person is new, %(changed)d changed.", "%(new)d people are new, %(changed)d changed.", len(plan.new)
    )
    messages.success(request, said % {"new": len(plan.new), "changed": len(plan.changed)})
    return redirect("people")

"""Figures from elsewhere: typed, pasted, from a file; corrected; and the file that is kept beside them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.apps.agency.forms.sending import say_problem, status_of, succeeds
from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.agency.permissions import staff_of
from lineofsight.apps.agency.selectors.agency import the_agency
from lineofsight.apps.agency.staff_file import text_of
from lineofsight.problems import Problem

from ..forms.reported import CorrectionForm, SheetForm, ValueForm
from ..models import Attachment, Measure, MeasureVersion, ReportedValue
from ..permissions import check_can_read_framework, check_can_report_for
from ..reported_counts import Reported
from ..reported_sheet import Sheet, read_sheet
from ..selectors.library import newest_version
from ..selectors.reported import PlannedValue, planned_values
from ..services.reported import open_attachment, report_values

BESIDE = {
    "F071": ["source"],
    "F072": ["numerator"],
    "F073": ["period"],
    "F074": ["why", "period"],
    "F076": ["attachment"],
    "F078": ["period"],
}


@dataclass(frozen=True)
class _Sheet:
    """A sheet that was read, and what it would write."""

    sheet: Sheet
    planned: tuple[PlannedValue, ...]
    fingerprint: str


def value_add(request: HttpRequest, measure_id: int) -> HttpResponse:
    staff, measure, version = _reported(request, measure_id)
    form = ValueForm(
        request.POST or None,
        request.FILES or None,
        reader=staff,
        version=version,
        first_month=the_agency().year_first_month,
    )
    _check_any_place(form.places, staff)
    if request.method == "POST" and succeeds(
        form,
        lambda: report_values(
            measure,
            form.where,
            [form.value],
            source=form.cleaned_data["source"],
            upload=form.upload,
            actor=staff,
        ),
        beside=BESIDE,
    ):
        messages.success(request, _("The figure is kept."))
        return redirect("measure", measure.pk)
    context = {"form": form, "measure": measure, "version": version}
    return render(request, "framework/value_form.html", context, status=status_of(form))


def value_correct(request: HttpRequest, value_id: int) -> HttpResponse:
    value = get_object_or_404(ReportedValue.objects.select_related("program", "site", "measure"), pk=value_id)
    check_can_report_for(request.user, value.program, value.site)
    staff, measure, version = _reported(request, value.measure_id)
    form = CorrectionForm(
        request.POST or None,
        request.FILES or None,
        reader=staff,
        version=version,
        first_month=the_agency().year_first_month,
        value=value,
    )
    if request.method == "POST" and succeeds(
        form,
        lambda: report_values(
            measure,
            form.where,
            [form.value],
            source=form.cleaned_data["source"],
            why=form.cleaned_data["why"],
            upload=form.upload,
            replaces=value,
            actor=staff,
        ),
        beside=BESIDE,
    ):
        messages.success(request, _("The figure is corrected; the earlier one stays to be seen."))
        return redirect("measure", measure.pk)
    context = {"form": form, "measure": measure, "version": version, "value": value}
    return render(request, "framework/value_form.html", context, status=status_of(form))


def values_sheet(request: HttpRequest, measure_id: int) -> HttpResponse:
    """Read, shown, then written: between the two steps the lines stand in the page alone."""
    staff, measure, version = _reported(request, measure_id)
    form = SheetForm(
        request.POST or None,
        request.FILES or None,
        reader=staff,
        version=version,
        first_month=the_agency().year_first_month,
    )
    _check_any_place(form.places, staff)
    read = _read(form, measure) if request.method == "POST" and form.is_valid() else None
    if read and request.POST.get("fingerprint") == read.fingerprint and not read.sheet.problems:
        written = _written(form, read, measure, staff)
        if written is not None:
            said = ngettext("%(count)d figure is kept.", "%(count)d figures are kept.", written)
            messages.success(request, said % {"count": written})
            return redirect("measure", measure.pk)
    context = {"form": form, "measure": measure, "version": version, "read": read}
    template = "framework/values_preview.html" if read else "framework/values_sheet.html"
    return render(request, template, context, status=status_of(form))


def attachment(request: HttpRequest, attachment_id: int) -> HttpResponse:
    """The file as it was sent, to be saved and never shown inside the page."""
    check_can_read_framework(request.user)
    kept = get_object_or_404(Attachment, pk=attachment_id)
    content = open_attachment(kept, actor=staff_of(request.user))
    response = HttpResponse(content, content_type="application/octet-stream")
    name = kept.file_name.encode("ascii", "replace").decode().replace('"', "'").replace("\\", "_")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _written(form: SheetForm, read: _Sheet, measure: Measure, staff: StaffMember) -> int | None:
    """How many were written; None when the service refused, which the form says."""
    try:
        written = report_values(
            measure,
            form.where,
            [each.reported for each in read.planned],
            source=form.cleaned_data["source"],
            why=form.cleaned_data.get("why", ""),
            actor=staff,
        )
    except Problem as problem:
        say_problem(form, problem, beside=BESIDE)
        return None
    return len(written)


def _read(form: SheetForm, measure: Measure) -> _Sheet | None:
    """What the lines say; None when they cannot be read as a whole, which the form says."""
    said = form.cleaned_data
    try:
        text = text_of(cast(UploadedFile, said["file"]).read()) if said.get("file") else str(said["text"])
        sheet = read_sheet(text, form.shape)
    except Problem as problem:
        form.add_error("text", str(problem))
        return None
    group_by = str(said.get("group_by") or "")
    values = [
        Reported(days=row.days, counts=row.counts, group_by=group_by if row.group else "", group=row.group)
        for row in sheet.rows
    ]
    form.put_text(text)
    planned = planned_values(measure, form.where, values)
    seen = repr([(each.reported, each.before) for each in planned]) + said["place"]
    return _Sheet(sheet, planned, hashlib.sha256(seen.encode()).hexdigest()[:16])


def _reported(request: HttpRequest, measure_id: int) -> tuple[StaffMember, Measure, MeasureVersion]:
    check_can_read_framework(request.user)
    measure = get_object_or_404(Measure, pk=measure_id)
    version = newest_version(measure)
    if version.source != "reported" or version.published_at is None:
        raise Http404
    return staff_of(request.user), measure, version


def _check_any_place(places: object, staff: StaffMember) -> None:
    if not places:
        check_can_report_for(staff, None, None)

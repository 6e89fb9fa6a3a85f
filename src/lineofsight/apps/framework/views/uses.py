"""A measure in its place: using it there, its targets, the notes of its owner."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.forms.sending import status_of, succeeds
from lineofsight.apps.agency.permissions import staff_of

from ..forms.assignments import AssignForm, NoteForm, TargetForm, UseForm
from ..known_figures import figures_seen
from ..models import Measure, MeasureAssignment, PerformancePeriod
from ..permissions import (
    can_edit_framework,
    can_write_note,
    check_can_edit_framework,
    check_can_read_framework,
    check_can_write_note,
)
from ..selectors.library import newest_version
from ..selectors.uses import use_page, years_for
from ..services import assignments as services

BESIDE_USE = {"F040": ["place"], "F042": ["place"]}
BESIDE_TARGET = {
    "F043": ["reason"],
    "F044": ["year"],
    "F045": ["ends_on"],
    "F046": ["target"],
    "F047": ["baseline_numerator"],
}


def measure_assign(request: HttpRequest, measure_id: int) -> HttpResponse:
    check_can_edit_framework(request.user)
    staff, measure = staff_of(request.user), get_object_or_404(Measure, pk=measure_id)
    version = newest_version(measure)
    asked = {"asks": version.asks, "place": request.GET.get("place", ""), "outcome": request.GET.get("outcome", "")}
    form = AssignForm(request.POST or None, initial=asked)
    if request.method == "POST" and succeeds(
        form,
        lambda: services.assign_measure(measure, entry_id=form.entry_id, actor=staff, **form.use()),
        beside=BESIDE_USE,
    ):
        messages.success(request, form.once(_("The measure is used there now. What is it to reach?")))
        return redirect("measure", measure.pk)
    context = {"form": form, "measure": measure, "version": version}
    return render(request, "framework/assign.html", context, status=status_of(form))


def use(request: HttpRequest, assignment_id: int) -> HttpResponse:
    check_can_read_framework(request.user)
    viewer, assignment = staff_of(request.user), _assignment(assignment_id)
    context = {
        "page": use_page(assignment, viewer),
        "may_edit": assignment.ended_on is None and can_edit_framework(viewer),
        "may_note": assignment.ended_on is None and can_write_note(viewer, assignment),
        "here": "measures",
    }
    return render(request, "framework/use.html", context)


def use_change(request: HttpRequest, assignment_id: int) -> HttpResponse:
    check_can_edit_framework(request.user)
    staff, assignment = staff_of(request.user), _assignment(assignment_id)
    form = UseForm(request.POST or None, assignment=assignment)
    if request.method == "POST" and succeeds(
        form, lambda: services.change_assignment(assignment, seen=form.seen, actor=staff, **form.said())
    ):
        messages.success(request, _("Kept."))
        return redirect("use", assignment.pk)
    return _form_page(request, form, assignment, _("Whom does it serve, and who answers for it?"))


@require_POST
def use_end(request: HttpRequest, assignment_id: int) -> HttpResponse:
    check_can_edit_framework(request.user)
    assignment = _assignment(assignment_id)
    services.end_assignment(assignment, actor=staff_of(request.user))
    messages.success(request, _("The measure is not used there any more. Its targets and notes stay."))
    return redirect("measure", assignment.measure_id)


def target_add(request: HttpRequest, assignment_id: int) -> HttpResponse:
    check_can_edit_framework(request.user)
    staff, assignment = staff_of(request.user), _assignment(assignment_id)
    form = _target_form(request, assignment, None)
    if request.method == "POST" and succeeds(
        form,
        lambda: services.set_target(assignment, entry_id=form.entry_id, actor=staff, **form.period()),
        beside=BESIDE_TARGET,
    ):
        messages.success(request, _("Kept."))
        return redirect("use", assignment.pk)
    return _form_page(request, form, assignment, _("What is it to reach, by when, and why?"), is_target=True)


def target(request: HttpRequest, period_id: int) -> HttpResponse:
    check_can_edit_framework(request.user)
    staff = staff_of(request.user)
    period = get_object_or_404(PerformancePeriod.objects.select_related("assignment"), pk=period_id)
    assignment = _assignment(period.assignment_id)
    form = _target_form(request, assignment, period)
    if request.method == "POST" and succeeds(
        form,
        lambda: services.change_target(period, seen=form.seen, actor=staff, **form.period()),
        beside=BESIDE_TARGET,
    ):
        messages.success(request, _("Kept. What stood here before is in the history."))
        return redirect("use", assignment.pk)
    return _form_page(request, form, assignment, _("What is it to reach, by when, and why?"), is_target=True)


@require_POST
def target_remove(request: HttpRequest, period_id: int) -> HttpResponse:
    check_can_edit_framework(request.user)
    period = get_object_or_404(PerformancePeriod, pk=period_id)
    services.remove_target(period, actor=staff_of(request.user))
    messages.success(request, _("The target is removed."))
    return redirect("use", period.assignment_id)


def note_add(request: HttpRequest, assignment_id: int) -> HttpResponse:
    assignment = _assignment(assignment_id)
    check_can_write_note(request.user, assignment)
    staff = staff_of(request.user)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and succeeds(
        form, lambda: services.write_note(assignment, entry_id=form.entry_id, actor=staff, **form.said())
    ):
        messages.success(request, form.once(_("The note is kept.")))
        return redirect("use", assignment.pk)
    return _form_page(request, form, assignment, _("What is behind the figures, and what will you try?"))


def _assignment(assignment_id: int) -> MeasureAssignment:
    found = MeasureAssignment.objects.select_related("measure", "program", "site", "owner", "outcome__goal")
    return get_object_or_404(found, pk=assignment_id)


def _target_form(request: HttpRequest, assignment: MeasureAssignment, period: PerformancePeriod | None) -> TargetForm:
    return TargetForm(
        request.POST or None,
        version=newest_version(assignment.measure),
        years=years_for(assignment, today()),
        period=period,
        known=lambda: figures_seen(assignment, staff_of(request.user)),
    )


def _form_page(
    request: HttpRequest,
    form: UseForm | TargetForm | NoteForm,
    assignment: MeasureAssignment,
    question: str,
    *,
    is_target: bool = False,
) -> HttpResponse:
    page = use_page(assignment, staff_of(request.user))
    context = {"form": form, "page": page, "question": question, "is_target": is_target}
    return render(request, "framework/use_form.html", context, status=status_of(form))

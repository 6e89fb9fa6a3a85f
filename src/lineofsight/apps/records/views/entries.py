"""Writing down services, assessments and tasks."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.forms.sending import sent, status_of, succeeds
from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.agency.permissions import can_set_up, staff_of
from lineofsight.apps.forms.models import Instrument
from lineofsight.apps.forms.selectors import asked_by

from ..forms.entries import AssessmentForm, ServiceForm, TaskForm
from ..forms.fields import BESIDE
from ..models import Enrollment, Participant
from ..permissions import check_can_add_people, check_can_change_client, check_can_work_on
from ..selectors.mastering import keeper_of
from ..selectors.offers import instruments_for, last_type_of, service_types_for, usual_point
from ..selectors.people_list import CappedPaginator, Shown, listed_people, rows
from ..selectors.places import enrollments_to_write_on
from ..selectors.standing import NEWEST_FIRST, standing
from ..selectors.tasks import task_workable_by
from ..selectors.visibility import enrollments_workable_by
from ..services.clients import note_opening
from ..services.entries import (
    correct_assessment,
    correct_service,
    record_assessment,
    record_service,
    withdraw_service,
)
from ..services.tasks import add_task, complete_task, reopen_task
from .reach import assessment_or_404, own_address, participant_or_404, service_or_404, staff_who_sees_people


def service_for(request: HttpRequest) -> HttpResponse:
    """Whom was it for? The people on one's list, each one tap from the page to write on."""
    staff = staff_who_sees_people(request)
    check_can_add_people(staff)
    shown = Shown(mine=True, program=None, site=None, stage="active")
    page = CappedPaginator(listed_people(staff, shown)).get_page(request.GET.get("page"))
    return render(request, "records/service_for.html", {"page": page, "rows": rows(staff, page, today=today())})


def service_add(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Few taps: the kind of the last service and today are filled in."""
    staff, participant, enrollments = _to_write_on(request, participant_id)
    types = service_types_for(enrollments)
    form = ServiceForm(
        request.POST or None,
        enrollments=enrollments,
        types=types,
        initial={"date": today(), "type": last_type_of(staff, enrollments)},
    )
    if request.method == "POST":
        service = sent(
            form,
            lambda: record_service(
                form.cleaned_data["enrollment"],
                form.delivery(staff),
                entry_id=form.entry_id,
                actor=staff,
                sure_of=form.sure_of,
            ),
            beside=BESIDE,
        )
        if service is not None:
            messages.success(request, form.once(_("Written down: %(service)s.") % {"service": service.type.name}))
            return redirect("client", participant.pk)
    return render(
        request,
        "records/service_add.html",
        {
            "client": participant,
            "form": form,
            "has_types": types.exists(),
            "sets_up": can_set_up(staff),
            "enrollments": enrollments,
        },
        status=status_of(form),
    )


def service_correct(request: HttpRequest, service_id: int) -> HttpResponse:
    staff = staff_who_sees_people(request)
    service = service_or_404(staff, service_id)
    check_can_work_on(staff, service.enrollment)
    form = ServiceForm.correcting(request.POST or None, service, types=service_types_for([service.enrollment]))
    if request.method == "POST":
        corrected = sent(
            form,
            lambda: correct_service(
                service, form.delivery(service.staff), seen=form.seen, actor=staff, sure_of=form.sure_of
            ),
            beside=BESIDE,
        )
        if corrected is not None:
            messages.success(request, _("Corrected.") if corrected else _("Nothing was different."))
            return redirect("client", service.enrollment.participant_id)
    note_opening(service.enrollment.participant, actor=staff)
    return render(
        request,
        "records/service_correct.html",
        {"client": service.enrollment.participant, "service": service, "form": form, "keeper": keeper_of(service)},
        status=status_of(form),
    )


@require_POST
def service_take_back(request: HttpRequest, service_id: int) -> HttpResponse:
    staff = staff_who_sees_people(request)
    service = service_or_404(staff, service_id)
    withdraw_service(service, actor=staff)
    messages.success(request, _("Taken back. It stays in the history."))
    return redirect("client", service.enrollment.participant_id)


def assessment_choose(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Which instrument? Those in use where this person takes part come first."""
    _staff, participant, enrollments = _to_write_on(request, participant_id)
    return render(
        request,
        "records/assessment_choose.html",
        {"client": participant, "offered": instruments_for(enrollments)},
    )


def assessment_add(request: HttpRequest, participant_id: int, instrument_id: int) -> HttpResponse:
    staff, participant, enrollments = _to_write_on(request, participant_id)
    instrument = get_object_or_404(Instrument, pk=instrument_id)
    asked = asked_by(instrument)
    form = AssessmentForm(
        request.POST or None,
        asked=asked,
        enrollments=enrollments,
        initial={"on": today(), "point": usual_point(instrument, enrollments)},
    )
    if request.method == "POST" and succeeds(
        form,
        lambda: record_assessment(
            form.cleaned_data["enrollment"],
            instrument,
            form.raw(),
            point=form.cleaned_data["point"],
            on=form.cleaned_data["on"],
            entry_id=form.entry_id,
            actor=staff,
            sure_of=form.sure_of,
        ),
        beside=BESIDE,
    ):
        messages.success(request, form.once(_("Written down: %(title)s.") % {"title": instrument.title}))
        return redirect("client", participant.pk)
    return render(
        request,
        "records/assessment.html",
        {"client": participant, "instrument": instrument, "form": form},
        status=status_of(form),
    )


def assessment_correct(request: HttpRequest, assessment_id: int) -> HttpResponse:
    staff = staff_who_sees_people(request)
    assessment = assessment_or_404(staff, assessment_id)
    check_can_work_on(staff, assessment.enrollment)
    form = AssessmentForm.correcting(request.POST or None, assessment, asked=asked_by(assessment.instrument))
    if request.method == "POST":
        corrected = sent(
            form,
            lambda: correct_assessment(
                assessment,
                form.raw(),
                point=form.cleaned_data["point"],
                on=form.cleaned_data["on"],
                seen=form.seen,
                actor=staff,
                sure_of=form.sure_of,
            ),
            beside=BESIDE,
        )
        if corrected is not None:
            messages.success(request, _("Corrected.") if corrected else _("Nothing was different."))
            return redirect("client", assessment.enrollment.participant_id)
    note_opening(assessment.enrollment.participant, actor=staff)
    return render(
        request,
        "records/assessment.html",
        {
            "client": assessment.enrollment.participant,
            "instrument": assessment.instrument,
            "form": form,
            "keeper": keeper_of(assessment),
        },
        status=status_of(form),
    )


def task_add(request: HttpRequest, participant_id: int) -> HttpResponse:
    staff = staff_who_sees_people(request)
    participant = participant_or_404(staff, participant_id)
    check_can_change_client(staff, participant)
    enrollments = list(
        standing(enrollments_workable_by(staff))
        .filter(participant=participant)
        .select_related("program", "site")
        .order_by(*NEWEST_FIRST)
    )
    form = TaskForm(request.POST or None, enrollments=enrollments)
    if request.method == "POST" and succeeds(
        form,
        lambda: add_task(
            form.cleaned_data["enrollment"],
            form.cleaned_data["what"],
            form.cleaned_data["due_on"],
            owner=staff,
            entry_id=form.entry_id,
            actor=staff,
        ),
        beside=BESIDE,
    ):
        messages.success(request, form.once(_("Promised.")))
        return redirect("client", participant.pk)
    return render(
        request,
        "records/task_add.html",
        {"client": participant, "form": form},
        status=status_of(form),
    )


@require_POST
def task_done(request: HttpRequest, task_id: int) -> HttpResponse:
    """Done, with a button that takes it back; or not done yet after all, with `undo`."""
    staff = staff_of(request.user)
    task = task_workable_by(staff, task_id)
    if task is None:
        raise Http404
    back = own_address(request, request.POST.get("back")) or "/"
    if "undo" in request.POST:
        reopen_task(task, actor=staff)
        messages.success(request, _("Not done yet: %(what)s. It is on the list again.") % {"what": task.what})
    else:
        complete_task(task, actor=staff)
        messages.success(request, render_to_string("records/_task_is_done.html", {"task": task, "back": back}, request))
    return redirect(back)


def _to_write_on(request: HttpRequest, participant_id: int) -> tuple[StaffMember, Participant, list[Enrollment]]:
    """Who writes, about whom, and the enrollments that may be chosen. 403 for those who do not work with them."""
    staff = staff_who_sees_people(request)
    participant = participant_or_404(staff, participant_id)
    check_can_change_client(staff, participant)
    enrollments = enrollments_to_write_on(staff, participant)
    chosen = request.GET.get("enrollment", "")
    first = [each for each in enrollments if str(each.pk) == chosen]
    return staff, participant, first + [each for each in enrollments if each not in first]

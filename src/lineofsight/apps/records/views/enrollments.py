"""Enrolling somebody, moving them on, correcting, taking out, and who looks after them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.forms.sending import sent, status_of, succeeds

from ..forms.enrollments import AssignForm, EnrollmentForm, StageForm
from ..forms.fields import BESIDE
from ..forms.people import PlaceForm, place_form_parts
from ..models import StaffAssignment
from ..models.participation import ENDED
from ..permissions import can_assign_staff, check_can_add_people, check_can_work_on
from ..selectors.file import visible_participant
from ..selectors.homes.supervisor import people_looked_after
from ..selectors.households import names_of
from ..selectors.mastering import closed_on_enrollment
from ..selectors.offers import still_asked_at_the_end
from ..selectors.places import households_to_join, place_in_household, programs_kept_elsewhere
from ..selectors.visibility import sites_workable_by, staff_who_may_work_on
from ..services.clients import note_opening
from ..services.enrollments import (
    change_stage,
    correct_enrollment,
    enroll,
    restore_enrollment,
    withdraw_enrollment,
)
from ..services.staffing import assign_staff, unassign_staff
from .reach import enrollment_or_404, own_address, participant_or_404, staff_who_sees_people


def client_enroll(request: HttpRequest, participant_id: int) -> HttpResponse:
    staff = staff_who_sees_people(request)
    participant = participant_or_404(staff, participant_id)
    check_can_add_people(staff)
    joins = request.GET.get("household", "")
    households = households_to_join(staff, participant, joins)
    form = PlaceForm(
        request.POST or None,
        **place_form_parts(staff),
        households=households,
        household_names=names_of(staff, households),
        initial={
            "on": today(),
            "household": joins,
            "relationship": place_in_household(staff, participant, joins=bool(joins)),
        },
    )
    if request.method == "POST" and succeeds(
        form, lambda: enroll(participant, form.new_enrollment(), entry_id=form.entry_id, actor=staff), beside=BESIDE
    ):
        messages.success(request, form.once(_("Enrolled.")))
        return redirect("client", participant.pk)
    return render(
        request,
        "records/enroll.html",
        {"client": participant, "form": form, "kept_elsewhere": programs_kept_elsewhere(staff)},
        status=status_of(form),
    )


def enrollment_stage(request: HttpRequest, enrollment_id: int) -> HttpResponse:
    """The next stage and its day; `?end` offers only the ways to end.

    Who leaves is asked what this program asks at the end, while the worker has them in mind.
    """
    staff = staff_who_sees_people(request)
    enrollment = enrollment_or_404(staff, enrollment_id)
    check_can_work_on(staff, enrollment)
    ends_only = "end" in request.GET
    form = StageForm(request.POST or None, enrollment=enrollment, ends_only=ends_only, initial={"on": today()})
    if request.method == "POST" and succeeds(
        form,
        lambda: change_stage(
            enrollment, form.cleaned_data["stage"], form.cleaned_data["on"], seen=form.seen, actor=staff
        ),
        beside=BESIDE,
    ):
        still_asked = still_asked_at_the_end(enrollment) if form.cleaned_data["stage"] in ENDED else None
        if still_asked is None:
            messages.success(request, _("The stage is changed."))
            return redirect("client", enrollment.participant_id)
        messages.success(request, _("The stage is changed. Next: %(title)s.") % {"title": still_asked.title})
        to_fill = reverse("assessment_add", args=[enrollment.participant_id, still_asked.pk])
        return redirect(f"{to_fill}?enrollment={enrollment.pk}")
    return render(
        request,
        "records/enrollment_stage.html",
        {
            "client": enrollment.participant,
            "enrollment": enrollment,
            "closed": closed_on_enrollment(enrollment),
            "form": form,
            "ends_only": ends_only,
        },
        status=status_of(form),
    )


def enrollment_correct(request: HttpRequest, enrollment_id: int) -> HttpResponse:
    staff = staff_who_sees_people(request)
    enrollment = enrollment_or_404(staff, enrollment_id)
    check_can_work_on(staff, enrollment)
    form = EnrollmentForm(
        request.POST or None,
        enrollment=enrollment,
        sites=sites_workable_by(staff, enrollment.program),
        closed=closed_on_enrollment(enrollment),
    )
    if request.method == "POST":
        corrected = sent(
            form, lambda: correct_enrollment(enrollment, form.said(), seen=form.seen, actor=staff), beside=BESIDE
        )
        if corrected is not None:
            messages.success(request, _("Corrected.") if corrected else _("Nothing was different."))
            return redirect("client", enrollment.participant_id)
    note_opening(enrollment.participant, actor=staff)
    return render(
        request,
        "records/enrollment_correct.html",
        {
            "client": enrollment.participant,
            "enrollment": enrollment,
            "closed": closed_on_enrollment(enrollment),
            "form": form,
        },
        status=status_of(form),
    )


@require_POST
def enrollment_take_out(request: HttpRequest, enrollment_id: int) -> HttpResponse:
    """Out of the figures, or back into them with `back`."""
    staff = staff_who_sees_people(request)
    enrollment = enrollment_or_404(staff, enrollment_id)
    if "back" in request.POST:
        restore_enrollment(enrollment, actor=staff)
        messages.success(request, _("It counts again."))
    else:
        withdraw_enrollment(enrollment, actor=staff)
        messages.success(request, _("It is taken out of the figures and stays in the history."))
    return redirect("client", enrollment.participant_id)


def enrollment_staff(request: HttpRequest, enrollment_id: int) -> HttpResponse:
    """Who looks after this enrollment; with `?off=` and an assignment, whether to end it; back to `?next=`."""
    staff = staff_who_sees_people(request)
    enrollment = enrollment_or_404(staff, enrollment_id)
    check_can_work_on(staff, enrollment)
    leads = can_assign_staff(staff, enrollment)
    here = enrollment.assignments.filter(ended_on__isnull=True).select_related("staff").order_by("started_on")
    able = staff_who_may_work_on(enrollment)
    if request.method == "GET":  # what is sent twice was offered the first time
        able = able.exclude(pk__in=here.values("staff"))
    off = next((each for each in here if str(each.pk) == request.GET.get("off")), None)
    form = AssignForm(
        request.POST or None,
        enrollment=enrollment,
        staff=able if leads else able.filter(pk=staff.pk),
        look_after=people_looked_after(staff) if leads else {},
    )
    back = own_address(request, request.GET.get("next")) or reverse("client", args=[enrollment.participant_id])
    if request.method == "POST" and succeeds(
        form,
        lambda: assign_staff(enrollment, form.cleaned_data["staff"], started_on=today(), seen=form.seen, actor=staff),
        beside=BESIDE,
    ):
        messages.success(request, _("%(name)s looks after them from today.") % {"name": form.cleaned_data["staff"]})
        return redirect(back)
    return render(
        request,
        "records/enrollment_staff.html",
        {
            "client": enrollment.participant,
            "enrollment": enrollment,
            "here": here,
            "off": off if off and (leads or off.staff_id == staff.pk) else None,
            "leads": leads,
            "back": back,
            "form": form,
            "staff": staff,
        },
        status=status_of(form),
    )


@require_POST
def enrollment_unassign(request: HttpRequest, enrollment_id: int, assignment_id: int) -> HttpResponse:
    staff = staff_who_sees_people(request)
    enrollment = enrollment_or_404(staff, enrollment_id)
    assignment = get_object_or_404(
        StaffAssignment.objects.select_related("staff"), pk=assignment_id, enrollment=enrollment
    )
    assignment.enrollment = enrollment
    unassign_staff(assignment, actor=staff)
    messages.success(request, _("%(name)s no longer looks after them.") % {"name": assignment.staff.name})
    if visible_participant(staff, enrollment.participant_id) is None:  # it was only on their list
        return redirect("clients")
    return redirect("client", enrollment.participant_id)

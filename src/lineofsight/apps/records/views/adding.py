"""Adding a person: by themselves, or straight into the household of somebody who is here."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.forms.sending import sent, status_of
from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.agency.permissions import staff_of

from ..forms.fields import BESIDE
from ..forms.households import leave_head_to
from ..forms.people import NewClientForm, place_form_parts
from ..models import Household, Participant
from ..permissions import check_can_add_people
from ..selectors.places import place_key_of, programs_kept_elsewhere
from ..selectors.visibility import programs_workable_by
from ..services.clients import add_client, note_opening
from .reach import household_to_change


def client_add(request: HttpRequest) -> HttpResponse:
    """The date of birth first; who is here already is shown before anyone is added."""
    staff = staff_of(request.user)
    check_can_add_people(staff)
    form = NewClientForm(request.POST or None, **place_form_parts(staff), initial={"on": today()})
    added = _added(request, form, staff)
    if added is not None:
        messages.success(request, form.once(_("%(name)s is added.") % {"name": added.display_name}))
        return redirect("client", added.pk)
    return _page(request, form, staff)


def household_new(request: HttpRequest, participant_id: int, household_id: int) -> HttpResponse:
    """Somebody new, who belongs to the household of somebody who is here."""
    staff, participant, on_file = household_to_change(request, participant_id, household_id)
    check_can_add_people(staff)
    form = NewClientForm(
        request.POST or None,
        **place_form_parts(staff),
        households=Household.objects.filter(pk=on_file.household.pk),
        initial={
            "on": today(),
            "place": place_key_of(on_file.member(participant).stay),
            "household": on_file.household.pk,
            "relationship": "",
        },
    )
    form.hide_household()
    leave_head_to(form, on_file)
    added = _added(request, form, staff)
    if added is not None:
        messages.success(request, form.once(_("%(name)s is added to the household.") % {"name": added.display_name}))
        return redirect("client_household", participant.pk)
    note_opening(participant, actor=staff)
    return _page(request, form, staff, joins=participant)


def _added(request: HttpRequest, form: NewClientForm, staff: StaffMember) -> Participant | None:
    """Who was added; None when nothing was sent, or it was refused, which the form says."""
    if request.method != "POST":
        return None
    enrollment = sent(
        form,
        lambda: add_client(
            form.facts(),
            form.new_enrollment(),
            told_apart_from=form.told_apart(),
            entry_id=form.entry_id,
            actor=staff,
            sure_of=form.sure_of,
        ),
        beside=BESIDE,
    )
    return enrollment.participant if enrollment is not None else None


def _page(
    request: HttpRequest, form: NewClientForm, staff: StaffMember, *, joins: Participant | None = None
) -> HttpResponse:
    return render(
        request,
        "records/client_add.html",
        {
            "form": form,
            "joins": joins,
            "kept_elsewhere": programs_kept_elsewhere(staff),
            "no_program": not programs_workable_by(staff).exists(),
        },
        status=status_of(form),
    )

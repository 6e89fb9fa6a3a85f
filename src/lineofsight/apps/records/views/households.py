"""Households by hand: who takes part together, starting one, adding somebody, who is who, leaving."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.forms.sending import sent, status_of, succeeds

from ..forms.fields import BESIDE
from ..forms.households import JoinForm, LeaveForm, PlacesForm, StartForm
from ..forms.people import TogetherForm, place_form_parts
from ..models import Participant
from ..permissions import can_change_client, check_can_add_people, check_can_change_client
from ..selectors.households import (
    HouseholdOnFile,
    belongs_now,
    households_on_file,
    stays_of,
    stays_to_place,
)
from ..selectors.people_list import rows
from ..selectors.places import programs_kept_elsewhere
from ..selectors.search import find_people
from ..services.clients import note_list, note_opening, note_openings
from ..services.enroll_together import enroll_together
from ..services.households import (
    join_household,
    leave_household,
    place_members,
    start_household,
    take_out_of_household,
)
from .reach import household_to_change, own_address, participant_or_404, staff_who_sees_people


def client_household(request: HttpRequest, participant_id: int) -> HttpResponse:
    """With whom somebody takes part, and took part."""
    staff = staff_who_sees_people(request)
    participant = participant_or_404(staff, participant_id)
    households = households_on_file(staff, participant)
    now = [each for each in households if each.has(participant)]
    can_work = can_change_client(staff, participant)
    note_openings([participant, *(each.participant for on_file in households for each in on_file.members)], actor=staff)
    return render(
        request,
        "records/household.html",
        {
            "client": participant,
            "answer": _answer(now, participant),
            "now": now,
            "earlier": [each for each in households if not each.has(participant)],
            "can_work": can_work,
            "can_start": can_work and any(not belongs_now(stay) for stay in stays_to_place(staff, participant)),
        },
    )


def household_start(request: HttpRequest, participant_id: int) -> HttpResponse:
    staff = staff_who_sees_people(request)
    participant = participant_or_404(staff, participant_id)
    check_can_change_client(staff, participant)
    stays = [stay for stay in stays_to_place(staff, participant) if not belongs_now(stay)]
    form = StartForm(request.POST or None, stays=stays_of(staff, participant) if request.method == "POST" else stays)
    if request.method == "POST" and succeeds(
        form,
        lambda: start_household(
            participant,
            form.cleaned_data["stays"],
            relationship=form.cleaned_data["relationship"],
            entry_id=form.entry_id,
            actor=staff,
        ),
        beside=BESIDE,
    ):
        messages.success(request, form.once(_("The household is started. Add those who belong to it.")))
        return redirect("client_household", participant.pk)
    note_opening(participant, actor=staff)
    return render(
        request,
        "records/household_start.html",
        {"client": participant, "form": form, "stays": stays or form.errors},
        status=status_of(form),
    )


def household_places(request: HttpRequest, participant_id: int, household_id: int) -> HttpResponse:
    """Who is who, for all of its people at once."""
    staff, participant, on_file = household_to_change(request, participant_id, household_id)
    form = PlacesForm(request.POST or None, household=on_file)
    if request.method == "POST":
        changed = sent(
            form,
            lambda: place_members(on_file.household, form.places(), seen=form.seen, actor=staff),
            beside=BESIDE,
        )
        if changed is not None:
            messages.success(request, _("Changed.") if changed else _("Nothing was different."))
            return redirect("client_household", participant.pk)
    note_openings(_told_of(participant, on_file), actor=staff)
    return render(
        request,
        "records/household_places.html",
        {"client": participant, "on_file": on_file, "form": form},
        status=status_of(form),
    )


def household_add(request: HttpRequest, participant_id: int, household_id: int) -> HttpResponse:
    """Who else belongs to it: somebody who is here, found by name, or somebody new."""
    staff, participant, on_file = household_to_change(request, participant_id, household_id)
    found = find_people(staff, request.GET.get("q", ""))
    hits = [hit for hit in found.hits if not on_file.has(hit.participant)]
    described = rows(staff, [hit.participant for hit in hits], today=today())
    note_list("search", [hit.participant.pk for hit in hits], actor=staff)
    note_opening(participant, actor=staff)
    return render(
        request,
        "records/household_add.html",
        {
            "client": participant,
            "on_file": on_file,
            "found": found,
            "hits": list(zip(hits, described, strict=True)),
            "is_in_it": len(hits) < len(found.hits),
        },
    )


def household_join(request: HttpRequest, participant_id: int, household_id: int, member_id: int) -> HttpResponse:
    """Somebody who is here, with stays they have; or with a new one, on the page to enroll."""
    staff, participant, on_file = household_to_change(request, participant_id, household_id)
    member = participant_or_404(staff, member_id)
    stays = stays_to_place(staff, member)
    form = JoinForm(
        request.POST or None,
        stays=stays_of(staff, member) if request.method == "POST" else stays,
        household=on_file,
    )
    if request.method == "POST" and succeeds(
        form,
        lambda: join_household(
            on_file.household,
            form.cleaned_data["stays"],
            relationship=form.cleaned_data["relationship"],
            joined=form.cleaned_data["joined"],
            actor=staff,
        ),
        beside=BESIDE,
    ):
        messages.success(request, _("%(name)s is in the household.") % {"name": member.display_name})
        return redirect("client_household", participant.pk)
    note_openings([member, *_told_of(participant, on_file)], actor=staff)
    return render(
        request,
        "records/household_join.html",
        {
            "client": participant,
            "member": member,
            "on_file": on_file,
            "is_in_it": on_file.has(member),
            "stays": stays or form.errors,
            "form": form,
        },
        status=status_of(form),
    )


def household_enroll(request: HttpRequest, participant_id: int, household_id: int) -> HttpResponse:
    """Several of its people begin at one place together."""
    staff, participant, on_file = household_to_change(request, participant_id, household_id)
    check_can_add_people(staff)
    form = TogetherForm(
        request.POST or None, **place_form_parts(staff), members=on_file.present, initial={"on": today()}
    )
    if request.method == "POST":
        enrolled = sent(
            form,
            lambda: enroll_together(
                on_file.household, form.chosen(), form.new_enrollment(), entry_id=form.entry_id, actor=staff
            ),
            beside=BESIDE,
        )
        if enrolled is not None:
            messages.success(request, _enrolled_in_words(len(enrolled), len(form.chosen())))
            return redirect("client_household", participant.pk)
    note_openings(_told_of(participant, on_file), actor=staff)
    return render(
        request,
        "records/household_enroll.html",
        {
            "client": participant,
            "on_file": on_file,
            "form": form,
            "kept_elsewhere": programs_kept_elsewhere(staff),
        },
        status=status_of(form),
    )


def household_leave(request: HttpRequest, participant_id: int, household_id: int) -> HttpResponse:
    """Somebody left on a day and goes on taking part; with `back`, they did not leave after all."""
    staff, participant, on_file = household_to_change(request, participant_id, household_id)
    member = on_file.member(participant)
    comes_back = "back" in request.POST
    back = _page_before(request, participant)
    form = LeaveForm(request.POST or None, member=member, comes_back=comes_back)
    if request.method == "POST" and succeeds(
        form,
        lambda: leave_household(
            on_file.household,
            participant,
            left_on=form.cleaned_data["left_household_on"],
            seen=form.seen,
            actor=staff,
        ),
        beside=BESIDE,
    ):
        said = _("%(name)s belongs to the household again.") if comes_back else _("%(name)s left the household.")
        messages.success(request, said % {"name": participant.display_name})
        return redirect(back)
    note_opening(participant, actor=staff)
    return render(
        request,
        "records/household_leave.html",
        {"client": participant, "on_file": on_file, "member": member, "form": form, "back": back},
        status=status_of(form),
    )


@require_POST
def household_take_out(request: HttpRequest, participant_id: int, household_id: int) -> HttpResponse:
    """They never were in it."""
    staff, participant, on_file = household_to_change(request, participant_id, household_id)
    take_out_of_household(on_file.household, participant, actor=staff)
    messages.success(
        request,
        _("%(name)s is no longer in the household. It stays in the history.") % {"name": participant.display_name},
    )
    return redirect(_page_before(request, participant))


def _told_of(participant: Participant, on_file: HouseholdOnFile) -> list[Participant]:
    """Whom a page about a household names."""
    return [participant, *(each.participant for each in on_file.present)]


def _enrolled_in_words(enrolled: int, chosen: int) -> str:
    said = ngettext("%(number)d person is enrolled.", "%(number)d people are enrolled.", enrolled)
    already = chosen - enrolled
    if already:
        said += " " + ngettext("%(already)d was there already.", "%(already)d were there already.", already)
    return said % {"number": enrolled, "already": already}


def _page_before(request: HttpRequest, participant: Participant) -> str:
    """The household's page from which somebody came: it may be that of another of its people."""
    return own_address(request, request.GET.get("next")) or reverse("client_household", args=[participant.pk])


def _answer(now: list[HouseholdOnFile], participant: Participant) -> str:
    others = [each.participant.display_name for on_file in now[:1] for each in on_file.others_than(participant)]
    if others:
        return _("%(name)s with %(others)s.") % {
            "name": participant.display_name,
            "others": get_text_list(others, _("and")),
        }
    return _("Nobody else is written down.")

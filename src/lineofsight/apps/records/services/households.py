"""Households by hand: starting one, putting somebody into it, who is who, leaving, and taking a mistake back.

A household is made of enrollments, as an HMIS has it: what is written here stands on each stay, and a stay that has
ended keeps what it said. Somebody who leaves keeps the household of the stay, with the day on which they left. A
household has one head, on whom the other places are told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import StaffMember, TrailEntry
from lineofsight.apps.agency.seen import check_values_seen
from lineofsight.apps.agency.selectors.keeping import keeping
from lineofsight.apps.agency.services import trail
from lineofsight.apps.agency.services.typed_once import typed_once
from lineofsight.apps.agency.words import the_words
from lineofsight.problems import Problem

from ..labels import LABELS
from ..models import Enrollment, Household, Participant, Relationship
from ..permissions import check_can_work_on, check_can_work_on_each
from ..selectors.households import belongs_now, heads_of, households_reached, is_under_way, joined_on, shared_households
from ..selectors.mastering import check_open, closed_on_enrollment, kept_elsewhere
from ..selectors.standing import standing
from ..selectors.visibility import enrollments_workable_by
from .days import check_not_before, check_not_in_future
from .locking import locked_household, locked_stays

MEMBERSHIP = ("household", "relationship", "joined_household_on", "left_household_on")


def start_household(
    participant: Participant, stays: Sequence[Enrollment], *, relationship: str, entry_id: UUID, actor: StaffMember
) -> Household:
    """A household for somebody who has none, with these of their stays; the same entry twice is one household.

    Raises P103, R101 (kept elsewhere), R701 (a stay is in a household already), R704 (no stay) and `WrittenOtherwise`.
    """
    said = {"participant": participant, "stays": [stay.pk for stay in stays], "relationship": relationship}

    def make(**entry: Any) -> Household:
        locked = locked_stays(stays)
        check_can_work_on_each(actor, locked)
        household = Household.objects.create(**entry, changed_by=actor)
        trail.record(TrailEntry.Action.ADDED, household, actor=actor, participant_id=participant.pk)
        _put_in(household, locked, relationship, None, actor)
        return household

    return typed_once(Household, entry_id, said, make)


def join_household(
    household: Household,
    stays: Sequence[Enrollment],
    *,
    relationship: str,
    joined: date | None,
    actor: StaffMember,
) -> None:
    """Put somebody who is here into a household, with these of their stays; twice is once.

    joined: the day on which they came; None when they came with their stay. Raises P103, R101 (kept elsewhere), R302,
    R306 (before the stay), R701 (in a household with others), R702 (there is a head), R704 (no stay), R705 (in it, as
    something else).
    """
    with transaction.atomic():
        locked = check_can_join(household, actor)
        _put_in(locked, locked_stays(stays), relationship, joined, actor)


def check_can_join(household: Household, actor: StaffMember) -> Household:
    """The household, locked, when the actor may put somebody into it; for the inside of a transaction."""
    row = locked_household(household.pk)
    if keeper := keeping(row.source):
        raise kept_elsewhere(keeper.title)
    if not households_reached(actor).filter(pk=row.pk).exists():
        raise Household.DoesNotExist
    return row


def check_one_head(household: Household, relationship: str, *, participant: Participant, actor: StaffMember) -> None:
    """Raises R702 when there is another head, whom the actor may see."""
    if relationship == Relationship.HEAD and heads_of(actor, household) - {participant.pk}:
        raise Problem(
            "R702",
            _("This household has a head."),
            _("Choose another place, or say first who is who in the household."),
        )


def place_members(household: Household, places: Mapping[int, str], *, seen: str, actor: StaffMember) -> list[int]:
    """Say who is who: participant id → place. Those whose place changed. What a source keeps and what has ended stays.

    Raises P103, R702 (more than one head) and `ChangedMeanwhile` when a place of `places_seen` is no longer as `seen`.
    """
    with transaction.atomic():
        row = check_can_join(household, actor)
        stays = locked_stays(_changeable(row, actor))
        now = places_seen(stays)
        wanted = {f"relationship.{person}": place for person, place in places.items()}
        changed = [stay for stay in stays if stay.relationship != places.get(stay.participant_id, stay.relationship)]
        if not changed and wanted.keys() <= now.keys():
            return []
        check_values_seen(
            stays,
            {**dict.fromkeys(wanted), **now},
            wanted,
            seen=seen,
            reader=actor,
            labels=dict.fromkeys(wanted, _("a place in the household")),
        )
        _check_heads(row, places, actor)
        for stay in changed:
            stay.relationship = places[stay.participant_id]
            _save(stay, {"relationship"}, actor)
    return sorted({stay.participant_id for stay in changed})


def places_seen(stays: Collection[Enrollment]) -> dict[str, object]:
    """What somebody sees who says who is who: the place of each person, from the newest of their stays."""
    return {
        f"relationship.{stay.participant_id}": stay.relationship for stay in sorted(stays, key=lambda stay: stay.pk)
    }


def leave_household(
    household: Household, participant: Participant, *, left_on: date | None, seen: str, actor: StaffMember
) -> bool:
    """Somebody left on a day, and goes on taking part; None: they did not leave after all. Whether that is new.

    Raises P103, R101, R302, R306 (before they came) and `ChangedMeanwhile` when the day is no longer as `seen`.
    """
    if left_on is not None:
        check_not_in_future(left_on)
    with transaction.atomic():
        row = check_can_join(household, actor)
        stays = locked_stays(_changeable(row, actor, of=participant))
        if not stays:
            raise _nothing_to_change()
        changed = [stay for stay in stays if stay.left_household_on != left_on]
        if not changed:
            return False
        check_values_seen(
            stays, leaving_seen(stays), {"left_household_on": left_on}, seen=seen, reader=actor, labels=LABELS
        )
        for stay in changed:
            if left_on is not None:
                check_not_before(left_on, joined_on(stay), _("they came"))
            elif stay.relationship == Relationship.HEAD:
                check_one_head(row, stay.relationship, participant=participant, actor=actor)
            stay.left_household_on = left_on
            _save(stay, {"left_household_on"}, actor)
    return True


def leaving_seen(stays: Sequence[Enrollment]) -> dict[str, object]:
    """What somebody sees who says that a member left: the day, if one stands there."""
    return {"left_household_on": max((day for stay in stays if (day := stay.left_household_on)), default=None)}


def take_out_of_household(household: Household, participant: Participant, *, actor: StaffMember) -> None:
    """They never were in it: their stays that are kept here have no household any more. It stays in the history.

    Raises P103 and R101.
    """
    with transaction.atomic():
        row = check_can_join(household, actor)
        stays = locked_stays(_changeable(row, actor, of=participant, ended_too=True))
        if not stays:
            raise _nothing_to_change()
        for stay in stays:
            stay.household, stay.relationship = None, Relationship.NOT_ASKED.value
            stay.joined_household_on = stay.left_household_on = None
            _save(stay, set(MEMBERSHIP), actor)


def _put_in(
    household: Household, stays: Sequence[Enrollment], relationship: str, joined: date | None, actor: StaffMember
) -> None:
    if not stays:
        raise Problem(
            "R704",
            _("It does not say with which %(enrollment)s.") % {"enrollment": the_words().enrollment},
            _("Choose at least one."),
        )
    participant = stays[0].participant
    new = [stay for stay in stays if not (belongs_now(stay) and stay.household_id == household.pk)]
    if any(stay.relationship != relationship for stay in stays if stay not in new):
        raise Problem(
            "R705", _("They are in this household already."), _("To change their place, say who is who there.")
        )
    check_one_head(household, relationship, participant=participant, actor=actor)
    shared = shared_households(actor, new)
    for stay in new:
        check_can_work_on(actor, stay)
        check_open(closed_on_enrollment(stay), MEMBERSHIP)
        if not is_under_way(stay):
            raise _nothing_to_change()
        if belongs_now(stay) and stay.household_id in shared:
            raise Problem(
                "R701",
                _("They are in another household in %(program)s.") % {"program": stay.program.name},
                _("Say there first that they left it, or that it was a mistake."),
            )
        if joined is not None:
            check_not_in_future(joined)
            check_not_before(joined, stay.entry_date or stay.applied_on, _("the beginning of the stay"))
        began = stay.entry_date or stay.applied_on
        stay.household, stay.relationship = household, relationship
        stay.joined_household_on = joined if joined != began else None
        stay.left_household_on = None
        _save(stay, set(MEMBERSHIP), actor)


def _check_heads(household: Household, places: Mapping[int, str], actor: StaffMember) -> None:
    """One head, with those whose place is not asked because it is kept elsewhere."""
    heads = {person for person, place in places.items() if place == Relationship.HEAD}
    if heads and len(heads | (heads_of(actor, household) - places.keys())) > 1:
        raise Problem("R702", _("A household has one head."), _("Choose another place for all but one."))


def _changeable(
    household: Household, actor: StaffMember, *, of: Participant | None = None, ended_too: bool = False
) -> list[Enrollment]:
    """Stays in the household that the actor works on and no source keeps."""
    stays = standing(enrollments_workable_by(actor)).filter(household=household)
    if of is not None:
        stays = stays.filter(participant=of)
    return [
        stay
        for stay in stays.select_related("program__mastered_in", "source")
        if "household" not in closed_on_enrollment(stay) and (ended_too or is_under_way(stay))
    ]


def _save(stay: Enrollment, fields: set[str], actor: StaffMember) -> None:
    stay.changed_by = actor
    stay.save(update_fields=[*fields, "changed_by", "updated_at"])
    trail.record(
        TrailEntry.Action.CHANGED, stay, actor=actor, participant_id=stay.participant_id, fields=sorted(fields)
    )


def _nothing_to_change() -> Problem:
    words = the_words()
    return Problem(
        "R706",
        _("There is no %(enrollment)s under way here that you may change.") % {"enrollment": words.enrollment},
        _("Ask the manager of the %(program)s.") % {"program": words.program},
    )

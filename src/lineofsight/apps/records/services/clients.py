"""Adding a person and changing what is known about them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lineofsight.apps.agency.clock import now, today
from lineofsight.apps.agency.doubts import check_no_doubt
from lineofsight.apps.agency.models import StaffMember, TrailEntry
from lineofsight.apps.agency.seen import check_seen
from lineofsight.apps.agency.services import trail
from lineofsight.apps.agency.services.typed_once import typed_once
from lineofsight.problems import Conflict, Problem

from ..labels import LABELS
from ..models import BirthDateQuality, Enrollment, Participant
from ..names import search_columns
from ..permissions import check_can_add_people, check_can_change_client
from ..selectors.lookalikes import LookAlike, look_alikes
from ..selectors.mastering import check_open, closed_on_participant
from .doubts import doubts_of_birth_date
from .enrollments import NewEnrollment, check_new_enrollment, make_enrollment

ListKind = Literal["list", "search", "duplicates"]
LOOK_BACK = timedelta(minutes=1)
LOOK_BACK_ENTRIES = 50  # of one person; as many as they hardly make in a minute
EARLIEST_BIRTH = date(1875, 1, 1)
NAME_FIELDS = ("first_name", "middle_name", "last_name", "preferred_name")
CHANGEABLE = (
    "first_name",
    "middle_name",
    "last_name",
    "name_suffix",
    "preferred_name",
    "birth_date",
    "birth_date_quality",
    "genders",
    "race_ethnicities",
    "is_veteran",
    "language",
    "phone",
    "email",
    "address",
    "zip_code",
)


class LooksLikeSomeone(Conflict):
    """People are here already who look like the one to be added. `people` are only those the actor may see."""

    def __init__(self, people: list[LookAlike]) -> None:
        self.people = people
        super().__init__(
            "R201",
            _("Someone like this is here already."),
            _("Open their file, or say that it is somebody else."),
        )


@dataclass(frozen=True)
class Added:
    participant: Participant
    enrollment: Enrollment


def add_client(
    facts: Mapping[str, Any],
    enrollment: NewEnrollment,
    *,
    told_apart_from: Collection[int],
    entry_id: UUID,
    actor: StaffMember,
    sure_of: Collection[str] = (),
) -> Added:
    """Add a person together with their first enrollment, so that somebody can see them; the same entry twice is one.

    facts: columns of `CHANGEABLE`. told_apart_from: ids of look-alikes the actor has seen and says are other people; a
    look-alike that is not among them stops the adding. sure_of: as in `check_no_doubt`. Raises `LooksLikeSomeone`, R202
    (impossible birth date), R203 (no name), `Doubted`, `WrittenOtherwise`, and what `enroll` raises.
    """
    check_can_add_people(actor)
    known = _checked_facts(facts)

    def make(**entry: Any) -> Participant:
        check_new_enrollment(enrollment, actor=actor)
        check_named(known)
        check_no_doubt(doubts_of_birth_date(known.get("birth_date")), sure_of)
        _check_looks_like_nobody(known, told_apart_from, actor)
        participant = Participant(**entry, **known, changed_by=actor)
        _write_search_columns(participant)
        participant.save()
        trail.record(TrailEntry.Action.ADDED, participant, actor=actor, participant_id=participant.pk)
        make_enrollment(participant, enrollment, entry={}, actor=actor)
        return participant

    participant = typed_once(Participant, entry_id, {**known, "enrollment": vars(enrollment)}, make)
    return Added(participant, participant.enrollments.earliest("pk"))


def change_client(
    participant: Participant,
    facts: Mapping[str, Any],
    *,
    seen: str,
    actor: StaffMember,
    sure_of: Collection[str] = (),
) -> list[str]:
    """Write the facts that differ; the names of the fields that changed. Others, and closed fields, stay.

    Raises P103, R101 (a field kept elsewhere), R202, R203, `Doubted`, and `ChangedMeanwhile` when a fact is no longer
    as `seen`.
    """
    check_can_change_client(actor, participant)
    wanted = _checked_facts(facts)
    with transaction.atomic():
        row = Participant.objects.select_for_update().get(pk=participant.pk)
        changed = [field for field, value in wanted.items() if getattr(row, field) != value]
        if not changed:
            return []
        check_open(closed_on_participant(row, reader=actor), changed)
        check_seen(row, wanted, seen=seen, reader=actor, labels=LABELS)
        if "birth_date" in changed:
            check_no_doubt(doubts_of_birth_date(wanted["birth_date"]), sure_of)
        for field in changed:
            setattr(row, field, wanted[field])
        check_named({field: getattr(row, field) for field in NAME_FIELDS})
        _write_search_columns(row)
        row.changed_by = actor
        row.save(update_fields=[*changed, "search_name", "search_sounds", "changed_by", "updated_at"])
        trail.record(TrailEntry.Action.CHANGED, row, actor=actor, participant_id=row.pk, fields=sorted(changed))
    return changed


def note_opening(participant: Participant, *, actor: StaffMember) -> None:
    """Write into the trail that a file was opened."""
    note_openings([participant], actor=actor)


def note_openings(people: Iterable[Participant], *, actor: StaffMember) -> None:
    """Write into the trail that a page told of several people, such as those of a household: an entry for each once."""
    with transaction.atomic():
        for person in {person.pk: person for person in people}.values():
            trail.record(TrailEntry.Action.VIEWED, person, actor=actor, participant_id=person.pk)


def note_list(kind: ListKind, people: Collection[int], *, actor: StaffMember) -> None:
    """Write into the trail whose names somebody saw in a list, by id.

    Nothing when there was nobody in it, or when all of them stand in what this person's lists of this kind told within
    the last minute: a search that follows the typing shows the same people with every letter.
    """
    if people and not set(people) <= _told_lately(kind, actor):
        with transaction.atomic():
            trail.record(
                TrailEntry.Action.VIEWED,
                Participant._meta.label_lower,
                actor=actor,
                list=kind,
                people=len(people),
                shown=sorted(people),
            )


def _told_lately(kind: ListKind, actor: StaffMember) -> set[int]:
    newest = TrailEntry.objects.filter(actor=actor).order_by("-id")[:LOOK_BACK_ENTRIES]
    return {
        person
        for entry in newest
        if entry.at >= now() - LOOK_BACK and entry.detail.get("list") == kind
        for person in entry.detail.get("shown", [])
    }


def _checked_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    unknown = facts.keys() - set(CHANGEABLE)
    if unknown:
        raise KeyError(f"no such fact: {', '.join(sorted(unknown))}")
    checked: dict[str, Any] = {
        field: value.strip() if isinstance(value, str) else value for field, value in facts.items()
    }
    born = checked.get("birth_date")
    if born is not None:
        check_birth_date(born)
        if checked.get("birth_date_quality", BirthDateQuality.FULL) not in (
            BirthDateQuality.FULL,
            BirthDateQuality.APPROXIMATE,
        ):
            checked["birth_date_quality"] = BirthDateQuality.FULL.value
    return checked


def _check_looks_like_nobody(known: Mapping[str, Any], told_apart_from: Collection[int], actor: StaffMember) -> None:
    alike = look_alikes(
        actor,
        first_name=known.get("first_name", ""),
        last_name=known.get("last_name", ""),
        birth_date=known.get("birth_date"),
    )
    if any(each.participant.pk not in told_apart_from for each in alike):
        raise LooksLikeSomeone(alike)


def check_birth_date(born: date) -> None:
    """Raises R202."""
    if born > today():
        raise Problem("R202", _("This birth date is in the future."), _("Check the year."))
    if born < EARLIEST_BIRTH:
        raise Problem("R202", _("This birth date is before 1875."), _("Check the year."))


def check_named(known: Mapping[str, Any]) -> None:
    """Raises R203."""
    if not any(known.get(field) for field in NAME_FIELDS):
        raise Problem("R203", _("There is no name."), _("Write a first or last name, or the name the person goes by."))


def _write_search_columns(participant: Participant) -> None:
    columns = search_columns(**{field: getattr(participant, field) for field in NAME_FIELDS})
    participant.search_name = columns["search_name"]
    participant.search_sounds = columns["search_sounds"]

"""With whom somebody takes part: their households, as one viewer may see them.

Who belongs to a household stands on each enrollment, so somebody is seen in it only through an enrollment this viewer
may see; that others belong to it too is never told. A household that a source keeps is closed here, and so is the place
of a stay whose program is kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from lineofsight.apps.agency.models import Source, StaffMember
from lineofsight.apps.agency.selectors.keeping import keeping, kept_here

from ..models import Enrollment, Household, Participant, Relationship, Stage
from .mastering import closed_on_enrollment
from .standing import NEWEST_FIRST, standing
from .visibility import enrollments_visible_to, enrollments_workable_by

_ORDER = {Relationship.HEAD: 0, Relationship.SPOUSE: 1}


@dataclass(frozen=True)
class Member:
    """One person in one household. stays: their enrollments in it, the newest first; changeable: the ids of those that
    are under way and may be changed by this viewer here."""

    participant: Participant
    stays: tuple[Enrollment, ...]
    changeable: frozenset[int]

    @property
    def is_present(self) -> bool:
        return any(belongs_now(stay) for stay in self.stays)

    @property
    def stay(self) -> Enrollment:
        """The one that speaks for them: the newest in which they belong to it, or else the newest."""
        return next((stay for stay in self.stays if belongs_now(stay)), self.stays[0])

    @property
    def relationship(self) -> str:
        return self.stay.relationship

    @property
    def since(self) -> date | None:
        return min((day for stay in self.stays if (day := joined_on(stay))), default=None)

    @property
    def left_on(self) -> date | None:
        """The day on which they left it, with their stay or before its end. None while they belong to it."""
        if self.is_present:
            return None
        return max((day for stay in self.stays if (day := stay.left_household_on or stay.exit_date)), default=None)

    @property
    def can_change(self) -> bool:
        return bool(self.changeable)


@dataclass(frozen=True)
class HouseholdOnFile:
    """members: whom this viewer may see in it; those who belong to it now first, the head before all. keeper: the
    source that keeps it, where nothing can be changed here."""

    household: Household
    members: tuple[Member, ...]
    keeper: Source | None

    @property
    def present(self) -> tuple[Member, ...]:
        return tuple(each for each in self.members if each.is_present)

    @property
    def head(self) -> Member | None:
        return next((each for each in self.present if each.relationship == Relationship.HEAD), None)

    def member(self, participant: Participant) -> Member:
        return next(each for each in self.members if each.participant.pk == participant.pk)

    def others_than(self, participant: Participant) -> tuple[Member, ...]:
        return tuple(each for each in self.present if each.participant.pk != participant.pk)

    def has(self, participant: Participant) -> bool:
        """Whether this person belongs to it now."""
        return any(each.participant.pk == participant.pk for each in self.present)


def is_under_way(stay: Enrollment) -> bool:
    """Whether it has not ended, as far as a household is asked: an application counts, one that was denied does not."""
    return stay.exit_date is None and stay.stage != Stage.DENIED


def belongs_now(stay: Enrollment) -> bool:
    """Whether its person belongs to the household of this stay now."""
    return stay.household_id is not None and stay.left_household_on is None and is_under_way(stay)


def joined_on(stay: Enrollment) -> date | None:
    """The day on which its person came into the household of this stay."""
    return stay.joined_household_on or stay.entry_date or stay.applied_on


def households_on_file(staff: StaffMember, participant: Participant) -> tuple[HouseholdOnFile, ...]:
    """The households of somebody this viewer may see; those they belong to now first, then the newest. Four queries."""
    own = _visible(staff).filter(participant=participant, household__isnull=False).order_by(*NEWEST_FIRST)
    ids = list(dict.fromkeys(own.values_list("household", flat=True)))
    if not ids:
        return ()
    stays = list(_visible(staff).filter(household__in=ids).order_by(*NEWEST_FIRST))
    workable = set(_workable(staff).filter(household__in=ids).values_list("pk", flat=True))
    households = Household.objects.select_related("source").in_bulk(ids)
    found = [_on_file(households[pk], [stay for stay in stays if stay.household_id == pk], workable) for pk in ids]
    return tuple(sorted(found, key=lambda each: not each.has(participant)))


def household_on_file(staff: StaffMember, participant: Participant, household_id: int) -> HouseholdOnFile | None:
    """One of them; None when this person is in no such household that the viewer may see."""
    return next((each for each in households_on_file(staff, participant) if each.household.pk == household_id), None)


def stays_to_place(staff: StaffMember, participant: Participant) -> list[Enrollment]:
    """Stays with which this person may come into a household by this viewer's hand: under way, kept here, and in no
    household in which somebody else takes part. The newest first."""
    open_here = [
        stay
        for stay in stays_of(staff, participant)
        if is_under_way(stay) and "household" not in closed_on_enrollment(stay)
    ]
    shared = shared_households(staff, open_here)
    return [stay for stay in open_here if not belongs_now(stay) or stay.household_id not in shared]


def stays_of(staff: StaffMember, participant: Participant) -> list[Enrollment]:
    """All stays of this person that the viewer works on: any of them may have been offered when a page was opened."""
    return list(_workable(staff).filter(participant=participant).order_by(*NEWEST_FIRST))


def shared_households(staff: StaffMember, stays: Iterable[Enrollment]) -> set[int]:
    """Those households of one person's stays in which this viewer sees somebody else now."""
    own = [stay for stay in stays if belongs_now(stay)]
    if not own:
        return set()
    others = _visible(staff).filter(household__in=[stay.household_id for stay in own])
    return {
        stay.household_id
        for stay in others.exclude(participant=own[0].participant_id)
        if belongs_now(stay) and stay.household_id is not None
    }


def households_reached(staff: StaffMember) -> QuerySet[Household]:
    """Households kept here into which this viewer may put somebody: those of people they see there."""
    return Household.objects.filter(kept_here(), pk__in=_visible(staff).order_by().values("household"))


def heads_of(staff: StaffMember, household: Household) -> set[int]:
    """Who is the head of it now, among those whom this viewer may see, by id. One query."""
    heads = _visible(staff).filter(household=household, relationship=Relationship.HEAD)
    return {stay.participant_id for stay in heads if belongs_now(stay)}


def names_of(staff: StaffMember, households: Iterable[Household]) -> dict[int, str]:
    """The names of those who belong to each household and whom this viewer may see. One query."""
    names: dict[int, dict[int, str]] = {}
    for stay in _visible(staff).filter(household__in=list(households)).order_by("participant__birth_date", "pk"):
        if belongs_now(stay) and stay.household_id is not None:
            names.setdefault(stay.household_id, {})[stay.participant_id] = stay.participant.display_name
    return {household: ", ".join(people.values()) for household, people in names.items()}


def _on_file(household: Household, stays: list[Enrollment], workable: set[int]) -> HouseholdOnFile:
    by_person: dict[int, list[Enrollment]] = {}
    for stay in stays:
        by_person.setdefault(stay.participant_id, []).append(stay)
    members = [_member(household, theirs, workable) for theirs in by_person.values()]
    members.sort(key=_head_first)
    return HouseholdOnFile(household, tuple(members), keeping(household.source) or _keeper_of_all(stays))


def _member(household: Household, stays: list[Enrollment], workable: set[int]) -> Member:
    is_kept_here = keeping(household.source) is None
    changeable = {
        stay.pk
        for stay in stays
        if is_kept_here and stay.pk in workable and is_under_way(stay) and "household" not in closed_on_enrollment(stay)
    }
    return Member(stays[0].participant, tuple(stays), frozenset(changeable))


def _keeper_of_all(stays: list[Enrollment]) -> Source | None:
    """The source that keeps the place of everybody who takes part now; None when one of them is kept here."""
    kept = [closed_on_enrollment(stay) for stay in stays if belongs_now(stay)]
    if not kept or any("household" not in each for each in kept):
        return None
    return kept[0].source


def _head_first(member: Member) -> tuple[bool, int, date, int]:
    return (
        not member.is_present,
        _ORDER.get(Relationship(member.relationship), 2),
        member.participant.birth_date or date.max,
        member.participant.pk,
    )


def _visible(staff: StaffMember) -> QuerySet[Enrollment]:
    return _loaded(enrollments_visible_to(staff))


def _workable(staff: StaffMember) -> QuerySet[Enrollment]:
    return _loaded(enrollments_workable_by(staff))


def _loaded(enrollments: QuerySet[Enrollment]) -> QuerySet[Enrollment]:
    return standing(enrollments).select_related("participant", "program__mastered_in", "site", "source")

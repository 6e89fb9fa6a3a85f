"""What somebody is told of the faults that were found: counted by the database, cut to the stays they may see now.

The rule: a fault is told to those whom its check names, of people whom they may see; the numbers are exact, and no list
is read to make them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.agency.permissions import roles_of
from lineofsight.apps.records.models import Enrollment
from lineofsight.apps.records.selectors.visibility import enrollments_visible_to

from ..models import Fault, TeamEntries
from ..permissions import can_see_inside
from .checks import HouseCheck, checks_told_to, touched_by
from .teams import Counts, TeamCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault in one program, at all its sites. people: whose records are concerned, of each site. number: of
    the things to mend: entries, where entries are at fault, sites that stopped asking, else the records of a person.
    elements: data elements that are missing. touches: elements whose measures it bends."""

    check: str
    program: int
    people: tuple[tuple[int | None, int], ...]
    number: int
    elements: tuple[str, ...] = ()
    touches: frozenset[str] = frozenset()

    @property
    def site(self) -> int | None:
        """The one site it is of; None for several."""
        return self.people[0][0] if len(self.people) == 1 else None


def faults_among(enrollments: QuerySet[Enrollment]) -> QuerySet[Fault]:
    """The faults of some stays, which come from a queryset of what the reader may see."""
    return Fault.objects.filter(enrollment__in=enrollments.order_by().values("pk")).order_by()


def faults_of(viewer: StaffMember) -> QuerySet[Fault]:
    """The faults told to this viewer, of the stays they may see. That somebody is in a program twice is told to those
    who may see both stays: to others it would tell of a stay at a site that is not theirs."""
    visible = enrollments_visible_to(viewer)
    other = Fault.objects.filter(
        found_by=HouseCheck.IN_A_PROGRAM_TWICE,
        enrollment__in=visible.order_by().values("pk"),
        enrollment__participant=OuterRef("enrollment__participant"),
        enrollment__program=OuterRef("enrollment__program"),
    ).exclude(pk=OuterRef("pk"))
    told = faults_among(visible).filter(found_by__in=checks_told_to(roles_of(viewer)))
    return told.filter(~Q(found_by=HouseCheck.IN_A_PROGRAM_TWICE) | Exists(other))


def faults_seen_by(viewer: StaffMember) -> tuple[Finding, ...]:
    """What this viewer is told, check by check and program by program. Two queries."""
    rows = (
        faults_of(viewer)
        .values_list("found_by", "enrollment__program", "elements", "enrollment__site")
        .annotate(people=Count("enrollment", distinct=True), entries=Count("entry", distinct=True))
    )
    together: dict[tuple[str, int, str], list[tuple[int | None, int, int]]] = defaultdict(list)
    for check, program, elements, site, people, entries in rows:
        together[check, program, elements].append((site, people, entries))
    return tuple(
        _finding(check, program, elements, sites) for (check, program, elements), sites in sorted(together.items())
    )


def faults_by_team(viewer: StaffMember) -> dict[tuple[int, int | None], int]:
    """(program, site) → things to mend: people with a fault, each once for each check. Two queries."""
    rows = (
        faults_of(viewer)
        .values_list("enrollment__program", "enrollment__site", "found_by")
        .annotate(people=Count("enrollment", distinct=True))
    )
    found: Counter[tuple[int, int | None]] = Counter()
    for program, site, check, people in rows:
        found[program, site] += _things(check, people)
    return dict(found)


def people_concerned(viewer: StaffMember, findings: Iterable[Finding]) -> int:
    """How many stays the findings concern, each once. One query."""
    wanted = Q()
    for each in findings:
        wanted |= Q(found_by=each.check, enrollment__program=each.program, elements=" ".join(each.elements))
    return faults_of(viewer).filter(wanted).aggregate(people=Count("enrollment", distinct=True))["people"] or 0


def counts_seen_by(viewer: StaffMember) -> Counts:
    """What is counted of each team whose every file this viewer may open. One query."""
    rows = TeamEntries.objects.select_related("program", "site")
    return {
        (each.program_id, each.site_id): TeamCounts(
            each.asked,
            each.asked_of,
            Counter({int(days): number for days, number in each.delays.items()}),
            set(each.workers),
        )
        for each in rows
        if can_see_inside(viewer, each.program, each.site)
    }


def _things(check: str, people: int) -> int:
    """To mend: each person's records, or the one site that stopped asking."""
    return 1 if check == HouseCheck.STOPPED_ASKING else people


def _finding(check: str, program: int, elements: str, sites: list[tuple[int | None, int, int]]) -> Finding:
    missing = tuple(elements.split())
    return Finding(
        check=check,
        program=program,
        people=tuple((site, people) for site, people, _entries in sites),
        number=sum(entries or _things(check, people) for _site, people, entries in sites),
        elements=missing,
        touches=touched_by(check) | frozenset(missing),
    )

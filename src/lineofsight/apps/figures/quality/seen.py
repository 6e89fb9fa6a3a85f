"""What somebody is told of the faults that were found: numbers of the places they are inside of, people they may see.

The rule: a fault is told to those whom its check names. Numbers are exact and were summed up by place when the records
were looked through, so that no list is read to say them; whoever is named is one whose file the reader may open now.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lineofsight.apps.agency.models import Site, StaffMember
from lineofsight.apps.agency.permissions import roles_of
from lineofsight.apps.framework.permissions import can_see_inside
from lineofsight.apps.records.models import Enrollment, Participant
from lineofsight.apps.records.selectors.lookalikes import people_with_a_double
from lineofsight.apps.records.selectors.visibility import enrollments_visible_to

from ..models import Fault, FaultCount, PossibleDouble, TeamEntries
from .checks import HouseCheck, checks_told_to, touched_by
from .teams import Counts, TeamCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A finding at one site; None: at none. people: whose records are concerned. number: of the things to mend:
    entries, where entries are at fault, the site itself, where it stopped asking, else the records of a person."""

    site: int | None
    people: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault in one program, at all its sites. elements: data elements that are missing. touches: elements whose
    measures it bends."""

    check: str
    program: int
    parts: tuple[Part, ...]
    elements: tuple[str, ...] = ()
    touches: frozenset[str] = frozenset()

    @property
    def number(self) -> int:
        """Of the things to mend."""
        return sum(each.number for each in self.parts)

    @property
    def site(self) -> int | None:
        """The one site it is of; None for several."""
        return self.parts[0].site if len(self.parts) == 1 else None


def faults_among(enrollments: QuerySet[Enrollment]) -> QuerySet[Fault]:
    """The faults of some stays, which come from a queryset of what the reader may see."""
    return Fault.objects.filter(enrollment__in=enrollments.order_by().values("pk")).order_by()


def faults_seen_by(viewer: StaffMember) -> tuple[Finding, ...]:
    """What this viewer is told of their places, check by check and program by program. One query, of counts alone."""
    together: dict[tuple[str, int, str], list[FaultCount]] = defaultdict(list)
    told = checks_told_to(roles_of(viewer))
    for each in FaultCount.objects.filter(found_by__in=told).select_related("program", "site"):
        if can_see_inside(viewer, each.program, _who_may_know(each)):
            together[each.found_by, each.program_id, each.elements].append(each)
    return tuple(
        _finding(check, program, elements, sites) for (check, program, elements), sites in sorted(together.items())
    )


def people_concerned(findings: Iterable[Finding]) -> int:
    """How many stays the findings concern, each once. One query."""
    return _faults_behind(findings).aggregate(people=Count("enrollment", distinct=True))["people"] or 0


def stays_concerned(viewer: StaffMember, findings: Iterable[Finding]) -> QuerySet[Enrollment]:
    """The stays the findings concern that this viewer may see now."""
    return enrollments_visible_to(viewer).filter(pk__in=_faults_behind(findings).values("enrollment"))


def entries_at_fault(findings: Iterable[Finding], stays: Iterable[Enrollment]) -> dict[int, int | None]:
    """Stay → the entry to mend, if an entry is at fault; of several the newest. One query."""
    faults = _faults_behind(findings).filter(enrollment__in=[each.pk for each in stays])
    return dict(faults.order_by("entry").values_list("enrollment", "entry"))


def doubles_seen_by(viewer: StaffMember) -> int:
    """How many people may be here twice, among those this viewer may see. One query."""
    found = Participant.objects.filter(pk__in=PossibleDouble.objects.order_by().values("participant"))
    return people_with_a_double(viewer, among=found).count()


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


def _who_may_know(counted: FaultCount) -> Site | None:
    """Where somebody must be inside to be told. That a person is in a program twice is told to those inside all of it:
    at one site it would tell of a stay at another."""
    return None if counted.found_by == HouseCheck.IN_A_PROGRAM_TWICE else counted.site


def _faults_behind(findings: Iterable[Finding]) -> QuerySet[Fault]:
    wanted = Q(pk__in=[])
    for each in findings:
        here = Q(program=each.program, found_by=each.check, elements=" ".join(each.elements))
        sites = [part.site for part in each.parts]
        at = Q(site__in=[site for site in sites if site is not None])
        wanted |= here & (at | Q(site__isnull=True) if None in sites else at)
    return Fault.objects.filter(wanted).order_by()


def _finding(check: str, program: int, elements: str, sites: list[FaultCount]) -> Finding:
    missing = tuple(elements.split())
    return Finding(
        check=check,
        program=program,
        parts=tuple(Part(site=each.site_id, people=each.stays, number=_things(each)) for each in sites),
        elements=missing,
        touches=touched_by(check) | frozenset(missing),
    )


def _things(counted: FaultCount) -> int:
    """To mend: the one site that stopped asking, else each entry at fault, else each person's records."""
    if counted.found_by == HouseCheck.STOPPED_ASKING:
        return 1
    return counted.entries or counted.stays

"""How complete and how quick the entries of each team are: a program, or a program at one site.

The rule: no figure about one worker above that worker's direct supervisor. A team whose entries one person makes is
that person, so it is shown together with the smallest other team of the program, and a program that is one person is
not shown at all; only the direct supervisor and the person see it apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from lineofsight.apps.agency.models import StaffMember, Standing
from lineofsight.apps.records.models import Assessment, CollectionPoint, Enrollment, Relationship
from lineofsight.apps.records.selectors.standing import services_standing

from .habits import LOOK_BACK, TIME_TO_ASK, is_habit

RECENT = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """sites: of the team; empty: the whole program. asked of asked_of: people asked at start or exit, where most are.
    days: how long it took, by the median, to write a service of the last 90 days down; None when none was typed."""

    program: int
    sites: tuple[int, ...]
    asked: int
    asked_of: int
    days: int | None
    entries: int


@dataclass
class TeamCounts:
    """What is counted of a team. workers: who typed its services."""

    asked: int = 0
    asked_of: int = 0
    delays: Counter[int] = field(default_factory=Counter)
    workers: set[int] = field(default_factory=set)

    def with_those_of(self, other: TeamCounts) -> TeamCounts:
        return TeamCounts(
            self.asked + other.asked,
            self.asked_of + other.asked_of,
            self.delays + other.delays,
            self.workers | other.workers,
        )


Counts = Mapping[tuple[int, int | None], TeamCounts]
"""(program, site) → what is counted there; site None: of those who are at none."""


def count_teams(today: date) -> Counts:
    """What every team of the agency did. Three queries, for the look that is taken once for each build."""
    enrollments = Enrollment.objects.exclude(standing=Standing.WITHDRAWN)
    counts: dict[tuple[int, int | None], TeamCounts] = defaultdict(TeamCounts)
    _count_asked(enrollments, today, counts)
    _count_delays(enrollments, today, counts)
    return counts


def teams_of(counts: Counts, viewer: StaffMember) -> tuple[Team, ...]:
    """Each program, then its sites, by their ids. One query."""
    programs: dict[int, dict[int | None, TeamCounts]] = defaultdict(dict)
    for (program, site), each in counts.items():
        programs[program][site] = each
    own_people = {viewer.pk, *StaffMember.objects.filter(supervisor=viewer).values_list("pk", flat=True)}
    found = []
    for program, sites in sorted(programs.items()):
        whole = _sum(sites.values())
        if _is_one_person(whole, own_people):
            continue
        found.append(_team(program, (), whole))
        parts = _apart({site: each for site, each in sites.items() if site is not None}, own_people)
        if len(parts) > 1:
            found += [_team(program, names, each) for names, each in parts]
    return tuple(found)


def _count_asked(
    enrollments: QuerySet[Enrollment], today: date, counts: dict[tuple[int, int | None], TeamCounts]
) -> None:
    """People asked at start and at exit, of those who should have been: where most are, of children and of others."""
    for point, dated in ((CollectionPoint.START, "entry_date"), (CollectionPoint.EXIT, "exit_date")):
        asked = Assessment.objects.filter(enrollment=OuterRef("pk"), point=point)
        due = {f"{dated}__gte": today - LOOK_BACK, f"{dated}__lt": today - TIME_TO_ASK}
        rows = list(
            enrollments.filter(**due)
            .annotate(was_asked=Exists(asked), is_child=Q(relationship=Relationship.CHILD))
            .values_list("program", "site", "is_child", "was_asked")
            .annotate(people=Count("pk"))
            .order_by()
        )
        habits: dict[tuple[int, bool], Counter[bool]] = defaultdict(Counter)
        for program, _site, is_child, was_asked, people in rows:
            habits[program, is_child][was_asked] += people
        for program, site, is_child, was_asked, people in rows:
            if is_habit(habits[program, is_child]):
                counts[program, site].asked_of += people
                counts[program, site].asked += people * was_asked


def _count_delays(
    enrollments: QuerySet[Enrollment], today: date, counts: dict[tuple[int, int | None], TeamCounts]
) -> None:
    """Days from a service to its entry, of the services typed here. Counted by day, so few rows leave the database."""
    typed = (
        services_standing()
        .filter(date__gt=today - RECENT, date__lte=today, source__isnull=True)
        .filter(enrollment__in=enrollments.order_by().values("pk"))
        .annotate(written=TruncDate("created_at"))
        .values_list("enrollment__program", "enrollment__site", "staff", "date", "written")
        .annotate(number=Count("pk"))
        .order_by()
    )
    for program, site, worker, day, written, number in typed:
        team = counts[program, site]
        team.delays[max(0, (written - day).days)] += number
        if worker is not None:
            team.workers.add(worker)


def _apart(sites: dict[int, TeamCounts], own_people: set[int]) -> Sequence[tuple[tuple[int, ...], TeamCounts]]:
    """The sites, those of one person put together with the smallest other."""
    parts: list[tuple[tuple[int, ...], TeamCounts]] = [((site,), each) for site, each in sorted(sites.items())]
    while len(parts) > 1:
        lonely = next((part for part in parts if _is_one_person(part[1], own_people)), None)
        if lonely is None:
            break
        others = [part for part in parts if part is not lonely]
        beside = min(others, key=lambda part: part[1].asked_of + part[1].delays.total())
        others.remove(beside)
        parts = sorted([*others, (tuple(sorted(lonely[0] + beside[0])), lonely[1].with_those_of(beside[1]))])
    return parts


def _is_one_person(team: TeamCounts, own_people: set[int]) -> bool:
    return len(team.workers) == 1 and not team.workers <= own_people


def _sum(several: Iterable[TeamCounts]) -> TeamCounts:
    whole = TeamCounts()
    for each in several:
        whole = whole.with_those_of(each)
    return whole


def _team(program: int, sites: tuple[int, ...], its: TeamCounts) -> Team:
    return Team(
        program=program,
        sites=sites,
        asked=its.asked,
        asked_of=its.asked_of,
        days=_median(its.delays),
        entries=its.delays.total(),
    )


def _median(delays: Counter[int]) -> int | None:
    """The middle of counted numbers, the lower of two middles."""
    middle, seen = (delays.total() + 1) // 2, 0
    for days, number in sorted(delays.items()):
        seen += number
        if seen >= middle:
            return days
    return None

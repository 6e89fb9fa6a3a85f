"""The list of people: whom it shows, in words; fifty rows of name, stage, last seen and what comes next.

Always in the order of names, never of results. A list is read up to 1,000 people, so that it costs the same in a large
agency as in a small one; beyond that one searches.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Program, Role, Site, StaffMember, Standing
from lineofsight.apps.agency.permissions import has_role

from ..dates_in_words import days_in_words, due_in_words
from ..models import Enrollment, Participant, StaffAssignment, Stage, Task
from .standing import (
    NEWEST_FIRST,
    RECENT_DAYS,
    UNSEEN_AFTER_DAYS,
    ended,
    entered,
    last_contacts,
    left,
    standing,
    under_way,
    waiting,
    without_worker,
)
from .tasks import open_tasks_about
from .visibility import enrollments_visible_to, participants_listed, programs_visible_to, sites_visible_to

PER_PAGE = 50
LISTED_AT_MOST = 1_000
_STAGES: Mapping[str, Callable[[QuerySet[Enrollment]], QuerySet[Enrollment]]] = {
    "active": under_way,
    "alone": lambda enrollments: without_worker(under_way(enrollments)),
    "waiting": waiting,
    "came": lambda enrollments: entered(enrollments, *_recently()),
    "went": lambda enrollments: left(enrollments, *_recently()),
    "left": ended,
    "all": standing,
}


@dataclass(frozen=True)
class Shown:
    """Whom the list shows. stage: one of `_STAGES`."""

    mine: bool
    program: Program | None
    site: Site | None
    stage: str

    @property
    def is_narrowed(self) -> bool:
        """Whether it is likely to show few of all people."""
        return self.mine or self.program is not None or self.site is not None or self.stage not in ("active", "all")


@dataclass(frozen=True)
class Row:
    """One person. kind: the shape of what is next, or empty when nothing is; when: its day, in words."""

    participant: Participant
    stage: str
    places: str
    last_seen: date | None
    kind: str
    next: str
    when: str
    can_serve: bool


class CappedPaginator(Paginator[Participant]):
    """Counts up to `LISTED_AT_MOST` and no further."""

    def __init__(self, people: QuerySet[Participant]) -> None:
        super().__init__(people, PER_PAGE)
        self.people = people

    @cached_property
    def counted(self) -> int:
        return self.people[: LISTED_AT_MOST + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self.counted, LISTED_AT_MOST)

    @property
    def is_cut(self) -> bool:
        return self.counted > LISTED_AT_MOST


def shown_by(staff: StaffMember, asked: Mapping[str, str]) -> Shown:
    """What the address asks for, as far as this person may see it: `list`, `program`, `site`, `stage`.

    Without a word, somebody who works with people sees their own list, everybody else all they may see.
    """
    program = _chosen(programs_visible_to(staff), asked.get("program", ""))
    site = _chosen(sites_visible_to(staff), asked.get("site", ""))
    stage = asked.get("stage", "active")
    mine = asked["list"] == "mine" if "list" in asked else has_role(staff, [Role.FRONT_LINE])
    return Shown(mine, program, site, stage if stage in _STAGES else "active")


def listed_people(staff: StaffMember, shown: Shown) -> QuerySet[Participant]:
    """The people to list, by name."""
    return (
        participants_listed(staff, listed_enrollments(staff, shown), is_narrowed=shown.is_narrowed)
        .exclude(standing=Standing.WITHDRAWN)
        .order_by("last_name", "first_name", "pk")
    )


def listed_enrollments(staff: StaffMember, shown: Shown) -> QuerySet[Enrollment]:
    """The enrollments by which people come on the list."""
    enrollments = _STAGES[shown.stage](enrollments_visible_to(staff))
    if shown.mine:
        own = StaffAssignment.objects.filter(staff=staff, ended_on__isnull=True)
        enrollments = enrollments.filter(pk__in=own.values("enrollment"))
    if shown.program is not None:
        enrollments = enrollments.filter(program=shown.program)
    if shown.site is not None:
        enrollments = enrollments.filter(site=shown.site)
    return enrollments


def rows(staff: StaffMember, people: Page[Participant] | list[Participant], *, today: date) -> list[Row]:
    """One row per person of a page. Six queries, however many people."""
    persons = list(people)
    # The numbers of their enrollments first: whatever the planner believes, it does not begin with whole programs.
    theirs = list(Enrollment.objects.filter(participant__in=persons).values_list("pk", flat=True))
    visible = standing(enrollments_visible_to(staff)).filter(pk__in=theirs)
    tasks = open_tasks_about(visible, staff)
    own = StaffAssignment.objects.filter(staff=staff, ended_on__isnull=True)
    enrollments = list(
        visible.select_related("program", "site")
        .prefetch_related(
            Prefetch("tasks", queryset=tasks, to_attr="open_tasks"),
            Prefetch("assignments", queryset=own, to_attr="own_assignments"),
        )
        .order_by(*NEWEST_FIRST)
    )
    seen = last_contacts(enrollment.pk for enrollment in enrollments)
    by_person: dict[int, list[Enrollment]] = {}
    for enrollment in enrollments:
        by_person.setdefault(enrollment.participant_id, []).append(enrollment)
    return [_row(person, by_person.get(person.pk, []), seen, today) for person in persons]


def stage_in_words(enrollment: Enrollment, *, today: date) -> str:
    """ "Active since May", "Waitlisted since March 2025", "Left in June"."""
    label = Stage(enrollment.stage).label
    if enrollment.exit_date is not None:
        return _("Left in %(month)s") % {"month": _month(enrollment.exit_date, today)}
    since = enrollment.entry_date or enrollment.applied_on
    if since is None or enrollment.stage == Stage.DENIED:
        return str(label)
    return _("%(stage)s since %(month)s") % {"stage": label, "month": _month(since, today)}


def places_in_words(enrollment: Enrollment) -> str:
    """ "Bright Path, Westbrook"."""
    site = enrollment.site
    return f"{enrollment.program.name}, {site.name}" if site else enrollment.program.name


def _row(person: Participant, enrollments: list[Enrollment], seen: dict[int, date], today: date) -> Row:
    ongoing = [each for each in enrollments if each.stage in (Stage.ENROLLED, Stage.ACTIVE)]
    shown = (ongoing or enrollments)[:1]
    contacts = [seen[each.pk] for each in enrollments if each.pk in seen]
    last_seen = max(contacts, default=None)
    kind, following, when = _next(
        ongoing, [task for each in enrollments for task in _open_tasks(each)], last_seen, today
    )
    return Row(
        participant=person,
        stage=stage_in_words(shown[0], today=today) if shown else "",
        places="; ".join(places_in_words(each) for each in (ongoing or shown)),
        last_seen=last_seen,
        kind=kind,
        next=following,
        when=when,
        can_serve=any(each.own_assignments for each in ongoing),  # type: ignore[attr-defined]
    )


def _next(ongoing: list[Enrollment], tasks: list[Task], last_seen: date | None, today: date) -> tuple[str, str, str]:
    task = min(tasks, key=lambda each: (each.due_on, each.pk), default=None)
    if task is not None:
        kind = "late" if task.due_on < today else "half" if task.due_on == today else "open"
        return kind, task.what, due_in_words(task.due_on, today=today)
    since = last_seen or min((each.entry_date for each in ongoing if each.entry_date), default=None)
    if ongoing and since is not None and (today - since).days >= UNSEEN_AFTER_DAYS:
        return "open", _("Not seen for %(days)s") % {"days": days_in_words((today - since).days)}, ""
    return "", "", ""


def _recently() -> tuple[date, date]:
    return today() - timedelta(days=RECENT_DAYS - 1), today()


def _open_tasks(enrollment: Enrollment) -> list[Task]:
    return enrollment.open_tasks  # type: ignore[attr-defined]


def _month(day: date, today: date) -> str:
    return date_format(day, "F") if day.year == today.year else date_format(day, "F Y")


def _chosen(among: QuerySet, wanted: str):  # type: ignore[no-untyped-def]
    return among.filter(pk=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 19 else None

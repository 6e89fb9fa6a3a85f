"""How programs are doing: who is in them, who came, who left. For the manager of some and the director of all.

Counted are enrollments that stand, under way, entered or left within a window of days that includes its last day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.apps.agency.models import Program, Role, StaffMember
from lineofsight.apps.agency.words import the_words

from ...models import Enrollment
from ..standing import (
    RECENT_DAYS,
    entered,
    left,
    standing,
    under_way,
    waiting,
    with_services_between,
    without_worker,
)
from ..visibility import enrollments_in_places_of, programs_of_places


@dataclass(frozen=True)
class ProgramNow:
    """One program; entered and left in the last 30 days."""

    program: Program
    active: int
    entered: int
    left: int
    without_worker: int
    waiting: int


@dataclass(frozen=True)
class ManagerHome:
    today: date
    programs: tuple[ProgramNow, ...]

    @property
    def question(self) -> str:
        if len(self.programs) == 1:
            return _("How is %(program)s doing?") % {"program": self.programs[0].program.name}
        return _("How are your %(programs)s doing?") % vars(the_words())

    @property
    def answer(self) -> tuple[str, str]:
        active = sum(each.active for each in self.programs)
        came = sum(each.entered for each in self.programs)
        went = sum(each.left for each in self.programs)
        return (
            _("%(active)d active now.") % {"active": active},
            _("%(entered)d entered and %(left)d left in the last 30 days.") % {"entered": came, "left": went},
        )


@dataclass(frozen=True)
class Delivered:
    """One program this quarter; services_before: those of the same days of last year."""

    program: Program
    active: int
    entered: int
    left: int
    services: int
    services_before: int


@dataclass(frozen=True)
class DirectorHome:
    today: date
    quarter_from: date
    before_from: date
    before_to: date
    programs: tuple[Delivered, ...]

    @property
    def answer(self) -> tuple[str, str]:
        now = sum(each.services for each in self.programs)
        before = sum(each.services_before for each in self.programs)
        active = sum(each.active for each in self.programs)
        return (
            _("%(services)s this quarter, to %(active)s.")
            % {
                "services": ngettext("%(number)s service", "%(number)s services", now) % {"number": f"{now:,}"},
                "active": ngettext("%(number)s active %(enrollment)s", "%(number)s active %(enrollments)s", active)
                % {"number": f"{active:,}", **vars(the_words())},
            },
            _("In the same days of last year: %(before)s.") % {"before": f"{before:,}"},
        )


def manager_home(staff: StaffMember, *, today: date) -> ManagerHome:
    """Every program this person manages, by name. Six queries, however many programs."""
    mine = enrollments_in_places_of(staff, Role.PROGRAM_MANAGER)
    since = today - timedelta(days=RECENT_DAYS - 1)
    active = per_program(under_way(mine))
    came, went = per_program(entered(mine, since, today)), per_program(left(mine, since, today))
    alone, waits = per_program(without_worker(under_way(mine))), per_program(waiting(mine))
    return ManagerHome(
        today=today,
        programs=tuple(
            ProgramNow(
                program,
                active.get(program.pk, 0),
                came.get(program.pk, 0),
                went.get(program.pk, 0),
                alone.get(program.pk, 0),
                waits.get(program.pk, 0),
            )
            for program in programs_of_places(staff, Role.PROGRAM_MANAGER)
        ),
    )


def director_home(staff: StaffMember, *, today: date) -> DirectorHome:
    """Every program this director sees, by name. Six queries."""
    seen = enrollments_in_places_of(staff, Role.DIRECTOR)
    start = quarter_start(today)
    before_start, before_end = a_year_before(start), a_year_before(today)
    active = per_program(under_way(seen))
    came, went = per_program(entered(seen, start, today)), per_program(left(seen, start, today))
    now = services_per_program(seen, start, today)
    before = services_per_program(seen, before_start, before_end)
    return DirectorHome(
        today=today,
        quarter_from=start,
        before_from=before_start,
        before_to=before_end,
        programs=tuple(
            Delivered(
                program,
                active.get(program.pk, 0),
                came.get(program.pk, 0),
                went.get(program.pk, 0),
                now.get(program.pk, 0),
                before.get(program.pk, 0),
            )
            for program in programs_of_places(staff, Role.DIRECTOR)
        ),
    )


def quarter_start(day: date) -> date:
    """The first day of the calendar quarter.

    >>> quarter_start(date(2026, 11, 12)).isoformat()
    '2026-10-01'
    """
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def a_year_before(day: date) -> date:
    """The same day of the year before; for February 29 the 28th.

    >>> a_year_before(date(2024, 2, 29)).isoformat()
    '2023-02-28'
    """
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def per_program(enrollments: QuerySet[Enrollment]) -> Mapping[int, int]:
    """Program id → how many of these enrollments. One query."""
    return dict(enrollments.values("program").annotate(number=Count("pk")).values_list("program", "number").order_by())


def services_per_program(enrollments: QuerySet[Enrollment], start: date, end: date) -> Mapping[int, int]:
    """Program id → services delivered from start to end, both included. One query."""
    # Debt: asks every stay for its services, half a second for 200,000; figures will come from the warehouse.
    return dict(
        with_services_between(standing(enrollments), start, end)
        .values("program")
        .annotate(number=Count("services"))
        .values_list("program", "number")
        .order_by()
    )

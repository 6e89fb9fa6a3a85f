""" "Is our data in order?": where records come from, what waits, who is here twice, what is written down late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, DateTimeField, ExpressionWrapper, F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.apps.agency.models import ImportRun, Role, Source, StaffMember
from lineofsight.apps.agency.permissions import can_import
from lineofsight.apps.agency.selectors.setup import first_steps
from lineofsight.apps.agency.words import the_words

from ...models import Enrollment
from ..discretion import tellable_to
from ..lookalikes import people_with_a_double
from ..mastering import made_in_words
from ..standing import RECENT_DAYS, under_way, with_services_between, without_worker
from ..visibility import enrollments_in_places_of

LATE_AFTER_DAYS = 7


@dataclass(frozen=True)
class SourceNow:
    """newest: the newest import that was written; None when nothing was."""

    source: Source
    newest: ImportRun | None

    @property
    def made(self) -> str:
        return made_in_words(self.source)


@dataclass(frozen=True)
class WaitingImport:
    """An import that waits for a decision. name: of its file, empty where it is not told to this lead."""

    run: ImportRun
    name: str


@dataclass(frozen=True)
class LeadHome:
    """late_entries of entries: services of the last 30 days typed here more than 7 days after their day.

    steps_open: the first steps of a new installation, shown on the set-up page, are not all done.
    """

    today: date
    sources: tuple[SourceNow, ...]
    waiting: tuple[WaitingImport, ...]
    without_worker: int
    possible_duplicates: int
    entries: int
    late_entries: int
    can_import: bool
    steps_open: bool

    @property
    def late_percent(self) -> int | None:
        """None when nothing was typed here in those days."""
        return round(100 * self.late_entries / self.entries) if self.entries else None

    @property
    def answer(self) -> tuple[str, str]:
        open_points = [
            ngettext("%(number)d import waits for a decision", "%(number)d imports wait for a decision", number)
            % {"number": number}
            for number in [len(self.waiting)]
            if number
        ]
        open_points += [
            ngettext("%(number)d person may be here twice", "%(number)d people may be here twice", number)
            % {"number": number}
            for number in [self.possible_duplicates]
            if number
        ]
        open_points += [
            ngettext("%(number)d %(enrollment)s has no worker", "%(number)d %(enrollments)s have no worker", number)
            % {"number": number, **vars(the_words())}
            for number in [self.without_worker]
            if number
        ]
        if not open_points and self.steps_open:
            return _("The set-up has first steps to take."), ""
        if not open_points:
            return _("Nothing waits for you."), ""
        first, *rest = open_points
        return f"{first[0].upper()}{first[1:]}.", "; ".join(rest).capitalize() + "." if rest else ""


def lead_home(staff: StaffMember, *, today: date) -> LeadHome:
    """The home of a performance lead. At most sixteen queries."""
    seen = enrollments_in_places_of(staff, Role.PERFORMANCE_LEAD)
    runs = list(
        ImportRun.objects.filter(state__in=[ImportRun.State.WRITTEN, ImportRun.State.READY])
        .select_related("source")
        .order_by("-id")[:500]
    )
    newest: dict[int | None, ImportRun] = {}
    for run in reversed([run for run in runs if run.state == ImportRun.State.WRITTEN]):
        newest[run.source_id] = run
    tellable = tellable_to(staff)
    waiting = [run for run in runs if run.state == ImportRun.State.READY and can_import(staff)]
    written = entries_written(seen, today - timedelta(days=RECENT_DAYS - 1), today)
    return LeadHome(
        today=today,
        sources=tuple(
            SourceNow(source, newest.get(source.pk))
            for source in Source.objects.all()
            if tellable.names_source(source.pk)
        ),
        waiting=tuple(WaitingImport(run, run.file_name if tellable.names_run(run) else "") for run in waiting),
        without_worker=without_worker(under_way(seen)).count(),
        possible_duplicates=people_with_a_double(staff).count(),
        entries=written["entries"],
        late_entries=written["late"],
        can_import=can_import(staff),
        steps_open=bool(first_steps(staff)),
    )


def entries_written(enrollments: QuerySet[Enrollment], start: date, end: date) -> dict[str, int]:
    """Services of these days that were typed here, and those of them that were written down late. One query.

    Late is more than seven days after their day, that is, from the ninth midnight on.
    """
    from_then_on = ExpressionWrapper(
        F("services__date") + timedelta(days=LATE_AFTER_DAYS + 1), output_field=DateTimeField()
    )
    typed_here = Q(services__source__isnull=True)
    return with_services_between(enrollments, start, end).aggregate(
        entries=Count("services", filter=typed_here),
        late=Count("services", filter=typed_here & Q(services__created_at__gte=from_then_on)),
    )

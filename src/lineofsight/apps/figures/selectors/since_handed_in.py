"""Why what is counted now differs from what was handed in, as far as our records can tell: person by person, for those
inside the place.

The rule: nobody knows who was in the figure of then; only counts were handed in. What the records do tell is when each
row was written, what was changed since, and what has vanished. Whoever was written down after the report went out was
not in it: that is certain. Whoever was changed since, or stands on the first or the last day, may have been counted
otherwise: that is possible. The rest has no reason here, and is said to have none.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db import models
from django.db.models import QuerySet
from django.utils.timezone import get_current_timezone

from lineofsight.apps.agency.models import RowVersion, StaffMember
from lineofsight.apps.records.models import Assessment, Enrollment, Service
from lineofsight.apps.records.selectors.visibility import enrollments_visible_to
from lineofsight.measures import Grain, MeasureProblems, Query
from lineofsight.measures.query import Event, Lookup, Stored

from ..counting import Counting
from ..definitions import query_of
from ..scopes import inside_scope
from ..values import Used
from .computed import Inside
from .members import AT_ONCE, Behind, rows_seen
from .two_versions import State, Taken, taken_by

TABLES: Mapping[Grain, type[Enrollment] | type[Service] | type[Assessment]] = {
    Grain.ENROLLMENT: Enrollment,
    Grain.SERVICE: Service,
    Grain.ASSESSMENT: Assessment,
}
UNTOLD = frozenset({"updated_at", "changed_by_id", "last_import_id", "source_hash", "kept_aside"})
"""Columns of a row that say how it was written, and nothing about anybody."""


class Reason(StrEnum):
    """The first of them that is so."""

    WRITTEN_AFTER = "written_after"  # the row itself was written, or brought, after the report went out
    ADDED_AFTER = "added_after"  # a service or an answer of the stay was, and the definition looks at those
    CHANGED_AFTER = "changed_after"  # the row said something else then
    LAST_DAY = "last_day"  # others may count to the day before
    FIRST_DAY = "first_day"
    NO_REASON = "no_reason"
    VANISHED = "vanished"  # not in our figure any more: taken out of the figures since, or removed


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """Somebody of our figure, or who has vanished from it, with the reason."""

    row: Behind
    reason: Reason
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """included, counted: reason → how many units with it are included, and counted. rows: in the order of names, those
    with a reason. not_shown: of those with a reason, who is not among the viewer's rows."""

    included: Mapping[Reason, int]
    counted: Mapping[Reason, int]
    rows: tuple[Between, ...]
    not_shown: int


def since_handed_in(use: Used, inside: Inside, days: tuple[date, date], handed_in: date) -> Difference | None:
    """Everybody in the figure of some days by reason. None where the measure cannot be counted. For every 5,000 units
    some ten queries."""
    query = query_of(use.version, inside.build.catalogue)
    if query is None or isinstance(query, MeasureProblems):
        return None
    scope = inside_scope(use.assignment, inside.viewer, inside.protected)
    with Counting(inside.build) as counting:
        taken = taken_by(query, scope, counting, days)
    in_figure = {unit: each for unit, each in taken.items() if each.state in (State.INCLUDED, State.COUNTED)}
    after = datetime.combine(handed_in + timedelta(days=1), time.min, tzinfo=get_current_timezone())
    reasons = _reasons(query, in_figure, days, after)
    members = [each.member for unit, each in in_figure.items() if reasons[unit] is not Reason.NO_REASON]
    rows = [
        Between(row=row, reason=reasons[row.unit], state=in_figure[row.unit].state)
        for row in rows_seen(query, members, inside.viewer)
    ]
    gone = tuple(_vanished(query, use, inside, days, after))
    return Difference(
        included=Counter(reasons.values()) + Counter({Reason.VANISHED: len(gone)}),
        counted=Counter(reasons[unit] for unit, each in in_figure.items() if each.state is State.COUNTED),
        rows=(*rows, *gone),
        not_shown=len(members) - len(rows),
    )


def _reasons(
    query: Query, in_figure: Mapping[int, Taken], days: tuple[date, date], after: datetime
) -> dict[int, Reason]:
    record_of = {unit: each.member.record for unit, each in in_figure.items()}
    found: dict[int, Reason] = {}
    table, column = TABLES[query.rows], _day_column(query)
    for part in _parts(sorted(set(record_of.values()))):
        rows = {row.pk: row for row in table._default_manager.filter(pk__in=part)}
        stays = {pk: row.pk if isinstance(row, Enrollment) else row.enrollment_id for pk, row in rows.items()}
        changed = _changed_after(rows.values(), after)
        added = _added_after(query, set(stays.values()), after)
        for unit, record in record_of.items():
            if (row := rows.get(record)) is not None:
                found[unit] = _reason(row, changed, stays[record] in added, column, days, after)
    return {unit: found.get(unit, Reason.NO_REASON) for unit in in_figure}


def _reason(
    row: Enrollment | Service | Assessment,
    changed: Collection[int],
    is_added: bool,
    column: str,
    days: tuple[date, date],
    after: datetime,
) -> Reason:
    day = getattr(row, column) if column else None
    ways = {
        Reason.WRITTEN_AFTER: row.created_at >= after,
        Reason.ADDED_AFTER: is_added,
        Reason.CHANGED_AFTER: row.pk in changed,
        Reason.LAST_DAY: day == days[1],
        Reason.FIRST_DAY: day == days[0],
    }
    return next((reason for reason, holds in ways.items() if holds), Reason.NO_REASON)


def _day_column(query: Query) -> str:
    """The column of the row that decides to which period it belongs; empty where it is worked out."""
    if not isinstance(query.period, Event):
        return ""
    places = [place for _name, place in query.period.day.places]
    stored = places[0] if len(places) == 1 else None
    is_own = isinstance(stored, Stored) and not stored.links
    names = {field.name for field in TABLES[query.rows]._meta.concrete_fields}
    return stored.column if is_own and isinstance(stored, Stored) and stored.column in names else ""


def _changed_after(rows: Iterable[models.Model], after: datetime) -> set[int]:
    """Those of the rows that said something else at the moment. One query."""
    by_id = {row.pk: row for row in rows}
    first: dict[int, dict[str, object]] = {}
    if by_id:
        table = next(iter(by_id.values()))._meta.db_table
        versions = RowVersion.objects.filter(table=table, row_id__in=by_id, ended_at__gte=after, was_removed=False)
        for version in versions.order_by("id"):
            first.setdefault(version.row_id, version.before)
    return {row_id for row_id, before in first.items() if _differs(by_id[row_id], before)}


def _differs(row: models.Model, before: Mapping[str, object]) -> bool:
    """Whether a row says something else than its earlier version, apart from how it was written."""
    for field in row._meta.concrete_fields:
        name = field.column
        if name is None or name in UNTOLD or name not in before:
            continue
        if _plain(field, before[name]) != _plain(field, getattr(row, field.attname)):
            return True
    return False


def _plain(field: models.Field, value: object) -> object:
    """A value as Django has it; databases keep versions of rows in JSON, some of it as text."""
    if isinstance(field, models.JSONField):
        return json.loads(value) if isinstance(value, str) else value
    return "" if value is None else field.to_python(value)


def _added_after(query: Query, stays: Collection[int], after: datetime) -> set[int]:
    """Of these stays those to which a service or an assessment was added or in which one was changed after the moment,
    where the definition looks at such. Two queries for each kind."""
    sources = {step.source for step in query.steps if isinstance(step, Lookup)} - {query.rows}
    kinds: tuple[tuple[Grain, QuerySet[Service] | QuerySet[Assessment]], ...] = (
        (Grain.SERVICE, Service.objects.filter(enrollment__in=stays)),
        (Grain.ASSESSMENT, Assessment.objects.filter(enrollment__in=stays)),
    )
    found: set[int] = set()
    for _grain, rows in (each for each in kinds if each[0] in sources):
        found |= set(rows.filter(created_at__gte=after).values_list("enrollment", flat=True))
        later = {each.pk: each for each in rows.filter(updated_at__gte=after, created_at__lt=after)}
        found |= {later[pk].enrollment_id for pk in _changed_after(later.values(), after)}
    return found


def _vanished(query: Query, use: Used, inside: Inside, days: tuple[date, date], after: datetime) -> Iterator[Between]:
    """Stays of the place and the days that were taken out of the figures since, among the viewer's rows. A service or
    an assessment that was taken back leaves no row to look at."""
    column = _day_column(query)
    if query.rows is not Grain.ENROLLMENT or not column:
        return
    stays = _withdrawn_since(use, inside.viewer, {f"{column}__range": days}, after)
    for stay in stays:
        yield Between(
            row=Behind(unit=stay.pk, enrollment=stay, value=None), reason=Reason.VANISHED, state=State.NOT_INCLUDED
        )


def _withdrawn_since(
    use: Used, viewer: StaffMember, days: Mapping[str, tuple[date, date]], after: datetime
) -> list[Enrollment]:
    place = {"program": use.assignment.program_id, "site": use.assignment.site_id}
    rows = enrollments_visible_to(viewer).filter(standing="withdrawn", updated_at__gte=after, **days)
    rows = rows.filter(**{name: pk for name, pk in place.items() if pk}).select_related(
        "participant", "program", "site"
    )
    by_id = {row.pk: row for row in rows}
    then: dict[int, object] = {}
    versions = RowVersion.objects.filter(table=Enrollment._meta.db_table, row_id__in=by_id, ended_at__gte=after)
    for version in versions.order_by("id"):
        then.setdefault(version.row_id, version.before.get("standing"))
    return [row for pk, row in by_id.items() if then.get(pk) not in (None, "withdrawn")]


def _parts(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))

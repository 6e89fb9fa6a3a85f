"""The people behind a figure: the same definition on the same facts, cut to the rows the viewer may see now.

The rule: whoever is not in the viewer's rows is not named and not hinted at, only counted, as somebody whose file has
changed since the figures were made. In the order of names, never by how well anybody does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.records.models import Assessment, Enrollment, Service
from lineofsight.apps.records.selectors.standing import standing
from lineofsight.apps.records.selectors.visibility import enrollments_visible_to, sees_every_place
from lineofsight.measures import (
    Amount,
    Ask,
    Explanation,
    Grain,
    GroupKey,
    MeasureProblems,
    Member,
    Query,
    Which,
    own_dates,
)
from lineofsight.warehouse.builds import Build

from ..counting import Counting
from ..definitions import query_of
from ..scopes import inside_scope
from ..values import Used
from .computed import Inside
from .labels import Labels

AT_ONCE = 5_000  # ids in one question


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """One unit behind a figure: the stay that speaks for it, with its person, program and site; the value, if any."""

    unit: int
    enrollment: Enrollment
    value: Amount | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleBehind:
    """Who is behind one figure. group: its label, empty for everybody. not_shown: behind the figure, and not among the
    viewer's rows now. has_numerator: the figure is a share."""

    rows: tuple[Behind, ...]
    not_shown: int
    group: str
    has_numerator: bool
    build: Build


def why_counted(use: Used, inside: Inside, days: tuple[date, date], units: Sequence[int]) -> Mapping[int, Explanation]:
    """Unit → why it is counted in the figure of some days, or not. What records of other programs say about a person is
    left out for a viewer whose rows do not reach every program."""
    query = query_of(use.version, inside.build.catalogue)
    if query is None or isinstance(query, MeasureProblems) or not units:
        return {}
    period = own_dates("the days", *days)
    scope = inside_scope(use.assignment, inside.viewer, inside.protected)
    with Counting(inside.build) as counting:
        told = counting.explain(Ask(query=query, periods=(period,), scope=scope), period, units)
    if not sees_every_place(inside.viewer):
        told = tuple(each.without_elsewhere(_("of a record that you may not open")) for each in told)
    return {each.unit: each for each in told}


def people_behind(
    use: Used, inside: Inside, days: tuple[date, date], *, group: GroupKey, which: Which
) -> PeopleBehind | None:
    """The people behind the figure of some days. None where the measure cannot be counted, or is not told apart so."""
    query = query_of(use.version, inside.build.catalogue)
    if query is None or isinstance(query, MeasureProblems):
        return None
    if any(name not in {each.name for each in query.groups} for name, _code in group):
        return None
    if query.numerator is None and which in (Which.NUMERATOR, Which.NOT_NUMERATOR):
        return None
    period = own_dates("the days", *days)
    ask = Ask(
        query=query,
        periods=(period,),
        by=tuple(name for name, _code in group),
        scope=inside_scope(use.assignment, inside.viewer, inside.protected),
    )
    with Counting(inside.build) as counting:
        members = counting.members(ask, period, group, which)
    rows = rows_of_members(query, members, inside.viewer)
    labels = Labels(inside.build.catalogue)
    return PeopleBehind(
        rows=rows,
        not_shown=len(members) - len(rows),
        group=", ".join(labels.of(query, name, code) for name, code in group),
        has_numerator=query.numerator is not None,
        build=inside.build,
    )


def rows_of_members(query: Query, members: Sequence[Member], viewer: StaffMember) -> tuple[Behind, ...]:
    """Those of the members who are among the viewer's rows, by name."""
    return tuple(_rows(query, members, viewer))


def _rows(query: Query, members: Sequence[Member], viewer: StaffMember) -> Iterator[Behind]:
    """By name. For every 5,000 members one query, two where services or assessments are counted."""
    stays = _stays(query.rows, [member.record for member in members])
    visible = {
        each.pk: each
        for part in _parts(sorted(set(stays.values())))
        for each in standing(enrollments_visible_to(viewer))
        .filter(pk__in=part)
        .select_related("participant", "program", "site")
    }
    found = [
        Behind(unit=member.unit, enrollment=visible[stay], value=member.value)
        for member in members
        if (stay := stays.get(member.record)) in visible
    ]
    yield from sorted(found, key=_by_name)


def _stays(grain: Grain, records: list[int]) -> dict[int, int]:
    """Record → the stay it belongs to."""
    if grain is Grain.ENROLLMENT:
        return {record: record for record in records}
    rows: QuerySet[Service] | QuerySet[Assessment] = (
        Service.objects.all() if grain is Grain.SERVICE else Assessment.objects.all()
    )
    return {
        record: stay
        for part in _parts(records)
        for record, stay in rows.filter(pk__in=part).values_list("pk", "enrollment")
    }


def _parts(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def _by_name(row: Behind) -> tuple[str, str, int]:
    person = row.enrollment.participant
    return person.last_name.casefold(), person.first_name.casefold(), row.enrollment.pk

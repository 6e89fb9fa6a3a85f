"""The figures of a draft, and a few people of whom it decides differently: for those inside the whole agency alone.

The rule: what a viewer may not look into is left out, as in every other figure; nobody is named who is not among the
viewer's rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from time import perf_counter

from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.framework.documents import Document
from lineofsight.apps.framework.facts_of_now import Counted, FigureNow, PeriodNow, PersonNow, Preview
from lineofsight.apps.framework.permissions import can_see_inside
from lineofsight.apps.records.selectors.visibility import sees_every_place
from lineofsight.measures import Ask, Cell, Member, Period, Query, Scope, Which
from lineofsight.statistics import Every

from ..counting import Counting
from ..definitions import query_of_draft
from ..periods import periods_of
from ..permissions import closed_to
from .computed import Inside
from .definitions_checked import facts_to_check
from .door import inside_now
from .labels import Labels
from .members import rows_seen

SHOWN = 6  # quarters that are over
EACH = {Which.NUMERATOR: 1, Which.NOT_NUMERATOR: 1, Which.INCOMPLETE: 1, Which.TOO_EARLY: 1}
LOOKED_AT = 40  # people of each kind, from whom those of a turn are taken


def preview(document: Document, published: Document | None, viewer: StaffMember) -> Preview | None:
    """The quarters that are over, as the draft and the published version count them."""
    inside, query = _inside(viewer), None
    if inside is not None:
        query = query_of_draft(document, inside.build.catalogue)
    if inside is None or query is None:
        return None
    before = query_of_draft(published, inside.build.catalogue) if published is not None else None
    scope, periods = _scope(inside), _over(inside)
    with Counting(inside.build) as counting:
        began = perf_counter()
        cells = counting.figures(Ask(query=query, periods=periods, scope=scope))
        seconds = perf_counter() - began
        old = counting.figures(Ask(query=before, periods=periods, scope=scope)) if before is not None else ()
        shown = tuple(
            PeriodNow(
                start=cell.period.start,
                end=cell.period.end,
                draft=_figure(cell),
                published=_figure(old[place]) if old else None,
            )
            for place, cell in enumerate(cells)
        )
        made = Preview(periods=shown, groups={}, seconds=seconds, made_at=inside.build.made_at)
        return replace(made, groups=_groups(query, scope, made, cells, counting, Labels(inside.build.catalogue)))


def people(document: Document, viewer: StaffMember, turn: int) -> tuple[PersonNow, ...]:
    """One person of each kind there is, in the newest quarter with anybody in it; the next of each with each turn."""
    inside, query = _inside(viewer), None
    if inside is not None:
        query = query_of_draft(document, inside.build.catalogue)
    if inside is None or query is None:
        return ()
    scope = _scope(inside)
    with Counting(inside.build) as counting:
        cells = counting.figures(Ask(query=query, periods=_over(inside), scope=scope))
        latest = next((cell.period for cell in reversed(cells) if cell.denominator or cell.incomplete), None)
        if latest is None:
            return ()
        found = dict(_chosen(query, latest, scope, counting, turn))
        if query.population is not None and query.representative is None:
            found |= _left_out(query, latest, scope, counting, turn)
        rows = tuple(rows_seen(query, [member for member, _kind in found.values()], viewer))
        ask = Ask(query=query, periods=(latest,), scope=scope)
        told = counting.explain(ask, latest, [row.unit for row in rows])
    if not sees_every_place(viewer):
        told = tuple(each.without_elsewhere(_("of a record that you may not open")) for each in told)
    kinds = {unit: kind for unit, (_member, kind) in found.items()}
    made = [
        PersonNow(person=row.enrollment.participant, kind=kinds[row.unit], why=why.sentence)
        for row, why in zip(rows, told, strict=True)
    ]
    order = ["counted", "included", "incomplete", "too_early", "not_included"]
    return tuple(sorted(made, key=lambda each: order.index(each.kind)))


counted_drafts = Counted(facts=facts_to_check, preview=preview, people=people)

_KINDS = {
    Which.NUMERATOR: "counted",
    Which.NOT_NUMERATOR: "included",
    Which.INCOMPLETE: "incomplete",
    Which.TOO_EARLY: "too_early",
    Which.DENOMINATOR: "counted",
}


def _inside(viewer: StaffMember) -> Inside | None:
    return inside_now(viewer) if can_see_inside(viewer, None, None) else None


def _scope(inside: Inside) -> Scope:
    return Scope(excluded_programs=closed_to(inside.viewer, inside.protected))


def _over(inside: Inside) -> tuple[Period, ...]:
    """The newest quarters that are over."""
    as_at = inside.build.as_at
    return tuple(each for each in periods_of(Every.QUARTER, as_at, inside.first_month) if each.end <= as_at)[-SHOWN:]


def _figure(cell: Cell) -> FigureNow:
    return FigureNow(
        value=float(cell.value) if cell.value is not None else None,
        numerator=cell.numerator,
        of=cell.denominator if cell.numerator is not None else cell.n,
        incomplete=cell.incomplete,
        too_early=cell.too_early,
    )


def _groups(
    query: Query, scope: Scope, made: Preview, cells: Sequence[Cell], counting: Counting, labels: Labels
) -> Mapping[str, tuple[tuple[str, FigureNow], ...]]:
    names = tuple(group.name for group in query.groups)
    latest = made.latest
    period = next((cell.period for cell in cells if latest is not None and cell.period.start == latest.start), None)
    if period is None or not names:
        return {}
    found: dict[str, list[tuple[str, FigureNow]]] = {name: [] for name in names}
    for cell in counting.figures(Ask(query=query, periods=(period,), by=names, scope=scope)):
        for name, code in cell.group:
            found[name].append((labels.of(query, name, code), _figure(cell)))
    return {name: tuple(several) for name, several in found.items()}


def _chosen(
    query: Query, period: Period, scope: Scope, counting: Counting, turn: int
) -> Iterator[tuple[int, tuple[Member, str]]]:
    """Unit → its member and kind: one of each kind."""
    ask = Ask(query=query, periods=(period,), scope=scope)
    asked = EACH if query.numerator is not None else {Which.DENOMINATOR: 2, Which.INCOMPLETE: 1, Which.TOO_EARLY: 1}
    for which, number in asked.items():
        for member in _of_turn(counting.members(ask, period, (), which), number, turn):
            yield member.unit, (member, _KINDS[which])


def _left_out(
    query: Query, period: Period, scope: Scope, counting: Counting, turn: int
) -> dict[int, tuple[Member, str]]:
    """One who belongs to the period and is not included."""
    anybody = replace(query, population=None, complete=None)
    taken = {
        member.unit
        for which in (Which.DENOMINATOR, Which.INCOMPLETE, Which.TOO_EARLY)
        for member in counting.members(Ask(query=query, periods=(period,), scope=scope), period, (), which)
    }
    ask = Ask(query=anybody, periods=(period,), scope=scope)
    others = (each for each in counting.members(ask, period, (), Which.DENOMINATOR) if each.unit not in taken)
    return {each.unit: (each, "not_included") for each in _of_turn(tuple(islice(others, LOOKED_AT)), 1, turn)}


def _of_turn(members: Sequence[Member], number: int, turn: int) -> Sequence[Member]:
    """Those whose turn it is, round and round."""
    if len(members) <= number:
        return members
    start = (turn * number) % len(members)
    return (*members[start:], *members[:start])[:number]

"""Complementary (secondary) suppression over all tables of a release: hide more, until the audit finds nothing.

The rule kept here: the audit decides, and what is hidden follows from what it finds, in an order that depends on
nothing but the tables. Of the figures tied to what was found, a row goes before a total, then the whole table of rows
that cannot be shown beside its total, then a part before its whole; among those the one about the fewest people, which
costs least. What is published already cannot be hidden any more:
where only that would help, the release is refused, with the tables named. Every round hides one figure more, so it
ends. At the end each figure hidden so is tried again, the largest first: a row hidden early is often not needed once
others are.
Rows withheld in this way are all told alike, as those of one table are (see `one_way`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .audit import Audit, Finding, How, Remembered, audit
from .figures import Rule
from .linking import statement_of
from .statement import Key, Relation, Statement
from .tables import Figure, Names, PublishedTable, Row

TRIED_AGAIN = 12
"""At most so many figures are tried again, each with an audit of its own."""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """The tables as they may be published, and what the audit saw of them. hidden: figures hidden here, in addition.
    Not safe: they may not be published beside what is published already."""

    tables: tuple[PublishedTable, ...]
    hidden: tuple[Figure, ...]
    audit: Audit


def suppress(tables: Sequence[PublishedTable]) -> Suppressed:
    """Hide figures of the tables that are not fixed until nothing hidden can be recovered.

    What the fixed ones give away by themselves is not found here: nothing that is hidden now would change it.
    """
    before = _given_away([table for table in tables if table.is_fixed])
    remembered: Remembered = {}
    order: list[Figure] = []
    told = list(tables)
    seen = _without(audit_tables(told, remembered), before)
    while seen.findings:
        chosen = _next_of_all(seen.findings, told)
        if not chosen:
            return Suppressed(tuple(told), tuple(order), seen)
        order += chosen
        told = [hide(table, order) for table in tables]
        seen = _without(audit_tables(told, remembered), before)
    if 1 < len(order) <= TRIED_AGAIN:
        order, told, seen = _tried_again(tables, order, before, remembered)
    return Suppressed(tuple(told), tuple(order), seen)


def audit_tables(tables: Sequence[PublishedTable], remembered: Remembered | None = None) -> Audit:
    """The audit of all tables together; where those of different days contradict each other, of each day by itself."""
    seen = audit(statement_of(tables), remembered=remembered)
    days = {table.made for table in tables}
    if len(days) == 1 or not any(finding.how is How.CONTRADICTION for finding in seen.findings):
        return seen
    apart = [audit(statement_of([each for each in tables if each.made == made])) for made in sorted(days)]
    return Audit(
        hidden=sum(each.hidden for each in apart),
        of_few=sum(each.of_few for each in apart),
        findings=tuple(finding for each in apart for finding in each.findings),
    )


def _given_away(fixed: Sequence[PublishedTable]) -> frozenset[tuple[str, ...]]:
    return frozenset(finding.names for finding in audit_tables(fixed).findings) if fixed else frozenset()


def _without(seen: Audit, before: Collection[tuple[str, ...]]) -> Audit:
    return replace(seen, findings=tuple(each for each in seen.findings if each.names not in before))


def hide(table: PublishedTable, figures: Collection[Figure]) -> PublishedTable:
    """The table without these figures. Without its total it has no rows."""
    its = {(figure.names, figure.codes) for figure in figures if figure.table == table.key}
    if not its or table.is_fixed:
        return table
    if ((), ()) in its:
        return replace(table, total=replace(table.total, withheld=Rule.FEW_OR_PROTECTS), groups={}, sums={})
    left = {names: rows for names, rows in table.groups.items() if (names, ()) not in its}
    return replace(table, groups={names: _rows_without(names, rows, its) for names, rows in left.items()})


def _rows_without(
    names: Names, rows: Mapping[Names, Row], hidden: Collection[tuple[Names, Names]]
) -> Mapping[Names, Row]:
    if not any((names, codes) in hidden for codes in rows):
        return rows
    return {
        codes: replace(row, withheld=Rule.FEW_OR_PROTECTS)
        if row.withheld is not None or (names, codes) in hidden
        else row
        for codes, row in rows.items()
    }


def _next_of_all(findings: Sequence[Finding], tables: Sequence[PublishedTable]) -> list[Figure]:
    """What to hide next: for the first finding, and for others that have no relation with what is hidden for those
    before them. Nothing where for the first nothing is left."""
    statement = statement_of(tables)
    open_tables = {table.key: table for table in tables if not table.is_fixed}
    around: dict[Key, list[Relation]] = defaultdict(list)
    for relation in statement.relations:
        for key, _times in relation.terms:
            around[key].append(relation)
    chosen: list[Figure] = []
    near_chosen: set[Key] = set()
    for finding in findings:
        near = {key for each in finding.keys for relation in around[each] for key, _times in relation.terms}
        if chosen and near & near_chosen:
            continue
        figures = _next(finding, statement, around, open_tables)
        if not figures and not chosen:
            return []
        chosen += [figure for figure in figures if figure not in chosen]
        hidden = {key for key, count in statement.counts.items() if set(count.figures) & set(figures)}
        near_chosen |= near | {key for each in hidden for relation in around[each] for key, _t in relation.terms}
    return chosen


def _next(
    finding: Finding,
    statement: Statement,
    around: Mapping[Key, Sequence[Relation]],
    tables: Mapping[str, PublishedTable],
) -> list[Figure]:
    """The figures to hide next: those of one count in every table that shows it, or a table of rows as a whole."""
    near: set[Key] = set(finding.keys)
    looked: set[Key] = set()
    candidates: list[_Candidate] = []
    while near:
        looked |= near
        keys = {key for each in near for relation in around[each] for key, _times in relation.terms}
        candidates += _candidates(keys, statement, tables)
        rows = [each for each in candidates if not each.is_total]
        if rows:
            return list(min(rows).figures)
        near = {key for key in keys if statement.counts[key].is_hidden} - looked
    return _tables_of_rows(looked, statement, tables) or (list(min(candidates).figures) if candidates else [])


@dataclass(frozen=True, slots=True, order=True)
class _Candidate:
    """Figures that can be hidden together, the cheapest first: rows before totals, parts before wholes, few before
    many, then by name."""

    is_total: bool
    width_of_place: int
    counted: int
    name: str
    figures: tuple[Figure, ...] = field(compare=False)


def _candidates(
    keys: Iterable[Key], statement: Statement, tables: Mapping[str, PublishedTable]
) -> Iterator[_Candidate]:
    for key in keys:
        count = statement.counts[key]
        if count.is_hidden or not count.figures or any(figure.table not in tables for figure in count.figures):
            continue
        if not all(_counted(figure, tables) for figure in count.figures):  # hidden it would say: not nobody
            continue
        is_total = any(not figure.names for figure in count.figures)
        depth = max(len(tables[figure.table].place) for figure in count.figures)
        counted = max(_counted(figure, tables) for figure in count.figures)
        yield _Candidate(is_total, -depth if is_total else 0, counted, count.name, count.figures)


def _tables_of_rows(keys: Iterable[Key], statement: Statement, tables: Mapping[str, PublishedTable]) -> list[Figure]:
    """All rows by one group that is among these counts: of the table with the fewest people first."""
    found = {
        Figure(figure.table, figure.names)
        for key in keys
        for figure in statement.counts[key].figures
        if statement.counts[key].is_hidden and figure.names and figure.table in tables
    }
    first = min(found, key=lambda each: (tables[each.table].total.counted or 0, each.table, each.names), default=None)
    return [] if first is None else [first]


def _counted(figure: Figure, tables: Mapping[str, PublishedTable]) -> int:
    row = tables[figure.table].rows.get((figure.names, figure.codes))
    return (row.counted or 0) if row is not None else 0


def _tried_again(
    tables: Sequence[PublishedTable], order: list[Figure], before: Collection[tuple[str, ...]], remembered: Remembered
) -> tuple[list[Figure], list[PublishedTable], Audit]:
    by_key = {table.key: table for table in tables}
    told = [hide(table, order) for table in tables]
    seen = _without(audit_tables(told, remembered), before)
    for figure in sorted(order, key=lambda each: (-_counted(each, by_key), each.table, each.codes)):
        fewer = [each for each in order if each != figure]
        tables_then = [hide(table, fewer) for table in tables]
        audit_then = _without(audit_tables(tables_then, remembered), before)
        if audit_then.is_safe:
            order, told, seen = fewer, tables_then, audit_then
    return order, told, seen

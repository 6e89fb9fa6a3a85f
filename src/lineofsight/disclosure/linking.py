"""From tables to one statement: a count for each thing that is counted, and the relations of `tables`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from .figures import Rule, Zeros
from .statement import Count, Key, Relation, Statement, adds_up, contains, covers
from .tables import Days, Figure, Names, Place, PublishedTable, Row, Sums

EVERYBODY = ""
SPREAD_OF_PEOPLE, SPREAD_OF_SIDE = 2, 1
"""Of a few people three counts must stay possible; of a side of a share two."""


@dataclass(frozen=True, slots=True)
class _Node:
    """What a count is of, whenever it was made. side: everybody, or a numerator, or a rest by its name."""

    counts: str
    side: str
    place: Place
    without: frozenset[int]
    days: Days
    names: Names = ()
    codes: Names = ()


@dataclass(slots=True)
class _Linking:
    """The statement as it grows, from the oldest table to the youngest. now: node → the key of its youngest count;
    tables: node → the youngest table that it is in."""

    counts: dict[Key, Count] = field(default_factory=dict)
    relations: dict[Relation, None] = field(default_factory=dict)
    now: dict[_Node, Key] = field(default_factory=dict)
    truth: dict[Key, int] = field(default_factory=dict)
    tables: dict[_Node, PublishedTable] = field(default_factory=dict)

    def add(self, table: PublishedTable) -> None:
        keys: dict[tuple[Names, Names, str], Key] = {}
        for (names, codes), row in table.rows.items():
            for node, count, value in _counts_of(table, names, codes, row):
                side = node.side
                keys[names, codes, side] = self._enter(table, node, count, value)
            if table.is_share:
                self._sides(table, names, codes, row, keys)
        for names, rows in table.groups.items():
            for side in _sides_of(table):
                self._rows(table, names, rows, side, keys)

    def _enter(self, table: PublishedTable, node: _Node, count: Count, value: int | None) -> Key:
        """The key of a count: that of the youngest of the same node, unless both are known and differ."""
        key = self.now.get(node)
        if key is None:
            key = node
        elif value is not None and key in self.truth and self.truth[key] != value:
            key = (node, table.key)
        self.counts[key] = _together(self.counts[key], count) if key in self.counts else count
        if value is not None:
            self.truth[key] = value
        self.now[node] = key
        self.tables[node] = table
        return key

    def _sides(
        self,
        table: PublishedTable,
        names: Names,
        codes: Names,
        row: Row,
        keys: Mapping[tuple[Names, Names, str], Key],
    ) -> None:
        everybody, numerator, rest = (keys[names, codes, side] for side in _sides_of(table))
        self.relations[adds_up(everybody, (numerator, rest))] = None
        if row.withheld is Rule.FEW_ON_ONE_SIDE and table.counts_people:
            # The rule told says that one side is of few: of two relations one holds, and a hidden switch says which.
            switch, most, few = ("few on one side", numerator, rest), 10**6, table.policy.minimum - 1
            self.counts[switch] = Count(name=self.counts[everybody].name, value=None, high=1)
            self.relations[Relation(((numerator, 1), (switch, -most)), -few, is_equal=False)] = None
            self.relations[Relation(((rest, 1), (switch, most)), -few - most, is_equal=False)] = None

    def _rows(
        self,
        table: PublishedTable,
        names: Names,
        rows: Mapping[Names, Row],
        side: str,
        keys: Mapping[tuple[Names, Names, str], Key],
    ) -> None:
        """Rows to their total; crossed rows to the rows of each of their groups, and to the total where there are
        none."""
        margins = [margin for margin in table.groups if len(margin) == len(names) - 1 and set(margin) < set(names)]
        is_exact = table.sums.get(names, Sums.OVERLAP) is Sums.EXACT
        if not margins:
            self._make_up(keys[(), (), side], [keys[names, codes, side] for codes in rows], is_exact=is_exact)
        for margin in margins:
            at = [names.index(name) for name in margin]
            inside: dict[Names, list[Key]] = {codes: [] for codes in table.groups[margin]}
            for codes in rows:
                inside.setdefault(tuple(codes[i] for i in at), []).append(keys[names, codes, side])
            for codes, its in inside.items():
                if (margin, codes, side) in keys:
                    self._make_up(keys[margin, codes, side], its, is_exact=is_exact)

    def _make_up(self, whole: Key, parts: Sequence[Key], *, is_exact: bool) -> None:
        if is_exact:
            self.relations[adds_up(whole, parts)] = None
            return
        self.relations[covers(whole, parts)] = None
        for part in parts:
            self.relations[contains(whole, part)] = None

    def tie_places(self) -> None:
        """Each place to those inside it, and the agency with some programs to the agency without them."""
        for nodes in _alike(self.now, lambda node: replace(node, place=(), without=frozenset())):
            for whole in nodes:
                inside = [each for each in nodes if _is_inside(each, whole)]
                parts = [each for each in inside if not any(_is_inside(each, other) for other in inside)]
                if parts:
                    self._parts(whole, parts)
                if not whole.place:
                    self._without(whole, nodes)

    def _parts(self, whole: _Node, parts: Sequence[_Node]) -> None:
        table = self.tables[whole]
        sums = table.parts
        places = {part.place for part in parts}
        if sums is None or not places <= table.inside:
            sums = Sums.REST if table.is_once else Sums.OVERLAP
        keys = [self.now[part] for part in parts]
        if sums is Sums.OVERLAP:
            for key in keys:
                self.relations[contains(self.now[whole], key)] = None
            return
        if sums is Sums.REST or places != table.inside:
            keys.append(self._unpublished(("rest of", self.now[whole]), whole))
        self.relations[adds_up(self.now[whole], keys)] = None

    def _without(self, whole: _Node, nodes: Sequence[_Node]) -> None:
        """The agency without fewer programs is that without more of them, and those who are only in those programs: a
        number of people of its own, whoever else is in the programs as well."""
        for less in nodes:
            if less.place or not whole.without < less.without:
                continue
            left_out = sorted(less.without - whole.without)
            only = self._unpublished(("only in", *left_out, self.now[whole], self.now[less]), whole)
            self.relations[adds_up(self.now[whole], [self.now[less], only])] = None
            programs = [replace(whole, place=(program,), without=frozenset()) for program in left_out]
            if all(node in self.now for node in programs):
                keys = [self.now[node] for node in programs]
                self.relations[adds_up(only, keys) if self.tables[whole].is_once else covers(only, keys)] = None

    def tie_days(self) -> None:
        """Periods that overlap."""
        never = (date.min, date.min)
        for nodes in _alike(self.now, lambda node: replace(node, days=never)):
            for cluster in _clusters(nodes):
                if all(self.tables[node].is_once for node in cluster):
                    self._stretches(cluster)
                else:
                    self._nested(cluster)

    def _stretches(self, nodes: Sequence[_Node]) -> None:
        by_days = {node.days: self.now[node] for node in nodes}
        starts = {start for start, _end in by_days}
        after = {end + timedelta(days=1) for _start, end in by_days}
        stretches = [(one, other - timedelta(days=1)) for one, other in pairwise(sorted(starts | after))]
        for (start, end), key in by_days.items():
            inside = [each for each in stretches if start <= each[0] and each[1] <= end]
            if len(inside) > 1:
                keys = [
                    by_days[days] if days in by_days else self._unpublished(("days", days, nodes[0]), nodes[0])
                    for days in inside
                ]
                self.relations[adds_up(key, keys)] = None

    def _nested(self, nodes: Sequence[_Node]) -> None:
        for whole in nodes:
            inside = [each for each in nodes if each != whole and _is_within(each.days, whole.days)]
            parts = [each for each in inside if not any(_is_strictly_within(each, other) for other in inside)]
            for part in parts:
                self.relations[contains(self.now[whole], self.now[part])] = None
            if parts and _tiles(whole.days, [part.days for part in parts]):
                self.relations[covers(self.now[whole], [self.now[part] for part in parts])] = None

    def _unpublished(self, key: Key, like: _Node) -> Key:
        """A count that no table has, and that follows from others; of few it must not."""
        table = self.tables[like]
        self.counts.setdefault(
            key,
            Count(
                name=table.name,
                value=None,
                minimum=table.policy.minimum,
                spread=SPREAD_OF_SIDE if like.side else SPREAD_OF_PEOPLE,
                level=key,
            ),
        )
        return key


def statement_of(tables: Iterable[PublishedTable]) -> Statement:
    """All that the tables say, together."""
    linking = _Linking()
    by_made: dict[int, list[PublishedTable]] = defaultdict(list)
    for table in tables:
        by_made[table.made].append(table)
    for _made, its in sorted(by_made.items()):
        for table in its:
            linking.add(table)
        linking.tie_places()
        linking.tie_days()
    return Statement(linking.counts, tuple(linking.relations))


def _sides_of(table: PublishedTable) -> tuple[str, ...]:
    return (EVERYBODY, table.numerator, table.rest) if table.is_share else (EVERYBODY,)


def _node(table: PublishedTable, side: str, names: Names, codes: Names) -> _Node:
    place, without = table.place, table.without if not table.place else frozenset()
    if len(names) == 1 and (names[0], codes[0]) in table.places:
        place, names, codes, without = table.places[names[0], codes[0]], (), (), frozenset()
    return _Node(table.counts, side, place, without, table.days, names, codes)


def _counts_of(
    table: PublishedTable, names: Names, codes: Names, row: Row
) -> Iterator[tuple[_Node, Count, int | None]]:
    """Of each side of a row the count, and what it is where that is known."""
    called = f"{table.name}: {', '.join(codes)}" if codes else table.name
    figure = Figure(table.key, names, codes)
    for i, (side, value) in enumerate(zip(_sides_of(table), (row.counted, row.numerator, row.rest), strict=False)):
        node = _node(table, side, names, codes)
        low, high = _told(table, row, is_total=not names) if i == 0 else (0, None)
        people = row.people[min(i, len(row.people) - 1)] if row.people is not None else None
        spread = SPREAD_OF_SIDE if i else SPREAD_OF_PEOPLE
        is_few = people is None or (people < table.policy.minimum and (i > 0 or people > 0))
        count = Count(
            name=called,
            value=None if row.withheld is not None else value,
            figures=(figure,),
            level=(table.counts, side, len(node.place), table.days, node.names),
            is_side=i > 0,
            low=low,
            high=high,
            people=people,
            minimum=table.policy.minimum,
            spread=spread if row.withheld is not None and is_few else 0,
        )
        yield node, count, value


def _told(table: PublishedTable, row: Row, *, is_total: bool) -> tuple[int, int | None]:
    """What the rule told gives away of the number that is counted. A total that is withheld for others is of many."""
    minimum = table.policy.minimum
    least = int(table.policy.zeros is Zeros.SHOWN)
    if row.withheld is Rule.FEW_PEOPLE:
        return least, minimum - 1 if table.counts_people else None
    is_of_many = row.withheld is Rule.FEW_ON_ONE_SIDE and table.counts_people
    if is_of_many or (row.withheld is Rule.FEW_OR_PROTECTS and is_total):
        return minimum, None
    return least if row.withheld is not None else 0, None


def _together(one: Count, other: Count) -> Count:
    """What two tables say of one count. Shown in either, it is known, and only what shows it could hide it."""
    if one.is_hidden != other.is_hidden:
        return other if one.is_hidden else one
    if not one.is_hidden:
        return replace(one, figures=tuple(dict.fromkeys((*one.figures, *other.figures))))
    highs = [each.high for each in (one, other) if each.high is not None]
    strict = max(one, other, key=lambda count: (count.spread, count.minimum))
    return replace(
        strict,
        figures=tuple(dict.fromkeys((*one.figures, *other.figures))),
        low=max(one.low, other.low),
        high=min(highs, default=None),
        people=other.people if other.people is not None else one.people,
    )


def _alike(nodes: Iterable[_Node], of: Callable[[_Node], _Node]) -> Iterator[list[_Node]]:
    found: dict[_Node, list[_Node]] = defaultdict(list)
    for node in nodes:
        found[of(node)].append(node)
    return (each for each in found.values() if len(each) > 1)


def _is_inside(part: _Node, whole: _Node) -> bool:
    if len(part.place) <= len(whole.place) or part.place[: len(whole.place)] != whole.place:
        return False
    return part.place[0] not in whole.without


def _is_within(part: Days, whole: Days) -> bool:
    return whole[0] <= part[0] and part[1] <= whole[1]


def _is_strictly_within(part: _Node, whole: _Node) -> bool:
    return part.days != whole.days and _is_within(part.days, whole.days)


def _clusters(nodes: Sequence[_Node]) -> Iterator[list[_Node]]:
    """Nodes whose days overlap, directly or through others."""
    cluster: list[_Node] = []
    until = date.min
    for node in sorted(nodes, key=lambda node: node.days):
        if cluster and node.days[0] > until:
            yield cluster
            cluster = []
        cluster.append(node)
        until = max(until, node.days[1]) if len(cluster) > 1 else node.days[1]
    if cluster:
        yield cluster


def _tiles(whole: Days, parts: Sequence[Days]) -> bool:
    """Whether the parts lie end to end in the whole and leave nothing out."""
    ordered = sorted(parts)
    return (
        ordered[0][0] == whole[0]
        and ordered[-1][1] == whole[1]
        and all(one[1] + timedelta(days=1) == other[0] for one, other in pairwise(ordered))
    )

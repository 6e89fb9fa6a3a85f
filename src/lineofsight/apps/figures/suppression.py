"""From exact figures to what everybody outside may see of them. Pure; the rules are those of `lineofsight.disclosure`.

What is added here. *Whoever counts stays or visits counts people behind them*: one person has many, so that a figure of
forty visits may be about two people. *Groups hide first*: where the groups of a table cannot be shown safely beside its
total, they are left out whole, and the total stays. *A whole and its parts are one table*: a measure that is used for
the agency and in its programs (or in a program and at its sites) is withheld in a part whenever the whole less the
other parts would show it; the parts are then the groups of the whole, and it has no others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, isclose

from lineofsight.disclosure import (
    MINIMUM_COUNT,
    MINIMUM_FOR_VALUES,
    MINIMUM_IF_PROTECTED,
    PeopleBehind,
    Policy,
    ReleasedTable,
    Rule,
    ShareCell,
    Withheld,
    Zeros,
    protect_count,
    protect_share,
    release_table,
    small_differences,
)
from lineofsight.disclosure import Cell as Protected
from lineofsight.measures import Cell, Grain, Query

from .values import Figure

PEOPLE = (Grain.PARTICIPANT, Grain.HOUSEHOLD)
PLACES = ("program", "site")
"""Groups of which somebody sees the own one exact."""
REST = "the rest of the whole"
NO_SUMS = (0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exact:
    """A figure as it is. protected: the people it is about, as the rules take them. people: how many, at the least."""

    figure: Figure
    protected: Protected
    people: int

    @property
    def sides(self) -> tuple[int, ...]:
        """People counted, at the least; of a share also those in the numerator and outside it."""
        if isinstance(self.protected, ShareCell):
            return self.protected.denominator, self.protected.numerator, self.protected.rest
        if isinstance(self.protected, int):
            return (self.protected,)
        sides = self.protected.sides
        if self.figure.numerator is None or len(sides) == 1:
            return (min(sides),)
        return (max(sides), *sides[-2:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A figure as everybody outside sees it. people: behind it; None where it is withheld. incomplete: left out since
    something is missing; None where that is not told (`incomplete.py`)."""

    figure: Figure
    people: int | None = None
    incomplete: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactTable:
    """One measure in a place for one period. groups: name of a disaggregation → code → figure."""

    total: Exact
    groups: Mapping[str, Mapping[str, Exact]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldTable:
    """The same for everybody outside. counts_people: else each figure may be about fewer people than it counts."""

    total: Told
    groups: Mapping[str, Mapping[str, Told]] = field(default_factory=dict)
    policy: Policy
    counts_people: bool

    @property
    def cells(self) -> tuple[Told, ...]:
        return (self.total, *(told for groups in self.groups.values() for told in groups.values()))

    @property
    def withheld(self) -> int:
        return sum(told.figure.withheld is not None for told in self.cells)


def policy_of(query: Query, *, is_protected: bool) -> Policy:
    """The thresholds for the figures of a measure. Where people on both sides are counted, nobody on one is few.

    Of a percentile, the minimum must lie on either side of it: at the very end it is the value of one person.
    """
    if query.value is not None:
        beyond = MINIMUM_IF_PROTECTED if is_protected else MINIMUM_COUNT
        return Policy(minimum=max(MINIMUM_FOR_VALUES, _enough_beyond(query.percentile, beyond)), of_values=True)
    is_of_people = query.unit in PEOPLE
    return Policy(
        minimum=MINIMUM_IF_PROTECTED if is_protected else MINIMUM_COUNT,
        zeros=Zeros.WITHHELD if query.numerator is not None and not is_of_people else Zeros.SHOWN,
    )


def _enough_beyond(percentile: float | None, beyond: int) -> int:
    """Of how many people so many lie on either side of the percentile; 0 where there is none.

    >>> _enough_beyond(90, 5), _enough_beyond(50, 10), _enough_beyond(None, 5)
    (50, 20, 0)
    """
    if percentile is None or _is_an_end(percentile):
        return 0
    return ceil(Fraction(beyond * 100) / min(Fraction(str(percentile)), 100 - Fraction(str(percentile))))


def _is_an_end(percentile: float | None) -> bool:
    return percentile in (0, 100)


def exact(query: Query, cell: Cell, figure: Figure, sides: Sequence[int]) -> Exact:
    """A cell with the people behind it. sides: people included, and on either side of a share; of people none.

    The smallest and the largest value are those of one person, however many others there are.
    """
    if _is_an_end(query.percentile):
        return Exact(figure=figure, protected=1, people=1)
    if query.unit not in PEOPLE:
        behind = tuple(min(side, cell.n) for side in sides)  # nobody is behind a stay that has no value
        return Exact(figure=figure, protected=PeopleBehind(behind), people=min(behind))
    if query.value is not None:
        return Exact(figure=figure, protected=cell.n, people=cell.n)
    if cell.numerator is not None:
        return Exact(figure=figure, protected=ShareCell(cell.numerator, cell.denominator), people=cell.denominator)
    return Exact(figure=figure, protected=cell.denominator, people=cell.denominator)


def may_be_shown(one: Exact, policy: Policy) -> bool:
    """Whether this figure may be shown, whatever stands beside it."""
    return _rule_of(one, policy) is None


def told_table(table: ExactTable, policy: Policy, *, counts_people: bool, is_part_withheld: bool = False) -> ToldTable:
    """What everybody outside sees. is_part_withheld: its whole would show it."""
    rule = _rule_of(table.total, policy)
    if rule is None and is_part_withheld:
        rule = Rule.FEW_OR_PROTECTS
    if rule is not None:
        return ToldTable(total=hidden(rule), policy=policy, counts_people=counts_people)
    return ToldTable(
        total=_shown(table.total),
        groups={
            name: told for name, rows in table.groups.items() if (told := _groups_told(name, rows, table.total, policy))
        },
        policy=policy,
        counts_people=counts_people,
    )


def parts_withheld(whole: Exact, parts: Mapping[int, Exact], policy: Policy) -> tuple[frozenset[int], bool]:
    """The parts that the whole, less the others, would show; and whether the whole must be withheld too."""
    rows: dict[str, Protected] = {str(name): each.protected for name, each in parts.items()}
    rest = _rest(whole.protected, list(rows.values()))
    if rest is not None:
        rows[REST] = rest
    found = release_table(rows, policy, total=whole.protected, known=[str(name) for name in parts])
    withheld = frozenset(name for name in parts if isinstance(found.rows[str(name)], Withheld))
    return withheld, isinstance(found.total, Withheld)


def shows_a_few(before: ToldTable, after: ToldTable) -> bool:
    """Whether two releases of one table, side by side, would say something about a few people; also when something that
    was shown would be shown no longer, which protects nobody."""
    pairs = [({"": before.total}, {"": after.total})]
    pairs += [(dict(rows), dict(after.groups.get(name, {}))) for name, rows in before.groups.items()]
    if any(_rows_taken_back(rows, later) for rows, later in pairs):
        return True
    if before.counts_people and not before.policy.of_values:
        return any(
            small_differences(_released(rows, before), _released(later, after)) for rows, later in pairs if later
        )
    minimum = max(before.policy.minimum, after.policy.minimum)
    if any(_differ_by_few(rows, later, minimum) for rows, later in pairs):
        return True
    return any(
        _withheld_differ_by_few((rows, before.total), (later, after.total), minimum)
        for rows, later in pairs
        if rows and later
    )


def is_taken_back(before: ToldTable, after: ToldTable) -> bool:
    """Whether the total was shown, and would be withheld now."""
    return before.total.figure.withheld is None and after.total.figure.withheld is not None


def _rows_taken_back(rows: Mapping[str, Told], later: Mapping[str, Told]) -> bool:
    """Whether a row that was shown is withheld now, or its whole table left out."""
    return any(
        told.figure.withheld is None and (not later or (name in later and later[name].figure.withheld is not None))
        for name, told in rows.items()
    )


def _differ_by_few(rows: Mapping[str, Told], later: Mapping[str, Told], minimum: int) -> bool:
    """Of figures that are no numbers of people: whether one changed with only a few people more or fewer behind it."""
    for name in {**rows, **later}:
        one, other = rows.get(name), later.get(name)
        shown = [each for each in (one, other) if each is not None]
        if any(each.figure.withheld is not None for each in shown) or _figures(one) == _figures(other):
            continue
        if abs(_people(one) - _people(other)) < minimum:
            return True
    return False


def _withheld_differ_by_few(
    before: tuple[Mapping[str, Told], Told], after: tuple[Mapping[str, Told], Told], minimum: int
) -> bool:
    """The same of the rows withheld in either release, taken together: the total less what is shown of the others."""
    names = {*before[0], *after[0]}
    withheld = {name for name in names if any(_is_withheld(rows.get(name)) for rows, _total in (before, after))}
    left = [
        _left_of(total, [told for name, told in rows.items() if name not in withheld])
        for rows, total in (before, after)
    ]
    if not withheld or any(_is_withheld(total) for _rows, total in (before, after)):
        return False
    return left[0].differs_from(left[1]) and abs(left[0].people - left[1].people) < minimum


@dataclass(frozen=True, slots=True)
class _Left:
    """What is left of a total. weighted: of means, the sum that is left; of medians neither sum means anything, and a
    difference in both is taken for one, which may refuse a correction too many. sums: of a ratio."""

    numerator: int
    denominator: int
    value: float
    weighted: float
    sums: tuple[float, float]
    people: int

    def differs_from(self, other: _Left) -> bool:
        if (self.numerator, self.denominator) != (other.numerator, other.denominator):
            return True
        if not all(_is_near(one, its) for one, its in zip(self.sums, other.sums, strict=True)):
            return True
        return not (_is_near(self.value, other.value) or _is_near(self.weighted, other.weighted))


def _left_of(total: Told, shown: Sequence[Told]) -> _Left:
    def left(of: Callable[[Told], float]) -> float:
        return of(total) - sum(of(each) for each in shown)

    return _Left(
        numerator=int(left(lambda told: told.figure.numerator or 0)),
        denominator=int(left(lambda told: told.figure.denominator or 0)),
        value=left(lambda told: told.figure.value or 0),
        weighted=left(lambda told: (told.figure.value or 0) * (told.figure.denominator or 0)),
        sums=(left(lambda told: (told.figure.sums or NO_SUMS)[0]), left(lambda told: (told.figure.sums or NO_SUMS)[1])),
        people=int(left(lambda told: told.people or 0)),
    )


def _is_near(one: float, other: float) -> bool:
    return isclose(one, other, rel_tol=1e-9, abs_tol=1e-6)


def _is_withheld(told: Told | None) -> bool:
    return told is not None and told.figure.withheld is not None


def _released(rows: Mapping[str, Told], table: ToldTable) -> ReleasedTable:
    """The rows beside the total they are parts of; the total alone is a table of one row."""
    return ReleasedTable({name: _protected(each) for name, each in rows.items()}, _protected(table.total), table.policy)


def _people(told: Told | None) -> int:
    return told.people or 0 if told else 0


def _figures(told: Told | None) -> Figure | None:
    return told.figure if told else None


def _protected(told: Told) -> Protected | Withheld:
    figure = told.figure
    if figure.withheld is not None:
        return Withheld(figure.withheld)
    denominator = figure.denominator or 0
    return denominator if figure.numerator is None else ShareCell(figure.numerator, denominator)


def _rule_of(one: Exact, policy: Policy) -> Rule | None:
    if not one.figure.denominator:
        return None  # of nobody there is nothing to protect
    protected = one.protected
    if isinstance(protected, ShareCell):
        found: Protected | Withheld = protect_share(protected, policy)
    else:
        found = protect_count(one.people, policy)
    return _told_rule(found.rule, one) if isinstance(found, Withheld) else None


def _groups_told(name: str, rows: Mapping[str, Exact], total: Exact, policy: Policy) -> dict[str, Told]:
    """The rows, or none where they cannot stand beside their total."""
    if not rows:
        return {}
    found = release_table(
        {code: each.protected for code, each in rows.items()},
        policy,
        total=total.protected,
        known=rows if name in PLACES else (),
    )
    if isinstance(found.total, Withheld):
        return {}
    return {
        code: hidden(_told_rule(cell.rule, each)) if isinstance(cell := found.rows[code], Withheld) else _shown(each)
        for code, each in rows.items()
    }


def _told_rule(rule: Rule, one: Exact) -> Rule:
    """Of a share of stays, the people on its smaller side were counted."""
    is_side = rule is Rule.FEW_PEOPLE and one.figure.numerator is not None and not isinstance(one.protected, ShareCell)
    return Rule.FEW_ON_ONE_SIDE if is_side else rule


def _rest(whole: Protected, parts: Sequence[Protected]) -> Protected | None:
    """Who is in the whole and in none of the parts; None where nobody is, or somebody is in two parts."""
    if isinstance(whole, ShareCell):
        shares = [each for each in parts if isinstance(each, ShareCell)]
        numerator = whole.numerator - sum(each.numerator for each in shares)
        denominator = whole.denominator - sum(each.denominator for each in shares)
        return ShareCell(numerator, denominator) if denominator > 0 and 0 <= numerator <= denominator else None
    if isinstance(whole, PeopleBehind):
        of_parts = [each.sides for each in parts if isinstance(each, PeopleBehind)]
        left = tuple(side - sum(others) for side, *others in zip(whole.sides, *of_parts, strict=True))
        return PeopleBehind(left) if left[0] > 0 and min(left) >= 0 else None
    rest = whole - sum(each for each in parts if isinstance(each, int))
    return rest if rest > 0 else None


def _shown(one: Exact) -> Told:
    return Told(figure=replace(one.figure, too_early=0, incomplete=0), people=one.people)


def hidden(rule: Rule) -> Told:
    """What stands in the place of a figure."""
    return Told(figure=Figure(value=None, withheld=rule))

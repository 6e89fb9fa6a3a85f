"""Checking the expressions of one definition: each becomes a formula whose names know where their values stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lineofsight.expressions import (
    DATE,
    Environment,
    ExpressionProblem,
    Kind,
    Type,
    check,
    check_no_constant_is_blank,
    names_in,
    parse,
)
from lineofsight.measures.catalogue import Catalogue
from lineofsight.measures.checks.naming import AlreadyTold, NotNamed
from lineofsight.measures.problems import MeasureProblem
from lineofsight.measures.query import Formula, PeriodDay, Place

Resolver = Callable[[str], tuple[Place, Type]]
"""Where the value of a name stands, and its type. Raises `NotNamed`."""

PERIOD_DAYS = {"period.start": PeriodDay.START, "period.end": PeriodDay.END}


def period_day(name: str) -> tuple[Place, Type] | None:
    day = PERIOD_DAYS.get(name)
    return None if day is None else (day, DATE)


@dataclass(slots=True)
class Formulas:
    """The expressions of one definition, and what is wrong with them. places: where an author finds a place that the
    definition got from somewhere else. What is wrong in one place is told once."""

    catalogue: Catalogue
    places: Mapping[str, str] = field(default_factory=dict)
    problems: list[MeasureProblem] = field(default_factory=list)
    code_sets: dict[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.code_sets = {name: tuple(sorted(codes)) for name, codes in self.catalogue.code_sets.items()}

    def trouble(self, code: str, path: str, trouble: str, remedy: str) -> None:
        problem = MeasureProblem(code, self.places.get(path, path), trouble, remedy)
        if str(problem) not in map(str, self.problems):
            self.problems.append(problem)

    def names(self, *texts: str) -> tuple[str, ...]:
        """The names in texts that can be read; what is wrong with the others is told when they are checked."""
        found: dict[str, None] = {}
        for text in texts:
            try:
                found.update(dict.fromkeys(names_in(parse(text)) if text else ()))
            except ExpressionProblem:
                continue
        return tuple(found)

    def condition(self, path: str, text: str, resolve: Resolver) -> Formula | None:
        """A condition, or None when the text is empty or something is wrong with it."""
        made = self.formula(path, text, resolve)
        if made is None or made.type.kind is Kind.BOOLEAN:
            return made
        trouble = f"This is a {made.type}, not a condition."
        self.trouble("M125", path, trouble, f"Compare it with something, as {text} = ..., or ask whether it is filled.")
        return None

    def day(self, path: str, text: str, resolve: Resolver) -> Formula | None:
        made = self.formula(path, text, resolve)
        if made is None or made.type.kind is Kind.DATE:
            return made
        self.trouble("M125", path, f"This is a {made.type}, where a date belongs.", "Name a date, as ${exit_date}.")
        return None

    def number(self, path: str, text: str, resolve: Resolver) -> Formula | None:
        made = self.formula(path, text, resolve)
        if made is None or made.type.is_number:
            return made
        remedy = "Name a number, or make one of it, as days-between(${entry_date}, ${exit_date})."
        self.trouble("M125", path, f"This is a {made.type}, where a number belongs.", remedy)
        return None

    def formula(self, path: str, text: str, resolve: Resolver) -> Formula | None:
        if not text:
            return None
        places: list[tuple[str, Place]] = []
        types: dict[str, Type] = {}
        try:
            tree = parse(text)
            for name in names_in(tree):
                try:
                    place, types[name] = resolve(name)
                    places.append((name, place))
                except AlreadyTold:
                    continue
                except NotNamed as wrong:
                    self.trouble(wrong.code, path, wrong.trouble, wrong.remedy)
            if len(types) < len(names_in(tree)):
                return None
            checked = check(tree, Environment(types, self.code_sets))
            check_no_constant_is_blank(checked)
            return Formula(checked, tuple(places))
        except ExpressionProblem as wrong:
            self.trouble(wrong.code, path, wrong.sentence, wrong.remedy)
            return None

"""What a name between `${` and `}` means on a row: its own columns and answers, and those of what it is linked to.

The rule: the nearest meaning counts. A row's own column comes before one of its enrollment, and that before one of the
person; what stands on finer records (the services of an enrollment) has no single value and must be picked by a derive.
A name may be written with the table in front of it: `${participant.birth_date}`, `${program.field}`. Columns of
programs, sites, grants and types are always written so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lineofsight.expressions import BOOLEAN, CHOICE, CHOICES, DATE, DATETIME, DECIMAL, INTEGER, MONEY, TEXT, Type
from lineofsight.expressions import choice as one_of
from lineofsight.expressions import choices as several_of
from lineofsight.measures.catalogue import Catalogue
from lineofsight.measures.problems import did_you_mean
from lineofsight.measures.query import Stored
from lineofsight.measures.tables import Column, ColumnType, Grain, Table

_TYPES = {
    ColumnType.ID: INTEGER,
    ColumnType.TEXT: TEXT,
    ColumnType.INTEGER: INTEGER,
    ColumnType.DECIMAL: DECIMAL,
    ColumnType.MONEY: MONEY,
    ColumnType.DATE: DATE,
    ColumnType.DATETIME: DATETIME,
    ColumnType.BOOLEAN: BOOLEAN,
    ColumnType.CODE: CHOICE,
    ColumnType.CODES: CHOICES,
}


class NotNamed(Exception):
    """A name that has no meaning on this row: code, what is wrong, what to write instead."""

    def __init__(self, code: str, trouble: str, remedy: str) -> None:
        self.code, self.trouble, self.remedy = code, trouble, remedy
        super().__init__(trouble)


class AlreadyTold(NotNamed):
    """A name whose own trouble has been told."""

    def __init__(self) -> None:
        super().__init__("", "", "")


@dataclass(frozen=True, slots=True)
class Meaning:
    """Where the value of a name stands, and its column (of the first table that has it)."""

    place: Stored
    column: Column

    @property
    def type(self) -> Type:
        return type_of(self.column)


def type_of(column: Column) -> Type:
    """The type of a column in expressions."""
    if column.type is ColumnType.CODE and column.code_set:
        return one_of(column.code_set)
    if column.type is ColumnType.CODES and column.code_set:
        return several_of(column.code_set)
    return _TYPES[column.type]


@dataclass(frozen=True)
class Naming:
    """The names on the records of one grain. forms: which forms' answers belong to them; None: those of any form."""

    catalogue: Catalogue
    grain: Grain
    forms: tuple[str, ...] | None = None

    @cached_property
    def table(self) -> Table:
        return self.catalogue.facts(self.grain)

    @cached_property
    def reachable(self) -> tuple[tuple[tuple[str, ...], Table], ...]:
        """Every table to which a record has at most one link, nearest first, with the links that lead there."""
        found: dict[str, tuple[tuple[str, ...], Table]] = {self.table.name: ((), self.table)}
        waiting = [self.table.name]
        while waiting:
            links, table = found[waiting.pop(0)]
            for link in table.links:
                if link.to not in found:
                    found[link.to] = ((*links, link.column), self.catalogue.tables[link.to])
                    waiting.append(link.to)
        return tuple(found.values())

    def meaning(self, name: str) -> Meaning:
        """Where the value of this name stands. Raises `NotNamed`."""
        for links, table in self.reachable:
            if table.grain is not None and (meaning := self._in(links, table, name)):
                return meaning
        word, _, rest = name.partition(".")
        for links, table in self.reachable:
            if table.name == word and rest and (meaning := self._in(links, table, rest)):
                return meaning
        raise self._not_named(name)

    def key_of(self, grain: Grain) -> Stored | None:
        """The id of the participant, household, enrollment ... to which a record belongs; None when it has several."""
        for links, table in self.reachable:
            if table.grain is grain:
                return self._id(links, table)
        return None

    def _id(self, links: tuple[str, ...], table: Table) -> Stored:
        if not links:
            return Stored((), (table.name,), table.key, ColumnType.ID)
        holder = self.table
        for column in links[:-1]:
            holder = self.catalogue.tables[next(link.to for link in holder.links if link.column == column)]
        return Stored(links[:-1], (holder.name,), links[-1], ColumnType.ID)

    def _in(self, links: tuple[str, ...], table: Table, name: str) -> Meaning | None:
        column = _named(table, name)
        if column is not None:
            return Meaning(Stored(links, (table.name,), column.name, column.type), column)
        asked = [(each.name, found) for each in self._answers(table) if (found := _answer(each, name))]
        if not asked:
            return None
        column = asked[0][1]
        return Meaning(Stored(links, tuple(form for form, _ in asked), column.name, column.type), column)

    def _answers(self, table: Table) -> Iterator[Table]:
        for each in self.catalogue.answers_of(table.name):
            if table is not self.table or self.forms is None or each.name in self.forms:
                yield each

    def _not_named(self, name: str) -> NotNamed:
        for grain in (Grain.ENROLLMENT, Grain.SERVICE, Grain.ASSESSMENT):
            if grain is self.grain or self.key_of(grain) is not None:
                continue
            other = self.catalogue.facts(grain)
            held = next((each for each in (other, *self.catalogue.answers_of(other.name)) if _named(each, name)), None)
            if held is not None:
                trouble = f"${{{name}}} stands on {grain}s, and the rows are {self.grain}s: one can have many of them."
                return NotNamed("M133", trouble, f"Pick one with a derive (from: {grain}), or set over: {grain}.")
        element = self.catalogue.elements.get(name)
        if element is not None and element.type is ColumnType.TEXT:
            return NotNamed(
                "M122", f"${{{name}}} is free text, which is never counted.", "Ask it with a list of answers."
            )
        if element is not None:
            where = f"in {', '.join(element.tables)}, out of reach of these rows" if element.tables else "nowhere yet"
            return NotNamed("M121", f"${{{name}}} is asked {where}.", "Ask it on a form first, or choose another.")
        remedy = did_you_mean(name, self._names(), "Choose a column or a data element.")
        return NotNamed("M120", f"Nobody knows ${{{name}}}.", remedy)

    def _names(self) -> Iterator[str]:
        for _, table in self.reachable:
            prefix = "" if table.grain is not None else f"{table.name}."
            for each in (table, *self._answers(table)):
                for column in each.columns:
                    yield prefix + column.spelling
                    yield from (prefix + alias for alias in column.aliases)


def _named(table: Table, name: str) -> Column | None:
    return next((each for each in table.columns if each.spelling == name or name in each.aliases), None)


def _answer(table: Table, name: str) -> Column | None:
    """The column of answers to the data element of this key."""
    return next((each for each in table.columns if each.element and each.element == name), None)


def forms_holding(catalogue: Catalogue, names: Iterator[str] | tuple[str, ...]) -> tuple[str, ...]:
    """The form tables that hold every one of the names that are questions of forms. Raises `NotNamed` if none does.

    No such name at all: no form is meant, and the answer is empty.
    """
    assessment = catalogue.facts(Grain.ASSESSMENT)
    forms = catalogue.answers_of(assessment.name)
    asked = [
        name
        for name in dict.fromkeys(names)
        if _named(assessment, name) is None and any(_answer(form, name) for form in forms)
    ]
    holding = tuple(form.name for form in forms if all(_answer(form, name) for name in asked))
    if asked and not holding:
        raise NotNamed("M128", f"No form asks all of {', '.join(asked)}.", "Make one derive for each.")
    return holding if asked else ()

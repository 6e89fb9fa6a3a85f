"""The catalogue: every table and column of one build, the code sets, and where each data element is answered.

It is all a definition is checked against, and part of the build, so that a figure can be counted again with the columns
of its time. The rule: the catalogue owns the types; files follow it. Equal content has an equal hash, and nothing in it
can be changed.

Answers of a core table stand in `<table>_answers`, those of an instrument in `form_<instrument>`, each under the ids of
the records that were answered. A column of answers has the key of its data element, made safe (`column_name`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from lineofsight.problems import Problem

from .tables import KEY, Column, ColumnType, Grain, Link, Table

_CODED = re.compile(r"__|_x([0-9a-f]+)_")


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementColumn:
    """A data element as a measure may use it. tables: where it has been asked or answered; none: nowhere yet."""

    key: str
    label: str
    type: ColumnType
    unit: str = ""
    code_set: str = ""
    tables: tuple[str, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """tables by name; code_sets: the codes of each named set; elements by key.

    A named group of the codes of a list is a set too, called `<list>.<group>`: `hmis.destinations.permanent`.
    """

    tables: Mapping[str, Table]
    code_sets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    elements: Mapping[str, ElementColumn] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("tables", "code_sets", "elements"):
            object.__setattr__(self, name, MappingProxyType(dict(sorted(getattr(self, name).items()))))
        _check(self)

    def __hash__(self) -> int:
        return hash(self.content_hash)

    def __reduce__(self) -> tuple[Any, ...]:
        return Catalogue, (dict(self.tables), dict(self.code_sets), dict(self.elements))

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of the content, 64 figures."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def facts(self, grain: Grain) -> Table:
        """The core table with one row per unit of this grain."""
        return self.tables[grain.value]

    def answers_of(self, table: str) -> tuple[Table, ...]:
        """The tables that hold answers to records of this one, by name: one, or one for each instrument, or none."""
        return tuple(each for each in self.tables.values() if each.extends == table)

    def to_json(self) -> str:
        """The same text for the same content, on one line."""
        content = {
            "tables": {name: _table_as_json(table) for name, table in self.tables.items()},
            "code_sets": {name: sorted(codes) for name, codes in self.code_sets.items()},
            "elements": {key: _element_as_json(element) for key, element in self.elements.items()},
        }
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Catalogue:
        """The catalogue that `to_json` wrote."""
        content = json.loads(text)
        return cls(
            tables={name: _table_from_json(each) for name, each in content["tables"].items()},
            code_sets={name: frozenset(codes) for name, codes in content["code_sets"].items()},
            elements={
                key: ElementColumn(
                    **{**each, "key": key, "type": ColumnType(each["type"]), "tables": tuple(each["tables"])}
                )
                for key, each in content["elements"].items()
            },
        )


def answers_table(of: Table, columns: Iterable[Column]) -> Table:
    """The table of answers to the records of a core table.

    >>> from .tables import ENROLLMENT
    >>> answers_table(ENROLLMENT, []).name
    'enrollment_answers'
    """
    return Table(name=f"{of.name}_answers", grain=of.grain, columns=(KEY, *columns), extends=of.name)


def form_table(instrument: str, columns: Iterable[Column]) -> Table:
    """The table of answers to one instrument; its ids are those of the assessments.

    >>> form_table("hmis.income", []).name
    'form_hmis__income'
    """
    return Table(
        name=f"form_{column_name(instrument)}",
        grain=Grain.ASSESSMENT,
        columns=(KEY, *columns),
        extends=Grain.ASSESSMENT.value,
        instrument=instrument,
    )


def answer_column(element: ElementColumn) -> Column:
    """The column that holds the answers to a data element."""
    return Column(
        name=column_name(element.key),
        type=element.type,
        description=element.label,
        unit=element.unit,
        code_set=element.code_set,
        element=element.key,
    )


def column_name(key: str) -> str:
    """The name of the column of a data element: a dot is two underscores, an odd sign its number. Never `id`.

    >>> column_name("monthly_income"), column_name("hmis.exit.Destination"), column_name("goal-1")
    ('monthly_income', 'hmis__exit__Destination', 'goal_x2d_1')
    """
    if key == KEY.name:
        return f"_x{ord(key[0]):x}_{key[1:]}"
    made = []
    for place, sign in enumerate(key):
        before, after = key[place - 1 : place], key[place + 1 : place + 2]
        if sign == ".":
            made.append("__")
        elif _is_plain(sign) or (sign == "_" and _is_plain(before) and _is_plain(after) and after != "x"):
            made.append(sign)
        else:
            made.append(f"_x{ord(sign):x}_")
    return "".join(made)


def element_key(name: str) -> str:
    """The key of the data element whose column has this name.

    >>> element_key("hmis__exit__Destination")
    'hmis.exit.Destination'
    """
    return _CODED.sub(lambda found: chr(int(found[1], 16)) if found[1] else ".", name)


def _is_plain(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def _check(catalogue: Catalogue) -> None:
    """Raises M101 where two columns could be taken for each other, M102 where a link leads nowhere."""
    for table in catalogue.tables.values():
        seen: dict[str, str] = {}
        for column in table.columns:
            other = seen.setdefault(column.name.casefold(), column.spelling)
            if other != column.spelling:
                raise Problem(
                    "M101",
                    f"The data elements “{other}” and “{column.spelling}” differ in capital letters only.",
                    "Give one of them another key.",
                )
        wanted = [link.to for link in table.links] + [table.extends] * bool(table.extends)
        missing = next((name for name in wanted if name not in catalogue.tables), None)
        if missing is not None:
            raise Problem(
                "M102",
                f"Table {table.name} refers to the table {missing}, which the catalogue has not.",
                "Name both tables in the catalogue.",
            )


def _table_as_json(table: Table) -> dict[str, object]:
    return {
        "grain": table.grain,
        "columns": [_column_as_json(column) for column in table.columns],
        "links": [[link.column, link.to] for link in table.links],
        "key": table.key,
        "extends": table.extends,
        "instrument": table.instrument,
        "name": table.name,
    }


def _column_as_json(column: Column) -> dict[str, object]:
    return {
        "name": column.name,
        "type": column.type,
        "description": column.description,
        "unit": column.unit,
        "code_set": column.code_set,
        "is_required": column.is_required,
        "aliases": list(column.aliases),
        "element": column.element,
    }


def _element_as_json(element: ElementColumn) -> dict[str, object]:
    return {
        "label": element.label,
        "type": element.type,
        "unit": element.unit,
        "code_set": element.code_set,
        "tables": list(element.tables),
    }


def _table_from_json(given: dict[str, Any]) -> Table:
    return Table(
        name=given["name"],
        grain=Grain(given["grain"]) if given["grain"] else None,
        columns=tuple(
            Column(**{**each, "type": ColumnType(each["type"]), "aliases": tuple(each["aliases"])})
            for each in given["columns"]
        ),
        links=tuple(Link(*each) for each in given["links"]),
        key=given["key"],
        extends=given["extends"],
        instrument=given["instrument"],
    )

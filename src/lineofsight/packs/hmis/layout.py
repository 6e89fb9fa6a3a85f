"""What the HMIS CSV format holds: files, columns, types, code lists. Read from `layouts/` and `codes.yaml`, checked.

The rule: a column's data element has one type and one code list in every edition, so that a record keeps its meaning
when the edition changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import cast

import yaml

HERE = Path(__file__).parent
EDITIONS = ("FY2022", "FY2026")
SPOKEN = {"FY2022": "FY2022 and before", "FY2026": "FY2024 and later"}  # where codes of one edition come from


class ColumnType(StrEnum):
    KEY = "key"
    OF = "of"  # the key of a row of another file
    ID = "id"
    TEXT = "text"
    INTEGER = "integer"
    MONEY = "money"
    DATE = "date"
    TIME = "time"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class CodeList:
    """codes: code to label, of all editions. only_in: the edition of a code that is not in every one.

    groups: codes that are counted together, by the name of the group.
    """

    name: str
    title: str
    codes: Mapping[str, str]
    only_in: Mapping[str, str]
    groups: Mapping[str, frozenset[str]]

    def of_edition(self, edition: str) -> dict[str, str]:
        return {code: label for code, label in self.codes.items() if self.only_in.get(code, edition) == edition}


@dataclass(frozen=True, slots=True)
class Column:
    """element: the permanent key of its data element. refers_to: a file. past: it cannot lie after the export."""

    name: str
    type: ColumnType
    label: str
    element: str
    codes: str = ""
    refers_to: str = ""
    longest: int = 0
    required: bool = False
    past: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileLayout:
    """once: a column besides the key of which each value stands in one row only."""

    name: str
    title: str
    instrument: str
    key: str
    required: bool
    once: str
    columns: Mapping[str, Column]

    @property
    def file(self) -> str:
        return f"{self.name}.csv"


@dataclass(frozen=True, slots=True)
class Layout:
    edition: str
    files: Mapping[str, FileLayout]


@dataclass(frozen=True, slots=True)
class ServiceKind:
    """What a record type counts, and the names of its types by number."""

    unit: str
    types: Mapping[str, str]


def _read(name: str) -> dict:
    return cast(dict, yaml.safe_load((HERE / name).read_text(encoding="utf-8")))


@cache
def code_lists() -> Mapping[str, CodeList]:
    """All code lists by name. Raises ValueError where a list gives a code two meanings."""
    lists = {}
    for name, given in _read("codes.yaml")["lists"].items():
        codes = dict(given.get("codes", {}))
        only_in = {}
        for edition in EDITIONS:
            for code, label in given.get(edition.lower(), {}).items():
                if code in codes:
                    raise ValueError(f"codes.yaml: {name} gives {code} twice")
                codes[code] = label
                only_in[code] = edition
        if not all(isinstance(code, str) and isinstance(label, str) for code, label in codes.items()):
            raise ValueError(f"codes.yaml: {name} has a code or label that is not text; use quote marks")
        groups = {group: frozenset(members) for group, members in given.get("groups", {}).items()}
        strangers = {code for members in groups.values() for code in members} - codes.keys()
        if strangers:
            raise ValueError(f"codes.yaml: {name} groups the codes {sorted(strangers)}, which it has not")
        lists[name] = CodeList(name, given["title"], codes, only_in, groups)
    return lists


@cache
def service_kinds() -> Mapping[str, ServiceKind]:
    """Kinds of services by record type."""
    return {code: ServiceKind(given["unit"], given["types"]) for code, given in _read("codes.yaml")["services"].items()}


@cache
def layout(edition: str) -> Layout:
    """The layout of an edition: "FY2022" or "FY2026".

    >>> layout("FY2026").files["Client"].columns["Sex"].codes
    'sexes'
    """
    given = _read(f"layouts/{edition.lower()}.yaml")
    base = layout(given["extends"].upper()).files if "extends" in given else {}
    common = _read("layouts/fy2022.yaml")["every_file"]
    files = dict(base)
    for name, change in given["files"].items():
        if change == "absent":
            del files[name]
        elif name in base:
            files[name] = _changed(base[name], change)
        else:
            files[name] = _file(name, change, {} if name == "Export" else common)
    return _checked(Layout(given["edition"], files))


def _file(name: str, given: dict, common: dict) -> FileLayout:
    columns = {**given["columns"], **{key: value for key, value in common.items() if key not in given["columns"]}}
    return FileLayout(
        name=name,
        title=given["title"],
        instrument=given["instrument"],
        key=given["key"],
        required=given.get("required", False),
        once=given.get("once", ""),
        columns={column: _column(column, words, given["instrument"]) for column, words in columns.items()},
    )


def _changed(base: FileLayout, change: dict) -> FileLayout:
    renamed = change.get("renamed", {})
    columns = {}
    for name, column in base.columns.items():
        if name not in change.get("without", []):
            columns[renamed.get(name, name)] = replace(column, name=renamed.get(name, name))
    for name, words in change.get("columns", {}).items():
        columns[name] = _column(name, words, base.instrument)
    return replace(base, columns=columns)


def _column(name: str, words: list[str], instrument: str) -> Column:
    kind, _, detail = words[0].partition(" ")
    options = words[2:]
    type_ = ColumnType(kind)
    return Column(
        name=name,
        type=type_,
        label=words[1],
        element=f"{instrument}.{name}",
        codes=detail if type_ is ColumnType.CODE else "",
        refers_to=detail if type_ is ColumnType.OF else "",
        longest=int(detail) if type_ is ColumnType.TEXT else 0,
        required="required" in options or type_ is ColumnType.KEY,
        past="past" in options,
        also=tuple(option.removeprefix("also ") for option in options if option.startswith("also ")),
    )


def _checked(made: Layout) -> Layout:
    """The layout, if it holds together. Raises ValueError with the place where it does not."""
    for file in made.files.values():
        if file.columns.get(file.key) is None or file.columns[file.key].type is not ColumnType.KEY:
            raise ValueError(f"{made.edition} {file.name}: the key {file.key} is not a key column")
        for column in file.columns.values():
            place = f"{made.edition} {file.name}.{column.name}"
            if column.codes and column.codes not in code_lists():
                raise ValueError(f"{place}: there is no code list {column.codes}")
            if column.refers_to and column.refers_to not in made.files:
                raise ValueError(f"{place}: there is no file {column.refers_to}")
    return made

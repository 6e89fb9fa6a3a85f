"""The pack's data elements, instruments and code sets, so that the application can adopt them.

Keys are permanent: `hmis.<file>.<Column>`, in the spelling of the edition in which the column first came.
"""

from __future__ import annotations

from functools import cache

from lineofsight.packs.elements import CodeSetSpec, ElementSpec, InstrumentSpec

from .layout import EDITIONS, Column, ColumnType, FileLayout, code_lists, layout
from .places import ABOUT_THE_ROW, ASSESSMENT_DATES, NEVER_AN_ANSWER

_TYPES = {
    ColumnType.KEY: "text",
    ColumnType.OF: "text",
    ColumnType.ID: "text",
    ColumnType.TEXT: "text",
    ColumnType.INTEGER: "integer",
    ColumnType.MONEY: "money",
    ColumnType.DATE: "date",
    ColumnType.TIME: "datetime",
    ColumnType.CODE: "code",
}

_STANDS_WITH = {"Client": "participant", "Enrollment": "enrollment", "Exit": "enrollment", "Services": "service"}

# Columns of text that hold the code of an area, and never words about a person.
TEXT_WITHOUT_PEOPLE = frozenset({"hmis.enrollment.EnrollmentCoC", "hmis.enrollment_coc.CoCCode"})


@cache
def not_for_reading() -> frozenset[str]:
    """Data elements that say nothing to a reader: who typed the row and when, and at which point it was made, which its
    own column tells.

    >>> "hmis.income_benefits.UserID" in not_for_reading()
    True
    """
    untold = ABOUT_THE_ROW | {"DataCollectionStage"}
    return frozenset(column.element for file in _files() for column in _asked(file) if column.name in untold)


@cache
def code_sets() -> tuple[CodeSetSpec, ...]:
    """Every code list with the codes of all editions."""
    return tuple(
        CodeSetSpec(f"hmis.{name}", codes.title, tuple(codes.codes.items())) for name, codes in code_lists().items()
    )


@cache
def code_groups() -> dict[str, frozenset[str]]:
    """Codes that are counted together, as `<code set>.<group>`.

    >>> "435" in code_groups()["hmis.destinations.permanent"]
    True
    """
    return {
        f"hmis.{name}.{group}": members
        for name, codes in code_lists().items()
        for group, members in codes.groups.items()
    }


@cache
def data_elements() -> tuple[ElementSpec, ...]:
    """Every column that can become an answer, of all editions, once."""
    made: dict[str, ElementSpec] = {}
    for file in _files():
        for column in _asked(file):
            made.setdefault(column.element, _element(column))
    return tuple(made.values())


@cache
def instruments() -> tuple[InstrumentSpec, ...]:
    """The files that are assessments, each with its data elements of all editions."""
    elements: dict[str, dict[str, None]] = {}
    titles: dict[str, str] = {}
    for file in _files():
        if file.name in ASSESSMENT_DATES:
            titles[file.instrument] = file.title
            elements.setdefault(file.instrument, {}).update(dict.fromkeys(column.element for column in _asked(file)))
    return tuple(InstrumentSpec(key, titles[key], tuple(keys)) for key, keys in elements.items())


@cache
def stands_with() -> dict[str, tuple[str, ...]]:
    """Data elements whose answers stand with a person, a stay or a service itself, by which of these it is.

    >>> "hmis.exit.Destination" in stands_with()["enrollment"]
    True
    """
    found: dict[str, dict[str, None]] = {grain: {} for grain in _STANDS_WITH.values()}
    for file in _files():
        if file.name in _STANDS_WITH:
            found[_STANDS_WITH[file.name]].update(dict.fromkeys(column.element for column in _asked(file)))
    return {grain: tuple(keys) for grain, keys in found.items()}


def _files() -> list[FileLayout]:
    return [file for edition in EDITIONS for file in layout(edition).files.values()]


def _asked(file: FileLayout) -> list[Column]:
    return [
        column for column in file.columns.values() if column.name not in NEVER_AN_ANSWER.get(file.name, frozenset())
    ]


def _element(column: Column) -> ElementSpec:
    return ElementSpec(
        key=column.element,
        label=column.label,
        type=_TYPES[column.type],
        unit="dollars" if column.type is ColumnType.MONEY else "",
        code_set=f"hmis.{column.codes}" if column.codes else "",
    )

"""What a value that was kept aside would have been: the columns of people and enrollments that readers know.

A reader keeps two things aside with a row: columns nobody knows, and values it did not understand. The second are
questions that somebody must answer; they are told apart by the name of their column.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from .hmis.layout import EDITIONS, layout
from .hmis.places import ABOUT_THE_ROW
from .workbook.layout import ENROLLMENTS, PEOPLE, Holds

# Not told on a file: a number nobody needs to read, and columns that speak of the row.
_UNTOLD = ABOUT_THE_ROW | {"SSN", "SSNDataQuality"}


@cache
def columns_of_people(kind: str) -> Mapping[str, str]:
    """Column → its label, for the rows of people of this kind of source.

    >>> columns_of_people("hmis")["DOB"], columns_of_people("workbook")["Date of birth"]
    ('Birth date', 'Date of birth')
    """
    return _hmis("Client") if kind == "hmis" else {column.title: column.title for column in PEOPLE.columns}


@cache
def fields_of_people() -> Mapping[str, str]:
    """Column of a workbook → the one value of a person it holds; not those that hold several words.

    >>> fields_of_people()["Date of birth"]
    'birth_date'
    """
    return {column.title: column.field for column in PEOPLE.columns if column.holds is not Holds.WORDS}


@cache
def columns_of_enrollments(kind: str) -> Mapping[str, str]:
    """The same for enrollments, with what is laid over them at the exit.

    >>> columns_of_enrollments("hmis")["Exit: Destination"]
    'Destination'
    """
    if kind != "hmis":
        return {column.title: column.title for column in ENROLLMENTS.columns}
    return {**_hmis("Enrollment"), **{f"Exit: {name}": label for name, label in _hmis("Exit").items()}}


def _hmis(file: str) -> dict[str, str]:
    return {
        column.name: column.label
        for edition in EDITIONS
        for column in layout(edition).files[file].columns.values()
        if column.name not in _UNTOLD
    }

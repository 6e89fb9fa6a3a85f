"""Reading the made-up cases of a document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lineofsight.measures.definition import Case, Given, Written
from lineofsight.measures.documents.sheet import Sheet, day_of, kind_of
from lineofsight.measures.periods import month

SINGLE = ("participant", "household", "program", "enrollment")
SEVERAL = {"enrollments": "enrollment", "services": "service", "assessments": "assessment"}


def read_cases(sheet: Sheet) -> tuple[Case, ...]:
    return tuple(case for inner in sheet.sheets("cases") if (case := _case(inner)) is not None)


def _case(sheet: Sheet) -> Case | None:
    before = len(sheet.problems)
    name = sheet.text("name", needed="Say in a few words who it is.")
    days = sheet.take("period")
    first, last = _days(days)
    if first is None or last is None or last < first:
        sheet.trouble(
            "M104",
            "period",
            "The days of the case are meant here.",
            "Write [2026-01-01, 2026-03-31], or a month as 2026-03.",
        )
    given = sheet.sheet("given")
    if given is None and not sheet.has("given"):
        sheet.trouble(
            "M103", "given", "It is missing.", "Write the person's records, as enrollment: {entry_date: 2026-01-05}."
        )
    records = tuple(_records(given)) if given else ()
    expected = sheet.sheet("expect")
    if expected is None and not sheet.has("expect"):
        sheet.trouble("M103", "expect", "It is missing.", "Write {population: true, numerator: false}.")
    population = expected.truth("population") if expected else None
    numerator = expected.truth("numerator") if expected else None
    value = expected.number("value") if expected else None
    if expected:
        expected.close()
    sheet.close()
    if len(sheet.problems) > before or first is None or last is None:
        return None
    return Case(
        name=name,
        first_day=first,
        last_day=last,
        given=records,
        population=population,
        numerator=numerator,
        value=value,
    )


def _days(found: object) -> tuple[date | None, date | None]:
    if isinstance(found, str) and len(found) == 7 and (first := day_of(f"{found}-01")):
        period = month(first)
        return period.start, period.end
    if isinstance(found, list | tuple) and len(found) == 2:
        return day_of(found[0]), day_of(found[1])
    return None, None


def _records(given: Sheet) -> Iterator[Given]:
    for table in SINGLE:
        inner = given.sheet(table)
        if inner is not None:
            yield _record(table, inner)
    for key, table in SEVERAL.items():
        for inner in given.sheets(key):
            yield _record(table, inner)
    given.close()


def _record(table: str, sheet: Sheet) -> Given:
    values = []
    for key, found in sheet.values.items():
        day = day_of(found)
        written: Written = None
        if day is not None:
            written = day
        elif found is None or isinstance(found, str | int | float | bool):
            written = found
        elif isinstance(found, list | tuple) and all(isinstance(each, str) for each in found):
            written = tuple(found)
        else:
            sheet.trouble(
                "M104",
                str(key),
                f"An answer is meant here, not {kind_of(found)}.",
                "Write one value, or a list of codes.",
            )
        values.append((str(key), written))
    return Given(table, tuple(values))

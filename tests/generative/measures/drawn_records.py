"""Small agencies by chance: blanks in every place, ties, a leap day, people in two programs, empty groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from random import Random

from tests.spec.drawing import PROGRAMS, SERVICE_TYPES, SITES, Records, records_from_rows

DAYS = tuple(
    date.fromisoformat(day)
    for day in (
        "2023-12-31", "2024-01-01", "2024-02-27", "2024-02-28", "2024-02-29", "2024-03-01", "2024-03-15",
        "2024-03-31", "2024-04-01", "2025-02-28",
    )
)  # fmt: skip
LEAP_DAY = date(2024, 2, 29)
BIRTHS = tuple(
    date.fromisoformat(day) for day in ("2006-02-28", "2008-02-29", "2006-03-01", "1960-05-05", "2024-03-01")
)
Row = dict[str, object]
Drawing = Callable[[Random], object]


def _one_of(*values: object) -> Drawing:
    return lambda chance: chance.choice(values)


def _up_to(least: int, most: int) -> Drawing:
    return lambda chance: chance.randint(least, most)


def _maybe(drawing: Drawing) -> Drawing:
    """Blank once in a while."""
    return lambda chance: drawing(chance) if chance.randint(0, 4) else None


def _row(**columns: Drawing) -> Callable[[Random], Row]:
    def row(chance: Random) -> Row:
        drawn = {name: drawing(chance) for name, drawing in columns.items()}
        return {name: value for name, value in drawn.items() if value is not None}

    return row


_day = _one_of(*DAYS)
_day_of_few = _one_of(*DAYS[3:7])  # so that two records often fall on one
_assessed = {"enrollment": _up_to(1, 4), "date": _day_of_few, "stage": _one_of("start", "update", "exit")}
PARTICIPANT = _row(
    birth_date=_maybe(_one_of(*BIRTHS)),
    birth_date_quality=_one_of("full", "full", "not_known", "approximate"),
    genders=_maybe(_one_of(["woman"], ["man"], ["woman", "non_binary"], ["not_known"])),
    race_ethnicities=_maybe(_one_of(["black"], ["black", "white"], ["not_said"])),
    is_veteran=_maybe(_one_of(True, False)),
    township=_maybe(_one_of("school", "home")),
)
ENROLLMENT = _row(
    participant=_up_to(1, 4),
    household=_maybe(_up_to(1, 3)),
    program=_one_of(*PROGRAMS),
    site=_maybe(_one_of(*SITES)),
    paid_by=_maybe(_one_of("county", "state")),
    enrollment_stage=_one_of("active", "completed", "applied"),
    relationship=_one_of("head", "child"),
    entry_date=_maybe(_day),
    exit_date=_maybe(_day),
    destination=_maybe(_one_of("rental", "family", "shelter", "not_known")),
    move_in_date=_maybe(_day),
    intended_contacts=_maybe(_up_to(0, 4)),
)
LINKED = {
    "service": _row(
        enrollment=_up_to(1, 4),
        service_type=_one_of(*SERVICE_TYPES),
        date=_day_of_few,
        quantity=_one_of(0.0, 1.0, 2.5),
        amount=_maybe(_one_of(Decimal("0.10"), Decimal("0.20"), Decimal("99999999.99"), Decimal("-5.05"))),
        recorded_on=_day,
        topics_done=_maybe(_one_of(["school"], ["school", "home"])),
        hours=_maybe(_one_of(0.5, 1.5, 4.0)),
    ),
    "form income": _row(
        **_assessed,
        monthly_income=_maybe(_one_of(Decimal("0.00"), Decimal("100.10"), Decimal("900.05"))),
        employed=_maybe(_one_of(True, False)),
    ),
    "form scale": _row(**_assessed, score=_maybe(_up_to(0, 5))),
    "form checkup": _row(
        **_assessed,
        score=_maybe(_up_to(0, 5)),
        weight=_maybe(_one_of(70.5, 81.25)),
        likes_it=_maybe(_one_of("school", "home")),
    ),
}


def agency(chance: Random) -> Records:
    """The records of one small agency; sometimes nobody has been there yet."""
    if not chance.randint(0, 19):
        return records_from_rows({})
    enrollments = [ENROLLMENT(chance) for _ in range(chance.randint(4, 8))]
    people = [PARTICIPANT(chance) for _ in range(4)]
    linked = {name: [row(chance) for _ in range(chance.randint(2, 7))] for name, row in LINKED.items()}
    return records_from_rows({"participant": people, "enrollment": enrollments, **linked})


MAY_BE_BLANK = {
    "participant": ("birth_date", "genders", "race_ethnicities", "is_veteran"),
    "participant_answers": ("township",),
    "enrollment": ("household_id", "site", "paid_by", "entry_date", "exit_date"),
    "enrollment_answers": ("destination", "move_in_date", "intended_contacts"),
    "service": ("amount",),
    "service_answers": ("topics_done", "hours"),
    "form_income": ("monthly_income", "employed"),
    "form_scale": ("score",),
    "form_checkup": ("score", "weight", "likes_it"),
}
"""Columns by table; in each a blank must be drawn, also where the other answers of the record are there."""


def told_of(records: Records) -> Iterator[str]:
    """What there is in the records to fail on: blanks by their place, ties, leap days."""
    for table, columns in MAY_BE_BLANK.items():
        for key in records[table.removesuffix("_answers")]:
            row = records[table].get(key, {})
            yield from (f"blank {table}.{column}" for column in columns if row.get(column) is None)
    for table, day in (("service", "date"), ("assessment", "date"), ("enrollment", "exit_date")):
        several = Counter(
            (row.get("enrollment_id", row.get("participant_id")), row[day])
            for row in records[table].values()
            if row.get(day)
        )
        yield from ("ties" for count in several.values() if count > 1)
    for row in (*records["service"].values(), *records["assessment"].values()):
        if row["date"] == LEAP_DAY:
            yield "leap"

"""What rows can be told apart by: `by: [program, site, age_band, gender, race, paid_by]` and any other choice.

Ages are counted in completed years on the later of the day of entry and the first day of the period, as HUD counts them
(HMIS reporting glossary). A birth date that the person does not know or would not say gives no age, even if a date
stands there.
"""

from __future__ import annotations

from datetime import date

from lineofsight.expressions import Kind, Type
from lineofsight.measures.checks.naming import Naming, NotNamed
from lineofsight.measures.checks.rules import in_their_order
from lineofsight.measures.checks.steps import Steps
from lineofsight.measures.query import NOT_KNOWN, Group, GroupKind, Place

AGE_BANDS = ((0, "0-4"), (5, "5-12"), (13, "13-17"), (18, "18-24"), (25, "25-34"), (35, "35-44"), (45, "45-54"),
             (55, "55-64"), (65, "65+"))  # fmt: skip
"""The first age of each band, and its name: HUD's bands since FY2024."""
UNSURE_BIRTH_DATES = ("not_known", "not_said")
_SPELLINGS = {"funder": "grant.funder"}
_GROUPED = {
    Kind.CHOICE: GroupKind.CODE,
    Kind.TEXT: GroupKind.CODE,
    Kind.BOOLEAN: GroupKind.YES_NO,
    Kind.CHOICES: GroupKind.CODES,
}


def group_of(name: str, steps: Steps) -> Group:
    """The group of this name on the rows. Raises `NotNamed`."""
    if name == "age_band":
        return _age_band(steps.naming)
    place, type = _place(name, steps)
    kind = _GROUPED.get(type.kind)
    if kind is None:
        trouble = f"${{{name}}} is a {type}, and there would be a group for each of its values."
        raise NotNamed(
            "M135", trouble, "Choose a question with a list of answers, or make bands of it: a derive with cuts."
        )
    codes = in_their_order(steps.derives[name]) if name in steps.derives else ()
    return Group(name=name, kind=kind, place=place, codes=codes)


def _place(name: str, steps: Steps) -> tuple[Place, Type]:
    place, type = steps.of_row(_SPELLINGS.get(name, name))
    return place, type


def _age_band(naming: Naming) -> Group:
    birth, quality, entry = (
        naming.meaning(f"participant.{column}" if column != "entry_date" else f"enrollment.{column}")
        for column in ("birth_date", "birth_date_quality", "entry_date")
    )
    return Group(name="age_band", kind=GroupKind.AGE, place=birth.place, quality=quality.place, entry=entry.place)


def completed_years(birth: date, day: date) -> int:
    """
    >>> completed_years(date(2008, 2, 29), date(2026, 2, 28))
    17
    """
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def age_band(birth: date | None, quality: str | None, entry: date | None, period_start: date) -> str:
    """The name of the band, or `NOT_KNOWN`; also for somebody born after the day.

    >>> age_band(date(2010, 5, 1), "full", date(2026, 5, 2), date(2026, 1, 1))
    '13-17'
    """
    day = max(entry, period_start) if entry else period_start
    if birth is None or quality in UNSURE_BIRTH_DATES or birth > day:
        return NOT_KNOWN
    age = completed_years(birth, day)
    return next(band for first, band in reversed(AGE_BANDS) if age >= first)

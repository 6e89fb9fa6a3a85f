"""Figures, periods and sentences in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from lineofsight.apps.reports.wording.amounts import COUNT, SHARE, Unit, UnitKind, Value, write_amount, write_with_unit
from lineofsight.apps.reports.wording.periods import period_in_words, span_in_words
from lineofsight.apps.reports.wording.sentences import said
from lineofsight.statistics import Amount, Counted, Every, Noun, PeriodName, Points, Sentence, Words

MONEY = Unit(UnitKind.MONEY)
CHANGE = Unit(UnitKind.MONEY, is_change=True)
DAYS = Unit(UnitKind.NUMBER, "days")


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (0.585, SHARE, "59%"),
        (0.0, SHARE, "0%"),
        (1146, COUNT, "1,146"),
        (Decimal("410.00"), CHANGE, "+$410"),
        (Decimal("-12.5"), CHANGE, "−$12.50"),
        (Decimal("17.2"), MONEY, "$17.20"),
        (61.4, DAYS, "61"),
        (3.25, DAYS, "3.3"),
    ],
)
def test_writes_a_figure_in_its_unit(value: Value, unit: Unit, written: str) -> None:
    assert write_amount(value, unit) == written


def test_names_the_unit_once() -> None:
    assert write_with_unit(61, DAYS) == "61 days"


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        (date(2026, 7, 1), date(2026, 9, 30), "July to September 2026"),
        (date(2026, 2, 1), date(2026, 2, 28), "February 2026"),
        (date(2025, 7, 1), date(2026, 6, 30), "July 2025 to June 2026"),
        (date(2026, 1, 1), date(2026, 12, 31), "2026"),
        (date(2026, 1, 28), date(2026, 1, 28), "January 28, 2026"),
        (date(2026, 1, 5), date(2026, 1, 11), "January 5, 2026 to January 11, 2026"),
    ],
)
def test_names_a_span_as_people_do(first: date, last: date, written: str) -> None:
    assert span_in_words(first, last) == written


def test_names_a_week_by_its_first_day() -> None:
    assert period_in_words(date(2026, 3, 2), Every.WEEK) == "the week of March 2, 2026"


def test_fills_a_sentence_with_figures_of_the_measure() -> None:
    since = {"since": PeriodName(date(2025, 3, 1), Every.MONTH), "low": Amount(0.62), "high": Amount(0.78)}

    assert said(Sentence("no_change.range", since), SHARE) == (
        "No real change since March 2025. Values between 62% and 78% are normal ups and downs."
    )


def test_counts_in_the_singular_and_the_plural() -> None:
    one = Sentence("shift.up.change", {"run": Counted(1, Noun.MONTH)})

    assert said(one, SHARE) == "Above its usual level for 1 month in a row: a real change."


def test_lets_no_braces_of_a_person_into_the_sentence() -> None:
    told = {"change": Words("{after}"), "before": Amount(0.5), "after": Amount(0.6)}

    assert said(Sentence("since.chance", told), SHARE) == "Since {after}: 50% to 60%. This could be chance."


def test_writes_points_with_their_word_or_bare() -> None:
    parameters = {
        "before": Amount(0.71),
        "after": Amount(0.53),
        "difference": Points(-0.18),
        "low": Points(-0.25, bare=True),
        "high": Points(-0.11, bare=True),
    }

    assert "−18 points, between −25 and −11" in said(Sentence("year_before", parameters), SHARE)

"""The one next thing for the owner of a measure, and the first words of its answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.figures.values import Series
from lineofsight.apps.framework.models import OwnerNote
from lineofsight.apps.reports.selectors.judging import Judged, judge
from lineofsight.apps.reports.selectors.measure_answer import first_words
from lineofsight.apps.reports.selectors.next_step import NextStep, next_step
from lineofsight.apps.reports.selectors.uses import Use
from lineofsight.statistics import Direction
from tests.unit.reports.made import FALLEN, STEADY, numbers, shares, used

USE = used(1, outcome="School", target=0.7)
NOTE = OwnerNote(
    about_from=date(2026, 2, 1),
    about_to=date(2026, 9, 30),
    behind="Fewer visits.",
    trying="We ask the youth.",
    written_by=StaffMember(name="Dana"),
    written_on=date(2026, 10, 12),
)


def judged(series: Series, use: Use = USE, *, good: Direction = Direction.UP) -> Judged:
    return judge(series, unit=use.unit, good=good, target=use.target)


def step(use: Use, series: Series) -> NextStep | None:
    return next_step(use, judged(series, use))


def test_asks_for_a_note_about_a_worsening() -> None:
    found = step(USE, shares(FALLEN))

    assert found is not None
    assert found.why == "It is worse since February 2026, and no note says why or what will be tried."


def test_takes_no_older_note_for_one_about_it() -> None:
    found = step(replace(USE, note=OwnerNote(about_to=date(2025, 12, 31), trying="Something")), shares(FALLEN))

    assert found is not None
    assert found.title == "Next: say what is behind it"


def test_reminds_the_owner_of_what_is_being_tried() -> None:
    found = step(replace(USE, note=NOTE), shares(FALLEN))

    assert found is not None
    assert found.why == "On October 12, 2026 you wrote: We ask the youth."


def test_asks_for_a_target_where_there_is_none() -> None:
    found = step(used(1, outcome="School"), shares(STEADY))

    assert found is not None
    assert found.title == "Next: say what would be good enough"


def test_has_nothing_to_do_where_all_is_well() -> None:
    assert step(used(1, outcome="School", target=0.6), shares(STEADY)) is None


def test_begins_with_which_way_it_has_gone() -> None:
    days = used(2, outcome="Days", unit="days")

    assert first_words(judged(shares(FALLEN))) == "Fewer than a year ago"
    assert first_words(judged(numbers([*[60.0, 62, 58, 61] * 4, *[80, 82, 81, 79] * 2]), days)) == (
        "Higher than a year ago"
    )


def test_says_before_where_the_year_before_lies_on_the_other_side() -> None:
    fell_back = [*STEADY[:8], 40, *STEADY[9:13], 55, 54, 56, 53, 55, 54, 52, 53]

    assert first_words(judged(shares(fell_back))) == "Fewer than before"


def test_begins_with_how_it_stands_where_nothing_moved() -> None:
    assert first_words(judged(shares(STEADY), used(1, outcome="School", target=0.6))) == "It meets its target"
    assert first_words(judged(shares(STEADY), used(1, outcome="School"))) == "No real change"
    assert first_words(judged(shares(STEADY[:5]), used(1, outcome="School"))) == "Too early for a trend"

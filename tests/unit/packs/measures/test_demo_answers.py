"""What the made-up agency's measures answer is what its rows say when they are counted by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from lineofsight.apps.agency.models import Program
from lineofsight.apps.framework.models import MeasureVersion, PerformancePeriod
from lineofsight.demo.build import DemoSummary
from lineofsight.measures import Ask, Cell, Scope, check_document, own_dates
from lineofsight.warehouse.engines import OpenEngine
from tests.unit.demo import figures

THE_YEAR = (date(2025, 10, 1), date(2026, 9, 30))
BEGUN = (date(2024, 7, 1), date(2025, 10, 31))
JOBS = (date(2025, 1, 1), date(2026, 3, 31))
SEPTEMBER = (date(2026, 9, 1), date(2026, 9, 30))
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
Counted = Callable[..., Cell]


@pytest.fixture
def counted(demo: DemoSummary, duckdb: OpenEngine) -> Counted:
    """The cell of a measure of the agency's own library, in the programs of a field, from a day to another."""

    def count(key: str, field: str, days: tuple[date, date]) -> Cell:
        document = MeasureVersion.objects.get(measure__key=key).document
        programs = tuple(Program.objects.filter(field=field).values_list("pk", flat=True)) if field else ()
        query = check_document(document, duckdb.build.catalogue)
        period = own_dates("asked", *days)
        (cell,) = duckdb.figures(Ask(query=query, periods=(period,), scope=Scope.within(programs=programs)))
        return cell

    return count


def two_counts(cell: Cell) -> figures.Share:
    assert cell.numerator is not None
    return figures.Share(cell.numerator, cell.denominator)


def test_counts_matches_that_last(counted: Counted) -> None:
    assert two_counts(counted("match_lasts_a_year", "youth_mentoring", BEGUN)) == figures.matches_lasting_a_year(*BEGUN)


def test_counts_youth_who_attend_more(counted: Counted) -> None:
    cell = counted("attends_school_more", "youth_mentoring", SEPTEMBER)

    assert two_counts(cell) == figures.attending_more(SEPTEMBER[1])


def test_counts_families_that_function_better(counted: Counted) -> None:
    cell = counted("family_functioning_better", "family_support", THE_YEAR)

    assert two_counts(cell) == figures.families_functioning_better(*THE_YEAR)


def test_counts_jobs_kept(counted: Counted) -> None:
    assert two_counts(counted("job_kept_six_months", "workforce", JOBS)) == figures.jobs_kept_six_months(*JOBS)


@pytest.mark.parametrize("field", ["rapid_rehousing", "workforce"])
def test_takes_the_median_of_how_income_grows(counted: Counted, field: str) -> None:
    cell = counted("income_grows", field, THE_YEAR)

    assert (float(str(cell.value)), cell.n) == figures.income_growth(field, *THE_YEAR)


def test_counts_exits_to_permanent_housing(counted: Counted) -> None:
    cell = counted("exits_to_permanent_housing", "rapid_rehousing", THE_YEAR)

    assert two_counts(cell) == figures.exits_to_permanent_housing(*THE_YEAR)


def test_takes_the_median_of_days_until_move_in(counted: Counted) -> None:
    cell = counted("days_until_move_in", "rapid_rehousing", THE_YEAR)

    assert (cell.value, cell.n) == figures.days_until_move_in(*THE_YEAR)


def test_counts_returns(counted: Counted) -> None:
    cell = counted("returns_to_homelessness_in_a_year", "rapid_rehousing", THE_YEAR)

    assert two_counts(cell) == figures.returned_within_a_year(*THE_YEAR)


def test_counts_the_visits_that_were_missed(counted: Counted) -> None:
    assert two_counts(counted("monthly_case_visit", "rapid_rehousing", OCTOBER)) == figures.visited_in_month(OCTOBER[0])


def test_counts_landlords_who_answer(counted: Counted) -> None:
    cell = counted("landlord_answer_in_3_days", "rapid_rehousing", THE_YEAR)

    assert two_counts(cell) == figures.landlords_answering_in_3_days(*THE_YEAR)


def test_counts_what_was_recorded_in_time(counted: Counted) -> None:
    cell = counted("recorded_within_7_days", "", (date(2026, 1, 1), date(2026, 8, 31)))

    assert two_counts(cell) == figures.recorded_within_7_days(date(2026, 1, 1), date(2026, 8, 31))


def test_counts_people_once(counted: Counted) -> None:
    summer = (date(2026, 7, 1), date(2026, 9, 30))

    assert counted("people_served_once", "", summer).value == figures.people_served(*summer)


def test_has_no_wage_since_april(counted: Counted) -> None:
    cell = counted("wage_after_one_year", "workforce", (date(2026, 4, 1), date(2026, 10, 31)))

    assert (cell.value, cell.n) == (None, 0)


def test_meetings_fell_where_they_meet_every_second_week(counted: Counted) -> None:
    before = counted("mentor_meetings_as_intended", "youth_mentoring", (date(2026, 1, 1), date(2026, 1, 31)))
    since = counted("mentor_meetings_as_intended", "youth_mentoring", (date(2026, 5, 1), date(2026, 5, 31)))

    assert two_counts(before).share > 0.9
    assert two_counts(since).share < 0.5


SUMMER = (date(2026, 7, 1), date(2026, 9, 30))
STANDS = (
    ("match_lasts_a_year", "youth_mentoring", (date(2025, 7, 1), date(2025, 9, 30)), True),
    ("attends_school_more", "youth_mentoring", SEPTEMBER, False),
    ("family_functioning_better", "family_support", SUMMER, True),
    ("parent_goal_reached", "family_support", SUMMER, True),
    ("job_kept_six_months", "workforce", (date(2026, 1, 1), date(2026, 3, 31)), False),
    ("income_grows", "workforce", SUMMER, True),
    ("income_grows", "rapid_rehousing", SUMMER, True),
    ("exits_to_permanent_housing", "rapid_rehousing", SUMMER, True),
    ("days_until_move_in", "rapid_rehousing", SUMMER, False),
)


@pytest.mark.parametrize(("key", "field", "days", "is_met"), STANDS)
def test_meets_six_of_nine_targets(
    counted: Counted, key: str, field: str, days: tuple[date, date], is_met: bool
) -> None:
    wanted = PerformancePeriod.objects.get(assignment__measure__key=key, assignment__program__field=field)
    cell = counted(key, field, days)

    assert cell.value is not None
    assert wanted.target is not None
    found, target = float(str(cell.value)), float(wanted.target)
    assert (found <= target if key == "days_until_move_in" else found >= target) == is_met

"""The figures that later measures will compute come near the ones the pages were drawn with."""

from datetime import date

import pytest

from lineofsight.demo.build import DemoSummary
from tests.unit.demo import figures

THE_YEAR = (date(2025, 10, 1), date(2026, 9, 30))
IN_2024 = (date(2024, 1, 1), date(2024, 12, 31))
SEPTEMBER = date(2026, 9, 30)


def test_two_of_three_matches_last_a_year(demo: DemoSummary) -> None:
    lasting = figures.matches_lasting_a_year(date(2024, 7, 1), date(2025, 10, 31))

    assert 0.65 <= lasting.share <= 0.78


def test_fewer_matches_lasted_a_year_before(demo: DemoSummary) -> None:
    before = figures.matches_lasting_a_year(date(2023, 7, 1), date(2024, 6, 30))

    assert before.share == pytest.approx(0.59, abs=0.05)


def test_meets_every_second_week_at_eastside_since_february(demo: DemoSummary) -> None:
    before = figures.meetings_a_month(date(2025, 9, 1), date(2025, 11, 30), site="Eastside")
    after = figures.meetings_a_month(date(2026, 4, 1), date(2026, 6, 30), site="Eastside")

    assert before > 3.2
    assert after < 2


def test_meets_every_week_at_westbrook_still(demo: DemoSummary) -> None:
    assert figures.meetings_a_month(date(2026, 4, 1), date(2026, 6, 30), site="Westbrook") > 3.2


def test_fewer_youth_attend_school_more_than_before_february(demo: DemoSummary) -> None:
    year_before = figures.attending_more(date(2025, 6, 30))
    now = figures.attending_more(SEPTEMBER)

    assert now.denominator > 90
    assert now.share < 0.62 < year_before.share


def test_attendance_fell_at_eastside_and_held_at_westbrook(demo: DemoSummary) -> None:
    eastside = figures.attending_more(SEPTEMBER, site="Eastside")
    westbrook = figures.attending_more(SEPTEMBER, site="Westbrook")

    assert eastside.share == pytest.approx(0.44, abs=0.08)
    assert westbrook.share == pytest.approx(0.68, abs=0.08)


def test_millrace_is_too_small_to_publish(demo: DemoSummary) -> None:
    assert 0 < figures.attending_more(SEPTEMBER, site="Millrace").denominator < 5


def test_families_function_better_since_the_end_of_2025(demo: DemoSummary) -> None:
    now = figures.families_functioning_better(date(2025, 12, 1), SEPTEMBER)
    before = figures.families_functioning_better(date(2024, 1, 1), date(2025, 10, 31))

    assert now.share >= 0.60 > before.share


def test_three_of_four_parents_reach_their_goal(demo: DemoSummary) -> None:
    assert figures.goals_reached(*THE_YEAR).share == pytest.approx(0.77, abs=0.06)


def test_half_of_the_jobs_last_six_months(demo: DemoSummary) -> None:
    kept = figures.jobs_kept_six_months(date(2025, 1, 1), date(2026, 3, 31))

    assert kept.share == pytest.approx(0.52, abs=0.04)


def test_has_no_wage_after_one_year_since_april(demo: DemoSummary) -> None:
    assert figures.wages_after_one_year(date(2026, 4, 1), date(2026, 11, 12)) == []
    assert len(figures.wages_after_one_year(date(2025, 4, 1), date(2026, 3, 31))) > 25


@pytest.mark.parametrize("field", ["rapid_rehousing", "workforce"])
def test_income_grows_by_more_than_the_target(demo: DemoSummary, field: str) -> None:
    growth, adults = figures.income_growth(field, *THE_YEAR)

    assert 350 <= growth <= 500
    assert adults > 40


@pytest.mark.parametrize("field", ["rapid_rehousing", "workforce"])
def test_income_grew_less_in_2024(demo: DemoSummary, field: str) -> None:
    growth, _ = figures.income_growth(field, *IN_2024)

    assert growth < 320


def test_more_than_four_of_five_leave_to_a_permanent_home(demo: DemoSummary) -> None:
    assert 0.80 <= figures.exits_to_permanent_housing(*THE_YEAR).share <= 0.92


def test_searches_take_two_months(demo: DemoSummary) -> None:
    days, households = figures.days_until_move_in(*THE_YEAR)

    assert 52 <= days <= 71
    assert households > 40


def test_too_few_are_known_to_have_returned_to_homelessness(demo: DemoSummary) -> None:
    returned = figures.returned_within_a_year(date(2026, 6, 1), date(2026, 10, 31))

    assert returned.numerator > 0
    assert returned.share < 0.2


def test_visits_were_missed_in_october(demo: DemoSummary) -> None:
    october = figures.visited_in_month(date(2026, 10, 1))
    year_before = figures.visited_in_month(date(2025, 11, 1))

    assert october.share == pytest.approx(0.71, abs=0.04)
    assert year_before.share > 0.82


def test_landlords_answer_sooner_since_march(demo: DemoSummary) -> None:
    now = figures.landlords_answering_in_3_days(date(2026, 3, 1), date(2026, 10, 31))
    before = figures.landlords_answering_in_3_days(date(2025, 1, 1), date(2026, 2, 28))

    assert now.share == pytest.approx(0.57, abs=0.06)
    assert before.share < 0.48


def test_entries_are_made_within_a_week(demo: DemoSummary) -> None:
    assert figures.recorded_within_7_days(date(2026, 7, 1), SEPTEMBER).share == pytest.approx(0.93, abs=0.02)
    assert figures.recorded_within_7_days(*IN_2024).share == pytest.approx(0.83, abs=0.02)


def test_three_of_four_who_leave_have_finished(demo: DemoSummary) -> None:
    assert figures.completed(date(2026, 7, 1), SEPTEMBER).share == pytest.approx(0.77, abs=0.05)


def test_serves_some_five_hundred_people_in_a_quarter(demo: DemoSummary) -> None:
    assert 480 <= figures.people_served(date(2026, 7, 1), SEPTEMBER) <= 620

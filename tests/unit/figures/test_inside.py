"""Who is inside a place sees its figures exact and fresh: what two engines count, and what is counted by hand."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import Settings

from lineofsight.apps.figures import counting
from lineofsight.apps.figures.definitions import query_of
from lineofsight.apps.figures.periods import periods_of
from lineofsight.apps.figures.selectors.builds import current_build
from lineofsight.apps.figures.selectors.door import series_of
from lineofsight.apps.figures.values import PeriodFigure, Series, WhyNone
from lineofsight.apps.forms.models import Instrument
from lineofsight.apps.framework.known_figures import Range, figures_seen
from lineofsight.apps.framework.models import PerformancePeriod
from lineofsight.apps.records.models import Assessment, Enrollment, Participant, Stage
from lineofsight.measures import Ask, Query
from lineofsight.statistics import Every
from lineofsight.warehouse.engines import EngineKind, open_engine
from tests.unit.figures.conftest import Riverside
from tests.unit.figures.counted import COMPLETED, LEFT, count, leave, published, stay, used

THERE = {**LEFT, "measure": "there", "period": {"active": ["${entry_date}", "${exit_date}"]}}
SEPTEMBER, OCTOBER = date(2026, 9, 15), date(2026, 10, 15)


def month(series: Series, day: date) -> PeriodFigure:
    return next(each for each in series.periods if each.start <= day <= each.end)


def test_counts_what_is_there(riverside: Riverside) -> None:
    leave(riverside.programs.mentoring, OCTOBER, completed=13, withdrawn=2)
    use = used(published(COMPLETED), riverside.programs.mentoring)
    count()

    series = series_of([use], riverside.manager)[use.assignment.pk]
    figure = month(series, OCTOBER).figure

    assert series.is_inside
    assert series.build == 1
    assert series.every is Every.MONTH
    assert (figure.numerator, figure.denominator, figure.value) == (13, 15, pytest.approx(13 / 15))
    assert not month(series, date(2026, 11, 1)).is_settled


def test_judges_a_month_the_day_after_its_last(riverside: Riverside, settings: Settings) -> None:
    leave(riverside.programs.mentoring, OCTOBER, completed=13, withdrawn=2)
    use = used(published(COMPLETED), riverside.programs.mentoring)

    settings.FIXED_TODAY = date(2026, 10, 31)
    count()
    on_its_last_day = month(series_of([use], riverside.manager)[use.assignment.pk], OCTOBER)
    settings.FIXED_TODAY = date(2026, 11, 1)
    count()
    the_day_after = month(series_of([use], riverside.manager)[use.assignment.pk], OCTOBER)

    assert (on_its_last_day.is_settled, the_day_after.is_settled) == (False, True)


def test_shows_quarters_where_a_month_has_too_few_people(riverside: Riverside) -> None:
    leave(riverside.programs.mentoring, SEPTEMBER, completed=5)
    leave(riverside.programs.mentoring, date(2026, 7, 3), completed=3, withdrawn=1)
    use = used(published(COMPLETED), riverside.programs.mentoring)
    count()

    series = series_of([use], riverside.manager)[use.assignment.pk]

    assert series.every is Every.QUARTER
    assert month(series, SEPTEMBER).figure.numerator == 8


def test_begins_with_the_first_whole_period_since_something_was_recorded_to_happen(riverside: Riverside) -> None:
    stays = leave(riverside.programs.mentoring, OCTOBER, completed=20)
    Enrollment.objects.filter(pk__in=[each.pk for each in stays]).update(entry_date=date(2024, 3, 1))
    leave(riverside.programs.mentoring, date(2026, 5, 20), completed=1)
    use = used(published(THERE), riverside.programs.mentoring)
    count()

    series = series_of([use], riverside.manager)[use.assignment.pk]

    assert (series.periods[0].start, series.periods[0].figure.value) == (date(2026, 5, 1), 21)


def answer_at_entry(stays: list[Enrollment]) -> None:
    """What each said on the day they came."""
    asked = Instrument.objects.create(key="intake", title="Intake")
    for each in stays:
        assert each.entry_date is not None
        Assessment.objects.create(enrollment=each, instrument=asked, point="start", date=each.entry_date)


def test_does_not_begin_with_what_people_brought_along(riverside: Riverside) -> None:
    stays = leave(riverside.programs.mentoring, OCTOBER, completed=20)
    Enrollment.objects.filter(pk__in=[each.pk for each in stays]).update(entry_date=date(2024, 3, 1))
    answer_at_entry(list(Enrollment.objects.all()))
    leave(riverside.programs.mentoring, date(2026, 5, 20), completed=1)
    use = used(published(THERE), riverside.programs.mentoring)
    count()

    series = series_of([use], riverside.manager)[use.assignment.pk]

    assert series.periods[0].start == date(2026, 5, 1)


def test_begins_with_answers_where_nothing_else_is_recorded(riverside: Riverside) -> None:
    person = Participant.objects.create(first_name="Ana", last_name="Reyes")
    answer_at_entry(
        [
            Enrollment.objects.create(
                participant=person, program=riverside.programs.mentoring, stage="active", entry_date=date(2026, 3, 1)
            )
        ]
    )
    use = used(published(THERE), riverside.programs.mentoring)
    count()

    series = series_of([use], riverside.manager)[use.assignment.pk]

    assert series.periods[0].start == date(2026, 3, 1)


def test_begins_with_the_first_period_in_which_anybody_was(riverside: Riverside) -> None:
    leave(riverside.programs.mentoring, SEPTEMBER, completed=20)
    use = used(published(LEFT), riverside.programs.mentoring)
    count()

    series = series_of([use], riverside.manager)[use.assignment.pk]

    assert series.periods[0].start == date(2026, 9, 1)


def test_leaves_protected_programs_out_of_the_whole_agency_and_says_so(riverside: Riverside) -> None:
    leave(riverside.programs.mentoring, OCTOBER, completed=20)
    leave(riverside.programs.safe_harbor, OCTOBER, completed=7)
    use = used(published(LEFT))
    count()

    seen = {who.name: series_of([use], who)[use.assignment.pk] for who in (riverside.lead, riverside.of_harbor)}

    assert month(seen["Lena Vogel"], OCTOBER).figure.value == 20
    assert seen["Lena Vogel"].left_out_protected
    assert month(seen["Hana Sato"], OCTOBER).figure.value == 27
    assert not seen["Hana Sato"].left_out_protected


def test_answers_nobody_with_what_was_kept_for_another(riverside: Riverside) -> None:
    leave(riverside.programs.safe_harbor, OCTOBER, completed=7)
    use = used(published(LEFT))
    count()
    series_of([use], riverside.of_harbor)

    series = series_of([use], riverside.lead)[use.assignment.pk]

    assert all(each.figure.value == 0 for each in series.periods)


def test_asks_no_engine_twice_for_the_same(riverside: Riverside, monkeypatch: pytest.MonkeyPatch) -> None:
    leave(riverside.programs.mentoring, OCTOBER, completed=20)
    use = used(published(LEFT), riverside.programs.mentoring)
    count()
    first = series_of([use], riverside.manager, with_groups=True)
    monkeypatch.delattr(counting, "open_engine")

    assert series_of([use], riverside.manager, with_groups=True) == first


def test_is_fresh_after_a_new_build(riverside: Riverside) -> None:
    leave(riverside.programs.mentoring, OCTOBER, completed=20)
    use = used(published(LEFT), riverside.programs.mentoring)
    count()
    series_of([use], riverside.manager)
    leave(riverside.programs.mentoring, OCTOBER, completed=1)
    count()

    series = series_of([use], riverside.manager)[use.assignment.pk]

    assert month(series, OCTOBER).figure.value == 21


def test_tells_the_groups_of_the_latest_period_by_their_names(riverside: Riverside) -> None:
    leave(riverside.programs.mentoring, OCTOBER, completed=3, genders=["man"])
    leave(riverside.programs.workforce, OCTOBER, completed=2, genders=["man", "woman"])
    use = used(published(LEFT))
    count()

    groups = series_of([use], riverside.lead, with_groups=True)[use.assignment.pk].groups

    assert {each.label: each.figure.value for each in groups["program"]} == {"Mentoring": 3, "Workforce": 2}
    assert {each.label: each.figure.value for each in groups["gender"]} == {"Man or boy": 3, "Several": 2}


def test_counts_the_periods_of_its_targets_as_a_whole(riverside: Riverside) -> None:
    leave(riverside.programs.mentoring, date(2026, 7, 3), completed=9)
    leave(riverside.programs.mentoring, OCTOBER, completed=20)
    use = used(published(LEFT), riverside.programs.mentoring)
    year = {"starts_on": date(2026, 7, 1), "ends_on": date(2027, 6, 30), "reason": "Our plan"}
    PerformancePeriod.objects.create(assignment=use.assignment, set_by=riverside.lead, set_on=OCTOBER, **year)
    count()

    (whole,) = series_of([use], riverside.manager)[use.assignment.pk].of_targets

    assert (whole.start, whole.figure.value, whole.is_settled) == (date(2026, 7, 1), 29, False)


def test_says_why_a_measure_cannot_be_counted_yet(riverside: Riverside) -> None:
    use = used(published({**LEFT, "population": "${favorite_color} = 'blue'"}), riverside.programs.mentoring)
    count()

    series = series_of([use], riverside.manager)[use.assignment.pk]

    assert "favorite_color" in series.refusal
    assert series.periods == ()


def test_gives_the_same_as_the_engine_that_counts_by_hand(riverside: Riverside) -> None:
    stays = leave(riverside.programs.mentoring, OCTOBER, completed=14, withdrawn=3)
    leave(riverside.programs.mentoring, SEPTEMBER, completed=12, withdrawn=4, genders=["man"])
    stay(stays[0].participant, riverside.programs.mentoring, date(2026, 8, 1), Stage.WITHDRAWN)
    use = used(published(COMPLETED), riverside.programs.mentoring)
    count()
    build = current_build()
    assert build is not None
    query = query_of(use.version, build.catalogue)
    assert isinstance(query, Query)

    series = series_of([use], riverside.manager)[use.assignment.pk]
    with open_engine(build, EngineKind.MEMORY) as engine:
        cells = engine.figures(Ask(query=query, periods=periods_of(series.every, build.as_at, 7)))

    by_hand = {cell.period.start: (cell.numerator, cell.denominator) for cell in cells}
    counted = {each.start: (each.figure.numerator, each.figure.denominator) for each in series.periods}
    assert counted == {start: by_hand[start] for start in counted}
    assert counted[date(2026, 10, 1)] == (14, 17)


def test_looks_back_from_the_end_of_records_that_come_no_more(riverside: Riverside) -> None:
    leave(riverside.programs.mentoring, date(2018, 3, 5), completed=14)
    leave(riverside.programs.mentoring, date(2018, 4, 12), completed=13, withdrawn=2)
    use = used(published(COMPLETED), riverside.programs.mentoring)
    count()

    series = series_of([use], riverside.manager)[use.assignment.pk]

    assert series.records_end == date(2018, 4, 30)
    assert [each.start for each in series.periods] == [date(2018, 3, 1), date(2018, 4, 1)]
    assert series.latest is not None
    assert series.latest.figure.numerator == 13


def test_does_not_judge_a_period_in_which_records_break_off(riverside: Riverside) -> None:
    leave(riverside.programs.mentoring, date(2018, 1, 5), completed=4)
    leave(riverside.programs.mentoring, date(2018, 4, 12), completed=3)
    use = used(published(COMPLETED), riverside.programs.mentoring)
    count()

    series = series_of([use], riverside.manager)[use.assignment.pk]

    assert series.every is Every.QUARTER
    assert [each.is_settled for each in series.periods] == [True, False]


def test_lets_no_other_program_hide_that_the_records_of_one_ended(riverside: Riverside) -> None:
    leave(riverside.programs.mentoring, date(2018, 3, 5), completed=14)
    leave(riverside.programs.workforce, OCTOBER, completed=14)
    ended, going_on = (used(published(COMPLETED), each) for each in (riverside.programs.mentoring, None))
    count()

    series = series_of([ended, going_on], riverside.lead)

    assert series[ended.assignment.pk].records_end == date(2018, 3, 31)
    assert series[going_on.assignment.pk].records_end is None


def test_reaches_back_with_quarters_where_four_years_of_months_are_empty(riverside: Riverside) -> None:
    leave(riverside.programs.mentoring, date(2021, 4, 5), completed=14)
    stays = leave(riverside.programs.mentoring, OCTOBER, completed=1)
    Enrollment.objects.filter(pk__in=[each.pk for each in stays]).update(exit_date=None, stage=Stage.ACTIVE)
    use = used(published(COMPLETED), riverside.programs.mentoring)
    count()

    series = series_of([use], riverside.manager)[use.assignment.pk]

    assert series.every is Every.QUARTER
    assert month(series, date(2021, 4, 5)).figure.numerator == 14


def test_says_why_there_is_nothing(riverside: Riverside) -> None:
    mentoring, workforce = riverside.programs.mentoring, riverside.programs.workforce
    leave(workforce, OCTOBER, completed=14)
    nobody = {**LEFT, "measure": "nobody", "population": "${enrollment_stage} = 'denied'"}
    uses = [used(published(LEFT), mentoring), used(published(nobody), workforce)]

    before = series_of(uses[:1], riverside.lead)[uses[0].assignment.pk]
    count()
    series = [series_of(uses, riverside.lead)[each.assignment.pk] for each in uses]
    outside = series_of(uses, riverside.board)[uses[0].assignment.pk]

    assert before.why_none is WhyNone.NO_BUILD
    assert [each.why_none for each in series] == [WhyNone.NOTHING_HAPPENED, WhyNone.NOBODY]
    assert outside.why_none is WhyNone.NOT_RELEASED


def test_knows_between_which_figures_a_measure_has_been(riverside: Riverside) -> None:
    mentoring = riverside.programs.mentoring
    for number in range(4):
        leave(mentoring, date(2026, 7 + number, 5), completed=12 + number, withdrawn=4)
    use = used(published(COMPLETED), mentoring)
    before = figures_seen(use.assignment, riverside.lead)
    count()

    seen = figures_seen(use.assignment, riverside.lead)

    assert before is None
    assert seen == Range(low=12 / 16, high=15 / 19, since=date(2026, 7, 1))
    assert figures_seen(use.assignment, riverside.board) is None

"""Counts from elsewhere as a series: the newest version of each period, and nothing about few people of a program."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import Settings

from lineofsight.apps.agency.clock import now
from lineofsight.apps.agency.models import Program, StaffMember
from lineofsight.apps.figures.releasing import release_what_is_due
from lineofsight.apps.figures.selectors.door import series_of
from lineofsight.apps.figures.values import Series
from lineofsight.apps.framework.models import Measure, MeasureAssignment, ReportedValue
from lineofsight.apps.reports.selectors.uses import Use, uses_now
from lineofsight.disclosure import Rule
from lineofsight.statistics import Every
from tests.cast import Programs
from tests.looked_at import published

TODAY = date(2026, 11, 12)
SHARE = {"title": "Students who graduate", "asks": "better_off", "source": "reported", "statistic": "proportion"}
RATIO = {"title": "Cases", "asks": "how_much", "source": "reported", "statistic": "ratio", "per": 10000}


@pytest.fixture
def measure(performance_lead: StaffMember) -> Measure:
    return published(SHARE, performance_lead)


def use_of(measure: Measure, program: Program | None) -> Use:
    MeasureAssignment.objects.create(measure=measure, program=program, asks="better_off")
    return uses_now(TODAY)[0]


def report(
    measure: Measure, by: StaffMember, year: int, numerator: int, denominator: int, **more: object
) -> ReportedValue:
    days = {"starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31)}
    return ReportedValue.objects.create(
        **{"measure": measure, "numerator": numerator, "denominator": denominator, "source": "The State", **days},
        written_at=now(),
        written_by=by,
        **more,
    )


def series(measure: Measure, program: Program | None, viewer: StaffMember) -> Series:
    use = use_of(measure, program)
    release_what_is_due()
    return series_of([use], viewer, with_groups=True)[use.pk]


def test_counts_the_correction_and_says_so(
    measure: Measure, performance_lead: StaffMember, board_member: StaffMember
) -> None:
    report(measure, performance_lead, 2024, 800, 1000)
    report(measure, performance_lead, 2025, 700, 1000)
    report(measure, performance_lead, 2025, 810, 1000, version=2, why="Summer term added")

    found = series(measure, None, board_member)

    assert [each.figure.value for each in found.periods] == [0.8, 0.81]
    assert found.every is Every.YEAR
    assert found.is_reported


def test_says_so_far_of_what_cannot_be_known_yet(
    performance_lead: StaffMember, board_member: StaffMember, settings: Settings
) -> None:
    settings.FIXED_TODAY = TODAY
    slow = published({**SHARE, "matures_after": "400 days"}, performance_lead)
    report(slow, performance_lead, 2024, 800, 1000)
    report(slow, performance_lead, 2025, 700, 1000)
    use = use_of(slow, None)
    release_what_is_due()

    inside, outside = (series_of([use], viewer)[use.pk] for viewer in (performance_lead, board_member))

    assert [each.is_settled for each in inside.periods] == [True, False]
    assert [each.start.year for each in outside.periods] == [2024]


def test_a_period_reported_on_its_last_day_is_so_far(
    measure: Measure, performance_lead: StaffMember, settings: Settings
) -> None:
    settings.FIXED_TODAY = date(2025, 12, 31)
    report(measure, performance_lead, 2025, 700, 1000)

    use = use_of(measure, None)

    on_its_last_day = series_of([use], performance_lead)[use.pk].periods[0]
    settings.FIXED_TODAY = date(2026, 1, 1)
    the_day_after = series_of([use], performance_lead)[use.pk].periods[0]

    assert (on_its_last_day.is_settled, the_day_after.is_settled) == (False, True)


def test_withholds_few_people_of_a_program(
    measure: Measure, performance_lead: StaffMember, programs: Programs, board_member: StaffMember
) -> None:
    report(measure, performance_lead, 2025, 2, 4, program=programs.mentoring)

    figure = series(measure, programs.mentoring, board_member).periods[0].figure

    assert figure.value is None
    assert figure.numerator is None
    assert figure.denominator is None
    assert figure.withheld is Rule.FEW_PEOPLE


def test_withholds_beside_a_small_group_what_would_show_it(
    measure: Measure, performance_lead: StaffMember, programs: Programs, board_member: StaffMember
) -> None:
    of = {"program": programs.mentoring}
    report(measure, performance_lead, 2025, 40, 83, **of)
    report(measure, performance_lead, 2025, 20, 40, group_by="race", group="Asian", **of)
    report(measure, performance_lead, 2025, 18, 40, group_by="race", group="Black", **of)
    report(measure, performance_lead, 2025, 2, 3, group_by="race", group="White", **of)

    groups = {each.label: each.figure for each in series(measure, programs.mentoring, board_member).groups["race"]}

    assert groups["White"].withheld is not None
    assert sum(figure.withheld is not None for figure in groups.values()) >= 2
    assert all(figure.value is None for figure in groups.values() if figure.withheld)


def test_is_of_its_own_place(
    measure: Measure, performance_lead: StaffMember, programs: Programs, board_member: StaffMember
) -> None:
    report(measure, performance_lead, 2025, 800, 1000)
    report(measure, performance_lead, 2025, 30, 60, program=programs.mentoring)

    assert series(measure, programs.mentoring, board_member).periods[0].figure.value == 0.5


def test_counts_a_ratio_for_each_so_many(performance_lead: StaffMember, board_member: StaffMember) -> None:
    made = published(RATIO, performance_lead)
    report(made, performance_lead, 2025, 259, 85200)

    figure = series(made, None, board_member).periods[0].figure

    assert figure.value == pytest.approx(30.399, abs=0.001)
    assert figure.numerator is None


def test_is_exact_for_those_inside_and_for_nobody_else(
    measure: Measure,
    performance_lead: StaffMember,
    program_manager: StaffMember,
    front_line_worker: StaffMember,
    programs: Programs,
) -> None:
    report(measure, performance_lead, 2025, 2, 4, program=programs.mentoring)
    use = use_of(measure, programs.mentoring)
    release_what_is_due()

    shown = {who.name: series_of([use], who)[use.pk] for who in (program_manager, performance_lead, front_line_worker)}

    assert {name: its.periods[0].figure.value for name, its in shown.items()} == {
        "Marcus Hill": 0.5,
        "Lena Vogel": 0.5,
        "Femi Adeyemi": None,
    }
    assert not shown["Femi Adeyemi"].is_inside


def test_is_not_exact_in_a_protected_program_for_a_role_that_does_not_name_it(
    measure: Measure, performance_lead: StaffMember, programs: Programs
) -> None:
    report(measure, performance_lead, 2025, 2, 4, program=programs.safe_harbor)

    assert series(measure, programs.safe_harbor, performance_lead).periods[0].figure.value is None

"""What people outside see: released once for everybody, withheld where few are behind it, never changed afterwards."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, connection, transaction

from lineofsight.apps.agency import triggers
from lineofsight.apps.agency.models import Program, Protection
from lineofsight.apps.figures.models import LedgerLine, Release, ReleasedFigure
from lineofsight.apps.figures.releasing import InUse, release_what_is_due
from lineofsight.apps.figures.selectors.door import series_of
from lineofsight.apps.figures.selectors.ledger import broken_lines, last_digest
from lineofsight.apps.figures.values import Figure, Series
from lineofsight.apps.framework.models import MeasureAssignment
from lineofsight.apps.records.models import Enrollment, Stage
from lineofsight.cli.release import verify
from lineofsight.disclosure import Rule
from lineofsight.problems import Problem
from lineofsight.statistics import Every
from tests.unit.figures.conftest import Riverside
from tests.unit.figures.counted import (
    COMPLETED,
    DAYS,
    GRADUATES,
    LEFT,
    STAYS,
    TODAY,
    count,
    leave,
    published,
    report,
    stay,
    used,
)

AUGUST, SEPTEMBER, OCTOBER = date(2026, 8, 15), date(2026, 9, 15), date(2026, 10, 15)


def seen(use: InUse, riverside: Riverside) -> Series:
    """As the board sees it."""
    return series_of([use], riverside.board, with_groups=True)[use.assignment.pk]


def figure(series: Series, day: date) -> Figure:
    return next(each.figure for each in series.periods if each.start <= day <= each.end)


@pytest.fixture
def left(riverside: Riverside) -> InUse:
    """People who left Mentoring: 20 in August, 3 in September, 12 in October."""
    leave(riverside.programs.mentoring, AUGUST, completed=20)
    leave(riverside.programs.mentoring, SEPTEMBER, completed=3)
    leave(riverside.programs.mentoring, OCTOBER, completed=6)
    leave(riverside.programs.mentoring, OCTOBER, completed=6, genders=["man"])
    return used(published(LEFT), riverside.programs.mentoring)


@pytest.fixture
def monthly(left: InUse, riverside: Riverside) -> InUse:
    """The same, and enough months of many people before it that months are released."""
    for month in range(1, 8):
        leave(riverside.programs.mentoring, date(2026, month, 10), completed=20)
    count()
    return left


def test_shows_the_board_what_was_released_and_its_manager_everything(monthly: InUse, riverside: Riverside) -> None:
    release_what_is_due()

    board = seen(monthly, riverside)
    manager = series_of([monthly], riverside.manager)[monthly.assignment.pk]

    assert figure(board, AUGUST).value == 20
    assert figure(board, SEPTEMBER) == Figure(value=None, withheld=Rule.FEW_PEOPLE)
    assert figure(manager, SEPTEMBER).value == 3
    assert (board.is_inside, manager.is_inside) == (False, True)


def test_shows_a_worker_the_figure_of_the_program_as_everybody_sees_it(monthly: InUse, riverside: Riverside) -> None:
    release_what_is_due()

    worker = series_of([monthly], riverside.worker)[monthly.assignment.pk]

    assert figure(worker, SEPTEMBER).withheld is Rule.FEW_PEOPLE


def test_shows_nothing_before_it_is_released(monthly: InUse, riverside: Riverside) -> None:
    assert seen(monthly, riverside).periods == ()


def test_waits_for_late_entries_from_the_day_after_the_period(
    monthly: InUse, riverside: Riverside, settings: LazySettings
) -> None:
    settings.RELEASE_AFTER_DAYS = 12  # the figures are of November 12, and October is over on November 1
    release_what_is_due()
    before = seen(monthly, riverside).periods[-1].start
    settings.RELEASE_AFTER_DAYS = 11
    release_what_is_due()

    assert (before, seen(monthly, riverside).periods[-1].start) == (date(2026, 9, 1), date(2026, 10, 1))


def test_releases_the_past_in_one_go_and_marks_it(monthly: InUse) -> None:
    found = release_what_is_due()

    assert (found.done.released, found.done.restated) == (10, 0)
    assert list(Release.objects.order_by("starts_on").values_list("is_backfill", flat=True)) == [True] * 9 + [False]


def test_does_nothing_the_second_time(monthly: InUse) -> None:
    release_what_is_due()
    found = release_what_is_due()

    assert (found.done.released, found.done.restated, found.done.refused) == (0, 0, [])
    assert LedgerLine.objects.count() == 10


def test_never_holds_a_number_that_is_withheld(monthly: InUse) -> None:
    release_what_is_due()

    hidden = ReleasedFigure.objects.exclude(withheld_by="")
    assert hidden.exists()
    assert set(hidden.values_list("value", "numerator", "denominator", "people")) == {(None, None, None, None)}


def test_releases_no_groups_of_a_withheld_total(monthly: InUse) -> None:
    release_what_is_due()

    september = ReleasedFigure.objects.filter(release__starts_on=date(2026, 9, 1))
    assert list(september.values_list("group_by", flat=True)) == [""]


def test_takes_quarters_where_most_months_could_not_be_shown(riverside: Riverside) -> None:
    for month in range(1, 10):
        leave(riverside.programs.mentoring, date(2026, month, 10), completed=3)
    use = used(published(LEFT), riverside.programs.mentoring)
    count()
    release_what_is_due()

    board = seen(use, riverside)

    assert board.every is Every.QUARTER
    assert [each.figure.value for each in board.periods] == [9, 9, 9]


def test_can_be_changed_by_nobody(monthly: InUse) -> None:
    release_what_is_due()

    for rows in (Release.objects.all(), ReleasedFigure.objects.all(), LedgerLine.objects.all()):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            rows.delete() if rows.model is LedgerLine else rows.update(id=0)


def test_corrects_many_late_entries_with_a_release_of_its_own(monthly: InUse, riverside: Riverside) -> None:
    release_what_is_due()
    leave(riverside.programs.mentoring, AUGUST, completed=6)
    count()

    found = release_what_is_due()

    august = next(each for each in seen(monthly, riverside).periods if each.start == date(2026, 8, 1))
    assert (august.figure.value, august.is_restated) == (26, True)
    assert found.done.restated == 1
    assert list(Release.objects.filter(starts_on=date(2026, 8, 1)).values_list("number", flat=True)) == [1, 2]


def test_refuses_a_correction_that_would_show_a_few_people(monthly: InUse, riverside: Riverside) -> None:
    release_what_is_due()
    leave(riverside.programs.mentoring, AUGUST, completed=1)
    count()

    found = release_what_is_due()

    assert figure(seen(monthly, riverside), AUGUST).value == 20
    assert [each.starts_on for each in found.done.refused] == [date(2026, 8, 1)]
    assert LedgerLine.objects.filter(act="refused").get().starts_on == date(2026, 8, 1)


def test_writes_the_same_refusal_once(monthly: InUse, riverside: Riverside) -> None:
    release_what_is_due()
    leave(riverside.programs.mentoring, AUGUST, completed=1)
    count()
    release_what_is_due()

    release_what_is_due()

    assert LedgerLine.objects.filter(act="refused").count() == 1


def test_takes_nothing_back_that_was_seen(monthly: InUse, riverside: Riverside) -> None:
    release_what_is_due()
    gone = list(Enrollment.objects.filter(exit_date=AUGUST).values_list("pk", flat=True)[:18])
    Enrollment.objects.filter(pk__in=gone).update(exit_date=None, stage=Stage.ACTIVE)
    count()

    found = release_what_is_due()

    assert figure(seen(monthly, riverside), AUGUST).value == 20
    assert len(found.done.refused) == 1


def test_leaves_an_earlier_definition_as_it_was_released(monthly: InUse, riverside: Riverside) -> None:
    release_what_is_due()
    again = published({**LEFT, "population": "${enrollment_stage} = 'withdrawn'"})

    found = release_what_is_due()

    assert again.number == 2
    assert (found.done.restated, found.done.refused) == (0, [])
    assert figure(seen(monthly, riverside), AUGUST).value == 20


def test_withholds_both_sides_of_a_lopsided_share(riverside: Riverside) -> None:
    for month in range(1, 9):
        leave(riverside.programs.mentoring, date(2026, month, 10), completed=12, withdrawn=8)
    leave(riverside.programs.mentoring, OCTOBER, completed=38, withdrawn=2)
    use = used(published(COMPLETED), riverside.programs.mentoring)
    count()
    release_what_is_due()

    assert figure(seen(use, riverside), OCTOBER) == Figure(value=None, withheld=Rule.FEW_ON_ONE_SIDE)


def test_looks_for_the_people_behind_stays(riverside: Riverside) -> None:
    for month in range(1, 9):
        leave(riverside.programs.mentoring, date(2026, month, 10), completed=12, withdrawn=8)
    few = leave(riverside.programs.mentoring, OCTOBER, completed=3, withdrawn=3)
    for each in few:
        for day in range(1, 6):
            stay(each.participant, riverside.programs.mentoring, date(2026, 10, day), Stage(each.stage))
    use = used(published(STAYS), riverside.programs.mentoring)
    count()
    release_what_is_due()

    board = seen(use, riverside)

    assert figure(board, AUGUST).numerator == 12
    assert figure(board, OCTOBER) == Figure(value=None, withheld=Rule.FEW_ON_ONE_SIDE)


def test_looks_for_the_people_who_have_the_value(riverside: Riverside) -> None:
    for month in range(1, 9):
        leave(riverside.programs.mentoring, date(2026, month, 10), completed=12)
    (one,) = leave(riverside.programs.mentoring, OCTOBER, completed=1, withdrawn=29)[:1]
    for day in range(1, 13):
        stay(one.participant, riverside.programs.mentoring, date(2026, 10, day), Stage.COMPLETED)
    use = used(published(DAYS), riverside.programs.mentoring)
    count()
    release_what_is_due()

    board = seen(use, riverside)

    assert figure(board, AUGUST).value == 60
    assert figure(board, OCTOBER) == Figure(value=None, withheld=Rule.FEW_PEOPLE)
    assert board.minimum == 11


def test_leaves_every_protected_program_out_of_the_whole(riverside: Riverside) -> None:
    for month in range(1, 11):
        leave(riverside.programs.mentoring, date(2026, month, 10), completed=20)
        leave(riverside.programs.safe_harbor, date(2026, month, 10), completed=7)
    use = used(published(LEFT))
    count()
    release_what_is_due()

    board = seen(use, riverside)

    assert figure(board, OCTOBER).value == 20
    assert board.left_out_protected
    assert [each.label for each in board.groups["program"]] == ["Mentoring"]


def test_withholds_a_program_that_the_whole_less_the_others_would_show(riverside: Riverside) -> None:
    tutoring = Program.objects.create(name="Tutoring", started_on=date(2020, 1, 1))
    for month in range(8, 11):
        leave(tutoring, date(2026, month, 10), completed=12)
        leave(riverside.programs.mentoring, date(2026, month, 10), completed=20)
        leave(riverside.programs.workforce, date(2026, month, 10), completed=3 if month == 10 else 9)
    version = published(LEFT)
    whole = used(version)
    parts = [used(version, each) for each in (riverside.programs.mentoring, riverside.programs.workforce, tutoring)]
    count()
    release_what_is_due()

    assert figure(seen(whole, riverside), OCTOBER).value == 35
    assert [figure(seen(part, riverside), OCTOBER).withheld for part in parts] == [
        Rule.FEW_OR_PROTECTS,
        Rule.FEW_PEOPLE,
        Rule.FEW_OR_PROTECTS,
    ]
    assert [figure(seen(part, riverside), SEPTEMBER).value for part in parts] == [20, 9, 12]
    assert seen(whole, riverside).groups == {}


@pytest.fixture
def before_protection(riverside: Riverside, settings: LazySettings) -> tuple[InUse, InUse]:
    """The whole agency and Workforce at its sites, released until September; since then Workforce is protected."""
    for month in (7, 8, 9):
        leave(riverside.programs.mentoring, date(2026, month, 10), completed=30)
        for site in (riverside.sites.north, riverside.sites.south):
            leave(riverside.programs.workforce, date(2026, month, 10), completed=10, site=site)
    version = published({**LEFT, "by": ["program", "site"]})
    uses = used(version), used(version, riverside.programs.workforce)
    used(published({**DAYS, "by": ["site"]}), riverside.programs.workforce)
    count()
    settings.RELEASE_AFTER_DAYS = 13
    release_what_is_due()
    settings.RELEASE_AFTER_DAYS = 10
    assert figure(seen(uses[0], riverside), SEPTEMBER).value == 50
    assert [each.figure.value for each in seen(uses[1], riverside).groups["site"]] == [10, 10]
    Program.objects.filter(pk=riverside.programs.workforce.pk).update(protection=Protection.VICTIM_SERVICES)
    return InUse(again_read(uses[0]), version), InUse(again_read(uses[1]), version)


def again_read(use: InUse) -> MeasureAssignment:
    return MeasureAssignment.objects.select_related("program", "site").get(pk=use.assignment.pk)


def test_never_makes_anew_what_a_protected_program_was_in(
    before_protection: tuple[InUse, InUse], riverside: Riverside
) -> None:
    whole, _workforce = before_protection
    count()

    found = release_what_is_due()

    assert (found.done.restated, found.done.refused) == (0, [])
    assert figure(seen(whole, riverside), SEPTEMBER).value == 50


def test_leaves_a_protected_program_out_from_the_next_period_on(
    before_protection: tuple[InUse, InUse], riverside: Riverside
) -> None:
    whole, _workforce = before_protection
    leave(riverside.programs.mentoring, OCTOBER, completed=30)
    leave(riverside.programs.workforce, OCTOBER, completed=20)
    count()

    release_what_is_due()

    assert figure(seen(whole, riverside), OCTOBER).value == 30


def test_names_no_sites_of_a_program_that_came_under_protection(
    before_protection: tuple[InUse, InUse], riverside: Riverside
) -> None:
    _whole, workforce = before_protection

    assert "site" not in seen(workforce, riverside).groups
    assert figure(seen(workforce, riverside), SEPTEMBER).value == 20


def test_releases_no_new_part_of_days_before_a_program_was_protected(
    before_protection: tuple[InUse, InUse], riverside: Riverside
) -> None:
    whole, _workforce = before_protection
    mentoring = used(whole.version, riverside.programs.mentoring)
    count()

    release_what_is_due()

    assert [each.start for each in seen(mentoring, riverside).periods] == [date(2026, 10, 1)]


def again(use: InUse, program: Program | None) -> InUse:
    """The measure is not used there any more, and then it is."""
    MeasureAssignment.objects.filter(pk=use.assignment.pk).update(ended_on=TODAY)
    return used(use.version, program)


def test_forgets_nothing_when_a_measure_is_used_in_the_place_again(monthly: InUse, riverside: Riverside) -> None:
    release_what_is_due()
    leave(riverside.programs.mentoring, AUGUST, completed=1)
    count()
    anew = again(monthly, riverside.programs.mentoring)

    found = release_what_is_due()

    assert (found.done.released, found.done.restated) == (0, 0)
    assert [each.starts_on for each in found.done.refused] == [date(2026, 8, 1)]
    assert seen(anew, riverside) == seen(monthly, riverside)
    assert figure(seen(anew, riverside), AUGUST).value == 20


def test_keeps_the_length_of_periods_when_a_measure_is_used_in_the_place_again(riverside: Riverside) -> None:
    for month in range(1, 10):
        leave(riverside.programs.mentoring, date(2026, month, 10), completed=3)
    use = used(published(LEFT), riverside.programs.mentoring)
    count()
    release_what_is_due()
    for month in range(1, 10):
        leave(riverside.programs.mentoring, date(2026, month, 10), completed=20)
    count()
    anew = again(use, riverside.programs.mentoring)

    release_what_is_due()

    assert seen(anew, riverside).every is Every.QUARTER


def test_compares_a_new_part_with_one_that_was_released_and_ended(riverside: Riverside) -> None:
    tutoring = Program.objects.create(name="Tutoring", started_on=date(2020, 1, 1))
    for month in range(8, 11):
        leave(riverside.programs.mentoring, date(2026, month, 10), completed=50)
        leave(riverside.programs.workforce, date(2026, month, 10), completed=50)
        leave(tutoring, date(2026, month, 10), completed=2)
    version = published(LEFT)
    whole = used(version)
    mentoring = used(version, riverside.programs.mentoring)
    count()
    release_what_is_due()
    assert [figure(seen(use, riverside), OCTOBER).value for use in (whole, mentoring)] == [102, 50]
    MeasureAssignment.objects.filter(pk=mentoring.assignment.pk).update(ended_on=TODAY)
    workforce = used(version, riverside.programs.workforce)

    release_what_is_due()

    assert [each for each in seen(workforce, riverside).periods if each.figure.value is not None] == []


@pytest.mark.parametrize("about", ["clients", "community"])
def test_withholds_few_that_others_counted_unless_they_are_about_the_community(
    about: str, riverside: Riverside
) -> None:
    whole = used(published({**GRADUATES, "about": about}))
    part = used(whole.version, riverside.programs.mentoring)
    for use in (whole, part):
        report(use, 2, 3)

    release_what_is_due()

    shown = [figure(seen(use, riverside), OCTOBER).numerator for use in (whole, part)]
    assert shown == [2 if about == "community" else None, None]


def test_notices_a_ledger_that_was_altered(monthly: InUse) -> None:
    release_what_is_due()
    assert broken_lines() == []

    altered = ReleasedFigure.objects.filter(value=20).first()
    assert altered is not None
    _by_force("UPDATE figures_releasedfigure SET value = 21 WHERE id = %s", altered.pk)

    assert [each.release for each in broken_lines()] == [altered.release_id]


def test_notices_a_line_that_was_taken_away(monthly: InUse) -> None:
    release_what_is_due()
    second = LedgerLine.objects.order_by("id")[1]
    _by_force("DELETE FROM figures_ledgerline WHERE id = %s", second.pk)

    broken = broken_lines()

    assert broken[0].line == second.pk + 1
    assert broken[-1].release == second.release_id


def test_notices_an_end_that_was_cut_off_when_its_digest_was_kept(
    monthly: InUse, capsys: pytest.CaptureFixture[str]
) -> None:
    release_what_is_due()
    kept = last_digest()
    assert verify(kept) == 0
    assert f"It ends at {kept}." in capsys.readouterr().out

    last = LedgerLine.objects.latest("id")
    _by_force("DELETE FROM figures_ledgerline WHERE id = %s", last.pk)
    _by_force("DELETE FROM figures_releasedfigure WHERE release_id = %s", last.release_id)
    _by_force("DELETE FROM figures_release WHERE id = %s", last.release_id)

    assert broken_lines() == []
    with pytest.raises(Problem, match="No line of the ledger of releases has the digest"):
        verify(kept)


def test_says_which_measure_cannot_be_counted_yet(riverside: Riverside) -> None:
    used(published({**LEFT, "population": "${favorite_color} = 'blue'"}))
    count()

    found = release_what_is_due()

    assert list(found.uncounted) == ["People who left"]


def _by_force(statement: str, row: int) -> None:
    """As somebody would who owns the database and takes its triggers away first."""
    triggers.remove_triggers(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, [row])

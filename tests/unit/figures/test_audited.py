"""A release is audited with all that is published of the same people, and anybody can try it again afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from lineofsight.apps.agency.models import Program, Protection
from lineofsight.apps.figures.definitions import query_of
from lineofsight.apps.figures.models import LedgerLine, Release
from lineofsight.apps.figures.releasing import InUse, release_what_is_due
from lineofsight.apps.figures.same_people import counted_by, numerator_of, rest_of
from lineofsight.apps.figures.selectors.builds import current_build
from lineofsight.apps.figures.selectors.door import series_of
from lineofsight.apps.figures.selectors.ledger import broken_lines
from lineofsight.apps.figures.services import releases
from lineofsight.apps.figures.values import Figure
from lineofsight.cli.release import verify
from lineofsight.disclosure import Rule
from lineofsight.disclosure.audit import Audit
from lineofsight.disclosure.complementary import Suppressed
from lineofsight.disclosure.tables import PublishedTable
from lineofsight.measures import Query
from lineofsight.problems import Problem
from tests.unit.figures.conftest import Riverside
from tests.unit.figures.counted import COMPLETED, LEFT, STAYS, count, leave, published, used

OCTOBER = date(2026, 10, 15)
LEFT_TOO = {**LEFT, "measure": "left_too", "title": "People who went", "by": []}
NOT_COMPLETED = {
    **STAYS,
    "measure": "not_completed",
    "title": "Stays not completed",
    "numerator": "not(${enrollment_stage}='completed')",
}


def october(use: InUse, riverside: Riverside) -> Figure:
    """As the board sees it."""
    series = series_of([use], riverside.board, with_groups=True)[use.assignment.pk]
    return next(each.figure for each in series.periods if each.start <= OCTOBER <= each.end)


def query(document: dict[str, object]) -> Query:
    build = current_build()
    assert build is not None
    found = query_of(published(document), build.catalogue)
    assert isinstance(found, Query)
    return found


@pytest.fixture
def two_programs(riverside: Riverside) -> None:
    """Each month 20 people left Mentoring, and 3 left Workforce."""
    for month in range(1, 11):
        leave(riverside.programs.mentoring, date(2026, month, 10), completed=20)
        leave(riverside.programs.workforce, date(2026, month, 10), completed=3)
    count()


@pytest.fixture
def protected_since(two_programs: None, riverside: Riverside) -> InUse:
    """The agency was released with Workforce in it; Workforce is protected since, and the same people are counted by
    another measure from now on."""
    used(published(LEFT))
    release_what_is_due()
    Program.objects.filter(pk=riverside.programs.workforce.pk).update(protection=Protection.VICTIM_SERVICES)
    return used(published(LEFT_TOO))


def no_suppression(tables: Sequence[PublishedTable]) -> Suppressed:
    return Suppressed(tuple(tables), (), Audit(hidden=0, of_few=0))


def test_withholds_the_agency_without_a_program_that_was_in_it_before(
    protected_since: InUse, riverside: Riverside
) -> None:
    count()
    found = release_what_is_due()

    assert october(protected_since, riverside) == Figure(value=None, withheld=Rule.FEW_OR_PROTECTS)
    assert found.done.closed_by_audit == 10
    assert verify() == 0


def test_stays_as_it_was_hidden_on_the_next_day(protected_since: InUse) -> None:
    count()
    release_what_is_due()
    found = release_what_is_due()

    assert (found.done.released, found.done.restated, found.done.refused) == (0, 0, [])


def test_verify_recovers_what_was_released_without_an_audit(
    protected_since: InUse, riverside: Riverside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(releases, "suppress", no_suppression)
    count()
    release_what_is_due()

    assert october(protected_since, riverside).value == 20
    with pytest.raises(Problem, match=r"10 recoverable.*People who"):
        verify()


def test_says_with_how_many_tables_it_was_audited(
    protected_since: InUse, riverside: Riverside, capsys: pytest.CaptureFixture[str]
) -> None:
    count()
    release_what_is_due()
    verify()

    audited = series_of([protected_since], riverside.board)[protected_since.assignment.pk].audited_tables
    assert audited == 2
    assert "Audited: 20 tables, 10 hidden, nothing recoverable." in capsys.readouterr().out


def test_the_ledger_holds_how_rows_made_up_their_total(two_programs: None, riverside: Riverside) -> None:
    leave(riverside.programs.workforce, OCTOBER, completed=10)
    count()
    use = used(published({**LEFT, "by": ["program"]}))
    release_what_is_due()

    release = Release.objects.filter(assignment=use.assignment).latest("starts_on")
    assert release.sums == {"rows": {"program": "exact"}}
    assert broken_lines() == []
    assert LedgerLine.objects.count() == 10


def test_knows_the_same_people_under_two_names_and_in_other_words(two_programs: None) -> None:
    one, other = query(STAYS), query(NOT_COMPLETED)

    assert counted_by(one) == counted_by(other)
    assert numerator_of(one) == rest_of(other)
    assert numerator_of(other) == rest_of(one)
    assert counted_by(one) != counted_by(query(COMPLETED))

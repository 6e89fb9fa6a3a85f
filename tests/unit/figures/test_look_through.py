"""What is wrong in the records is written down with each build: what is new comes, what was mended goes."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date, timedelta

import pytest

from lineofsight.apps.figures.models import Build, Fault, FaultCount, PossibleDouble
from lineofsight.apps.figures.quality import checks, doubles_seen_by
from lineofsight.apps.figures.selectors.builds import looked_at, needs_build
from lineofsight.apps.records.models import Enrollment, Participant, Service, ServiceType, StaffAssignment, Stage
from lineofsight.packs.quality import declared_checks
from tests.unit.figures.conftest import Riverside
from tests.unit.figures.counted import TODAY, count, leave

OCTOBER = date(2026, 10, 15)


@pytest.fixture
def served_late(riverside: Riverside) -> Enrollment:
    """Somebody who was served three days after the exit."""
    (stay,) = leave(riverside.programs.mentoring, OCTOBER, completed=1)
    kind = ServiceType.objects.create(name="Visit", unit="visits")
    Service.objects.create(enrollment=stay, type=kind, date=OCTOBER + timedelta(days=3), quantity=1)
    return stay


def found(check: str) -> set[int]:
    return set(Fault.objects.filter(found_by=check).values_list("enrollment", flat=True))


def test_writes_down_what_is_found_and_when(served_late: Enrollment) -> None:
    assert looked_at() is None

    count()

    assert found("served_after_exit") == {served_late.pk}
    assert looked_at() is not None
    assert not needs_build()


def test_forgets_what_was_mended_and_keeps_what_was_not(served_late: Enrollment, riverside: Riverside) -> None:
    (other,) = leave(riverside.programs.mentoring, OCTOBER, completed=1)
    Service.objects.create(enrollment=other, type=ServiceType.objects.get(), date=TODAY, quantity=1)
    count()
    kept = Fault.objects.get(enrollment=other).pk

    Service.objects.filter(enrollment=served_late).update(date=OCTOBER)
    count()

    assert list(Fault.objects.filter(found_by="served_after_exit").values_list("pk", flat=True)) == [kept]


def test_looks_again_when_somebody_is_handed_over(served_late: Enrollment, riverside: Riverside) -> None:
    stay = Enrollment.objects.create(
        participant=served_late.participant,
        program=riverside.programs.mentoring,
        stage=Stage.ACTIVE,
        entry_date=TODAY - timedelta(days=5),
    )
    count()
    assert found("nobody_looks_after") == {stay.pk}

    StaffAssignment.objects.create(enrollment=stay, staff=riverside.worker, started_on=TODAY)

    assert needs_build()
    count()
    assert found("nobody_looks_after") == set()


def test_is_due_while_the_newest_build_was_not_looked_through(served_late: Enrollment) -> None:
    count()
    Build.objects.update(looked_at=None)

    assert needs_build()


def test_says_which_check_cannot_be_asked_here_and_looks_for_the_others(
    served_late: Enrollment, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A pack may mean a question otherwise than this agency asks it."""
    odd = replace(declared_checks()["match_never_ended"], check="odd", finds="${exit_date} = 7")
    monkeypatch.setattr(checks, "declared_checks", lambda: {"odd": odd, **declared_checks()})

    with caplog.at_level(logging.WARNING):
        count()

    assert 'Check "odd" has' in caplog.text
    assert found("served_after_exit") == {served_late.pk}


def test_moves_a_fault_with_its_stay(served_late: Enrollment, riverside: Riverside) -> None:
    count()

    Enrollment.objects.filter(pk=served_late.pk).update(program=riverside.programs.workforce)
    count()

    assert [each.program for each in FaultCount.objects.filter(found_by="served_after_exit")] == [
        riverside.programs.workforce
    ]


def test_counts_who_may_be_here_twice_among_those_one_may_see(riverside: Riverside) -> None:
    leave(riverside.programs.mentoring, OCTOBER, completed=2)
    leave(riverside.programs.safe_harbor, OCTOBER, completed=1)
    Participant.objects.update(search_sounds=" A REYES ")
    count()

    assert PossibleDouble.objects.count() == 2
    assert doubles_seen_by(riverside.lead) == 1
    assert doubles_seen_by(riverside.of_harbor) == 2

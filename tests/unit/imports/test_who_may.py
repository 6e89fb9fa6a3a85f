"""Each service of imports asks by itself: somebody who may not is refused, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lineofsight.apps.agency.models import ImportRun, StaffMember
from lineofsight.apps.agency.permissions import COMMAND_LINE, can_import
from lineofsight.apps.imports import services
from lineofsight.apps.records.models import Participant
from lineofsight.problems import NotPermitted
from tests.house.test_services_ask_first import NOBODY_ASKS, STEPS, WRITERS

from .rows_reader import person, program, read, stay

pytestmark = pytest.mark.usefixtures("real_transactions")
ROWS = [program(), person("C1"), stay("E1", "C1")]
ASKED: dict[str, Callable[[ImportRun, StaffMember], object]] = {
    "reading.begin_run": lambda run, by: services.begin_run("hmis", "export.zip", actor=by),
    "deciding.decide": lambda run, by: services.decide(run, vanished="withdraw", actor=by),
    "deciding.begin_writing": lambda run, by: services.begin_writing(run, actor=by),
    "writing.write_run": lambda run, by: services.write_run(run, actor=by),
    "looking.note_opening": lambda run, by: services.note_opening(run, rows=3, actor=by),
    "looking.note_saving": lambda run, by: services.note_saving(run, rows=3, actor=by),
    "ending.stop_run": lambda run, by: services.stop_run(run, actor=by),
    "ending.throw_away_undecided_runs": lambda run, by: services.throw_away_undecided_runs(actor=by),
}


def test_names_every_service_of_imports_that_writes() -> None:
    asked = {name.removeprefix("imports.") for name in set(WRITERS) - set(NOBODY_ASKS) - STEPS if "imports." in name}

    assert asked == set(ASKED)


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("who", ["administrator", "program_manager", "stranger"])
def test_refuses_who_does_not_import(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, who: str, name: str
) -> None:
    actor = request.getfixturevalue(who)
    run = read(monkeypatch, ROWS)

    with CaptureQueriesContext(connection) as asked, pytest.raises(NotPermitted, match="import records"):
        ASKED[name](run, actor)

    assert [each["sql"] for each in asked if not each["sql"].startswith("SELECT")] == []


def test_waits_for_a_decision_again_when_who_decided_lost_the_role_meanwhile(
    monkeypatch: pytest.MonkeyPatch, performance_lead: StaffMember
) -> None:
    run = read(monkeypatch, ROWS)
    services.begin_writing(run, actor=performance_lead)
    performance_lead.roles.all().delete()

    with pytest.raises(NotPermitted):
        services.write_run(run, actor=StaffMember.objects.get(pk=performance_lead.pk))
    services.mend_interrupted_runs()

    run.refresh_from_db()
    assert (run.state, Participant.objects.count()) == (ImportRun.State.READY, 0)


def test_lets_a_command_import() -> None:
    assert can_import(COMMAND_LINE)

"""An import that nobody wants: thrown away by hand, or after two weeks in which nobody decided; never while written."""

from datetime import timedelta

import pytest

from lineofsight.apps.agency.clock import now
from lineofsight.apps.agency.models import ImportRun, TrailEntry
from lineofsight.apps.agency.permissions import COMMAND_LINE
from lineofsight.apps.agency.selectors.trail import TrailFilter, in_words, trail_entries
from lineofsight.apps.agency.words import the_words
from lineofsight.apps.imports import services
from lineofsight.apps.imports.folder import at_work, folder_of, staging_path
from lineofsight.apps.imports.services import writing
from lineofsight.apps.records.models import Participant
from lineofsight.problems import Problem

from .rows_reader import person, program, read, stay

pytestmark = pytest.mark.usefixtures("real_transactions")
ROWS = [program(), person("C1"), stay("E1", "C1")]
State = ImportRun.State


def waiting_for(monkeypatch, days):
    run = read(monkeypatch, ROWS)
    ImportRun.objects.filter(pk=run.pk).update(started_at=now() - timedelta(days=days))
    return run


def test_throws_away_what_nobody_decided_for_two_weeks(monkeypatch):
    run = waiting_for(monkeypatch, 15)

    services.throw_away_undecided_runs(actor=COMMAND_LINE)

    run.refresh_from_db()
    assert (run.state, run.refusal) == (State.STOPPED, "Nobody decided about it for 14 days.")
    assert not any(folder_of(run.pk).iterdir())


def test_keeps_it_to_the_last_day(monkeypatch):
    run = waiting_for(monkeypatch, 14)

    services.throw_away_undecided_runs(actor=COMMAND_LINE)

    run.refresh_from_db()
    assert (run.state, staging_path(run.pk).exists()) == (State.READY, True)


def test_says_so_in_the_trail(monkeypatch, administrator):
    run = waiting_for(monkeypatch, 20)

    services.throw_away_undecided_runs(actor=COMMAND_LINE)

    (entry,) = trail_entries(TrailFilter(action=TrailEntry.Action.ENDED))
    (line,) = in_words([entry], the_words(), administrator)
    assert (entry.subject_id, entry.detail) == (run.pk, {"undecided_days": 14})
    assert line.sentence == f"import {run.pk} was thrown away: nobody had decided about it for 14 days"


def test_never_throws_away_what_is_about_to_be_written(monkeypatch):
    run = waiting_for(monkeypatch, 30)
    services.begin_writing(run, actor=COMMAND_LINE)

    services.throw_away_undecided_runs(actor=COMMAND_LINE)

    services.write_run(run, actor=COMMAND_LINE)
    assert Participant.objects.count() == 1


def test_never_throws_away_what_somebody_is_at(monkeypatch):
    run = waiting_for(monkeypatch, 30)

    with at_work(run.pk):
        services.throw_away_undecided_runs(actor=COMMAND_LINE)

    run.refresh_from_db()
    assert run.state == State.READY


def test_does_not_say_thrown_away_of_what_is_being_written(monkeypatch):
    run = read(monkeypatch, ROWS)
    seen_before = ImportRun.objects.get(pk=run.pk)
    services.begin_writing(run, actor=COMMAND_LINE)

    with pytest.raises(Problem, match="It cannot be stopped any more"):
        services.stop_run(seen_before, actor=COMMAND_LINE)

    services.write_run(run, actor=COMMAND_LINE)
    assert TrailEntry.objects.filter(action=TrailEntry.Action.ENDED).count() == 0


def test_writes_nothing_once_somebody_was_told_that_it_is_thrown_away(monkeypatch):
    run = read(monkeypatch, ROWS)
    things_left = writing.things_left

    def stop_meanwhile(asked):
        services.stop_run(ImportRun.objects.get(pk=asked.pk), actor=COMMAND_LINE)
        return []

    monkeypatch.setattr(writing, "things_left", stop_meanwhile)
    with pytest.raises(Problem) as refused:
        services.write_run(run, actor=COMMAND_LINE)
    monkeypatch.setattr(writing, "things_left", things_left)

    run.refresh_from_db()
    assert (refused.value.code, run.state, Participant.objects.count()) == ("I002", State.STOPPED, 0)


def test_leaves_a_refused_import_as_it_ended(monkeypatch):
    run = read(monkeypatch, ROWS)
    ImportRun.objects.filter(pk=run.pk).update(state=State.REFUSED, refusal="Not a zip.")

    services.stop_run(run, actor=COMMAND_LINE)

    run.refresh_from_db()
    assert (run.state, TrailEntry.objects.count()) == (State.REFUSED, 0)


def test_takes_no_decision_about_what_is_being_written(monkeypatch):
    run = read(monkeypatch, ROWS)
    seen_before = ImportRun.objects.get(pk=run.pk)
    services.begin_writing(run, actor=COMMAND_LINE)

    with pytest.raises(Problem, match="not waiting"):
        services.decide(seen_before, vanished="withdraw", actor=COMMAND_LINE)

    run.refresh_from_db()
    assert run.vanished == "undecided"

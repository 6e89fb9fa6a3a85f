"""Every service of the framework asks by itself whether its actor may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.framework import permissions
from lineofsight.apps.framework.models import MeasureAssignment
from lineofsight.apps.framework.reported_counts import Counts, Days
from lineofsight.apps.framework.services import (
    assignments,
    beginning,
    bringing,
    goals,
    looks,
    measures,
    mission,
    programs,
    reported,
    submitted,
)
from lineofsight.packs.offered import offered_measures
from lineofsight.problems import NotPermitted
from tests.cast import Programs
from tests.house.framework import Framework, build_framework

Call = Callable[[Framework, StaffMember], Any]

CALLS: dict[str, Call] = {
    "write_mission": lambda there, who: mission.write_mission("We help.", seen="", actor=who),
    "explain_phrase": lambda there, who: mission.explain_phrase(there.phrase, "Why", seen="", actor=who),
    "explain_program": lambda there, who: mission.explain_program(
        there.uses["own"].model.program, "Why", seen="", actor=who
    ),
    "add_goal": lambda there, who: goals.add_goal(title="Goal", entry_id=uuid4(), actor=who),
    "change_goal": lambda there, who: goals.change_goal(there.goal, title="Goal", seen="", actor=who),
    "move_goal": lambda there, who: goals.move_goal(there.goal, up=True, actor=who),
    "remove_goal": lambda there, who: goals.remove_goal(there.goal, actor=who),
    "add_strategy": lambda there, who: goals.add_strategy(there.goal, title="Way", entry_id=uuid4(), actor=who),
    "change_strategy": lambda there, who: goals.change_strategy(there.strategy, title="Way", seen="", actor=who),
    "remove_strategy": lambda there, who: goals.remove_strategy(there.strategy, actor=who),
    "add_outcome": lambda there, who: goals.add_outcome(there.goal, title="Change", entry_id=uuid4(), actor=who),
    "change_outcome": lambda there, who: goals.change_outcome(there.outcome, title="Change", seen="", actor=who),
    "remove_outcome": lambda there, who: goals.remove_outcome(there.outcome, actor=who),
    "connect_program": lambda there, who: goals.connect_program(
        there.uses["own"].model.program, [], seen="", actor=who
    ),
    "change_model": lambda there, who: programs.change_model(
        there.uses["own"].model.program, size="Small", seen="", actor=who
    ),
    "change_lines": lambda there, who: programs.change_lines(
        there.uses["own"].model.program, {"components": "One"}, seen="", actor=who
    ),
    "show_change_with": lambda there, who: programs.show_change_with(there.uses["own"].change, [], seen="", actor=who),
    "add_check": lambda there, who: programs.add_check(
        there.uses["own"].model.program, measure=there.measure, component=None, expected="All", actor=who
    ),
    "remove_check": lambda there, who: programs.remove_check(there.uses["own"].check, actor=who),
    "begin_version": lambda there, who: programs.begin_version(
        there.uses["own"].model.program, there.uses["own"].period.ends_on, actor=who
    ),
    "adopt_measures": lambda there, who: measures.adopt_measures([], actor=who),
    "write_own_measure": lambda there, who: measures.write_own_measure({"title": "New"}, actor=who),
    "change_measure": lambda there, who: measures.change_measure(there.measure, {}, seen="", actor=who),
    "write_definition": lambda there, who: measures.write_definition(there.unasked, {}, seen="", actor=who),
    "ask_for_look": lambda there, who: looks.ask_for_look(there.unasked, actor=who),
    "publish_measure": lambda there, who: measures.publish_measure(there.measure, actor=who),
    "assign_measure": lambda there, who: assignments.assign_measure(
        there.measure, program=None, site=None, entry_id=uuid4(), actor=who
    ),
    "change_assignment": lambda there, who: assignments.change_assignment(
        there.uses["own"].assignment, asks="how_well", seen="", actor=who
    ),
    "end_assignment": lambda there, who: assignments.end_assignment(there.uses["own"].assignment, actor=who),
    "set_target": lambda there, who: assignments.set_target(there.uses["own"].assignment, entry_id=uuid4(), actor=who),
    "change_target": lambda there, who: assignments.change_target(there.uses["own"].period, seen="", actor=who),
    "remove_target": lambda there, who: assignments.remove_target(there.uses["own"].period, actor=who),
    "begin_to_measure": lambda there, who: beginning.begin_to_measure(
        offered_measures()[:1], [there.uses["own"].model.program], for_the_whole=False, goal=None, actor=who
    ),
    "write_note": lambda there, who: assignments.write_note(
        there.uses["own"].assignment,
        about_from=there.uses["own"].period.starts_on,
        about_to=there.uses["own"].period.ends_on,
        behind="Rain",
        trying="",
        entry_id=uuid4(),
        actor=who,
    ),
    "report_values": lambda there, who: reported.report_values(
        there.measure, reported.Place(there.uses["own"].model.program, None), [], source="State", actor=who
    ),
    "keep_submitted": lambda there, who: submitted.keep_submitted(
        there.uses["own"].computed,
        there.measure.versions.get(number=1),
        submitted.Submitted(
            days=Days(date(2025, 1, 1), date(2025, 12, 31)),
            counts=Counts(count=7),
            to_whom="The State",
            report="State report",
            submitted_on=date(2026, 1, 20),
            source="Table 1",
        ),
        actor=who,
    ),
    "explain_difference": lambda there, who: submitted.explain_difference(
        there.uses["own"].figure,
        "Rain",
        submitted.Ours(numerator=None, denominator=7, value=7, version=1, build=1),
        actor=who,
    ),
    "bring_measures": lambda there, who: bringing.bring_measures([], seen="", actor=who),
    "open_attachment": lambda there, who: reported.open_attachment(there.uses["own"].attachment, actor=who),
}


@pytest.fixture
def framework(programs: Programs, performance_lead: StaffMember, coach: StaffMember) -> Framework:
    return build_framework(
        {"own": programs.mentoring, "other": programs.workforce, "protected": programs.safe_harbor},
        performance_lead,
        author=coach,
    )


@pytest.mark.parametrize("name", sorted(CALLS))
def test_refuses_a_board_member(name: str, framework: Framework, board_member: StaffMember) -> None:
    with pytest.raises(NotPermitted):
        CALLS[name](framework, board_member)


@pytest.mark.parametrize("name", sorted(CALLS))
def test_refuses_an_administrator(name: str, framework: Framework, administrator: StaffMember) -> None:
    with pytest.raises(NotPermitted):
        CALLS[name](framework, administrator)


def test_names_every_service() -> None:
    there = {
        name
        for module in (mission, goals, programs, measures, looks, assignments, beginning, reported, submitted, bringing)
        for name, found in vars(module).items()
        if callable(found) and getattr(found, "__module__", "") == module.__name__ and not name.startswith("_")
    }

    reads = {"as_written", "lines_of", "words_of", "columns_of", "attachment_of", "figure_in_words"}
    values = {"Upload", "Submitted", "Ours"}
    in_tests_of_looks = {"approve_draft", "send_draft_back", "check_was_looked_at", "draft_to_publish", "keep_draft"}
    assert there - reads - values - in_tests_of_looks == set(CALLS)


def test_lets_the_owner_note_without_any_role(framework: Framework, stranger: StaffMember, programs: Programs) -> None:
    MeasureAssignment.objects.filter(pk=framework.uses["own"].assignment.pk).update(owner=stranger)
    assignment = MeasureAssignment.objects.get(pk=framework.uses["own"].assignment.pk)

    assert permissions.can_write_note(stranger, assignment)
    assert not permissions.can_report_for(stranger, programs.mentoring, None)

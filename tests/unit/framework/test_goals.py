"""Goals, strategies and outcomes."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from lineofsight.apps.agency.models import RowVersion, StaffMember, TrailEntry
from lineofsight.apps.agency.seen import ChangedMeanwhile, token_of
from lineofsight.apps.framework.models import Goal, Measure, Outcome
from lineofsight.apps.framework.services.assignments import assign_measure
from lineofsight.apps.framework.services.goals import (
    add_goal,
    add_strategy,
    change_goal,
    connect_program,
    move_goal,
    remove_goal,
    remove_outcome,
)
from lineofsight.apps.framework.services.mission import as_written, write_mission
from lineofsight.problems import NotPermitted, Problem
from tests.cast import Programs
from tests.seen import as_it_is
from tests.unit.framework.conftest import Small


def test_puts_a_new_goal_behind_the_others(small: Small, director: StaffMember) -> None:
    added = add_goal(title="Children learn", entry_id=uuid4(), actor=director)

    assert list(Goal.objects.all()) == [small.goal, added]


def test_moves_a_goal_up(small: Small, director: StaffMember) -> None:
    added = add_goal(title="Children learn", entry_id=uuid4(), actor=director)

    move_goal(added, up=True, actor=director)

    assert list(Goal.objects.all()) == [added, small.goal]


def test_leaves_the_first_goal_where_it_is(small: Small, director: StaffMember) -> None:
    move_goal(small.goal, up=True, actor=director)

    assert list(Goal.objects.all()) == [small.goal]
    assert not RowVersion.objects.filter(table="framework_goal").exists()


def test_names_the_changed_fields_in_the_trail(small: Small, director: StaffMember) -> None:
    change_goal(small.goal, title="Homes last", why="", seen=as_it_is(small.goal), actor=director)

    entry = TrailEntry.objects.get(subject="framework.goal", action="changed")
    assert entry.detail == {"fields": ["title"]}


def test_keeps_the_phrases_of_earlier_missions(small: Small, director: StaffMember) -> None:
    written = token_of(as_written(small.mission))
    fresh = write_mission("Everybody has [a bed].", seen=written, actor=director)

    change_goal(small.goal, phrases=[fresh.phrases.get()], seen=as_it_is(small.goal), actor=director)

    assert {phrase.text for phrase in small.goal.phrases.all()} == {"a home", "a bed"}


def test_refuses_to_remove_a_goal_with_an_outcome(small: Small, director: StaffMember) -> None:
    with pytest.raises(Problem, match="belong to the goal") as refused:
        remove_goal(small.goal, actor=director)
    assert refused.value.code == "F010"


def test_keeps_a_removed_goal_in_the_history(small: Small, director: StaffMember) -> None:
    added = add_goal(title="Children learn", entry_id=uuid4(), actor=director)
    key = added.pk

    remove_goal(added, actor=director)

    version = RowVersion.objects.get(table="framework_goal", row_id=key, was_removed=True)
    assert version.before["title"] == "Children learn"


def test_refuses_to_remove_an_outcome_that_a_measure_shows(small: Small, share: Measure, director: StaffMember) -> None:
    assign_measure(
        share, program=None, site=None, outcome=small.outcome, asks="better_off", entry_id=uuid4(), actor=director
    )

    with pytest.raises(Problem, match="Measures show the outcome"):
        remove_outcome(small.outcome, actor=director)
    assert Outcome.objects.filter(pk=small.outcome.pk).exists()


def test_connects_a_program_through_its_strategies(small: Small, programs: Programs, director: StaffMember) -> None:
    one = add_strategy(small.goal, title="Home first", programs=[programs.mentoring], entry_id=uuid4(), actor=director)
    two = add_strategy(small.goal, title="Landlords", entry_id=uuid4(), actor=director)

    connect_program(programs.mentoring, [two], seen=token_of({"strategies": [one.pk]}), actor=director)

    assert list(programs.mentoring.strategies.all()) == [two]


def test_refuses_a_save_over_a_change_nobody_saw(small: Small, director: StaffMember) -> None:
    before = as_it_is(small.goal)
    change_goal(small.goal, title="Homes last", seen=before, actor=director)

    with pytest.raises(ChangedMeanwhile):
        change_goal(small.goal, title="Homes hold", seen=before, actor=director)


def test_refuses_an_administrator(small: Small, administrator: StaffMember) -> None:
    with pytest.raises(NotPermitted, match="Directors, and performance leads"):
        add_goal(title="Children learn", entry_id=uuid4(), actor=administrator)


def test_refuses_a_goal_without_a_title(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.create(title="", position=1)

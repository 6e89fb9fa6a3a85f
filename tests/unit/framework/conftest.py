"""A small framework: a mission with two phrases, a goal, an outcome and a measure of each kind."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

import pytest

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.framework.models import Goal, Measure, Mission, Outcome
from lineofsight.apps.framework.services.goals import add_goal, add_outcome
from lineofsight.apps.framework.services.mission import write_mission
from tests.cast import Programs
from tests.looked_at import published

SHARE = {"title": "Students who graduate", "asks": "better_off", "source": "reported", "statistic": "proportion"}
NUMBER = {"title": "Eviction cases", "asks": "how_much", "source": "reported", "statistic": "count"}
COMPUTED = {
    "title": "People leave to a home",
    "asks": "better_off",
    "source": "computed",
    "count": "enrollment",
    "statistic": "proportion",
    "period": "${exit_date}",
    "numerator": "${exit_destination} = 'home'",
}


@dataclass(frozen=True)
class Small:
    mission: Mission
    goal: Goal
    outcome: Outcome


@pytest.fixture
def small(performance_lead: StaffMember, programs: Programs) -> Small:
    """“Every child has a home and a school.” The phrase “a home” has a goal, the other phrase has none."""
    mission = write_mission("Every child has [a home] and [a school].", seen="", actor=performance_lead)
    home = mission.phrases.get(text="a home")
    goal = add_goal(title="Children keep their home", phrases=[home], entry_id=uuid4(), actor=performance_lead)
    outcome = add_outcome(
        goal, title="Children stay", programs=[programs.mentoring], entry_id=uuid4(), actor=performance_lead
    )
    return Small(mission, goal, outcome)


@pytest.fixture
def share(performance_lead: StaffMember) -> Measure:
    """A share that others count."""
    return published(SHARE, performance_lead)


@pytest.fixture
def number(performance_lead: StaffMember) -> Measure:
    """A number that others count."""
    return published(NUMBER, performance_lead)


@pytest.fixture
def computed(performance_lead: StaffMember) -> Measure:
    """A share from the records, whose destination nobody asks yet."""
    return published(COMPUTED, performance_lead)

"""The goals page, and the forms under it."""

from uuid import uuid4

from django.test import Client

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.framework.models import Goal, Outcome, Strategy
from lineofsight.apps.framework.services.goals import add_goal
from tests.cast import Programs
from tests.seen import token_on
from tests.unit.framework.conftest import Small

PAGE = "/line-of-sight/goals/"


def test_shows_goals_with_their_outcomes(as_front_line_worker: Client, small: Small) -> None:
    page = as_front_line_worker.get(PAGE).content.decode()

    assert "Children keep their home" in page
    assert "Children stay" in page
    assert "No measure yet" in page
    assert "Change" not in page


def test_suggests_measures_to_those_who_may_adopt_them(as_director: Client, small: Small) -> None:
    assert "Youth keep a mentor for a year" in as_director.get(PAGE).content.decode()


def test_adds_a_strategy(as_director: Client, small: Small, programs: Programs) -> None:
    said = {"title": "Home first", "programs": [programs.mentoring.pk]}
    answer = as_director.post(f"{PAGE}{small.goal.pk}/strategies/add/", {**said, "entry_id": uuid4()})

    assert answer.headers["Location"] == f"{PAGE}#goal-{small.goal.pk}"
    assert list(Strategy.objects.get().programs.all()) == [programs.mentoring]


def test_changes_an_outcome(as_director: Client, small: Small) -> None:
    address = f"/line-of-sight/outcomes/{small.outcome.pk}/"

    as_director.post(address, {"title": "Children stay for good", "seen": token_on(as_director, address)})

    outcome = Outcome.objects.get()
    assert outcome.title == "Children stay for good"
    assert not outcome.programs.exists()


def test_says_why_a_goal_cannot_be_removed(as_director: Client, small: Small) -> None:
    answer = as_director.post(f"{PAGE}{small.goal.pk}/remove/")

    assert answer.status_code == 400
    assert "Move or remove them first." in answer.content.decode()


def test_moves_a_goal(as_director: Client, small: Small, director: StaffMember) -> None:
    added = add_goal(title="Children learn", entry_id=uuid4(), actor=director)

    as_director.post(f"{PAGE}{added.pk}/move/", {"up": "1"})

    assert list(Goal.objects.all()) == [added, small.goal]


def test_asks_for_a_title(as_director: Client, small: Small) -> None:
    answer = as_director.post(f"{PAGE}add/", {"title": "", "why": "Because."})

    assert answer.status_code == 422
    assert "Because." in answer.content.decode()

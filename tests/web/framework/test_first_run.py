"""An agency that has written nothing yet: what the pages say, and that the way through them is short."""

from uuid import uuid4

from django.test import Client

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.framework.models import Goal, Measure, MeasureAssignment, Mission, Outcome
from tests.cast import Programs


def test_says_what_to_do_first(as_performance_lead: Client) -> None:
    page = as_performance_lead.get("/line-of-sight/mission/").content.decode()

    assert "What are we for?" in page
    assert page.count("Write it") == 1
    assert 'href="/line-of-sight/mission/change/"' in page


def test_tells_a_board_member_who_writes_it(as_board_member: Client) -> None:
    page = as_board_member.get("/line-of-sight/mission/").content.decode()

    assert "Nobody has written it here yet." in page
    assert "A director or the performance lead does." in page
    assert "/change/" not in page


def test_says_what_comes_on_the_other_pages(as_director: Client, programs: Programs) -> None:
    assert "Write the first goal" in as_director.get("/line-of-sight/goals/").content.decode()
    assert "Look at the starters" in as_director.get("/line-of-sight/measures/").content.decode()
    assert "Write the model" in as_director.get(f"/programs/{programs.mentoring.pk}/").content.decode()


def test_leads_from_nothing_to_a_line_that_holds(
    as_performance_lead: Client, performance_lead: StaffMember, programs: Programs
) -> None:
    browser = as_performance_lead
    browser.post("/line-of-sight/mission/change/", {"written": "Every child has [a home]."})
    phrase = Mission.objects.get().phrases.get()

    browser.post(
        f"/line-of-sight/goals/add/?phrase={phrase.pk}",
        {"title": "Homes last", "phrases": [phrase.pk], "entry_id": uuid4()},
    )
    goal = Goal.objects.get()

    said = {"title": "People leave to a home", "programs": [programs.mentoring.pk]}
    browser.post(f"/line-of-sight/goals/{goal.pk}/outcomes/add/", {**said, "entry_id": uuid4()})
    outcome = Outcome.objects.get()

    browser.post("/line-of-sight/measures/adopt/", {"keys": ["exits_to_permanent_housing"]})
    measure = Measure.objects.get()

    use = {"place": f"{programs.mentoring.pk}:", "outcome": outcome.pk, "asks": "better_off"}
    browser.post(f"/line-of-sight/measures/{measure.pk}/use/", {**use, "entry_id": uuid4()})

    assignment = MeasureAssignment.objects.get()
    assert (assignment.outcome, assignment.program) == (outcome, programs.mentoring)
    page = browser.get("/line-of-sight/mission/").content.decode()
    assert "Five steps" not in page
    assert "Homes last" in page


def test_offers_the_phrase_from_which_one_came(as_director: Client, small: object) -> None:
    phrase = Mission.objects.get().phrases.get(text="a school")

    form = as_director.get(f"/line-of-sight/goals/add/?phrase={phrase.pk}").context["form"]

    assert form["phrases"].value() == [str(phrase.pk)]


def test_keeps_what_was_typed_when_a_bracket_is_missing(as_director: Client) -> None:
    answer = as_director.post("/line-of-sight/mission/change/", {"written": "Every child has [a home."})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "A bracket is opened before “a home.…” and not closed." in page
    assert "Every child has [a home." in page

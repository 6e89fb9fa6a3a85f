"""The editor: nothing typed is lost, what is no choice stays, each mistake is said beside its question."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from lineofsight.apps.agency.models import StaffMember, TrailEntry
from lineofsight.apps.framework import facts_of_now
from lineofsight.apps.framework.facts_of_now import FigureNow, PeriodNow, PersonNow, Preview
from lineofsight.apps.framework.models import Measure
from lineofsight.apps.framework.services.measures import write_own_measure
from tests.cast import Clients
from tests.house.filled_form import filled
from tests.looked_at import know_core_facts, published

LEAVERS: dict[str, Any] = {
    "title": "People complete",
    "asks": "how_well",
    "source": "computed",
    "count": "participant",
    "period": "${exit_date}",
    "derive": {
        "long": {"first": [{"when": "days-between(${entry_date}, ${exit_date}) > 90", "then": "1"}, {"then": "0"}]},
    },
    "population": "${long}=1 and (${applied_on} = '' or ${applied_on} <= ${entry_date})",
    "numerator": "${enrollment_stage} = 'completed'",
    "represented_by": {"pick": "latest", "by": ["${exit_date}", "${id}"]},
    "matures_after": "7 days",
    "by": ["program"],
    "direction": "increase",
    "limits": "Says nothing\nof why.",
}


@pytest.fixture(autouse=True)
def core_facts(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    know_core_facts(monkeypatch)


@pytest.fixture
def draft(performance_lead: StaffMember) -> Measure:
    return write_own_measure(LEAVERS, actor=performance_lead)


def editor(measure: Measure) -> str:
    return f"/line-of-sight/measures/{measure.pk}/define/"


def kept(measure: Measure) -> dict[str, Any]:
    document: dict[str, Any] = measure.versions.order_by("-number")[0].document
    return document


def send(client: Client, measure: Measure, **answers: object) -> Any:
    page = client.get(editor(measure)).content.decode()
    return client.post(editor(measure), filled(page, {"act": "keep", **answers}))


def test_changes_nothing_when_the_page_is_sent_as_it_is(as_performance_lead: Client, draft: Measure) -> None:
    send(as_performance_lead, draft)

    assert kept(draft) == {**LEAVERS, "measure": draft.key}


def test_keeps_what_is_chosen_and_leaves_the_rest_to_the_letter(as_performance_lead: Client, draft: Measure) -> None:
    send(as_performance_lead, draft, matures_after="30", by=["program", "site"])

    assert kept(draft) == {**LEAVERS, "measure": draft.key, "matures_after": "30 days", "by": ["program", "site"]}


def test_begins_the_next_version_of_what_is_published(
    as_performance_lead: Client, performance_lead: StaffMember
) -> None:
    measure = published(LEAVERS, performance_lead)

    send(as_performance_lead, measure, matures_after="30")

    assert [(each.number, each.document["matures_after"]) for each in measure.versions.all()] == [
        (2, "30 days"),
        (1, "7 days"),
    ]


def test_loses_nothing_when_a_condition_is_added(as_performance_lead: Client, draft: Measure) -> None:
    answer = send(as_performance_lead, draft, act="add:population", title="Something else", limits="Typed just now")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="Something else"' in page
    assert "Typed just now" in page
    assert 'name="population-2-left"' in page
    assert kept(draft)["title"] == "People complete"


def test_takes_a_condition_away(as_performance_lead: Client, draft: Measure) -> None:
    page = send(as_performance_lead, draft, act="drop:population:0").content.decode()

    assert "${applied_on} = &#x27;&#x27; or ${applied_on} &lt;= ${entry_date}" in page
    assert 'name="population-1-left"' not in page


def test_writes_a_condition_from_choices(as_performance_lead: Client, draft: Measure) -> None:
    rows = {"numerator-0-left": "${enrollment_stage}", "numerator-0-test": "is_not", "numerator-0-right": "withdrawn"}

    send(as_performance_lead, draft, **rows)

    assert kept(draft)["numerator"] == "${enrollment_stage} != 'withdrawn'"


def test_grows_the_sentence_before_anything_is_kept(as_performance_lead: Client, draft: Measure) -> None:
    page = send(as_performance_lead, draft, act="show", when="began", matures_after="").content.decode()

    assert "began in the period" in page
    assert "how long after?" in page
    assert kept(draft)["period"] == "${exit_date}"


@pytest.mark.parametrize(
    ("answers", "section", "said"),
    [
        ({"when": "on_day", "day": ""}, "when", "Choose when somebody belongs to a period."),
        ({"population-0-left": "written", "population-0-written": "${shoe_size} > 3"}, "who", "Nobody knows"),
        ({"population-0-left": "written", "population-0-written": "${quantity} > 3"}, "who", "can have many of them"),
        ({"tells": "mean", "value": ""}, "what", "Choose of what it is worked out."),
        ({"numerator-0-left": "${exit_date}", "numerator-0-test": "more", "numerator-0-right": ""}, "what",
         "One condition is not finished."),
        ({"matures_after": "soon"}, "wait", "A number of days is meant here."),
    ],
)  # fmt: skip
def test_says_each_mistake_beside_its_question(
    answers: dict[str, object], section: str, said: str, as_performance_lead: Client, draft: Measure
) -> None:
    page = send(as_performance_lead, draft, act="show", **answers).content.decode()

    _before, _at, after = page.partition(f'id="{section}"')
    here = after.split("</section>")[0]
    assert 'class="los-wrong"' in here
    assert said in here


def test_keeps_a_draft_that_is_not_finished(as_performance_lead: Client, draft: Measure) -> None:
    answer = send(as_performance_lead, draft, tells="mean", value="")

    assert answer.status_code == 302
    assert kept(draft)["statistic"] == "mean"


def test_needs_a_title(as_performance_lead: Client, draft: Measure) -> None:
    answer = send(as_performance_lead, draft, title=" ", limits="Typed just now")

    assert answer.status_code == 422
    assert "Say in a few words what is measured." in answer.content.decode()
    assert "Typed just now" in answer.content.decode()


def test_writes_over_nothing_that_was_kept_in_another_window(as_performance_lead: Client, draft: Measure) -> None:
    first = as_performance_lead.get(editor(draft)).content.decode()
    send(as_performance_lead, draft, title="From another window")

    refused = as_performance_lead.post(editor(draft), filled(first, {"act": "keep", "title": "From this one"}))

    assert refused.status_code == 409
    assert "changed in another window" in refused.content.decode()
    assert kept(draft)["title"] == "From another window"
    as_performance_lead.post(editor(draft), filled(refused.content.decode(), {"act": "keep"}))
    assert kept(draft)["title"] == "From this one"


def test_begins_from_nothing(as_director: Client) -> None:
    as_director.post("/line-of-sight/measures/new/", {"title": "People leave", "asks": "how_much"})
    measure = Measure.objects.get()

    page = as_director.get(editor(measure)).content.decode()
    send(as_director, measure, count="enrollment", when="left", tells="count", matures_after="7", by=["site"])

    assert "whom do we count?" in page
    document = kept(measure)
    assert (document["count"], document["period"], document["by"]) == ("enrollment", "${exit_date}", ["site"])


def test_begins_from_one_that_is_here(as_director: Client, performance_lead: StaffMember) -> None:
    basis = published(LEAVERS, performance_lead)

    said = {"title": "People stay", "asks": "how_well", "basis": basis.pk}
    as_director.post("/line-of-sight/measures/new/", said)

    made = Measure.objects.exclude(pk=basis.pk).get()
    assert kept(made) == {**LEAVERS, "title": "People stay", "measure": "people_stay"}


def test_begins_from_a_sentence(as_director: Client) -> None:
    said = {"start": "${entry_date}", "end": "${exit_date}", "days": "90", "title": "People stay three months"}

    as_director.post("/line-of-sight/measures/new/still_after/", said)

    document = kept(Measure.objects.get())
    assert document["numerator"] == "${exit_date} = '' or days-between(${entry_date}, ${exit_date}) >= 90"
    assert document["matures_after"] == "90 days"


def test_writes_a_made_up_person_and_tells_when_it_differs(as_performance_lead: Client, draft: Measure) -> None:
    address = f"/line-of-sight/measures/{draft.pk}/cases/"
    person = {
        "name": "Completed in March",
        "first_day": "2026-03-01",
        "last_day": "2026-03-31",
        "enrollment-entry_date": "2025-10-01",
        "enrollment-exit_date": "2026-03-10",
        "enrollment-enrollment_stage": "completed",
        "population": "yes",
        "numerator": "no",
    }
    page = as_performance_lead.get(f"{address}add/").content.decode()
    as_performance_lead.post(f"{address}add/", filled(page, person))
    differs = as_performance_lead.get(address).content.decode()
    again = as_performance_lead.get(f"{address}0/").content.decode()
    as_performance_lead.post(f"{address}0/", filled(again, {"numerator": "yes"}))

    assert "counts, and you say it does not" in differs
    assert "All of them are judged as you expect." in as_performance_lead.get(address).content.decode()
    assert kept(draft)["cases"] == [
        {
            "name": "Completed in March",
            "period": ["2026-03-01", "2026-03-31"],
            "given": {
                "enrollment": {
                    "entry_date": "2025-10-01",
                    "exit_date": "2026-03-10",
                    "enrollment_stage": "completed",
                }
            },
            "expect": {"population": True, "numerator": True},
        }
    ]


def test_refuses_a_day_that_is_none(as_performance_lead: Client, draft: Measure) -> None:
    address = f"/line-of-sight/measures/{draft.pk}/cases/add/"
    page = as_performance_lead.get(address).content.decode()

    answer = as_performance_lead.post(address, filled(page, {"name": "Leap day", "first_day": "2026-02-30"}))

    assert answer.status_code == 422
    assert 'value="Leap day"' in answer.content.decode()


def test_writes_into_the_trail_whom_somebody_saw(
    as_performance_lead: Client,
    performance_lead: StaffMember,
    draft: Measure,
    clients: Clients,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    figure = FigureNow(value=0.5, numerator=1, of=2, incomplete=0, too_early=0)
    quarter = PeriodNow(start=date(2026, 7, 1), end=date(2026, 9, 30), draft=figure, published=None)
    preview = Preview(periods=(quarter,), groups={}, seconds=0.1, made_at=datetime(2026, 11, 12, tzinfo=UTC))
    person = PersonNow(person=clients.own, kind="counted", why="Counted because it is so.")
    counted = replace(facts_of_now._counted[0], preview=lambda *asked: preview, people=lambda *asked: (person,))
    monkeypatch.setattr(facts_of_now, "_counted", [counted])

    before = send(as_performance_lead, draft, act="show").content.decode()
    page = send(as_performance_lead, draft, act="people:0").content.decode()

    assert "50%, 1 of 2" in before
    assert "Counted because" not in before
    assert "Counted because it is so." in page
    opened = TrailEntry.objects.filter(action=TrailEntry.Action.VIEWED, participant_id=clients.own.pk)
    assert [entry.actor for entry in opened] == [performance_lead]

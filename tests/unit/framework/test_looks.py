"""Publishing is earned: a definition that means something, made-up people that agree, and a second person's look."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lineofsight.apps.agency.models import Role, RoleAssignment, StaffMember
from lineofsight.apps.agency.seen import token_of
from lineofsight.apps.framework.models import LookVerdict, Measure, MeasureLook
from lineofsight.apps.framework.permissions import can_look
from lineofsight.apps.framework.readiness import hash_of_document, readiness_of
from lineofsight.apps.framework.services.looks import approve_draft, ask_for_look, send_draft_back
from lineofsight.apps.framework.services.measures import (
    change_measure,
    publish_measure,
    words_of,
    write_own_measure,
)
from lineofsight.problems import Conflict, NotPermitted, Problem
from tests.looked_at import know_core_facts, publish_with_a_look
from tests.unit.framework.conftest import SHARE

COMPLETED: dict[str, Any] = {
    "title": "People complete the program",
    "asks": "how_well",
    "count": "enrollment",
    "source": "computed",
    "period": "${exit_date}",
    "numerator": "${enrollment_stage} = 'completed'",
    "cases": [
        {
            "name": "Finished as planned",
            "period": "2026-03",
            "given": {
                "enrollment": {
                    "entry_date": "2026-01-05",
                    "exit_date": "2026-03-10",
                    "enrollment_stage": "completed",
                }
            },
            "expect": {"population": True, "numerator": True},
        }
    ],
}


@pytest.fixture(autouse=True)
def core_facts(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    know_core_facts(monkeypatch)


@pytest.fixture
def draft(performance_lead: StaffMember) -> Measure:
    return write_own_measure(COMPLETED, actor=performance_lead)


def hash_of(measure: Measure) -> str:
    return hash_of_document(measure.versions.order_by("-number")[0].document)


def change(measure: Measure, actor: StaffMember, **changes: object) -> None:
    words = token_of(words_of(measure.versions.order_by("-number")[0].document))
    change_measure(measure, changes, seen=words, actor=actor)


def test_publishes_what_somebody_else_has_looked_at(
    draft: Measure, performance_lead: StaffMember, director: StaffMember
) -> None:
    version = publish_with_a_look(draft, performance_lead, director)

    assert (version.number, version.published_by) == (1, performance_lead)
    assert version.looks.get().looked_by == director


def test_publishes_nothing_that_nobody_else_has_seen(draft: Measure, performance_lead: StaffMember) -> None:
    ask_for_look(draft, actor=performance_lead)

    with pytest.raises(Problem, match="Nobody else has looked at it"):
        publish_measure(draft, actor=performance_lead)


def test_lets_no_author_look_at_their_own(draft: Measure, performance_lead: StaffMember) -> None:
    ask_for_look(draft, actor=performance_lead)

    with pytest.raises(NotPermitted, match="You wrote in this draft yourself"):
        approve_draft(draft, seen=hash_of(draft), actor=performance_lead)


def test_counts_whoever_changed_a_word_among_the_authors(
    draft: Measure, performance_lead: StaffMember, director: StaffMember
) -> None:
    change(draft, director, limits="Says nothing of why.")
    ask_for_look(draft, actor=director)

    assert not can_look(performance_lead, draft.versions.get())
    with pytest.raises(NotPermitted):
        approve_draft(draft, seen=hash_of(draft), actor=performance_lead)


def test_begins_anew_with_the_authors_of_the_next_version(
    draft: Measure, performance_lead: StaffMember, director: StaffMember
) -> None:
    publish_with_a_look(draft, performance_lead, director)
    change(draft, director, limits="Says nothing of why.")

    assert can_look(performance_lead, draft.versions.get(number=2))


def test_lets_an_administrator_be_the_second(
    draft: Measure, performance_lead: StaffMember, administrator: StaffMember
) -> None:
    version = publish_with_a_look(draft, performance_lead, administrator)

    assert version.looks.get().verdict == LookVerdict.APPROVED


@pytest.mark.parametrize("role", [Role.PROGRAM_MANAGER, Role.BOARD_MEMBER, Role.COACH, Role.FRONT_LINE])
def test_lets_nobody_else_look(
    role: Role, draft: Measure, performance_lead: StaffMember, front_line_worker: StaffMember
) -> None:
    front_line_worker.roles.all().delete()
    RoleAssignment.objects.create(staff=front_line_worker, role=role)
    ask_for_look(draft, actor=performance_lead)

    with pytest.raises(NotPermitted, match="look at measures"):
        approve_draft(draft, seen=hash_of(draft), actor=front_line_worker)


def test_holds_a_look_for_the_words_it_was_about(
    draft: Measure, performance_lead: StaffMember, director: StaffMember
) -> None:
    ask_for_look(draft, actor=performance_lead)
    approve_draft(draft, seen=hash_of(draft), actor=director)
    change(draft, performance_lead, title="People complete it")

    with pytest.raises(Problem, match="or it was changed since"):
        publish_measure(draft, actor=performance_lead)


def test_approves_nothing_that_was_changed_while_somebody_looked(
    draft: Measure, performance_lead: StaffMember, director: StaffMember
) -> None:
    ask_for_look(draft, actor=performance_lead)
    before = hash_of(draft)
    change(draft, performance_lead, title="People complete it")

    with pytest.raises(Conflict, match="changed while you looked"):
        approve_draft(draft, seen=before, actor=director)


def test_sends_back_with_a_sentence(draft: Measure, performance_lead: StaffMember, director: StaffMember) -> None:
    ask_for_look(draft, actor=performance_lead)

    with pytest.raises(Problem, match="Nothing is said"):
        send_draft_back(draft, seen=hash_of(draft), sentence="  ", actor=director)
    look = send_draft_back(draft, seen=hash_of(draft), sentence="Who died is in it.", actor=director)

    assert (look.verdict, look.sentence) == (LookVerdict.SENT_BACK, "Who died is in it.")
    with pytest.raises(Problem, match="Nobody else has looked"):
        publish_measure(draft, actor=performance_lead)


def test_asks_once_about_the_same_words(draft: Measure, performance_lead: StaffMember) -> None:
    first = ask_for_look(draft, actor=performance_lead)

    assert ask_for_look(draft, actor=performance_lead) == first


def test_lets_the_database_refuse_a_look_at_ones_own(draft: Measure, performance_lead: StaffMember) -> None:
    look = ask_for_look(draft, actor=performance_lead)

    with pytest.raises(IntegrityError), transaction.atomic():
        MeasureLook.objects.filter(pk=look.pk).update(
            verdict="approved", looked_by=performance_lead, looked_at=look.asked_at
        )


@pytest.mark.parametrize(
    ("change", "place", "said"),
    [
        ({"cases": []}, "cases", "No made-up person says what is meant."),
        ({"numerator": "${stage_of_it} = 'completed'"}, "numerator", "Nobody knows ${stage_of_it}."),
        ({"numerator": "${quantity} > 3"}, "numerator", "one can have many of them"),
        ({"count": "participant"}, "represented_by", "needs to know which one speaks for it"),
        ({"statistic": "mean"}, "value", "A mean needs one."),
        ({"matures_after": "soon"}, "matures_after", "A number of days is meant here."),
        ({"period": None}, "period", "It is missing."),
        ({"source": "reported", "reported": {"numerator": "Finished", "from": "The State"}, "statistic": "proportion"},
         "reported.denominator", "A proportion needs two counts."),
    ],
)  # fmt: skip
def test_says_what_is_wrong_and_where(change: dict[str, object], place: str, said: str) -> None:
    document = {**COMPLETED, "measure": "completed", **change}

    found = {problem.path: problem.trouble for problem in readiness_of(document).problems}

    assert said in found[place]


@pytest.mark.parametrize(
    ("given", "expect", "place", "said"),
    [
        ({"exit_date": "2026-02-30"}, {}, "cases[1].given.enrollment.exit_date", "is not a day"),
        ({"exit_day": "2026-03-10"}, {}, "cases[1].given.enrollment.exit_day", "Enrollments have no “exit_day”"),
        ({"enrollment_stage": "finished"}, {}, "cases[1].given.enrollment.enrollment_stage", "is no answer of"),
        ({"exit_date": "2026-04-02"}, {}, "cases[1].expect.population", "is not included, and you say it is"),
        ({}, {"numerator": False}, "cases[1].expect.numerator", "counts, and you say it does not"),
        ({}, {"population": None, "numerator": None}, "cases[1].expect", "It says nothing."),
    ],
)
def test_says_what_is_wrong_with_a_made_up_person(
    given: dict[str, object], expect: dict[str, object], place: str, said: str
) -> None:
    (case,) = COMPLETED["cases"]
    other = {
        **case,
        "given": {"enrollment": {**case["given"]["enrollment"], **given}},
        "expect": {**case["expect"], **expect},
    }

    found = {p.path: p.trouble for p in readiness_of({**COMPLETED, "measure": "completed", "cases": [other]}).problems}

    assert said in found[place]


def test_refuses_to_ask_for_a_look_at_what_is_not_ready(performance_lead: StaffMember) -> None:
    measure = write_own_measure({**COMPLETED, "cases": []}, actor=performance_lead)

    with pytest.raises(Problem, match=r"It cannot be published yet. .*made-up person"):
        ask_for_look(measure, actor=performance_lead)


def test_checks_nothing_of_what_others_count_but_asks_for_a_look(
    performance_lead: StaffMember, director: StaffMember
) -> None:
    measure = write_own_measure(SHARE, actor=performance_lead)

    assert publish_with_a_look(measure, performance_lead, director).published_at is not None

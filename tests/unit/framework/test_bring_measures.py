"""Definitions from a file: what would be written is told first, drafts are written, and nothing is published."""

from __future__ import annotations

import pytest

from lineofsight.apps.agency.clock import now
from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.framework.models import Measure, MeasureVersion
from lineofsight.apps.framework.permissions import can_look
from lineofsight.apps.framework.selectors.brought import Plan, kept_documents, preview_of
from lineofsight.apps.framework.services.bringing import bring_measures
from lineofsight.apps.framework.services.measures import adopt_measures
from lineofsight.packs.documents import read_documents, write_documents
from lineofsight.packs.offered import offered_measures
from lineofsight.problems import Conflict, NotPermitted

LEFT = """\
measure: who_left
title: Who left
asks: how_much
count: participant
period: ${exit_date}
"""


def bring(text: str, actor: StaffMember) -> list[MeasureVersion]:
    documents = read_documents(text)
    return bring_measures(documents, seen=preview_of(documents).fingerprint, actor=actor)


def plans(text: str) -> list[Plan]:
    return [each.plan for each in preview_of(read_documents(text)).measures]


def test_round_trip_of_all_that_is_shipped_changes_nothing(performance_lead: StaffMember) -> None:
    adopt_measures(offered_measures(), actor=performance_lead)
    text = write_documents(kept_documents())

    written = bring(text, performance_lead)

    assert set(plans(text)) == {Plan.SAME}
    assert written == []
    assert MeasureVersion.objects.count() == len(offered_measures())


def test_brings_new_ones_as_drafts(performance_lead: StaffMember) -> None:
    (draft,) = bring(LEFT, performance_lead)

    assert (draft.measure.key, draft.number, draft.published_at) == ("who_left", 1, None)
    assert write_documents(kept_documents([draft.measure])) == "---\n" + LEFT


def test_brings_a_changed_one_as_the_draft_of_its_next_version(performance_lead: StaffMember) -> None:
    (first,) = bring(LEFT, performance_lead)
    MeasureVersion.objects.filter(pk=first.pk).update(published_at=now())

    (second,) = bring(LEFT.replace("Who left", "Who left us"), performance_lead)
    first.refresh_from_db()

    assert (second.number, second.published_at, first.title) == (2, None, "Who left")


def test_counts_whoever_brought_a_draft_among_its_writers(performance_lead: StaffMember, director: StaffMember) -> None:
    (draft,) = bring(LEFT, performance_lead)
    bring(LEFT.replace("Who left", "Who left us"), director)

    assert not can_look(performance_lead, draft)
    assert not can_look(director, draft)


def test_tells_what_changes_and_whose_draft_it_replaces(performance_lead: StaffMember) -> None:
    bring(LEFT, performance_lead)
    (planned,) = preview_of(read_documents(LEFT.replace("Who left", "Who left us"))).measures

    assert (planned.plan, planned.draft_of) == (Plan.CHANGED, performance_lead.name)
    assert [(each.label, each.before, each.after) for each in planned.changes] == [
        ("What it is called", "Who left", "Who left us")
    ]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (LEFT.replace("how_much", "how_mach"), 3, "how_much"),
        (LEFT + "numertor: ${x} > 1\n", 6, "numerator"),
        (LEFT + "statistic: ratio\n", 1, "for_each"),
        ("- measure\n", 1, "not keys with values"),
        ("title: Who left\n", 1, "no measure:"),
        ("table: q23\ntitle: Income\n", 1, "It is a table"),
        (LEFT + "title: Again\n", 6, "stands there twice"),
        (LEFT.replace("who_left", "Who left"), 1, "small letters"),
        (LEFT.replace("title: Who left", f"title: {'x' * 201}"), 2, "The most is 200"),
    ],
)
def test_refuses_with_the_line_and_what_to_write(db: None, text: str, line: int, said: str) -> None:
    (planned,) = preview_of(read_documents(text)).measures

    assert planned.plan is Plan.REFUSED
    assert any(said in wrong.sentence and wrong.line == line for wrong in planned.wrong)


def test_brings_the_others_of_a_file_with_one_that_is_refused(performance_lead: StaffMember) -> None:
    text = f"{LEFT}---\nmeasure: broken\n---\n{LEFT.replace('who_left', 'others')}"

    written = bring(text, performance_lead)

    assert plans(text) == [Plan.SAME, Plan.REFUSED, Plan.SAME]
    assert [each.measure.key for each in written] == ["who_left", "others"]


def test_refuses_the_same_id_twice_in_one_file(db: None) -> None:
    assert plans(f"{LEFT}---\n{LEFT}") == [Plan.NEW, Plan.REFUSED]


def test_writes_nothing_when_the_library_is_no_longer_as_it_was_shown(performance_lead: StaffMember) -> None:
    documents = read_documents(LEFT)
    seen = preview_of(documents).fingerprint
    bring(LEFT.replace("Who left", "Another title"), performance_lead)

    with pytest.raises(Conflict, match="no longer as the preview showed"):
        bring_measures(documents, seen=seen, actor=performance_lead)


def test_is_not_for_everybody(program_manager: StaffMember) -> None:
    documents = read_documents(LEFT)
    with pytest.raises(NotPermitted):
        bring_measures(documents, seen=preview_of(documents).fingerprint, actor=program_manager)

    assert not Measure.objects.exists()

"""The library on screen: adopting, writing, publishing, using, targets and notes."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from lineofsight.apps.agency.models import Funder, Grant, StaffMember
from lineofsight.apps.framework.models import Measure, MeasureAssignment, OwnerNote, PerformancePeriod
from lineofsight.apps.framework.services.assignments import assign_measure
from tests.cast import Programs
from tests.house.framework import published_measure
from tests.seen import token_on

LIBRARY = "/line-of-sight/measures/"
OWN = {
    "title": "Families say they feel heard",
    "question": "Do families feel heard?",
    "asks": "how_well",
    "kind": "reported/proportion",
    "population": "Families who answered",
    "numerator": "Those who say always",
    "direction": "increase",
}


def in_mentoring(measure: Measure, programs: Programs, owner: StaffMember, director: StaffMember) -> MeasureAssignment:
    return assign_measure(
        measure, program=programs.mentoring, site=None, owner=owner, asks="better_off", entry_id=uuid4(), actor=director
    )


def test_offers_starters_with_what_they_need(as_director: Client, programs: Programs) -> None:
    page = as_director.get(f"{LIBRARY}adopt/").content.decode()

    assert "Youth keep a mentor for a year" in page
    assert "asked here" in page
    assert page.index("Youth mentoring") < page.index("Older adults")


@pytest.mark.parametrize(
    ("kind", "said", "expected"),
    [
        ("reported/proportion", {}, "clients"),
        ("reported/proportion", {"about": "community"}, "community"),
        ("computed/count", {"about": "community"}, "clients"),
    ],
)
def test_takes_a_measure_to_be_about_clients_unless_it_says_otherwise(
    kind: str, said: dict[str, str], expected: str, as_director: Client
) -> None:
    as_director.post(f"{LIBRARY}add/", {**OWN, "kind": kind, **said})

    assert Measure.objects.get().versions.get().document["about"] == expected


@pytest.mark.parametrize(
    ("document", "baseline", "told"),
    [
        ({"statistic": "proportion"}, {"baseline_numerator": 59, "baseline_denominator": 100}, "59%, 59 of 100"),
        ({"statistic": "proportion"}, {"baseline_numerator": 2, "baseline_denominator": 9}, ""),
        ({"statistic": "proportion"}, {"baseline_numerator": 50, "baseline_denominator": 52}, ""),
        ({"statistic": "proportion", "count": "service"}, {"baseline_numerator": 59, "baseline_denominator": 100}, ""),
        ({"statistic": "count"}, {"baseline_value": Decimal(5)}, "5"),
        ({"statistic": "count"}, {"baseline_value": Decimal(4)}, ""),
        ({"statistic": "count", "count": "service"}, {"baseline_value": Decimal(400)}, ""),
        ({"statistic": "count", "count": "service"}, {"baseline_value": Decimal(400), "baseline_count": 70}, "400"),
        ({"statistic": "mean"}, {"baseline_value": Decimal(290), "baseline_count": 11}, "290, of 11 people"),
        ({"statistic": "mean"}, {"baseline_value": Decimal(290), "baseline_count": 10}, ""),
        ({"statistic": "mean"}, {"baseline_value": Decimal(290)}, ""),
        ({"statistic": "ratio"}, {"baseline_numerator": 4, "baseline_denominator": 900}, ""),
    ],
)
def test_withholds_from_those_outside_where_few_stood_before(
    document: dict[str, str],
    baseline: dict[str, Any],
    told: str,
    as_board_member: Client,
    as_director: Client,
    director: StaffMember,
    programs: Programs,
) -> None:
    said = {"measure": "heard", "title": "Heard", "asks": "how_well", "source": "reported", **document}
    use = assign_measure(
        published_measure(said, director),
        program=programs.mentoring,
        site=None,
        asks="how_well",
        actor=director,
        entry_id=uuid4(),
    )
    year = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31), "set_on": date(2026, 1, 1)}
    PerformancePeriod.objects.create(assignment=use, reason="Ours", set_by=director, **year, **baseline)

    outside = as_board_member.get(f"/line-of-sight/uses/{use.pk}/").content.decode()
    inside = as_director.get(f"/line-of-sight/uses/{use.pk}/").content.decode()

    assert f"Before: {told or 'withheld, because few people may be behind it'}" in outside
    assert "withheld" not in inside


def test_adopts_what_is_ticked(as_director: Client) -> None:
    as_director.post(f"{LIBRARY}adopt/", {"keys": ["days_until_move_in", "people_served_once"]})

    assert set(Measure.objects.values_list("key", flat=True)) == {"days_until_move_in", "people_served_once"}
    assert "Two measures, none of them in use." in as_director.get(LIBRARY).content.decode()


def test_asks_to_tick_something(as_director: Client) -> None:
    answer = as_director.post(f"{LIBRARY}adopt/", {})

    assert answer.status_code == 422
    assert "Tick at least one measure." in answer.content.decode()


def test_publishes_after_a_second_person_has_looked(as_director: Client, as_performance_lead: Client) -> None:
    as_director.post(f"{LIBRARY}add/", OWN)
    measure = Measure.objects.get()
    address = f"{LIBRARY}{measure.pk}/"
    refused = as_director.post(f"{address}publish/").content.decode()
    as_director.post(f"{address}ask/")
    own = as_director.get(f"{address}look/").content.decode()
    waits = as_performance_lead.get(LIBRARY).content.decode()
    look = as_performance_lead.get(f"{address}look/")

    said = {"document_hash": look.context["form"]["document_hash"].value(), "approve": "1"}
    as_performance_lead.post(f"{address}look/", said)
    as_director.post(f"{address}publish/")

    assert "Nobody else has looked at it yet" in refused
    assert "You wrote in this draft yourself" in own
    assert "One draft waits for your look" in waits
    assert "asks you to look." in look.content.decode()

    version = measure.versions.get()
    assert (version.source, version.statistic, version.published_at is not None) == ("reported", "proportion", True)
    page = as_director.get(f"{LIBRARY}{measure.pk}/").content.decode()
    assert "Families who answered" in page
    assert "Type one in" in page


def test_sends_a_draft_back_with_a_sentence(as_director: Client, as_administrator: Client) -> None:
    as_director.post(f"{LIBRARY}add/", OWN)
    address = f"{LIBRARY}{Measure.objects.get().pk}/"
    as_director.post(f"{address}ask/")
    said = {"document_hash": as_administrator.get(f"{address}look/").context["form"]["document_hash"].value()}

    silent = as_administrator.post(f"{address}look/", {**said, "send_back": "1"})
    as_administrator.post(f"{address}look/", {**said, "send_back": "1", "sentence": "Which families?"})

    assert silent.status_code == 422
    assert "Write in a sentence what is to be changed." in silent.content.decode()
    page = as_director.get(address).content.decode()
    assert "sent it back:" in page
    assert "Which families?" in page
    assert "Ask for a look" in page


def test_keeps_what_counts_while_a_draft_is_open(as_director: Client, as_board_member: Client, share: Measure) -> None:
    address = f"{LIBRARY}{share.pk}/change/"
    said = {**OWN, "title": "Graduates", "seen": token_on(as_director, address)}
    as_director.post(address, said)

    board = as_board_member.get(f"{LIBRARY}{share.pk}/").content.decode()

    assert "Students who graduate" in board
    assert "Graduates" not in board.replace("Students who graduate", "")
    assert "Publish" not in board
    assert "A draft of version 2 is open: “Graduates”." in as_director.get(f"{LIBRARY}{share.pk}/").content.decode()


def test_uses_a_measure_in_a_place(as_director: Client, share: Measure, programs: Programs) -> None:
    said = {"place": f"{programs.mentoring.pk}:", "asks": "better_off"}
    as_director.post(f"{LIBRARY}{share.pk}/use/", {**said, "entry_id": uuid4()})

    again = as_director.post(f"{LIBRARY}{share.pk}/use/", {**said, "entry_id": uuid4()})

    assert MeasureAssignment.objects.get().program == programs.mentoring
    assert again.status_code == 422
    assert "This measure is used there already." in again.content.decode()


def test_names_no_site_of_a_shelter_as_a_place(as_director: Client, share: Measure, programs: Programs) -> None:
    page = as_director.get(f"{LIBRARY}{share.pk}/use/").content.decode()

    assert "Mentoring, North house" in page
    assert "Safe Harbor, North house" not in page


def test_sets_a_target_in_percent_for_a_named_year(
    as_director: Client, share: Measure, programs: Programs, director: StaffMember, program_manager: StaffMember
) -> None:
    use = in_mentoring(share, programs, program_manager, director)
    address = f"/line-of-sight/uses/{use.pk}/target/"
    year = as_director.get(address).context["form"].fields["year"].choices[0][0]

    said = {"year": year, "target": "65", "reason": "What the best sites reach."}
    as_director.post(address, {**said, "baseline_numerator": "59", "baseline_denominator": "100", "entry_id": uuid4()})

    period = PerformancePeriod.objects.get()
    assert (period.target, period.name[:2]) == (Decimal("0.65"), "FY")
    page = as_director.get(f"/line-of-sight/uses/{use.pk}/").content.decode()
    assert "It is to reach 65%" in page
    assert "59%, 59 of 100" in page


def test_asks_why(
    as_director: Client, share: Measure, programs: Programs, director: StaffMember, program_manager: StaffMember
) -> None:
    use = in_mentoring(share, programs, program_manager, director)
    address = f"/line-of-sight/uses/{use.pk}/target/"
    year = as_director.get(address).context["form"].fields["year"].choices[0][0]

    answer = as_director.post(address, {"year": year, "target": "65", "reason": "", "entry_id": uuid4()})

    assert answer.status_code == 422
    assert "Say where the number comes from, or why there is none yet." in answer.content.decode()
    assert 'value="65"' in answer.content.decode()


def test_changes_a_target_and_shows_it_in_percent(
    as_director: Client, share: Measure, programs: Programs, director: StaffMember, program_manager: StaffMember
) -> None:
    use = in_mentoring(share, programs, program_manager, director)
    address = f"/line-of-sight/uses/{use.pk}/target/"
    year = as_director.get(address).context["form"].fields["year"].choices[0][0]
    as_director.post(address, {"year": year, "target": "65", "reason": "Ours.", "entry_id": uuid4()})
    change = f"/line-of-sight/targets/{PerformancePeriod.objects.get().pk}/"
    form = as_director.get(change).context["form"]

    said = {"year": year, "target": "62.5", "reason": "Lowered.", "seen": form["seen"].value()}
    as_director.post(change, said)

    assert (str(form["target"].value()), form["year"].value()) == ("65", year)
    assert PerformancePeriod.objects.get().target == Decimal("0.625")


def test_takes_other_days(
    as_director: Client, share: Measure, programs: Programs, director: StaffMember, program_manager: StaffMember
) -> None:
    use = in_mentoring(share, programs, program_manager, director)
    said = {"year": "own", "starts_on": "2026-02-01", "ends_on": "", "reason": "A trial."}

    answer = as_director.post(f"/line-of-sight/uses/{use.pk}/target/", {**said, "entry_id": uuid4()})

    assert "Write both days." in answer.content.decode()


def test_lets_the_owner_write_a_note(
    as_program_manager: Client,
    share: Measure,
    programs: Programs,
    director: StaffMember,
    program_manager: StaffMember,
) -> None:
    use = in_mentoring(share, programs, program_manager, director)
    said = {"about_from": "2026-10-01", "about_to": "2026-10-31", "behind": "Two were away.", "trying": "Cover."}

    as_program_manager.post(f"/line-of-sight/uses/{use.pk}/note/", {**said, "entry_id": uuid4()})

    assert OwnerNote.objects.get().behind == "Two were away."
    page = as_program_manager.get(f"/line-of-sight/uses/{use.pk}/").content.decode()
    assert "Two were away." in page
    assert "Set a target" not in page


def test_offers_the_times_of_grants(
    as_director: Client, share: Measure, programs: Programs, director: StaffMember
) -> None:
    grant = Grant.objects.create(
        funder=Funder.objects.create(name="County"), name="Youth 2025–27", starts_on="2025-07-01", ends_on="2099-06-30"
    )
    grant.programs.add(programs.mentoring)
    use = in_mentoring(share, programs, director, director)

    assert "Youth 2025–27" in as_director.get(f"/line-of-sight/uses/{use.pk}/target/").content.decode()

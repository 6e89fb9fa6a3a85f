"""Finding people: by name, by sound, by birth date, by number; only among those one may see."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from lineofsight.apps.agency.models import Program, Source, StaffMember, TrailEntry
from lineofsight.apps.records.models import Enrollment, Participant
from lineofsight.apps.records.names import search_columns
from lineofsight.apps.records.selectors.search import Found, find_people
from tests.cast import Clients, Programs, Sites

pytestmark = pytest.mark.django_db


def person(first: str, last: str, program: Program, *, born: date | None = None, **columns: object) -> Participant:
    names = {
        "first_name": first,
        "last_name": last,
        "middle_name": "",
        "preferred_name": str(columns.pop("preferred_name", "")),
    }
    made = Participant.objects.create(birth_date=born, **names, **search_columns(**names), **columns)
    Enrollment.objects.create(participant=made, program=program, stage="active", entry_date=date(2026, 1, 5))
    return made


def said(found: Found) -> list[tuple[str, str]]:
    return [(hit.participant.display_name, hit.reason) for hit in found.hits]


def test_finds_a_name_by_the_beginnings_of_its_words(programs: Programs, front_line_worker: StaffMember) -> None:
    person("Maya", "Ramírez", programs.mentoring)
    person("Marisol", "Rosales", programs.mentoring)

    assert said(find_people(front_line_worker, "may ram")) == [("Maya Ramírez", "")]


def test_marks_the_likeness(programs: Programs, front_line_worker: StaffMember) -> None:
    person("Maria", "Ramirez", programs.mentoring)

    hit = find_people(front_line_worker, "ramirez").hits[0]

    assert hit.marked == (("Maria", False), (" ", False), ("Ramirez", True))


def test_says_when_a_name_sounds_the_same(programs: Programs, front_line_worker: StaffMember) -> None:
    person("Maya", "Ramirez", programs.mentoring)

    found = find_people(front_line_worker, "Maja Ramires")

    assert found.written == ()
    assert said(found) == [("Maya Ramirez", "Sounds the same")]


def test_says_how_many_letters_are_apart(programs: Programs, front_line_worker: StaffMember) -> None:
    person("Maria", "Ramirez", programs.mentoring)
    person("Ramona", "Castillo", programs.mentoring)

    assert said(find_people(front_line_worker, "Maya Ramirez")) == [("Maria Ramirez", "2 letters apart")]


def test_finds_by_nickname(programs: Programs, front_line_worker: StaffMember) -> None:
    person("Guadalupe", "Ortiz", programs.mentoring, preferred_name="Lupe")

    assert said(find_people(front_line_worker, "lupe")) == [("Guadalupe Ortiz", "Known as Lupe")]


@pytest.mark.parametrize("written", ["2013-05-14", "5/14/2013", "05/14/13", "May 14, 2013", "14 May 2013"])
def test_finds_by_birth_date_in_several_ways(written: str, programs: Programs, front_line_worker: StaffMember) -> None:
    person("Maya", "Ramirez", programs.mentoring, born=date(2013, 5, 14))
    person("Ana", "Ramirez", programs.mentoring, born=date(2013, 5, 15))

    assert said(find_people(front_line_worker, written)) == [("Maya Ramirez", "Born on that day")]


def test_finds_by_number_here_and_in_the_source(programs: Programs, front_line_worker: StaffMember) -> None:
    source = Source.objects.create(kind="hmis", key="river", title="River HMIS")
    kept = person("Maya", "Ramirez", programs.mentoring, source=source, source_key="4f7A9")

    assert said(find_people(front_line_worker, "4f7A9")) == [("Maya Ramirez", "Has this number")]
    assert said(find_people(front_line_worker, str(kept.pk))) == [("Maya Ramirez", "Has this number")]


@pytest.mark.parametrize("wanted", ["Jonah Ellis", "Jona Elis", "2011-05-14", "Ruth", "Amato"])
def test_says_nothing_of_people_one_may_not_see(wanted: str, clients: Clients, front_line_worker: StaffMember) -> None:
    hits = find_people(front_line_worker, wanted).hits

    assert {hit.participant for hit in hits} <= {clients.own}


def test_shows_a_protected_person_to_their_own_program_only(
    clients: Clients, director: StaffMember, protected_worker: StaffMember
) -> None:
    assert find_people(director, "Ruth Amato").hits == ()
    assert said(find_people(protected_worker, "Ruth Amato")) == [("Ruth Amato", "")]


@pytest.mark.parametrize("wanted", ["", " ", "m", "%", "_%", "'", "\\", "x" * 500, "9" * 40, "٣"])
def test_takes_whatever_is_typed(wanted: str, clients: Clients, front_line_worker: StaffMember) -> None:
    assert find_people(front_line_worker, wanted).hits == ()


def test_writes_nothing_into_the_trail(clients: Clients, front_line_worker: StaffMember) -> None:
    find_people(front_line_worker, "Maya")

    assert not TrailEntry.objects.exists()


def test_stops_at_twenty_five_and_says_so(programs: Programs, sites: Sites, front_line_worker: StaffMember) -> None:
    [person("Maya", f"Ramirez {number}", programs.mentoring) for number in range(30)]

    found = find_people(front_line_worker, "maya")

    assert len(found.hits) == 25
    assert found.is_cut


def test_costs_the_same_for_one_person_and_for_thirty(  # type: ignore[no-untyped-def]
    programs: Programs, front_line_worker: StaffMember, django_assert_max_num_queries
) -> None:
    [person("Maya", f"Ramirez {number}", programs.mentoring) for number in range(30)]

    with django_assert_max_num_queries(5):
        find_people(front_line_worker, "maya4")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plan is worded by SQLite")
@pytest.mark.parametrize(
    ("condition", "index"),
    [
        ({"birth_date": date(2013, 5, 14)}, "participant_birth_date"),
        ({"source_id": 1, "source_key": "4f7A9"}, "records_participant_source_key_once"),
    ],
)
def test_uses_an_index(condition: dict[str, object], index: str, programs: Programs) -> None:
    assert index in Participant.objects.filter(**condition).explain()


def test_reads_names_from_an_index_alone() -> None:
    plan = Participant.objects.filter(search_name__contains=" maya").values("search_name", "search_sounds").explain()

    assert connection.vendor != "sqlite" or "COVERING INDEX participant_search" in plan


def test_follows_a_name_that_is_half_typed(programs: Programs, front_line_worker: StaffMember) -> None:
    person("Maya", "Ramirez", programs.mentoring)

    hit = find_people(front_line_worker, "maja ram").hits[0]

    assert hit.reason == "Sounds the same"
    assert hit.marked == (("Maya", True), (" ", False), ("Ramirez", True))

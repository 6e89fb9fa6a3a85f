"""Who may be here twice: before somebody is added, and afterwards as pairs."""

from __future__ import annotations

from datetime import date

import pytest

from lineofsight.apps.agency.models import Program, StaffMember, Standing
from lineofsight.apps.records.models import Enrollment, Participant
from lineofsight.apps.records.names import search_columns
from lineofsight.apps.records.selectors.lookalikes import look_alikes, pairs_of, people_with_a_double
from tests.cast import Clients, Programs

pytestmark = pytest.mark.django_db

BORN = date(2013, 5, 14)


def person(
    first: str, last: str, program: Program, *, middle: str = "", born: date = BORN, phone: str = ""
) -> Participant:
    names = {"first_name": first, "last_name": last, "middle_name": middle, "preferred_name": ""}
    made = Participant.objects.create(birth_date=born, phone=phone, **names, **search_columns(**names))
    Enrollment.objects.create(participant=made, program=program, stage="active", entry_date=date(2026, 1, 5))
    return made


def pairs(staff: StaffMember) -> list[tuple[str, str]]:
    found = pairs_of(staff, list(people_with_a_double(staff).order_by("pk")))
    return [(pair.first.display_name, pair.second.display_name) for pair in found]


def test_finds_people_born_on_the_same_day_or_sounding_the_same(
    programs: Programs, front_line_worker: StaffMember
) -> None:
    person("Maia", "Ramires", programs.mentoring, born=date(1990, 1, 1))
    person("Luis", "Peña", programs.mentoring)
    person("Maya", "Ramirez", programs.mentoring)
    person("Devon", "Ware", programs.mentoring, born=date(1990, 1, 1))

    alike = look_alikes(front_line_worker, first_name="Maya", last_name="Ramirez", birth_date=BORN)

    assert [(each.participant.display_name, each.reasons) for each in alike] == [
        ("Maya Ramirez", ("sounds the same", "born on the same day")),
        ("Luis Peña", ("born on the same day",)),
        ("Maia Ramires", ("sounds the same",)),
    ]


def test_finds_nobody_outside_ones_own_rows(clients: Clients, front_line_worker: StaffMember) -> None:
    assert look_alikes(front_line_worker, first_name="Ruth", last_name="Amato", birth_date=None) == []
    same_day = look_alikes(front_line_worker, first_name="", last_name="", birth_date=date(2011, 5, 14))
    assert [each.participant for each in same_day] == [clients.own]


def test_pairs_the_same_birth_date_with_the_same_sound(programs: Programs, program_manager: StaffMember) -> None:
    person("Maya", "Ramirez", programs.mentoring)
    person("Maia", "Ramírez", programs.mentoring)
    person("Maya", "Ramirez", programs.mentoring, born=date(2013, 5, 15))

    assert pairs(program_manager) == [("Maya Ramirez", "Maia Ramírez")]


def test_pairs_a_name_with_and_without_its_middle_name(programs: Programs, program_manager: StaffMember) -> None:
    person("Maya", "Ramirez", programs.mentoring, middle="Luz")
    person("Maya", "Ramirez", programs.mentoring)
    person("Maya", "Ramirez", programs.mentoring, middle="Ana")

    assert sorted(pairs(program_manager)) == [("Maya Ramirez", "Maya Ramirez")] * 2


def test_names_what_else_two_people_share(programs: Programs, program_manager: StaffMember) -> None:
    person("Maya", "Ramirez", programs.mentoring, phone="555-0142")
    person("Maia", "Ramirez", programs.mentoring, phone="555-0142")

    found = pairs_of(program_manager, list(people_with_a_double(program_manager)))

    assert found[0].reasons == ("born on the same day", "names sound the same", "same phone")


def test_does_not_pair_across_what_one_may_see(
    programs: Programs, program_manager: StaffMember, director: StaffMember
) -> None:
    person("Maya", "Ramirez", programs.mentoring)
    person("Maia", "Ramirez", programs.workforce)
    person("Maja", "Ramirez", programs.safe_harbor)

    assert pairs(program_manager) == []
    assert pairs(director) == [("Maya Ramirez", "Maia Ramirez")]


def test_leaves_out_people_taken_out_of_the_figures(programs: Programs, program_manager: StaffMember) -> None:
    person("Maya", "Ramirez", programs.mentoring)
    other = person("Maia", "Ramirez", programs.mentoring)
    other.standing = Standing.WITHDRAWN
    other.save()

    assert pairs(program_manager) == []


def test_asks_three_queries_for_any_number_of_pairs(  # type: ignore[no-untyped-def]
    programs: Programs, program_manager: StaffMember, django_assert_num_queries
) -> None:
    [person("Maya", "Ramirez", programs.mentoring, born=date(2013, 1, day)) for day in range(1, 9) for _twice in "ab"]

    with django_assert_num_queries(3):
        found = pairs_of(program_manager, list(people_with_a_double(program_manager)))

    assert len(found) == 8

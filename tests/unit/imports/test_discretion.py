"""What a preview shows to whom: nothing of people whose files the viewer may not open, whatever the file says.

The attacker is a performance lead for the whole agency who may not look into Safe Harbor, a program for victims of
violence. Ruth is there and nowhere else; Maya is in Mentoring; Nina is in both.
"""

from dataclasses import replace
from io import StringIO

import pytest

from lineofsight.apps.agency.models import ImportRun, Program, Protection, Role, RoleAssignment
from lineofsight.apps.agency.permissions import COMMAND_LINE
from lineofsight.apps.imports import selectors, services
from lineofsight.apps.records.models import Participant
from lineofsight.apps.records.selectors.visibility import participants_visible_to
from lineofsight.packs.rows import RowProblem, Table, Weight

from .rows_reader import bring, person, program, read, row, service, stay

pytestmark = pytest.mark.usefixtures("real_transactions")

PROGRAMS = [
    program("P1", name="Home Again", protection="none"),
    program("P2", name="Harbor House", protection="victim_services"),
]
PEOPLE = [
    person("ruth", first_name="Ruth", last_name="Amato"),
    person("maya", first_name="Maya", last_name="Ramirez"),
    person("nina", first_name="Nina", last_name="Both"),
]
STAYS = [
    stay("E-ruth", "ruth", program_key="P2"),
    stay("E-maya", "maya", program_key="P1"),
    stay("E-nina-open", "nina", program_key="P1"),
    stay("E-nina-closed", "nina", program_key="P2", entry_date="2026-02-02"),
]
SERVICES = [service("S-ruth", "E-ruth"), service("S-maya", "E-maya")]
FILE = [*PROGRAMS, *PEOPLE, *STAYS, *SERVICES]


@pytest.fixture
def insider(performance_lead):
    """The attacker once a role names the program: for comparison."""

    def let_in():
        for place in Program.objects.exclude(protection=Protection.NONE):
            RoleAssignment.objects.create(staff=performance_lead, role=Role.PERFORMANCE_LEAD, program=place)

    return let_in


def everything_told(run, viewer):
    """All that the pages and the download say of the rows of a run, as one text."""
    discretion = selectors.discretion_of(run, viewer)
    saved = StringIO()
    selectors.write_problems(run, saved, discretion)
    said = [
        selectors.new_rows(run, discretion, limit=100),
        selectors.changed_fields(run, viewer, discretion, limit=100),
        selectors.problems(run, discretion),
        selectors.vanished_rows(run, viewer, discretion, limit=100),
        saved.getvalue(),
    ]
    return repr(said)


def problem(key, of, *within, weight=Weight.ROW, line=9):
    return RowProblem(
        "H203", weight, "Some.csv", line, "EntryDate", f"said by {key}", f"Because {key}.", of, tuple(within)
    )


def test_shows_no_new_person_of_a_protected_program(monkeypatch, performance_lead):
    told = everything_told(read(monkeypatch, FILE), performance_lead)

    assert "Ruth" not in told
    assert "E-ruth" not in told
    assert "E-nina-closed" not in told
    assert "Maya" in told
    assert "Nina" in told


def test_shows_all_of_them_to_somebody_whose_role_names_the_program(monkeypatch, performance_lead, insider):
    bring(monkeypatch, FILE)
    insider()
    run = read(monkeypatch, [*PROGRAMS, replace(PEOPLE[0], values={**PEOPLE[0].values, "last_name": "Armas"})])

    told = everything_told(run, performance_lead)

    assert "Amato" in told
    assert "Armas" in told


def test_shows_no_value_that_is_here_nor_one_that_would_be(monkeypatch, performance_lead):
    bring(monkeypatch, FILE)
    moved = [
        replace(each, values={**each.values, "last_name": f"New-{each.key}"})
        if each.table is Table.PARTICIPANT
        else each
        for each in FILE
    ]
    moved = [
        replace(each, values={**each.values, "date": "2026-02-09"}) if each.table is Table.SERVICE else each
        for each in moved
    ]

    told = everything_told(read(monkeypatch, moved), performance_lead)

    assert "Amato" not in told
    assert "New-ruth" not in told
    assert "S-ruth" not in told
    assert "New-maya" in told
    assert "S-maya" in told


def test_is_not_opened_by_a_file_that_puts_the_person_into_an_open_program(monkeypatch, performance_lead):
    bring(monkeypatch, FILE)
    crafted = [
        PROGRAMS[0],
        person("ruth", first_name="R", last_name="?"),
        stay("E-crafted", "ruth", program_key="P1"),
        stay("E-ruth", "ruth", program_key="P1"),  # and the stay that is here is moved as well
        service("S-ruth", "E-crafted", date="2026-05-05"),
    ]

    told = everything_told(read(monkeypatch, crafted, complete=False), performance_lead)

    assert "Amato" not in told
    assert "Ruth" not in told
    assert "S-ruth" not in told


def test_does_not_say_whether_a_guess_about_somebody_is_right(monkeypatch, performance_lead):
    bring(monkeypatch, FILE)
    wrong = replace(PEOPLE[0], values={**PEOPLE[0].values, "last_name": "Abato"})

    right_guess = read(monkeypatch, [PROGRAMS[0], PEOPLE[0]], complete=False)
    wrong_guess = read(monkeypatch, [PROGRAMS[0], wrong], complete=False)

    first, second = (selectors.discretion_of(run, performance_lead) for run in (right_guess, wrong_guess))
    assert first.shown_counts == second.shown_counts
    assert "participant" not in first.shown_counts
    assert first.leaves_something_out
    assert second.leaves_something_out


def crafted(name):
    """A file that looks for somebody by the keys of the source: in every table, rightly and wrongly placed."""
    return [
        PROGRAMS[0],
        person(name, first_name="R", last_name=""),  # as where the name is too long to be read
        person(f"{name}-2", first_name="Also"),
        stay("E-crafted", name, program_key="P1", household_key="H-guess"),
        stay(f"E-{name}", name, program_key="P1", exit_date="2026-03-01", stage="completed"),
        service(f"S-{name}", "E-crafted", date="2026-05-05"),
        service("S-crafted", f"E-{name}"),
        service("S-nowhere", f"E-{name}-2"),
        RowProblem("H203", Weight.VALUE, "participant.csv", 2, "LastName", "x", "It is too long."),
        problem("a guess", (Table.SERVICE, "S-9"), (Table.ENROLLMENT, f"E-{name}")),
    ]


@pytest.mark.parametrize("complete", [False, True], ids=["some rows", "everything"])
def test_tells_of_somebody_hidden_what_it_tells_of_nobody(monkeypatch, performance_lead, complete):
    bring(monkeypatch, FILE)

    def told_of(name):
        run = read(monkeypatch, crafted(name), complete=complete)
        discretion = selectors.discretion_of(run, performance_lead)
        decisions = services.things_left(run, discretion)
        pages = everything_told(run, performance_lead)
        services.stop_run(run, actor=COMMAND_LINE)
        return pages.replace(name, "NAME"), discretion.shown_counts, discretion.leaves_something_out, decisions

    assert told_of("ruth") == told_of("rose")


def test_tells_somebody_hidden_whom_the_file_brings_into_the_open_as_new(monkeypatch, performance_lead):
    bring(monkeypatch, FILE)
    run = read(monkeypatch, [*FILE, stay("E-open", "ruth", program_key="P1")])

    discretion = selectors.discretion_of(run, performance_lead)

    assert "Ruth Amato" in {each.says for each in selectors.new_rows(run, discretion, limit=100)}
    assert discretion.shown_counts["participant"] == {"rows": 3, "new": 1, "changed": 0, "same": 2, "vanished": 0}


def test_counts_only_what_is_shown(monkeypatch, performance_lead):
    run = read(monkeypatch, FILE)

    discretion = selectors.discretion_of(run, performance_lead)

    whole = sum(each["rows"] for each in run.counts.values())
    assert discretion.shown("rows") == whole - 4  # Ruth, her stay and her service, and Nina's other stay
    assert discretion.shown_counts["participant"]["new"] == 2


def test_hides_problems_of_rows_whose_program_is_closed_or_unknown(monkeypatch, performance_lead):
    in_p1, in_p2 = (Table.PROGRAM, "P1"), (Table.PROGRAM, "P2")
    problems = [
        problem("open stay", (Table.ENROLLMENT, "X1"), in_p1),
        problem("closed stay", (Table.ENROLLMENT, "X2"), in_p2),
        problem("untold stay", (Table.ENROLLMENT, "X3")),
        problem("closed service", (Table.SERVICE, "X4"), (Table.ENROLLMENT, "E-ruth")),
        problem("open service", (Table.SERVICE, "X5"), (Table.ENROLLMENT, "E-maya")),
        problem("service nowhere", (Table.SERVICE, "X6"), (Table.ENROLLMENT, "E-nobody")),
        problem("service of a closed refused stay", (Table.SERVICE, "X7"), (Table.ENROLLMENT, "X2")),
        problem("service of an open refused stay", (Table.SERVICE, "X8"), (Table.ENROLLMENT, "X1")),
        problem("line without anything", None),
        problem("closed exit", (Table.EXIT, "E-nina-closed"), (Table.ENROLLMENT, "E-nina-closed")),
    ]
    run = read(monkeypatch, [*FILE, *(replace(each, line=100 + n) for n, each in enumerate(problems))])

    discretion = selectors.discretion_of(run, performance_lead)
    shown = {each.value.removeprefix("said by ") for each in selectors.problems(run, discretion, Weight.ROW)}
    saved = list(selectors.problem_lines(run, discretion))[1:]

    assert shown == {"open stay", "open service", "service of an open refused stay"}
    assert discretion.shown_left_out(Weight.ROW) == 3
    assert discretion.places
    assert {line[1] for line in saved} >= {100 + n for n in range(len(problems))}  # where each stands
    assert "closed" not in repr(saved)
    assert "untold" not in repr(saved)


def test_hides_problems_of_values_in_rows_that_are_read(monkeypatch, performance_lead):
    lines = {"ruth": 12, "maya": 13}
    people = [replace(each, line=lines.get(each.key, 99)) for each in PEOPLE]
    values = [
        RowProblem("H205", Weight.VALUE, "participant.csv", line, "DOB", f"born {key}", f"See {key}.")
        for key, line in lines.items()
    ]
    notes = [replace(each, weight=Weight.NOTE, value=f"noted {each.value}") for each in values]

    told = everything_told(read(monkeypatch, [*PROGRAMS, *people, *STAYS, *values, *notes]), performance_lead)

    assert "ruth" not in told
    assert "born maya" in told
    assert "noted born maya" in told


def test_still_tells_what_is_wrong_with_the_file_itself(monkeypatch, performance_lead):
    note = RowProblem("H303", Weight.NOTE, "Client.csv", 1, "", "ShoeSize", "ShoeSize is not part of FY2022.")

    assert "ShoeSize is not part" in everything_told(read(monkeypatch, [*FILE, note]), performance_lead)


def test_lists_no_vanished_row_of_a_protected_program_and_lets_all_of_them_be_decided(monkeypatch, performance_lead):
    bring(monkeypatch, FILE)
    run = read(monkeypatch, [*PROGRAMS, PEOPLE[1], STAYS[1], SERVICES[1]])

    discretion = selectors.discretion_of(run, performance_lead)
    listed = {each.key for each in selectors.vanished_rows(run, performance_lead, discretion, limit=50)}
    hidden = selectors.hidden_vanished(run, discretion)

    assert listed == {"E-nina-open", "nina"}
    assert len(hidden) == 4  # Ruth, her stay, her service, Nina's other stay
    assert discretion.shown("vanished") == 2
    services.decide(run, each=dict.fromkeys(hidden, "withdrawn"), actor=COMMAND_LINE)
    services.decide(run, vanished="keep", actor=COMMAND_LINE)
    services.write_run(run, actor=COMMAND_LINE)
    assert Participant.objects.get(source_key="ruth").standing == "withdrawn"
    assert Participant.objects.get(source_key="nina").standing == "no_longer_in_source"


def test_hides_people_whose_enrollment_is_nowhere(monkeypatch, performance_lead):
    run = read(monkeypatch, [*FILE, person("gone", first_name="Gwen")])

    assert "Gwen" not in everything_told(run, performance_lead)


def test_shows_people_whose_enrollment_is_nowhere_where_nothing_is_protected(monkeypatch, performance_lead):
    run = read(monkeypatch, [PROGRAMS[0], person("gone", first_name="Gwen")])

    assert "Gwen" in everything_told(run, performance_lead)


def test_writes_nobody_without_the_enrollment_that_says_they_are_protected(monkeypatch, performance_lead):
    refused = problem("Gwen", (Table.ENROLLMENT, "X1"), (Table.PROGRAM, "P2"), (Table.PARTICIPANT, "gone"))
    run = read(monkeypatch, [*FILE, person("gone", first_name="Gwen"), refused])
    services.decide(run, leave_out_unreadable=True, actor=COMMAND_LINE)
    services.write_run(run, actor=COMMAND_LINE)

    assert not Participant.objects.filter(first_name="Gwen").exists()
    assert run.summary["problems"] == {"row": 1, "follows": 1}


def test_brings_them_with_the_enrollment_once_it_is_mended(monkeypatch, performance_lead):
    refused = problem("Gwen", (Table.ENROLLMENT, "X1"), (Table.PROGRAM, "P2"), (Table.PARTICIPANT, "gone"))
    gwen = person("gone", first_name="Gwen")
    run = read(monkeypatch, [*FILE, gwen, refused])
    services.decide(run, leave_out_unreadable=True, actor=COMMAND_LINE)
    services.write_run(run, actor=COMMAND_LINE)

    bring(monkeypatch, [*FILE, gwen, stay("X1", "gone", program_key="P2")])

    assert Participant.objects.filter(first_name="Gwen").exists()
    assert not participants_visible_to(performance_lead).filter(first_name="Gwen").exists()


def test_knows_the_protected_program_that_a_workbook_names_in_a_refused_row_alone(
    monkeypatch, performance_lead, programs
):
    refused = problem("Gwen", (Table.ENROLLMENT, "X1"), (Table.PROGRAM, "safe_harbor"), (Table.PARTICIPANT, "gone"))
    rows = [program("home_again"), PEOPLE[1], stay("E-maya", "maya", program_key="home_again")]
    run = read(monkeypatch, [*rows, person("gone", first_name="Gwen"), refused], kind="workbook", key="book")

    assert run.summary["protected"] == [programs.safe_harbor.pk]
    assert "Gwen" not in everything_told(run, performance_lead)


def test_shows_nothing_more_once_a_program_has_come_under_protection(monkeypatch, performance_lead):
    bring(monkeypatch, [program(), PEOPLE[1], stay("E-maya", "maya")])
    run = read(monkeypatch, [program(), replace(PEOPLE[1], values={**PEOPLE[1].values, "last_name": "New"})])
    assert "New" in everything_told(run, performance_lead)

    Program.objects.filter(name="Home Again").update(protection=Protection.SUBSTANCE_USE)

    discretion = selectors.discretion_of(run, performance_lead)
    assert discretion.has_changed
    assert discretion.shown_counts == {}
    assert "New" not in everything_told(run, performance_lead)


def test_shows_everything_to_the_command_on_the_server(monkeypatch):
    assert "Ruth" in everything_told(read(monkeypatch, FILE), None)


def test_counts_after_it_was_written_as_before(monkeypatch, performance_lead):
    run = bring(monkeypatch, FILE)

    discretion = selectors.discretion_of(ImportRun.objects.get(pk=run.pk), performance_lead)

    assert discretion.shown_counts["participant"]["new"] == 2
    assert discretion.shown_counts["participant"]["rows"] == 2


def test_counts_no_households_where_some_could_be_hidden(monkeypatch, performance_lead, insider):
    stays = [
        stay("E-ruth", "ruth", program_key="P2", household_key="H1"),
        stay("E-maya", "maya", program_key="P1", household_key="H2"),
    ]
    run = read(monkeypatch, [*PROGRAMS, *PEOPLE[:2], *stays])

    assert "household" not in selectors.discretion_of(run, performance_lead).shown_counts
    insider()
    run.refresh_from_db()
    assert "household" in selectors.discretion_of(run, None).shown_counts


def test_hides_an_address_of_a_protected_program(monkeypatch, performance_lead):
    def place(address):
        return row(Table.REFERENCE, "ProjectCoC:1", answers={"a": address}, table="ProjectCoC", program_key="P2")

    bring(monkeypatch, [*FILE, place("12 Hidden Lane")])
    run = read(monkeypatch, [*FILE, place("14 Hidden Lane")])

    assert "Hidden Lane" not in everything_told(run, performance_lead)


def test_says_of_vanished_rows_what_the_viewer_may_see_to_decide_by(monkeypatch, performance_lead):
    bring(monkeypatch, FILE)
    run = read(monkeypatch, [PROGRAMS[0], program("P2", name="Harbor House", protection="victim_services")])

    discretion = selectors.discretion_of(run, performance_lead)
    rows = selectors.vanished_rows(run, performance_lead, discretion, limit=50)

    assert {each.key: each.says for each in rows} == {
        "maya": "Maya Ramirez",
        "nina": "Nina Both",
        "E-maya": "Maya Ramirez, Home Again, January 5, 2026",
        "E-nina-open": "Nina Both, Home Again, January 5, 2026",
        "S-maya": "Maya Ramirez, Home visit, Home Again, February 1, 2026",
    }


def test_says_nothing_of_a_vanished_row_that_came_under_protection_after_the_preview(monkeypatch, performance_lead):
    bring(monkeypatch, FILE)
    run = read(monkeypatch, PROGRAMS)
    seen_before = selectors.discretion_of(run, performance_lead)
    Program.objects.filter(name="Home Again").update(protection=Protection.VICTIM_SERVICES)

    rows = selectors.vanished_rows(run, performance_lead, seen_before, limit=50)

    assert {each.says for each in rows} == {""}

"""A staff list from a spreadsheet: what it would change, what is wrong with it, and writing it."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from lineofsight.apps.agency.models import Agency, Program, StaffMember
from lineofsight.apps.agency.selectors.staff_list import plan_staff_list
from lineofsight.apps.agency.services.staff_list import apply_staff_list
from lineofsight.apps.agency.staff_file import ListProblem, read_list, template_csv, text_of
from lineofsight.problems import Problem
from tests.cast import Programs, Sites

HEADER = "Name,Email,Sign-in name,Job title,Staff number,Role,Program,Site,Supervisor,Joined on\n"


def problem_of(text: str) -> ListProblem:
    """The only problem of a list."""
    (problem,) = plan_staff_list(text).problems
    return problem


def written(text: str, actor: StaffMember) -> None:
    apply_staff_list(text, fingerprint=plan_staff_list(text).fingerprint, actor=actor)


# The file as a whole ---------------------------------------------------------------------------------------------


def test_reads_its_own_template() -> None:
    read = read_list(text_of(template_csv().encode()))

    assert (read.problems, read.unknown_columns, len(read.columns), len(read.lines)) == ([], [], 10, 1)


def test_reads_a_byte_order_mark() -> None:
    assert read_list(text_of("\ufeffName\nZoë".encode())).lines[0].said == {"name": "Zoë"}


def test_reads_semicolons() -> None:
    assert read_list("Name;Job title\nZoë;Driver, nights").lines[0].said["job_title"] == "Driver, nights"


def test_reads_cells_copied_from_a_spreadsheet() -> None:
    assert read_list("Name\tJob title\r\nZoë\tDriver\r\n").lines[0].said == {"name": "Zoë", "job_title": "Driver"}


def test_reads_windows_1252() -> None:
    assert read_list(text_of("Name\nZoë O’Brien".encode("cp1252"))).lines[0].said["name"] == "Zoë O’Brien"


def test_reads_what_excel_calls_unicode_text() -> None:
    assert read_list(text_of("Name\tRole\nZoë\t".encode("utf-16"))).lines[0].said == {"name": "Zoë"}


def test_knows_columns_however_they_are_cased() -> None:
    assert read_list("NAME,work email,SIGN IN NAME,joined_on\nA,b,c,d").columns == [
        "name",
        "email",
        "sign_in_name",
        "joined_on",
    ]


def test_refuses_a_workbook() -> None:
    with pytest.raises(Problem, match="workbook, not a CSV"):
        text_of(b"PK\x03\x04rest")


def test_refuses_what_is_no_text() -> None:
    with pytest.raises(Problem, match="cannot be read as text"):
        text_of(b"Name\n\x81\x8d\x00")


def test_refuses_an_empty_list() -> None:
    with pytest.raises(Problem, match="The list is empty"):
        read_list(" \n\n")


def test_refuses_a_list_without_names() -> None:
    with pytest.raises(Problem, match="no column “Name”; the first line says: Who, Email"):
        read_list("Who,Email\nRosa,rosa@a.example")


def test_refuses_a_column_that_is_there_twice() -> None:
    with pytest.raises(Problem, match="“Email” is there twice"):
        read_list("Name,Email,E-mail\nRosa,a,b")


def test_names_columns_it_does_not_read(agency: Agency) -> None:
    assert plan_staff_list("Name,Shoe size\nRosa,38").unknown_columns == ["Shoe size"]


# Lines -----------------------------------------------------------------------------------------------------------


def test_says_where_a_line_has_too_many_cells(agency: Agency) -> None:
    problem = problem_of("Name,Job title\nRosa,Driver, nights")

    assert (problem.line, problem.value) == (2, " nights")
    assert "Cells of the line: 3, of the first line: 2." in problem.sentence


def test_says_where_a_quotation_mark_is_not_closed(agency: Agency) -> None:
    problem = problem_of('Name\nBen\n"Rosa\nAda')

    assert problem.line == 3
    assert problem.sentence.startswith("A quotation mark is opened here and not closed.")


def test_counts_lines_as_an_editor_does(agency: Agency) -> None:
    problem = problem_of('Name,Email\n"Ben\nCarter",\n\nRosa,no address')

    assert (problem.line, problem.column, problem.value) == (5, "Email", "no address")


def test_refuses_a_blank_name(agency: Agency) -> None:
    assert problem_of("Name,Job title\n,Driver").sentence == "The name is blank. Write it, or leave the line out."


def test_refuses_a_bad_email(agency: Agency) -> None:
    assert problem_of("Name,Email\nRosa,rosa(at)a.example").sentence.startswith("“rosa(at)a.example” is not an email")


def test_refuses_a_bad_date(agency: Agency) -> None:
    problem = problem_of("Name,Joined on\nRosa,2024-02-30")

    assert (problem.line, problem.column) == (2, "Joined on")
    assert problem.sentence == "“2024-02-30” is not a date. Write it as 2024-01-31."


def test_reads_american_dates(agency: Agency) -> None:
    assert plan_staff_list("Name,Joined on\nRosa,1/31/2024").new[0].fields["joined_on"] == date(2024, 1, 31)


def test_refuses_a_name_that_is_too_long(agency: Agency) -> None:
    assert problem_of(f"Name\n{'x' * 151}").sentence == "This is longer than 150 characters. Shorten it."


def test_refuses_an_unknown_role(agency: Agency) -> None:
    sentence = problem_of("Name,Role\nRosa,Boss").sentence

    assert sentence.startswith("“Boss” is not a role. The roles are: Front-line worker, Supervisor,")


def test_refuses_an_unknown_program(programs: Programs) -> None:
    assert problem_of("Name,Role,Program\nRosa,Supervisor,Mentorship").sentence == (
        "There is no program “Mentorship”. There are: Mentoring, Safe Harbor, Workforce."
    )


def test_refuses_a_program_whose_name_is_there_twice(programs: Programs) -> None:
    Program.objects.create(name="mentoring")

    assert "Two have the name “Mentoring”" in problem_of("Name,Role,Program\nRosa,Supervisor,Mentoring").sentence


def test_refuses_an_unknown_site(sites: Sites) -> None:
    assert problem_of("Name,Role,Site\nRosa,Supervisor,West").sentence == (
        "There is no site “West”. There are: North house, South house."
    )


def test_refuses_a_site_at_which_the_program_is_not_offered(programs: Programs) -> None:
    sentence = problem_of("Name,Role,Program,Site\nRosa,Supervisor,Workforce,North house").sentence

    assert sentence.startswith("Workforce is not offered at North house.")


def test_refuses_a_place_without_a_role(programs: Programs) -> None:
    assert "no role" in problem_of("Name,Program\nRosa,Mentoring").sentence


def test_refuses_an_unknown_supervisor(agency: Agency) -> None:
    assert "is not on this list and not on the staff" in problem_of("Name,Supervisor\nRosa,Nobody Known").sentence


def test_refuses_a_supervisor_whose_name_two_people_have(agency: Agency) -> None:
    problem = problem_of("Name,Staff number,Supervisor\nAna Lee,1,\nAna Lee,2,\nRosa,3,Ana Lee")

    assert (problem.line, "more than one person" in problem.sentence) == (4, True)


def test_refuses_supervisors_in_a_circle(agency: Agency) -> None:
    problem = problem_of("Name,Supervisor\nAna,Ben\nBen,Cleo\nCleo,Ana")

    assert problem.line == 2
    assert problem.sentence == "The supervisors go in a circle: Ana → Ben → Cleo → Ana. Change one of them."


def test_refuses_a_circle_through_people_who_are_here(supervisor: StaffMember, front_line_worker: StaffMember) -> None:
    problem = problem_of("Name,Email,Supervisor\nSofia Reyes,sofia@riverside.example,Femi Adeyemi")

    assert "Sofia Reyes → Femi Adeyemi → Sofia Reyes" in problem.sentence


def test_refuses_the_same_person_twice(agency: Agency) -> None:
    problem = problem_of("Name,Staff number\nRosa,12\nBen,13\nRosa D.,12")

    assert (problem.line, problem.column) == (4, "Staff number")
    assert problem.sentence == "This is the same person as on line 2. Keep one of the two."


def test_refuses_a_line_that_is_two_people(supervisor: StaffMember, stranger: StaffMember) -> None:
    problem = problem_of("Name,Email,Sign-in name\nSofia Reyes,sofia@riverside.example,sam")

    assert "By email this is Sofia Reyes, by sign-in name it is Sam Stranger" in problem.sentence


# Meaning ---------------------------------------------------------------------------------------------------------


def test_matches_by_number_before_email(stranger: StaffMember) -> None:
    StaffMember.objects.filter(pk=stranger.pk).update(number="12")

    (changed,) = plan_staff_list("Name,Email,Staff number\nSam Stranger,new@riverside.example,12").changed

    assert changed.staff == stranger
    assert [(one.title, one.after) for one in changed.changes] == [("Email", "new@riverside.example")]


def test_changes_nothing_where_a_cell_is_blank(stranger: StaffMember) -> None:
    plan = plan_staff_list("Name,Email,Job title\nSam Stranger,sam@riverside.example,")

    assert [one.staff for one in plan.unchanged] == [stranger]


def test_lists_who_is_absent_and_removes_nobody(stranger: StaffMember, administrator: StaffMember) -> None:
    text = "Name,Email\nSam Stranger,sam@riverside.example"

    assert plan_staff_list(text).absent == [administrator]
    written(text, administrator)
    assert StaffMember.objects.filter(is_active=True).count() == 2


def test_leaves_people_alone_whose_sign_in_has_ended(stranger: StaffMember, administrator: StaffMember) -> None:
    StaffMember.objects.filter(pk=stranger.pk).update(is_active=False)
    text = "Name,Email,Job title\nSam Stranger,sam@riverside.example,Driver"

    assert [one.staff for one in plan_staff_list(text).ended] == [stranger]
    written(text, administrator)
    stranger.refresh_from_db()
    assert (stranger.job_title, stranger.is_active) == ("", False)


def test_writes_people_roles_and_supervisors(administrator: StaffMember, programs: Programs, sites: Sites) -> None:
    text = HEADER + (
        "Rosa Delgado,rosa@riverside.example,,Mentor,12,Front-line worker,Mentoring,North house,13,2024-01-31\n"
        "Ruth Adeyemi,,,Team lead,13,supervisor,mentoring,,,\n"
    )

    written(text, administrator)

    rosa = StaffMember.objects.get(number="12")
    assert (rosa.sign_in_name, rosa.job_title, rosa.joined_on) == ("rosa", "Mentor", date(2024, 1, 31))
    assert rosa.supervisor == StaffMember.objects.get(sign_in_name="ruth.adeyemi")
    assert (rosa.roles.get().program, rosa.roles.get().site) == (programs.mentoring, sites.north)


def test_writes_a_swap_of_supervisor_and_supervised(
    administrator: StaffMember, supervisor: StaffMember, front_line_worker: StaffMember
) -> None:
    text = (
        "Name,Email,Supervisor\nSofia Reyes,sofia@riverside.example,Femi Adeyemi\n"
        "Femi Adeyemi,femi@riverside.example,Ada Novak\n"
    )

    written(text, administrator)

    supervisor.refresh_from_db()
    front_line_worker.refresh_from_db()
    assert (supervisor.supervisor, front_line_worker.supervisor) == (front_line_worker, administrator)


def test_changes_nothing_the_second_time(administrator: StaffMember, programs: Programs) -> None:
    text = "Name,Staff number,Role,Program\nRosa Delgado,12,Supervisor,Mentoring"
    written(text, administrator)

    plan = plan_staff_list(text)

    assert (plan.new, plan.changed, len(plan.unchanged)) == ([], [], 1)


def test_writes_nothing_while_one_line_has_a_problem(administrator: StaffMember) -> None:
    with pytest.raises(Problem, match="still has problems"):
        written("Name,Role\nRosa,\nBen,Boss", administrator)
    assert StaffMember.objects.count() == 1


def test_writes_nothing_when_the_staff_changed_since_the_preview(
    administrator: StaffMember, stranger: StaffMember
) -> None:
    text = "Name,Email,Job title\nSam Stranger,sam@riverside.example,Driver"
    seen = plan_staff_list(text).fingerprint
    StaffMember.objects.filter(pk=stranger.pk).update(job_title="Cook")

    with pytest.raises(Problem, match="has changed since this preview"):
        apply_staff_list(text, fingerprint=seen, actor=administrator)


def test_gives_two_new_people_of_one_name_two_sign_in_names(agency: Agency) -> None:
    plan = plan_staff_list("Name,Staff number\nAna Lee,1\nAna Lee,2")

    assert [one.fields["sign_in_name"] for one in plan.new] == ["ana.lee", "ana.lee2"]


def test_asks_the_database_as_often_for_many_lines_as_for_one(
    programs: Programs, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lines = "".join(f"Person {number},p{number}@a.example,,,{number},,,,,\n" for number in range(2))

    with django_assert_num_queries(5):  # staff, programs, sites; a free sign-in name for each of the two
        plan_staff_list(HEADER + lines)


def test_takes_a_line_with_a_name_alone_for_the_person_of_that_name(stranger: StaffMember) -> None:
    plan = plan_staff_list(f"Name,Job title\n{stranger.name.upper()},Driver")

    assert [one.staff for one in plan.changed] == [stranger]
    assert (plan.new, plan.absent.count(stranger)) == ([], 0)


def test_asks_which_of_two_people_of_one_name_is_meant(stranger: StaffMember, supervisor: StaffMember) -> None:
    StaffMember.objects.filter(pk=supervisor.pk).update(name=stranger.name)

    assert problem_of(f"Name,Job title\n{stranger.name},Driver").column == "Name"


def test_shows_that_somebody_new_has_the_name_of_somebody_here(stranger: StaffMember) -> None:
    (new,) = plan_staff_list(f"Name,Email\n{stranger.name},another@agency.example").new

    assert new.namesake == stranger

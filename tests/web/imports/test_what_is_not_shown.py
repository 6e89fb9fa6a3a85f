"""The pages of imports before a performance lead who may not look into Safe Harbor: what they say, and how."""

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lineofsight.apps.agency.models import ImportRun, Role, RoleAssignment
from lineofsight.apps.imports import services
from lineofsight.apps.records.models import Enrollment, Participant
from tests.cast import employ
from tests.unit.packs.hmis.export_builder import TinyExport

pytestmark = pytest.mark.usefixtures("real_transactions")


def workbook(program, *people, name="harbor-house-2026.xlsx", title="Harbor House clients"):
    """A filled workbook: a person with one stay for each name; a name that begins with ! has a stay that is no row."""
    written = BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    sheets = {
        "Read me": [("Workbook name", title), ("This workbook holds everything", "Yes")],
        "People": [("Person number", "First name"), *((each, each.strip("!")) for each in people)],
        "Enrollments": [
            ("Enrollment number", "Person number", "Program", "Entry date"),
            *((f"E-{each}", each, program, "soon" if each[0] == "!" else "2026-01-05") for each in people),
        ],
    }
    for sheet, rows in sheets.items():
        page = book.add_worksheet(sheet)
        for line, row in enumerate(rows):
            page.write_row(line, 0, row)
    book.close()
    return SimpleUploadedFile(name, written.getvalue())


@pytest.fixture
def insider(programs):
    """A performance lead whose role also names Safe Harbor."""
    staff = employ("Iris Inside", (Role.PERFORMANCE_LEAD, None), (Role.PERFORMANCE_LEAD, programs.safe_harbor))
    client = Client()
    client.force_login(staff)
    return client


def bring(client, file):
    page = client.post("/import/new/", {"files": file}, follow=True)
    return ImportRun.objects.latest("pk"), page


def write(client, run, **decisions):
    return client.post(f"/import/{run.pk}/decide/", {"wish": "import", **decisions}, follow=True)


def all_pages(client, run):
    addresses = ("", "problems/", "problems.csv", "vanished/")
    pages = [client.get(f"/import/{run.pk}/{address}") for address in addresses]
    return "".join(page.text for page in [*pages, client.get("/import/"), client.get("/")] if page.status_code == 200)


def test_says_in_one_line_that_rows_are_not_shown(as_performance_lead, tmp_path):
    export = SimpleUploadedFile("export.zip", TinyExport().write_zip(tmp_path / "export.zip").read_bytes())

    run, page = bring(as_performance_lead, export)

    assert run.summary["protected"]
    assert "The file also has rows of programs you may not look into." in page.text
    assert "Every row was read" not in page.text


def test_names_neither_file_nor_source_nor_people_to_somebody_who_may_not_know(insider, as_performance_lead):
    run, _page = bring(insider, workbook("Safe Harbor", "Ruth", "!Gwen"))

    told = all_pages(as_performance_lead, run)

    assert "Ruth" not in told
    assert "Gwen" not in told
    assert "arbor" not in told
    assert "A file whose name is not told to you" in told
    assert "nothing more is shown of it" in told


def test_names_them_to_somebody_whose_role_names_the_program(insider):
    run, _page = bring(insider, workbook("Safe Harbor", "Ruth", "!Gwen"))

    told = all_pages(insider, run)

    assert "Ruth" in told
    assert "harbor-house-2026.xlsx" in told


def test_keeps_the_names_to_itself_after_it_was_written(insider, as_performance_lead):
    run, _page = bring(insider, workbook("Safe Harbor", "Ruth"))
    write(insider, run)

    told = all_pages(as_performance_lead, run)

    assert Participant.objects.filter(first_name="Ruth").exists()
    assert "arbor" not in told
    assert "1 more source brings people you may not look up" in told


def test_keeps_the_name_of_a_file_that_was_refused(insider, as_performance_lead):
    run, _page = bring(insider, SimpleUploadedFile("harbor-house.xlsx", b"not a workbook"))

    told = all_pages(as_performance_lead, run)

    assert run.state == "refused"
    assert "arbor" not in told
    assert "arbor" in all_pages(insider, run)


def test_tells_who_brought_a_file_its_name(as_performance_lead):
    _run, page = bring(as_performance_lead, workbook("Safe Harbor", "Ruth"))

    assert "harbor-house-2026.xlsx" in page.text
    assert ">Ruth<" not in page.text


def test_names_a_file_that_speaks_of_an_open_program(insider, as_performance_lead):
    run, _page = bring(insider, workbook("Workforce", "Jonah", name="workforce.xlsx", title="Workforce"))

    told = all_pages(as_performance_lead, run)

    assert "workforce.xlsx" in told
    assert "Jonah" in told


def test_can_be_decided_and_written_without_seeing_it(insider, as_performance_lead):
    write(insider, bring(insider, workbook("Safe Harbor", "Ruth", "Gwen"))[0])
    run, _page = bring(insider, workbook("Safe Harbor", "Gwen", "!Nell"))
    assert run.counts["participant"]["vanished"] == 1

    listed = as_performance_lead.get(f"/import/{run.pk}/vanished/")
    as_performance_lead.post(f"/import/{run.pk}/vanished/", {"hidden": "withdrawn"})
    written = write(as_performance_lead, run, unreadable="leave_out")

    assert "Rows of programs you may not look into, if any have vanished" in listed.text
    assert "Ruth" not in listed.text + written.text
    assert "Written." in written.text
    assert Participant.objects.get(first_name="Ruth").standing == "withdrawn"


def test_says_where_rows_that_are_not_shown_can_be_mended(insider, as_performance_lead, performance_lead):
    run, _page = bring(insider, workbook("Safe Harbor", "Ruth", "!Gwen"))

    saved = as_performance_lead.get(f"/import/{run.pk}/problems.csv").text

    assert "Enrollments,3,Entry date,,In a program you may not look into." in saved
    assert "soon" not in saved


def test_opens_as_soon_as_a_role_names_the_program(insider, as_performance_lead, performance_lead, programs):
    run, _page = bring(insider, workbook("Safe Harbor", "Ruth"))
    RoleAssignment.objects.create(staff=performance_lead, role=Role.PERFORMANCE_LEAD, program=programs.safe_harbor)

    assert "Ruth" in all_pages(as_performance_lead, run)


@pytest.fixture
def ruth(insider, programs):
    """Somebody of Safe Harbor who also takes part in Workforce, where she was enrolled by hand."""
    write(insider, bring(insider, workbook("Safe Harbor", "Ruth"))[0])
    ruth = Participant.objects.get(first_name="Ruth")
    start = {"stage": "active", "entry_date": date(2026, 2, 2)}
    Enrollment.objects.create(participant=ruth, program=programs.workforce, **start)
    return ruth


def person_pages(client, person):
    addresses = ("", "change/", "history/")
    pages = [client.get(f"/clients/{person.pk}/{address}") for address in addresses]
    return "".join(page.text for page in [*pages, client.get("/clients/duplicates/")] if page.status_code == 200)


def test_does_not_say_beside_a_person_where_she_is_kept(insider, as_performance_lead, ruth):
    told = person_pages(as_performance_lead, ruth)

    assert "another system" in told
    assert "arbor" not in told
    assert "Harbor House clients" in person_pages(insider, ruth)


def test_names_no_other_source_either_so_that_the_one_without_a_name_says_nothing(insider, as_performance_lead, ruth):
    write(insider, bring(insider, workbook("Workforce", "Jonah", name="workforce.xlsx", title="Workforce list"))[0])
    jonah = Participant.objects.get(first_name="Jonah")

    assert "Workforce list" not in person_pages(as_performance_lead, jonah)
    assert "Workforce list" in person_pages(insider, jonah)


def test_hides_nothing_in_an_agency_without_protected_programs(as_performance_lead, programs, performance_lead):
    programs.safe_harbor.delete()
    other = employ("Otto Other", (Role.PERFORMANCE_LEAD, None))
    run = services.begin_run("workbook", "broken.xlsx", actor=other)
    services.stop_run(run, actor=other)

    assert "broken.xlsx" in all_pages(as_performance_lead, run)

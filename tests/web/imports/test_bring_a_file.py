"""From a file in the browser to records: who may, what is shown before anything is written, and what is refused."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lineofsight.apps.agency.models import ImportRun
from lineofsight.apps.agency.permissions import COMMAND_LINE
from lineofsight.apps.imports import services
from lineofsight.apps.imports.folder import folder_of
from lineofsight.apps.records.models import Participant
from lineofsight.packs.workbook import write_example
from tests.unit.packs.hmis.export_builder import TinyExport

pytestmark = pytest.mark.usefixtures("real_transactions")


@pytest.fixture
def export_file(tmp_path):
    return SimpleUploadedFile("export.zip", TinyExport().write_zip(tmp_path / "export.zip").read_bytes())


@pytest.fixture
def preview(as_performance_lead, export_file):
    return as_performance_lead.post("/import/new/", {"files": export_file}, follow=True)


def test_shows_what_would_change_and_writes_nothing(preview):
    assert "Nothing is written yet." in preview.text
    assert "Harbor County HMIS" in preview.text
    assert Participant.objects.count() == 0


def test_writes_when_it_is_told_to(preview, as_performance_lead):
    run = ImportRun.objects.get()
    written = as_performance_lead.post(
        f"/import/{run.pk}/decide/", {"wish": "import", "unreadable": "leave_out"}, follow=True
    )

    assert "Written." in written.text
    assert Participant.objects.count() == 3


def test_writes_nothing_when_it_is_thrown_away(preview, as_performance_lead):
    run = ImportRun.objects.get()
    page = as_performance_lead.post(f"/import/{run.pk}/decide/", {"wish": "throw_away"}, follow=True)

    run.refresh_from_db()
    assert "Thrown away. Nothing was written." in page.text
    assert (run.state, Participant.objects.count(), list(folder_of(run.pk).iterdir())) == ("stopped", 0, [])


def test_says_why_a_file_cannot_be_read(as_performance_lead):
    page = as_performance_lead.post(
        "/import/new/", {"files": SimpleUploadedFile("export.zip", b"not a zip")}, follow=True
    )

    assert "Why can this file not be read?" in page.text
    assert ImportRun.objects.get().state == "refused"


def test_says_which_files_it_reads(as_performance_lead):
    page = as_performance_lead.post("/import/new/", {"files": SimpleUploadedFile("people.pdf", b"%PDF")}, follow=True)

    assert "You chose people.pdf. Choose one zip of an HMIS export" in page.text
    assert ImportRun.objects.count() == 0


def test_takes_the_csv_files_of_an_export_one_by_one(as_performance_lead):
    files = [SimpleUploadedFile(name, content) for name, content in TinyExport().bytes_by_name().items()]

    page = as_performance_lead.post("/import/new/", {"files": files}, follow=True)

    assert "Nothing is written yet." in page.text
    assert "Harbor County HMIS" in page.text


def test_asks_for_the_decisions_that_are_left(as_performance_lead, tmp_path):
    broken = TinyExport()
    broken.lines["Enrollment"][0]["EntryDate"] = "2026-02-30"
    file = SimpleUploadedFile("export.zip", broken.write_zip(tmp_path / "broken.zip").read_bytes())
    page = as_performance_lead.post("/import/new/", {"files": file}, follow=True)
    run = ImportRun.objects.get()

    refused = as_performance_lead.post(f"/import/{run.pk}/decide/", {"wish": "import"}, follow=True)

    assert "February 2026 has 28 days" in page.text
    assert "Not yet: mend or leave out" in refused.text
    assert Participant.objects.count() == 0


def test_saves_the_list_of_problems(as_performance_lead, tmp_path):
    broken = TinyExport()
    broken.lines["Enrollment"][0]["EntryDate"] = "2026-02-30"
    file = SimpleUploadedFile("export.zip", broken.write_zip(tmp_path / "broken.zip").read_bytes())
    as_performance_lead.post("/import/new/", {"files": file})

    saved = as_performance_lead.get(f"/import/{ImportRun.objects.get().pk}/problems.csv")

    assert "Enrollment.csv,2,EntryDate,2026-02-30" in saved.text


def test_shows_a_run_whose_process_went_away_as_stopped(as_performance_lead):
    run = ImportRun.objects.create(kind="hmis", file_name="export.zip", started_at="2026-01-01T00:00Z")
    (folder_of(run.pk) / "staging.sqlite3").touch()

    page = as_performance_lead.get(f"/import/{run.pk}/")

    assert "It was stopped; nothing was written." in page.text


def test_is_closed_to_a_director(as_director, export_file):
    assert as_director.get("/import/").status_code == 403
    assert as_director.post("/import/new/", {"files": export_file}).status_code == 403


def test_is_closed_to_an_administrator_who_leads_no_data(as_administrator):
    assert as_administrator.get("/import/").status_code == 403


def test_asks_a_stranger_to_sign_in(client):
    assert client.get("/import/").headers["Location"] == "/account/login/?next=/import/"


def test_refuses_two_files_of_one_name(as_performance_lead):
    twice = [SimpleUploadedFile("Client.csv", b"a"), SimpleUploadedFile("Client.csv", b"b")]

    page = as_performance_lead.post("/import/new/", {"files": twice}, follow=True)

    assert "You chose two files with the name Client.csv." in page.text
    assert ImportRun.objects.count() == 0


def test_leaves_no_run_behind_when_the_file_cannot_be_kept(as_performance_lead, export_file, monkeypatch):
    def full(files, folder):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lineofsight.apps.imports.views.keep_upload", full)
    with pytest.raises(OSError, match="No space left"):
        as_performance_lead.post("/import/new/", {"files": export_file})

    assert ImportRun.objects.get().state == "stopped"


def test_says_when_nothing_would_change(as_performance_lead, tmp_path):
    export = TinyExport()
    export.lines["Organization"][1]["VictimServiceProvider"] = "0"
    content = export.write_zip(tmp_path / "export.zip").read_bytes()
    as_performance_lead.post("/import/new/", {"files": SimpleUploadedFile("export.zip", content)})
    as_performance_lead.post(f"/import/{ImportRun.objects.get().pk}/decide/", {"wish": "import"})

    again = as_performance_lead.post("/import/new/", {"files": SimpleUploadedFile("export.zip", content)}, follow=True)

    assert "Nothing would change." in again.text
    assert 'value="import"' not in again.text


def test_says_that_staff_come_without_roles(as_performance_lead):
    written = BytesIO()
    write_example("family-support", written)

    page = as_performance_lead.post(
        "/import/new/", {"files": SimpleUploadedFile("families.xlsx", written.getvalue())}, follow=True
    )

    assert "added to the staff list, without roles or sign-ins" in page.text


def test_stays_asked_for_while_no_worker_has_begun(preview, as_performance_lead):
    run = ImportRun.objects.get()
    services.begin_writing(run, actor=COMMAND_LINE)

    page = as_performance_lead.get(f"/import/{run.pk}/")

    assert "It is being written." in page.text


def test_keeps_no_upload_once_it_is_read(preview):
    assert not (folder_of(ImportRun.objects.get().pk) / "upload.zip").exists()


def test_says_how_long_it_waits_for_a_decision(preview):
    until = services.kept_until(ImportRun.objects.get())

    assert f"{until:%B} {until.day}, {until.year}" in preview.text
    assert "If nobody decides, it is thrown away then" in preview.text

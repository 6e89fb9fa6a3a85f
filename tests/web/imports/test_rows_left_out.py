"""Rows that an import left out can still be listed once it is written, for whoever mends the source."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lineofsight.apps.agency.models import ImportRun
from lineofsight.apps.imports import services
from lineofsight.apps.imports.folder import folder_of, left_out_path
from tests.unit.packs.hmis.export_builder import TinyExport

from .test_what_is_not_shown import workbook

pytestmark = pytest.mark.usefixtures("real_transactions")


@pytest.fixture
def set_aside(as_performance_lead, tmp_path):
    """Written with nothing left out but one value that is not understood."""
    export = TinyExport()
    export.lines["Client"][0]["VeteranStatus"] = "250"
    file = SimpleUploadedFile("export.zip", export.write_zip(tmp_path / "aside.zip").read_bytes())
    as_performance_lead.post("/import/new/", {"files": file})
    run = ImportRun.objects.get()
    as_performance_lead.post(f"/import/{run.pk}/decide/", {"wish": "import"})
    run.refresh_from_db()
    assert (run.state, run.summary["problems"].get("value")) == ("written", 1)
    return run


@pytest.fixture
def written(as_performance_lead, tmp_path):
    export = TinyExport()
    export.lines["Enrollment"][0]["EntryDate"] = "2026-02-30"
    file = SimpleUploadedFile("export.zip", export.write_zip(tmp_path / "broken.zip").read_bytes())
    as_performance_lead.post("/import/new/", {"files": file})
    run = ImportRun.objects.get()
    decisions = {"wish": "import", "unreadable": "leave_out"}
    as_performance_lead.post(f"/import/{run.pk}/decide/", decisions)
    run.refresh_from_db()
    assert run.state == "written"
    return run


def test_leads_from_the_written_import_to_the_rows(written, as_performance_lead):
    page = as_performance_lead.get(f"/import/{written.pk}/")

    assert f'href="/import/{written.pk}/problems/"' in page.text


def test_lists_them_on_the_page_and_in_the_file(written, as_performance_lead):
    page = as_performance_lead.get(f"/import/{written.pk}/problems/")
    saved = as_performance_lead.get(f"/import/{written.pk}/problems.csv")

    assert "February 2026 has 28 days" in page.text
    assert "Enrollment.csv,2,EntryDate,2026-02-30" in saved.text


def test_still_tells_the_value_that_was_set_aside(set_aside, as_performance_lead):
    page = as_performance_lead.get(f"/import/{set_aside.pk}/")
    listed = as_performance_lead.get(f"/import/{set_aside.pk}/problems/")
    saved = as_performance_lead.get(f"/import/{set_aside.pk}/problems.csv")

    assert "1 value was set aside." in page.text
    assert f'href="/import/{set_aside.pk}/problems/"' in page.text
    assert "0 rows cannot be read; 1 value is set aside." in listed.text
    assert "250" in listed.text
    assert "VeteranStatus,250" in saved.text


def test_says_nothing_of_values_when_none_was_set_aside(written, as_performance_lead):
    listed = as_performance_lead.get(f"/import/{written.pk}/problems/").text

    assert ("cannot be read.</b>" in listed, "set aside" in listed) == (True, False)


def test_keeps_nothing_else_of_the_import(written):
    assert list(folder_of(written.pk).iterdir()) == [left_out_path(written.pk)]


def test_keeps_them_when_interrupted_runs_are_mended(written, as_performance_lead):
    services.mend_interrupted_runs()

    assert as_performance_lead.get(f"/import/{written.pk}/problems/").status_code == 200


def test_throws_the_list_away_after_ninety_days(written, as_performance_lead):
    ImportRun.objects.update(finished_at=written.finished_at - timedelta(days=91))
    services.mend_interrupted_runs()

    assert as_performance_lead.get(f"/import/{written.pk}/problems/").status_code == 404


def test_is_closed_to_a_director(written, as_director):
    assert as_director.get(f"/import/{written.pk}/problems/").status_code == 403
    assert as_director.get(f"/import/{written.pk}/problems.csv").status_code == 403


def test_counts_a_row_with_two_problems_once(as_performance_lead):
    file = workbook("", "!Gwen")  # her enrollment has neither a program nor a date that can be read

    page = as_performance_lead.post("/import/new/", {"files": file}, follow=True)

    run = ImportRun.objects.get()
    assert run.summary["problems"]["row"] == 2
    assert run.summary["left_out"] == {"row": 1}
    assert "and 1 cannot be read" in page.text


def test_lists_twenty_five_problems_a_page(as_performance_lead):
    file = workbook("Mentoring", *(f"!Person {number}" for number in range(30)))
    as_performance_lead.post("/import/new/", {"files": file})
    run = ImportRun.objects.get()

    preview = as_performance_lead.get(f"/import/{run.pk}/").text
    listed = as_performance_lead.get(f"/import/{run.pk}/problems/").text

    assert preview.count("is not a date that can be read") == 5
    assert listed.count("is not a date that can be read") == 25
    assert "1 to 25 of" in listed

"""Runs of which there is nothing to show open with a sentence: a file without rows, and files a backup left out."""

import shutil

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lineofsight.apps.agency.models import ImportRun
from lineofsight.apps.imports.folder import folder_of
from lineofsight.apps.records.models import Participant
from tests.unit.packs.hmis.export_builder import TinyExport

pytestmark = pytest.mark.usefixtures("real_transactions")
GONE = "Its files are no longer here. Import it again."


@pytest.fixture
def waiting(as_performance_lead, tmp_path):
    file = SimpleUploadedFile("export.zip", TinyExport().write_zip(tmp_path / "export.zip").read_bytes())
    as_performance_lead.post("/import/new/", {"files": file})
    return ImportRun.objects.get()


@pytest.fixture
def restored(waiting):
    shutil.rmtree(folder_of(waiting.pk))  # a backup holds the run, not its folder
    return waiting


def test_says_that_a_file_holds_no_rows(waiting, as_performance_lead):
    ImportRun.objects.update(counts={}, summary={"identity": waiting.summary["identity"]})

    page = as_performance_lead.get(f"/import/{waiting.pk}/")

    assert "Nothing would change.</b> The file holds no rows." in page.text


def test_opens_a_run_without_counts_that_was_written(waiting, as_performance_lead):
    ImportRun.objects.update(counts={}, state=ImportRun.State.WRITTEN)

    page = as_performance_lead.get(f"/import/{waiting.pk}/")

    assert "Rows that are new: 0, changed: 0, the same: 0." in page.text


def test_says_that_the_files_of_a_restored_run_are_gone(restored, as_performance_lead):
    page = as_performance_lead.get(f"/import/{restored.pk}/")

    assert (page.status_code, GONE in page.text) == (200, True)
    restored.refresh_from_db()
    assert (restored.state, restored.refusal) == (ImportRun.State.STOPPED, GONE)


def test_takes_no_decision_about_a_restored_run(restored, as_performance_lead):
    page = as_performance_lead.post(f"/import/{restored.pk}/decide/", {"wish": "import"}, follow=True)

    assert (page.status_code, GONE in page.text, Participant.objects.count()) == (200, True, 0)


@pytest.mark.parametrize("page", ["vanished/", "problems/", "problems.csv"])
def test_lists_nothing_of_a_restored_run(page, restored, as_performance_lead):
    assert as_performance_lead.get(f"/import/{restored.pk}/{page}").status_code == 404


def test_ends_a_restored_run_that_was_about_to_be_written(restored, as_performance_lead):
    ImportRun.objects.update(state=ImportRun.State.WRITING)

    assert GONE in as_performance_lead.get(f"/import/{restored.pk}/").text


def test_is_closed_to_a_director(restored, as_director):
    assert as_director.get(f"/import/{restored.pk}/").status_code == 403

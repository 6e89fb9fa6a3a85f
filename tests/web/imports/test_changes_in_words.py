"""What would change is told in words; what says nothing to a reader is not told."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lineofsight.apps.agency.models import ImportRun
from tests.unit.packs.hmis.export_builder import TinyExport

pytestmark = pytest.mark.usefixtures("real_transactions")


@pytest.fixture
def changes(as_performance_lead, tmp_path):
    """The preview of the second export of a system, as text, in which a stay began a day later and more was updated."""
    first, second = TinyExport(), TinyExport()
    second.lines["Export"][0] |= {"ExportID": "0f343b0931126a20f133d67c2b018a3b", "ExportDate": "2026-11-10 11:08:24"}
    second.lines["Enrollment"][0] |= {"EntryDate": "2026-03-06", "DateUpdated": "2026-11-09 11:08:24"}
    for export in (first, second):
        file = SimpleUploadedFile("export.zip", export.write_zip(tmp_path / "export.zip").read_bytes())
        page = as_performance_lead.post("/import/new/", {"files": file}, follow=True)
        address = f"/import/{ImportRun.objects.order_by('pk').last().pk}/decide/"
        as_performance_lead.post(address, {"wish": "import", "unreadable": "leave_out"})
    section = page.text[page.text.index('id="changes"') :]
    return section[: section.index("</table>")]


def test_writes_days_in_words(changes):
    assert "March 6, 2026" in changes
    assert not re.search(r"\d{4}-\d\d-\d\d", changes)


def test_leaves_out_who_typed_a_row_and_when(changes):
    assert "0f343b0931126a20f133d67c2b018a3b" not in changes
    assert "updated" not in changes.lower()

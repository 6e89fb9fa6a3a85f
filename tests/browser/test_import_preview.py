"""The preview of an import fits a phone, whatever the system that made the export calls its rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lineofsight.apps.agency.models import ImportRun, StaffMember
from tests.unit.packs.hmis.export_builder import TinyExport

from .pages import OpenWindow

LONG = "0f343b0931126a20f133d67c2b018a3b0f343b0931126a20f133d67c2b018a3b"


@pytest.fixture
def waiting(house: str, as_performance_lead: Client, tmp_path: Path) -> ImportRun:
    """The second export of a system that changes a program's name to one long word, with a value set aside."""
    first, second = TinyExport(), TinyExport()
    second.lines["Project"][0]["ProjectName"] = LONG
    second.lines["Client"][0]["VeteranStatus"] = LONG
    for export in (first, second):
        file = SimpleUploadedFile("export.zip", export.write_zip(tmp_path / "export.zip").read_bytes())
        as_performance_lead.post("/import/new/", {"files": file})
        run = ImportRun.objects.latest("pk")
        if export is first:
            decided = {"wish": "import", "unreadable": "leave_out"}
            as_performance_lead.post(f"/import/{run.pk}/decide/", decided)
    return run


@pytest.mark.parametrize("width", [360, 1280])
def test_fits_its_window(
    width: int, waiting: ImportRun, open_window: OpenWindow, performance_lead: StaffMember
) -> None:
    page = open_window(width=width, viewer=performance_lead)
    page.goto(f"/import/{waiting.pk}/")

    assert LONG in page.locator("#changes").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= width

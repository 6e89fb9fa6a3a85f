"""Whoever looks at people in an import is in the trail: one entry for what was opened at once, with how many rows."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lineofsight.apps.agency.models import ImportRun, TrailEntry
from lineofsight.apps.agency.selectors.trail import in_words
from lineofsight.apps.agency.words import the_words
from lineofsight.apps.imports import services
from tests.unit.packs.hmis.export_builder import TinyExport

pytestmark = pytest.mark.usefixtures("real_transactions")


@pytest.fixture
def run(as_performance_lead, tmp_path):
    """Ready, with one enrollment that cannot be read; nobody has looked at it yet."""
    export = TinyExport()
    export.lines["Enrollment"][0]["EntryDate"] = "2026-02-30"
    file = SimpleUploadedFile("export.zip", export.write_zip(tmp_path / "broken.zip").read_bytes())
    as_performance_lead.post("/import/new/", {"files": file})
    return ImportRun.objects.get()


def entries():
    kept = TrailEntry.objects.filter(action__in=["viewed", "exported"], subject="agency.importrun")
    return list(kept.order_by("pk"))


def test_notes_who_opened_the_preview_and_how_many_rows_it_showed(run, as_performance_lead, performance_lead):
    assert entries() == []

    as_performance_lead.get(f"/import/{run.pk}/")

    (entry,) = entries()
    assert (entry.action, entry.actor, entry.subject_id) == ("viewed", performance_lead, run.pk)
    assert entry.detail["rows"] > 3


def test_notes_who_opened_the_problems(run, as_performance_lead):
    page = as_performance_lead.get(f"/import/{run.pk}/problems/")

    (entry,) = entries()
    assert (entry.action, entry.detail) == ("viewed", {"rows": len(page.context["found"])})


def test_notes_who_saved_the_problems(run, as_performance_lead, administrator):
    saved = as_performance_lead.get(f"/import/{run.pk}/problems.csv")

    (entry,) = entries()
    assert (entry.action, entry.detail) == ("exported", {"rows": saved.text.strip().count("\n")})
    (line,) = in_words([entry], the_words(), administrator)
    assert f"saved the list of problems of import {run.pk}: {entry.detail['rows']}" in line.sentence


def test_notes_who_opened_the_vanished_rows(run, as_performance_lead, tmp_path):
    services.decide(run, leave_out_unreadable=True, actor=run.started_by)
    services.write_run(run, actor=run.started_by)
    export = TinyExport()
    export.lines["Enrollment"].clear()
    export.lines["Exit"].clear()
    file = SimpleUploadedFile("export.zip", export.write_zip(tmp_path / "less.zip").read_bytes())
    as_performance_lead.post("/import/new/", {"files": file})
    less = ImportRun.objects.latest("pk")

    page = as_performance_lead.get(f"/import/{less.pk}/vanished/")

    assert [(each.subject_id, each.detail) for each in entries()] == [(less.pk, {"rows": len(page.context["rows"])})]


def test_notes_nothing_where_nothing_is_shown(run, as_director):
    as_director.get(f"/import/{run.pk}/")

    assert entries() == []

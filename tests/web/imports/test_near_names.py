"""The preview asks whether a misspelt program is the same, and nothing is written before that is answered."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lineofsight.apps.agency.models import ImportRun, Program
from lineofsight.apps.imports import selectors
from lineofsight.apps.records.models import Enrollment
from tests.unit.packs.workbook.drawn import ENROLLMENTS, PEOPLE, draw

pytestmark = pytest.mark.usefixtures("real_transactions")


@pytest.fixture
def here() -> Program:
    return Program.objects.create(name="Youth Mentoring")


@pytest.fixture
def run(here: Program, as_performance_lead: Client, tmp_path: Path) -> ImportRun:
    spelled = [tuple("Youth Mentorng" if cell == "Mentoring" else cell for cell in row) for row in ENROLLMENTS]
    book = draw(tmp_path / "Ours.xlsx", {"People": PEOPLE, "Enrollments": spelled})
    as_performance_lead.post("/import/new/", {"files": SimpleUploadedFile("Ours.xlsx", book.read_bytes())})
    return ImportRun.objects.get()


def question(run: ImportRun) -> str:
    (near,) = selectors.names_nearly_here(run)
    return f"near-{near.target}-{near.n}"


def test_asks_in_the_preview(run: ImportRun, as_performance_lead: Client) -> None:
    page = as_performance_lead.get(f"/import/{run.pk}/").content.decode()

    assert "Program “Youth Mentorng”: did you mean “Youth Mentoring”?" in page
    assert "2 enrollments of the file name it." in page
    assert f'name="{question(run)}" value="same"' in page
    assert "Import: 1 thing left" in page


def test_writes_nothing_without_an_answer(run: ImportRun, here: Program, as_performance_lead: Client) -> None:
    page = as_performance_lead.post(f"/import/{run.pk}/decide/", {"wish": "import"}, follow=True).content.decode()

    assert "Not yet: say of each name that is nearly another whether it is the same." in page
    assert list(Program.objects.filter(name__startswith="Youth")) == [here]


def test_writes_into_the_program_that_is_here(run: ImportRun, here: Program, as_performance_lead: Client) -> None:
    as_performance_lead.post(f"/import/{run.pk}/decide/", {"wish": "import", question(run): "same"})

    assert list(Program.objects.filter(name__startswith="Youth")) == [here]
    assert Enrollment.objects.filter(program=here).count() == 2


def test_makes_another_one_where_it_is_one(run: ImportRun, here: Program, as_performance_lead: Client) -> None:
    as_performance_lead.post(f"/import/{run.pk}/decide/", {"wish": "import", question(run): "new"})

    assert Enrollment.objects.filter(program__name="Youth Mentorng").count() == 2


def test_takes_no_other_word_for_an_answer(run: ImportRun, here: Program, as_performance_lead: Client) -> None:
    as_performance_lead.post(f"/import/{run.pk}/decide/", {"wish": "import", question(run): "perhaps"})

    assert not Enrollment.objects.exists()

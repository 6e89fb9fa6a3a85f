"""What a workbook brought and is kept here is corrected here, and the file says so; else it names where."""

from __future__ import annotations

import pytest
from django.test import Client

from lineofsight.apps.agency.models import Program, Source, Standing
from lineofsight.apps.records.models import Assessment, Enrollment, Participant, Service

from .conftest import FullFile

TITLE = "Job club.xlsx"


@pytest.fixture
def brought(full_file: FullFile) -> FullFile:
    workbook = Source.objects.create(kind=Source.Kind.WORKBOOK, key="club", title=TITLE)
    for model in (Participant, Enrollment, Service, Assessment):
        model.objects.filter(pk__in=_ids(full_file)[model]).update(source=workbook, source_key="1")
    return full_file


@pytest.fixture
def kept_there(brought: FullFile) -> FullFile:
    Program.objects.filter(pk=brought.enrollment.program_id).update(mastered_in=Source.objects.get())
    return brought


def _ids(full_file: FullFile) -> dict[type, list[int]]:
    rows = (full_file.participant, full_file.enrollment, full_file.service, full_file.assessment)
    return {type(row): [row.pk] for row in rows}


def test_offers_to_correct_services_and_assessments(brought: FullFile, as_front_line_worker: Client) -> None:
    page = as_front_line_worker.get(brought.address("/clients/{person}/")).text

    assert f'href="/services/{brought.service.pk}/"' in page
    assert f'href="/assessments/{brought.assessment.pk}/"' in page
    assert TITLE not in page


def test_offers_it_in_the_list_of_services(brought: FullFile, as_front_line_worker: Client) -> None:
    page = as_front_line_worker.get(brought.address("/clients/{person}/services/")).text

    assert (f'href="/services/{brought.service.pk}/"' in page, TITLE in page) == (True, False)


def test_names_the_source_that_keeps_them(kept_there: FullFile, as_front_line_worker: Client) -> None:
    page = as_front_line_worker.get(kept_there.address("/clients/{person}/")).text

    assert f'href="/services/{kept_there.service.pk}/"' not in page
    assert f'href="/assessments/{kept_there.assessment.pk}/"' not in page
    assert TITLE in page


def test_takes_a_stay_out_that_is_kept_here(brought: FullFile, as_front_line_worker: Client) -> None:
    assert "a mistake?" in as_front_line_worker.get(brought.address("/enrollments/{enrollment}/correct/")).text

    as_front_line_worker.post(brought.address("/enrollments/{enrollment}/take-out/"))

    brought.enrollment.refresh_from_db()
    assert brought.enrollment.standing == Standing.WITHDRAWN


def test_takes_no_stay_out_that_is_kept_elsewhere(kept_there: FullFile, as_front_line_worker: Client) -> None:
    assert "a mistake?" not in as_front_line_worker.get(kept_there.address("/enrollments/{enrollment}/correct/")).text

"""The page of an assessment: nothing is answered by a default that nobody chose."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from lineofsight.apps.agency.clock import today
from lineofsight.apps.forms.models import DataElement, Instrument, InstrumentElement
from lineofsight.apps.forms.services import adopt
from lineofsight.apps.records.models import Assessment, Enrollment, Participant
from lineofsight.packs.elements import ElementSpec, InstrumentSpec
from tests.seen import as_it_is

from .conftest import FullFile

CHOSEN_POINT = re.compile(r'name="point" value="(\w+)"[^>]*checked')


def points_chosen(browser: Client, full_file: FullFile) -> list[str]:
    page = browser.get(full_file.address("/clients/{person}/assessment/{instrument}/")).content.decode()
    return CHOSEN_POINT.findall(page)


@pytest.fixture
def a_follow_up(full_file: FullFile) -> Assessment:
    return Assessment.objects.create(
        enrollment=full_file.enrollment, instrument=full_file.instrument, point="follow_up", date=today()
    )


def test_proposes_the_stage_at_which_it_is_always_made(full_file: FullFile, as_front_line_worker: Client) -> None:
    assert points_chosen(as_front_line_worker, full_file) == ["start"]


def test_proposes_no_stage_when_it_is_made_at_several(
    full_file: FullFile, a_follow_up: Assessment, as_front_line_worker: Client
) -> None:
    assert points_chosen(as_front_line_worker, full_file) == []


def test_wants_a_stage(full_file: FullFile, a_follow_up: Assessment, as_front_line_worker: Client) -> None:
    answers: dict[str, Any] = {
        "entry_id": str(uuid4()),
        "enrollment": full_file.enrollment.pk,
        "on": today().isoformat(),
        "answers.income": "1480",
    }

    refused = as_front_line_worker.post(full_file.address("/clients/{person}/assessment/{instrument}/"), answers)

    assert refused.status_code == 422
    assert Assessment.objects.count() == 2


def test_asks_for_text_in_one_row(full_file: FullFile, as_front_line_worker: Client) -> None:
    intake = Instrument.objects.create(key="intake", title="Intake")
    school = DataElement.objects.create(key="school", label="School", type="text")
    InstrumentElement.objects.create(instrument=intake, element=school, position=0)

    page = as_front_line_worker.get(f"/clients/{full_file.participant.pk}/assessment/{intake.pk}/").content.decode()

    assert re.search(r'<textarea name="answers.school"[^>]*rows="1"', page)


def test_asks_for_whole_numbers_with_digits(full_file: FullFile, as_front_line_worker: Client) -> None:
    scale = Instrument.objects.create(key="scale", title="Scale")
    welcome = DataElement.objects.create(key="welcome", label="I am welcome, 1 to 5", type="integer", unit="points")
    InstrumentElement.objects.create(instrument=scale, element=welcome, position=0)

    page = as_front_line_worker.get(f"/clients/{full_file.participant.pk}/assessment/{scale.pk}/").content.decode()

    assert re.search(r'name="answers.welcome"[^>]*inputmode="numeric"', page)


@pytest.fixture
def school_record(db: None) -> Instrument:
    days = ElementSpec("days", "School days", "integer", "days", minimum=0, maximum=31)
    missed = ElementSpec("missed", "School days missed", "integer", "days", minimum=0, at_most="days")
    adopt([], [days, missed], [InstrumentSpec("school_record", "School record", ("days", "missed"))], pack="test")
    return Instrument.objects.get(key="school_record")


@pytest.mark.parametrize(
    ("days", "missed", "sentence"),
    [
        ("200", "2", "You wrote “200”. Write a number, from 0 to 31."),
        ("20", "25", "25 days is more than 20 days, the answer to “School days”. Correct one of the two."),
    ],
)
def test_says_why_an_answer_is_impossible_and_keeps_it(
    days: str, missed: str, sentence: str, full_file: FullFile, school_record: Instrument, as_front_line_worker: Client
) -> None:
    answers: dict[str, Any] = {
        "entry_id": str(uuid4()),
        "enrollment": full_file.enrollment.pk,
        "point": "update",
        "on": today().isoformat(),
        "answers.days": days,
        "answers.missed": missed,
    }
    address = f"/clients/{full_file.participant.pk}/assessment/{school_record.pk}/"

    refused = as_front_line_worker.post(address, answers)

    page = refused.content.decode()
    assert refused.status_code == 422
    assert sentence in page
    assert f'value="{days}"' in page
    assert f'value="{missed}"' in page
    assert not Assessment.objects.filter(instrument=school_record).exists()


def test_names_the_range_beside_the_question(
    full_file: FullFile, school_record: Instrument, as_front_line_worker: Client
) -> None:
    page = as_front_line_worker.get(f"/clients/{full_file.participant.pk}/assessment/{school_record.pk}/")

    assert "School days (days, from 0 to 31)" in page.content.decode()


def test_is_asked_of_who_leaves_when_the_program_asks_it_at_the_end(
    full_file: FullFile, as_front_line_worker: Client
) -> None:
    adopt(
        [],
        [ElementSpec("left_on", "Last meeting", "date")],
        [InstrumentSpec("goodbye", "End of mentoring", ("left_on",))],
        pack="t",
    )
    goodbye = Instrument.objects.get(key="goodbye")
    about_them = {"person": full_file.participant.pk, "instrument": goodbye.pk, "enrollment": full_file.enrollment.pk}
    before = Enrollment.objects.create(
        participant=Participant.objects.create(first_name="Ana", last_name="Earlier"),
        program=full_file.enrollment.program,
        site=full_file.enrollment.site,
        stage="completed",
        entry_date=today(),
        exit_date=today(),
    )
    Assessment.objects.create(enrollment=before, instrument=goodbye, point="exit", date=today())
    ending = {"stage": "completed", "on": today().isoformat(), "seen": as_it_is(full_file.enrollment)}

    ended = as_front_line_worker.post(full_file.address("/enrollments/{enrollment}/stage/?end"), ending)
    asked = as_front_line_worker.get(ended["Location"])

    assert ended["Location"] == "/clients/{person}/assessment/{instrument}/?enrollment={enrollment}".format(
        **about_them
    )
    assert "Next: End of mentoring." in asked.content.decode()
    assert CHOSEN_POINT.findall(asked.content.decode()) == ["exit"]


def test_asks_about_an_answer_that_is_hardly_so(full_file: FullFile, as_front_line_worker: Client) -> None:
    address = full_file.address("/clients/{person}/assessment/{instrument}/")
    sent: dict[str, Any] = {
        "entry_id": str(uuid4()),
        "enrollment": full_file.enrollment.pk,
        "point": "start",
        "on": today().isoformat(),
        "answers.income": "148000",
    }
    before = Assessment.objects.count()

    asked = as_front_line_worker.post(address, sent)

    assert asked.status_code == 422
    assert "$148,000.00? That is very much." in asked.content.decode()
    assert 'name="sure_of.answers.income" value="$148,000.00"' in asked.content.decode()
    assert Assessment.objects.count() == before

    assert as_front_line_worker.post(address, {**sent, "sure_of.answers.income": "$148,000.00"}).status_code == 302
    assert Assessment.objects.count() == before + 1

"""A refusal stands beside the question it is about."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.test import Client

from lineofsight.apps.agency.clock import today

from .conftest import FullFile


def test_say_beside_the_day_that_it_is_in_the_future(full_file: FullFile, as_front_line_worker: Client) -> None:
    visit = {
        "entry_id": str(uuid4()),
        "enrollment": full_file.enrollment.pk,
        "type": full_file.visit.pk,
        "date": (today() + timedelta(days=1)).isoformat(),
        "quantity": "1",
    }

    page = as_front_line_worker.post(full_file.address("/clients/{person}/service/"), visit).content.decode()

    assert 'id="id_date_error"' in page
    assert "is in the future." in page


def test_say_beside_the_day_that_a_promise_is_for_a_day_that_is_over(
    full_file: FullFile, as_front_line_worker: Client
) -> None:
    promise = {
        "entry_id": str(uuid4()),
        "enrollment": full_file.enrollment.pk,
        "what": "Call her aunt",
        "due_on": (today() - timedelta(days=1)).isoformat(),
    }

    page = as_front_line_worker.post(full_file.address("/clients/{person}/task/"), promise).content.decode()

    assert 'id="id_due_on_error">This day is over.' in page


def test_stand_on_top_when_they_are_about_the_whole_form(full_file: FullFile, as_front_line_worker: Client) -> None:
    again = {
        "entry_id": str(uuid4()),
        "place": f"{full_file.enrollment.program_id}:{full_file.enrollment.site_id}",
        "stage": "active",
        "on": today().isoformat(),
    }

    page = as_front_line_worker.post(full_file.address("/clients/{person}/enroll/"), again).content.decode()

    assert "This person is in Mentoring already." in page
    assert "_error" not in page

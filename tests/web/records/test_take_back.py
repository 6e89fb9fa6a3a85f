"""What one can take back: a task marked done by mistake, and the step before somebody is taken off a list."""

from __future__ import annotations

from django.test import Client

from lineofsight.apps.agency.models import TrailEntry

from .conftest import FullFile


def test_offers_to_take_done_back(full_file: FullFile, as_front_line_worker: Client) -> None:
    as_front_line_worker.post(f"/tasks/{full_file.task.pk}/done/", {"back": f"/clients/{full_file.participant.pk}/"})

    page = as_front_line_worker.get(f"/clients/{full_file.participant.pk}/").content.decode()

    assert "Done: Call her aunt." in page
    assert "Not done yet" in page


def test_puts_a_task_back_on_the_list(full_file: FullFile, as_front_line_worker: Client) -> None:
    as_front_line_worker.post(f"/tasks/{full_file.task.pk}/done/")

    undone = as_front_line_worker.post(f"/tasks/{full_file.task.pk}/done/", {"undo": "1", "back": "/clients/"})

    full_file.task.refresh_from_db()
    assert full_file.task.done_at is None
    assert undone["Location"] == "/clients/"
    assert TrailEntry.objects.filter(subject="records.task", action=TrailEntry.Action.ADDED).count() == 1


def test_says_a_task_in_plain_text(full_file: FullFile, as_front_line_worker: Client) -> None:
    full_file.task.what = "<b>Call</b>"
    full_file.task.save()

    page = as_front_line_worker.post(f"/tasks/{full_file.task.pk}/done/", follow=True).content.decode()

    assert "Done: &lt;b&gt;Call&lt;/b&gt;." in page


def test_asks_before_somebody_is_taken_off(full_file: FullFile, as_front_line_worker: Client) -> None:
    assignment = full_file.enrollment.assignments.get()

    page = as_front_line_worker.get(
        f"/enrollments/{full_file.enrollment.pk}/staff/?off={assignment.pk}"
    ).content.decode()

    assert f"From today {assignment.staff.name} no longer looks after Maya Ramirez. Then nobody does." in page
    assert f'action="/enrollments/{full_file.enrollment.pk}/staff/{assignment.pk}/end/"' in page


def test_leads_back_from_the_list_of_workers(full_file: FullFile, as_front_line_worker: Client) -> None:
    page = as_front_line_worker.get(f"/enrollments/{full_file.enrollment.pk}/staff/").content.decode()

    assert f'href="/clients/{full_file.participant.pk}/">Back</a>' in page
    assert "/end/" not in page

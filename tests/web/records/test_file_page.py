"""The page of one file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Agency, Source, StaffMember, TrailEntry
from lineofsight.apps.records.models import Enrollment, Service
from tests.cast import Programs, Sites

from .conftest import FullFile


def text(browser: Client, full_file: FullFile) -> str:
    page = browser.get(f"/clients/{full_file.participant.pk}/")
    assert page.status_code == 200
    return page.content.decode()


def test_says_the_answer_first(full_file: FullFile, as_front_line_worker: Client) -> None:
    page = text(as_front_line_worker, full_file)

    assert "<b>Last seen today; “Call her aunt” is due today.</b>" in page
    assert 'role="img"' in page
    assert page.count("<svg viewBox") >= 2


def test_says_answers_in_words(full_file: FullFile, as_front_line_worker: Client) -> None:
    page = text(as_front_line_worker, full_file)

    assert "<dt>Monthly income</dt><dd>$1,480.00</dd>" in page
    assert "<dt>What she needs</dt><dd>Food</dd>" in page


def test_writes_each_opening_into_the_trail(
    full_file: FullFile, front_line_worker: StaffMember, as_front_line_worker: Client
) -> None:
    text(as_front_line_worker, full_file)

    entry = TrailEntry.objects.get(action="viewed")
    assert (entry.actor, entry.participant_id) == (front_line_worker, full_file.participant.pk)


def test_says_who_opened_it(full_file: FullFile, as_director: Client, as_front_line_worker: Client) -> None:
    text(as_director, full_file)

    assert "One person opened it this month." in text(as_front_line_worker, full_file)
    opened = as_front_line_worker.get(f"/clients/{full_file.participant.pk}/opened/").content.decode()
    assert "Dana Whitfield" in opened


def test_closes_what_is_kept_elsewhere(full_file: FullFile, as_front_line_worker: Client) -> None:
    source = Source.objects.create(kind="hmis", key="river", title="River HMIS", last_made_at="2026-11-09")
    full_file.participant.source, full_file.participant.source_key = source, "a1"
    full_file.participant.save()

    page = text(as_front_line_worker, full_file)
    form = as_front_line_worker.get(f"/clients/{full_file.participant.pk}/change/").content.decode()

    assert "Kept in River HMIS, refreshed November 9, 2026" in page
    assert 'name="birth_date"' not in form
    assert 'name="phone"' in form


def test_uses_the_agencys_own_words(full_file: FullFile, as_front_line_worker: Client) -> None:
    Agency.objects.update(
        words={"client": ["guest", "guests"], "program": ["house", "houses"], "enrollment": ["stay", "stays"]}
    )

    page = text(as_front_line_worker, full_file)

    assert ">Guests</a>" in page
    assert '<th scope="col">Stay</th>' in page
    assert "Enroll in another house" in page


def test_leaves_no_trace_of_a_protected_stay(
    full_file: FullFile, programs: Programs, sites: Sites, as_front_line_worker: Client, as_director: Client
) -> None:
    hidden = Enrollment.objects.create(
        participant=full_file.participant,
        program=programs.safe_harbor,
        site=sites.north,
        stage="active",
        entry_date=today() - timedelta(days=900),
    )
    Service.objects.create(enrollment=hidden, type=full_file.visit, date=today(), note="In the shelter.")

    seen = text(as_front_line_worker, full_file) + text(as_director, full_file)

    assert "Safe Harbor" not in seen
    assert "shelter" not in seen
    assert "All 2" not in seen
    assert str(hidden.entry_date.year) not in seen.split("What they have been part of")[1].split("</figure>")[0]


def test_opens_no_address_of_a_hidden_stay(
    full_file: FullFile, programs: Programs, as_front_line_worker: Client
) -> None:
    hidden = Enrollment.objects.create(
        participant=full_file.participant, program=programs.safe_harbor, stage="active", entry_date=today()
    )
    service = Service.objects.create(enrollment=hidden, type=full_file.visit, date=today())

    assert as_front_line_worker.get(f"/enrollments/{hidden.pk}/correct/").status_code == 404
    assert as_front_line_worker.get(f"/services/{service.pk}/").status_code == 404


def test_costs_the_same_however_long_it_is(
    full_file: FullFile, as_front_line_worker: Client, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    Service.objects.bulk_create(
        Service(enrollment=full_file.enrollment, type=full_file.visit, date=today() - timedelta(days=day), note="Note.")
        for day in range(80)
    )

    with django_assert_max_num_queries(48):
        text(as_front_line_worker, full_file)

"""Who changes a stay in a household waits for the household first, so that two never wait for each other."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.records.models import Enrollment, Household, Participant
from lineofsight.apps.records.services.enrollments import (
    change_stage,
    correct_enrollment,
    restore_enrollment,
    withdraw_enrollment,
)
from tests.seen import as_it_is

pytestmark = [
    pytest.mark.usefixtures("real_transactions"),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="on SQLite one writes at a time"),
]
Change = Callable[[Enrollment, StaffMember], Any]


def correct(stay: Enrollment, actor: StaffMember) -> None:
    correct_enrollment(stay, {"relationship": "head"}, seen=as_it_is(stay), actor=actor)


def end(stay: Enrollment, actor: StaffMember) -> None:
    change_stage(stay, "completed", today(), seen=as_it_is(stay), actor=actor)


def take_out(stay: Enrollment, actor: StaffMember) -> None:
    withdraw_enrollment(stay, actor=actor)


def put_back(stay: Enrollment, actor: StaffMember) -> None:
    restore_enrollment(stay, actor=actor)


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        ((waiting,),) = cursor.fetchall()
    return bool(waiting)


@pytest.mark.parametrize("change", [correct, end, take_out, put_back])
def test_holds_neither_stay_nor_person_while_it_waits_for_the_household(
    change: Change, enrollment: Enrollment, front_line_worker: StaffMember
) -> None:
    home = Household.objects.create()
    Enrollment.objects.update(household=home, relationship="child")
    enrollment.refresh_from_db()
    failed: list[BaseException] = []

    def run() -> None:
        try:
            change(enrollment, front_line_worker)
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=run)
    with transaction.atomic():
        Household.objects.select_for_update().get(pk=home.pk)
        other.start()
        for _turn in range(100):
            if somebody_waits():
                break
            time.sleep(0.05)
        waited = somebody_waits()
        # Raises when the other has it already: then each would wait for the other.
        Enrollment.objects.select_for_update(nowait=True).get(pk=enrollment.pk)
        Participant.objects.select_for_update(nowait=True).get(pk=enrollment.participant_id)
    other.join(10)

    assert (waited, failed) == (True, [])

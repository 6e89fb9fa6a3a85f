"""Two people who do the same at once on PostgreSQL: the second waits, and is told what stands there by then."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.framework.models import Measure
from lineofsight.apps.framework.services.assignments import assign_measure
from lineofsight.apps.framework.services.measures import adopt_measures, write_own_measure
from lineofsight.packs.offered import OfferedMeasure
from lineofsight.problems import Problem
from tests.unit.framework.conftest import SHARE

pytestmark = [
    pytest.mark.usefixtures("real_transactions"),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="on SQLite one writes at a time"),
]
OFFERED = OfferedMeasure("graduates", "school", "school", dict(SHARE))


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        ((waiting,),) = cursor.fetchall()
    return bool(waiting)


def both(act: Callable[[], Any]) -> list[object]:
    """What the first and then the second were given who did this at once: the first ends while the second waits."""
    given: list[object] = []

    def run() -> None:
        try:
            given.append(act())
        except Exception as error:
            given.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=run)
    with transaction.atomic():
        given.append(act())
        other.start()
        for _turn in range(100):
            if somebody_waits():
                break
            time.sleep(0.05)
    other.join(10)
    return given


def test_uses_a_measure_once_in_a_place(share: Measure, performance_lead: StaffMember) -> None:
    def use() -> object:
        return assign_measure(
            share,
            program=None,
            site=None,
            outcome=None,
            owner=None,
            asks="how_much",
            entry_id=uuid4(),
            actor=performance_lead,
        )

    _first, second = both(use)

    assert isinstance(second, Problem)
    assert second.code == "F040"


def test_adopts_a_measure_once(performance_lead: StaffMember) -> None:
    first, second = both(lambda: adopt_measures([OFFERED], actor=performance_lead))

    assert (first, second) == ([Measure.objects.get()], [])


def test_gives_two_measures_of_one_title_a_key_each(performance_lead: StaffMember) -> None:
    both(lambda: write_own_measure(SHARE, actor=performance_lead))

    assert set(Measure.objects.values_list("key", flat=True)) == {
        "students_who_graduate",
        "students_who_graduate_2",
    }

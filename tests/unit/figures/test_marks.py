"""Whatever way something is written, the facts know that they are behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.conf import LazySettings
from django.db import connection, transaction

from lineofsight.apps.agency.clock import today
from lineofsight.apps.figures import checks, triggers
from lineofsight.apps.figures.extract import make_build
from lineofsight.apps.figures.models import Build, ChangeMark
from lineofsight.apps.figures.selectors.builds import builds_folder, current_build, needs_build
from lineofsight.apps.figures.services import builds as services
from lineofsight.apps.forms.models import Code, CodeGroup, DataElement
from lineofsight.apps.records.models import Enrollment, Household, Participant, Service, Task


def add_a_row() -> None:
    Household.objects.create()


def add_rows_in_bulk() -> None:
    Household.objects.bulk_create([Household(), Household()])


def change_in_bulk() -> None:
    Participant.objects.filter(pk=Participant.objects.first().pk).update(language="Hmong")  # type: ignore[union-attr]


def change_by_hand() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_service SET quantity = quantity + 1 WHERE id = 1")


def remove() -> None:
    Task.objects.all().delete()
    Service.objects.filter(pk=2).delete()


def add_a_code() -> None:
    element = DataElement.objects.filter(code_set__isnull=False)[0]
    Code.objects.create(code_set=element.code_set, code="another", label="Another")


def add_to_a_group() -> None:
    group = CodeGroup.objects.all()[0]
    group.codes.add(*group.code_set.codes.all())


@pytest.mark.parametrize(
    "write",
    [add_a_row, add_rows_in_bulk, change_in_bulk, change_by_hand, remove, add_a_code, add_to_a_group],
    ids=lambda each: each.__name__,
)
def test_are_behind_after(demo: None, write: Callable[[], None]) -> None:
    make_build()
    assert not needs_build()

    write()

    assert needs_build()


def test_are_not_behind_when_nothing_they_hold_changed(demo: None) -> None:
    make_build()

    Task.objects.update(what="Call back")

    assert not needs_build()


def test_are_behind_on_another_day(demo: None, settings: LazySettings) -> None:
    make_build()

    settings.FIXED_TODAY = today() + timedelta(days=1)

    assert needs_build()


def test_are_behind_when_the_files_are_gone(demo: None) -> None:
    make_build()

    (builds_folder() / "current").unlink()

    assert needs_build()


def test_are_behind_when_a_build_was_killed(demo: None) -> None:
    make_build()
    services.begin_build(as_at=today())

    assert needs_build()


def test_keep_the_mark_of_a_change_made_while_a_build_is_made(demo: None) -> None:
    made = make_build()
    change_by_hand()
    row = services.begin_build(as_at=today())
    marks = services.take_changes(row)
    change_by_hand()  # after the snapshot, perhaps

    services.finish_build(row, made, marks=marks)

    assert needs_build()


def test_know_of_a_row_added_while_a_build_is_made(demo: None) -> None:
    made = make_build()
    row = services.begin_build(as_at=today())
    marks = services.take_changes(row)
    add_a_row()  # after the snapshot, perhaps

    services.finish_build(row, made, marks=marks)

    assert needs_build()


def test_leave_no_mark_of_what_was_rolled_back(demo: None) -> None:
    make_build()

    with transaction.atomic():
        add_a_row()
        change_by_hand()
        transaction.set_rollback(True)

    assert not needs_build()


def test_leave_few_marks_however_much_is_written(demo: None) -> None:
    make_build()

    for _number in range(50):
        change_by_hand()

    assert ChangeMark.objects.count() == 1


def test_watch_every_table_that_facts_are_made_of() -> None:
    watched = {model._meta.db_table for model in triggers.WATCHED}

    assert {"records_participant", "records_service", "records_assessment", "agency_program", "forms_code"} <= watched


def test_fail_the_system_check_when_a_trigger_is_missing(demo: None) -> None:
    assert checks.check_triggers(databases=["default"]) == []

    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER records_service_update_marked")

    (found,) = checks.check_triggers(databases=["default"])
    assert found.id == "figures.E001"


def test_are_behind_when_a_trigger_had_been_missing(demo: None) -> None:
    make_build()
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER records_service_update_marked")
    change_by_hand()

    triggers.install_triggers(connection)

    assert needs_build()


def test_sweep_what_is_known_of_builds_long_gone(demo: None) -> None:
    old = services.begin_build(as_at=date(2026, 1, 1))
    Build.objects.filter(pk=old.pk).update(began_at=old.began_at - timedelta(days=60))
    build = make_build()

    services.sweep_builds()

    assert list(Build.objects.values_list("pk", flat=True)) == [build.number]
    assert current_build() == build
    assert Enrollment.objects.exists()

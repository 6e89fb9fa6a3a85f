"""Change marks: what no way of writing may forget, so that facts never stay old unnoticed.

On PostgreSQL each statement that changes a watched table leaves a mark: marks are only added, so that writers never
wait for each other, and a transaction that commits late brings its own. SQLite knows triggers for rows only, and one
writer at a time; there a change or removal leaves a mark unless one waits already that no build has taken. New rows
need none: SQLite itself keeps the newest id of each table, and ids follow commits. A trigger would cost each of them
time, and make SQLite hold all rows of a large import in memory (it copies what a SELECT gives to a table with an insert
trigger).
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from lineofsight.apps.agency.models import Funder, Grant, Program, Site
from lineofsight.apps.forms.models import Code, CodeGroup, CodeSet, DataElement, Instrument, InstrumentElement
from lineofsight.apps.records.models import (
    Assessment,
    Enrollment,
    Household,
    Participant,
    Service,
    ServiceType,
    StaffAssignment,
)

from .models import ChangeMark

WATCHED: tuple[type[models.Model], ...] = (
    Participant,
    Household,
    Enrollment,
    Service,
    Assessment,
    ServiceType,
    Program,
    Site,
    Funder,
    Grant,
    DataElement,
    CodeSet,
    Code,
    CodeGroup,
    CodeGroup.codes.through,
    Instrument,
    InstrumentElement,
    StaffAssignment,  # no fact, but who is on nobody's list is found with each build
)
MARKS = ChangeMark._meta.db_table


def trigger_statements(vendor: str) -> dict[str, list[str]]:
    """Trigger name → statements that make it, for "sqlite" or "postgresql"."""
    made: dict[str, list[str]] = {}
    for model in WATCHED:
        made.update(_OF[vendor](model._meta.db_table))
    return made


def newest_ids(connection: BaseDatabaseWrapper) -> dict[str, int]:
    """The newest id that each watched table ever had, on SQLite; nothing on PostgreSQL, where new rows leave marks."""
    if connection.vendor != "sqlite":
        return {}
    watched = {model._meta.db_table for model in WATCHED}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        return {name: newest for name, newest in cursor.fetchall() if name in watched}


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that should be in this database and are not."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        there = {row[0] for row in cursor.fetchall()}
        if MARKS not in connection.introspection.table_names(cursor):
            return []
    return sorted(set(trigger_statements(connection.vendor)) - there)


def install_triggers(connection: BaseDatabaseWrapper) -> None:
    """Make every trigger anew, and leave a mark: whatever was written while there was none."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if any(model._meta.db_table not in tables for model in WATCHED) or MARKS not in tables:
            return  # a migration in between; the next one finds them all
        was_missing = missing_triggers(connection)
        for statements in trigger_statements(connection.vendor).values():
            for statement in statements:
                cursor.execute(statement)
        if was_missing:
            cursor.execute(f'INSERT INTO {MARKS} ("table", is_taken) VALUES (%s, %s)', ["every table", False])


def install_after_migrate(using: str, sender: AppConfig, **kwargs: Any) -> None:
    install_triggers(connections[using])


def _sqlite(table: str) -> dict[str, list[str]]:
    made = {}
    for event in ("UPDATE", "DELETE"):
        name = f"{table}_{event.lower()}_marked"
        made[name] = [
            f"DROP TRIGGER IF EXISTS {name}",
            f'CREATE TRIGGER {name} AFTER {event} ON "{table}" '
            f"WHEN NOT EXISTS (SELECT 1 FROM {MARKS} WHERE \"table\" = '{table}' AND is_taken = 0) "
            f"BEGIN INSERT INTO {MARKS} (\"table\", is_taken) VALUES ('{table}', 0); END",
        ]
    return made


def _postgresql(table: str) -> dict[str, list[str]]:
    name = f"{table}_marked"
    return {
        name: [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"INSERT INTO {MARKS} (\"table\", is_taken) VALUES ('{table}', false); RETURN NULL; END $$",
            f'DROP TRIGGER IF EXISTS {name} ON "{table}"',
            f'CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "{table}" '
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
        ]
    }


_OF = {"sqlite": _sqlite, "postgresql": _postgresql}

"""Database triggers: what no way of writing may forget.

Four kinds. *History*: before a record is changed or removed, its row is kept as it was (`RowVersion`). *Append-only*:
rows of the trail and of the history can be neither changed nor removed; what was written ahead of an import is no
history before the import is written, and can be removed until then. *Frozen once*: a row in which a certain column is
filled, such as the day on which a definition was published, can be neither changed nor removed. *Written*: an import
that was written stays written, so that nobody can make its history something to remove. Triggers are made again after
every migration, because SQLite drops them when a migration remakes a table; `checks.py` fails when one is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import AppConfig, apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from .models import ImportRun, KeptRecord, RowVersion, SourcedRecord, TrailEntry, TrailSeal

APPEND_ONLY: tuple[type[models.Model], ...] = (TrailEntry, TrailSeal, RowVersion)
RUNS = ImportRun._meta.db_table
_AHEAD = (
    f"EXISTS (SELECT 1 FROM {RUNS} run WHERE run.id = OLD.ended_by_import_id"
    " AND run.state <> 'written' AND run.history_after < OLD.id)"
)
_WAYS_OUT_OF_WRITTEN = (
    (f"{RUNS}_update_written", "UPDATE", "OLD.state = 'written' AND NEW.state <> 'written'"),
    (f"{RUNS}_delete_written", "DELETE", "OLD.state = 'written'"),
)


def models_with_history() -> list[type[models.Model]]:
    """Every model whose earlier versions are kept."""
    return [model for model in apps.get_models() if issubclass(model, KeptRecord)]


def models_frozen_once() -> list[tuple[type[models.Model], str]]:
    """Every model whose rows cannot change any more once a column is filled, and that column."""
    named = [(model, str(getattr(model, "frozen_once", ""))) for model in apps.get_models()]
    return [(model, column) for model, column in named if column]


def trigger_statements(vendor: str) -> dict[str, list[str]]:
    """Trigger name → statements that make it, for "sqlite" or "postgresql"."""
    made: dict[str, list[str]] = {}
    for model in models_with_history():
        made.update(_HISTORY[vendor](model))
    for model in APPEND_ONLY:
        made.update(_APPEND_ONLY[vendor](model))
    for model, column in models_frozen_once():
        made.update(_FROZEN_ONCE[vendor](model, column))
    made.update(_WRITTEN[vendor]())
    return made


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that should be in this database and are not."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        there = {row[0] for row in cursor.fetchall()}
        tables = set(connection.introspection.table_names(cursor))
    if RowVersion._meta.db_table not in tables:
        return []
    return sorted(set(trigger_statements(connection.vendor)) - there)


def install_triggers(connection: BaseDatabaseWrapper) -> None:
    """Make every trigger anew. Cheap: some sixty statements."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        frozen = (model for model, _column in models_frozen_once())
        guarded: tuple[type[models.Model], ...] = (*models_with_history(), *APPEND_ONLY, ImportRun, *frozen)
        if any(model._meta.db_table not in tables for model in guarded):
            return  # a migration in between; the last app to migrate finds them all
        for statements in trigger_statements(connection.vendor).values():
            for statement in statements:
                cursor.execute(statement)


def remove_triggers(connection: BaseDatabaseWrapper) -> None:
    """For tests that empty a SQLite database after real transactions; the next migration makes them again."""
    with connection.cursor() as cursor:
        for name in trigger_statements("sqlite"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def install_after_migrate(sender: AppConfig, using: str, **kwargs: Any) -> None:
    if sender.label == list(apps.get_app_configs())[-1].label or sender.label == "imports":
        install_triggers(connections[using])


def image_of(model: type[models.Model], row: str) -> str:
    """The expression of SQLite for all that a row holds, as the history keeps it. row: by which name it is known."""
    pairs = ", ".join(f"'{column}', {row}.\"{column}\"" for column in _columns(model))
    return f"json_object({pairs})"


@contextmanager
def history_made_by_hand(model: type[models.Model]) -> Iterator[None]:
    """On SQLite, inside a transaction: changes of this table make no history meanwhile, the caller writes it itself.

    A transaction that fails brings the trigger back by itself.
    """
    name = f"{model._meta.db_table}_history_update"
    with connections["default"].cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}")
        yield
        for statement in trigger_statements("sqlite")[name]:
            cursor.execute(statement)


def _columns(model: type[models.Model]) -> Iterator[str]:
    for field in model._meta.concrete_fields:
        yield str(field.column)


def _import_that_wrote(model: type[models.Model]) -> str:
    return "NEW.last_import_id" if issubclass(model, SourcedRecord) else "NULL"


def _sqlite_history(model: type[models.Model]) -> dict[str, list[str]]:
    table, into = model._meta.db_table, RowVersion._meta.db_table
    made = {}
    for event, by, by_import, removed in (
        ("UPDATE", "NEW.changed_by_id", _import_that_wrote(model), 0),
        ("DELETE", "NULL", "NULL", 1),
    ):
        name = f"{table}_history_{event.lower()}"
        made[name] = [
            f"DROP TRIGGER IF EXISTS {name}",
            f'CREATE TRIGGER {name} BEFORE {event} ON "{table}" FOR EACH ROW BEGIN '
            f'INSERT INTO {into} ("table", row_id, ended_at, ended_by_id, ended_by_import_id, was_removed, before) '
            f"VALUES ('{table}', OLD.id, strftime('%Y-%m-%d %H:%M:%f', 'now'), {by}, {by_import}, {removed}, "
            f"{image_of(model, 'OLD')}); END",
        ]
    return made


def _sqlite_append_only(model: type[models.Model]) -> dict[str, list[str]]:
    table = model._meta.db_table
    made = {}
    for event in ("UPDATE", "DELETE"):
        name = f"{table}_{event.lower()}_append_only"
        # Nothing is written ahead on PostgreSQL, where nobody waits: there this is without exception.
        when = f" WHEN NOT {_AHEAD}" if model is RowVersion and event == "DELETE" else ""
        made[name] = [
            f"DROP TRIGGER IF EXISTS {name}",
            f'CREATE TRIGGER {name} BEFORE {event} ON "{table}"{when} '
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
        ]
    return made


def _postgresql_history(model: type[models.Model]) -> dict[str, list[str]]:
    table, into = model._meta.db_table, RowVersion._meta.db_table
    made = {}
    for event, by, by_import, removed, back in (
        ("UPDATE", "NEW.changed_by_id", _import_that_wrote(model), "false", "NEW"),
        ("DELETE", "NULL", "NULL", "true", "OLD"),
    ):
        name = f"{table}_history_{event.lower()}"
        made[name] = [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f'INSERT INTO {into} ("table", row_id, ended_at, ended_by_id, ended_by_import_id, was_removed, before) '
            f"VALUES ('{table}', OLD.id, clock_timestamp(), {by}, {by_import}, {removed}, to_jsonb(OLD)); "
            f"RETURN {back}; END $$",
            f'DROP TRIGGER IF EXISTS {name} ON "{table}"',
            f'CREATE TRIGGER {name} BEFORE {event} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {name}()',
        ]
    return made


def _postgresql_append_only(model: type[models.Model]) -> dict[str, list[str]]:
    table = model._meta.db_table
    made = {}
    for event in ("UPDATE", "DELETE"):
        name = f"{table}_{event.lower()}_append_only"
        made[name] = [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{table} is append-only'; END $$",
            f'DROP TRIGGER IF EXISTS {name} ON "{table}"',
            f'CREATE TRIGGER {name} BEFORE {event} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {name}()',
        ]
    return made


def _sqlite_frozen_once(model: type[models.Model], column: str) -> dict[str, list[str]]:
    table = model._meta.db_table
    made = {}
    for event in ("UPDATE", "DELETE"):
        name = f"{table}_{event.lower()}_frozen"
        made[name] = [
            f"DROP TRIGGER IF EXISTS {name}",
            f'CREATE TRIGGER {name} BEFORE {event} ON "{table}" FOR EACH ROW WHEN OLD.{column} IS NOT NULL '
            f"BEGIN SELECT RAISE(ABORT, '{table} is frozen once {column} is filled'); END",
        ]
    return made


def _postgresql_frozen_once(model: type[models.Model], column: str) -> dict[str, list[str]]:
    table = model._meta.db_table
    made = {}
    for event in ("UPDATE", "DELETE"):
        name = f"{table}_{event.lower()}_frozen"
        made[name] = [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{table} is frozen once {column} is filled'; END $$",
            f'DROP TRIGGER IF EXISTS {name} ON "{table}"',
            f'CREATE TRIGGER {name} BEFORE {event} ON "{table}" FOR EACH ROW WHEN (OLD.{column} IS NOT NULL) '
            f"EXECUTE FUNCTION {name}()",
        ]
    return made


def _sqlite_written() -> dict[str, list[str]]:
    return {
        name: [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} BEFORE {event} ON {RUNS} FOR EACH ROW WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, 'an import that was written stays written'); END",
        ]
        for name, event, condition in _WAYS_OUT_OF_WRITTEN
    }


def _postgresql_written() -> dict[str, list[str]]:
    return {
        name: [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION 'an import that was written stays written'; END $$",
            f"DROP TRIGGER IF EXISTS {name} ON {RUNS}",
            f"CREATE TRIGGER {name} BEFORE {event} ON {RUNS} FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION {name}()",
        ]
        for name, event, condition in _WAYS_OUT_OF_WRITTEN
    }


_HISTORY = {"sqlite": _sqlite_history, "postgresql": _postgresql_history}
_APPEND_ONLY = {"sqlite": _sqlite_append_only, "postgresql": _postgresql_append_only}
_FROZEN_ONCE = {"sqlite": _sqlite_frozen_once, "postgresql": _postgresql_frozen_once}
_WRITTEN = {"sqlite": _sqlite_written, "postgresql": _postgresql_written}

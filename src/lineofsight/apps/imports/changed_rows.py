"""Writing changed rows, of which as much as can be is made ready before the transaction.

Two things take most of the time when many rows change: the history of each, and the indexes of columns that are set to
what they hold. On SQLite others wait meanwhile, so before it the rows are made as they will stand, it is looked up in
which columns any row differs, and the history is written ahead (`history_ahead.py`). The transaction sets only these
columns, and the trigger rests for that moment. What was written between looking and writing goes the usual way, with
its trigger; the history itself tells which rows these are, since no way of writing can forget it.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from django.db.backends.utils import CursorWrapper

from lineofsight.apps.agency.models import Standing
from lineofsight.apps.agency.triggers import history_made_by_hand

from .history_ahead import begin_ahead, take_back, versions_of_others, write_ahead
from .new_rows import Origin, Reach, delivered_value, spans_of_ids
from .targets import TARGETS, Target

ROWS_AT_A_TIME = 50_000  # a database holds what one statement writes in memory, and all may have changed
CARRIED = ("source_hash", "last_import_id", "standing", "updated_at", "changed_by_id")


def foresee(cursor: CursorWrapper, database: sqlite3.Connection, reach: Reach, origin: Origin) -> Reach:
    """Make ready, outside a transaction and on SQLite, what becomes of the changed rows.

    database: the connection of the cursor. What is written by it goes into the file of the ready rows, and nobody needs
    to wait for that.
    """
    if not reach.changed:
        return replace(reach, foreseen=True)
    newest = begin_ahead(cursor, origin.run_id)  # first: what is looked up twice does no harm
    differing = {name: _make_ready(cursor, database, TARGETS[name], reach, origin) for name in sorted(reach.changed)}
    others = write_ahead(cursor, reach.changed, reach.staged, origin, newest)
    return replace(reach, differing=differing, foreseen=True, others=tuple(others))


def update_changed(cursor: CursorWrapper, target: Target, reach: Reach, origin: Origin) -> None:
    """Write the changed rows of a target. Must run inside a transaction."""
    if not reach.foreseen:
        _update(cursor, target, reach, origin)
        return
    ready, meanwhile = _ready(target, reach), 0
    for span in reach.others:
        versions, parameters = versions_of_others(target, span)
        cursor.execute(f"DELETE FROM {ready} WHERE id IN ({versions})", parameters)
        if cursor.rowcount:
            meanwhile += cursor.rowcount
            take_back(cursor, target, origin, span)
    if meanwhile:
        _update(cursor, target, reach, origin, but_in=ready)
    with history_made_by_hand(target.model):
        _copy_ready(cursor, target, reach)


def _make_ready(
    cursor: CursorWrapper, database: sqlite3.Connection, target: Target, reach: Reach, origin: Origin
) -> tuple[str, ...]:
    """Keep the changed rows of a target as they will stand; the columns in which any differs from what is here."""
    here, ready, delivered = target.db_table, _ready(target, reach), reach.delivered[target.name]
    cursor.execute("SELECT sql FROM main.sqlite_master WHERE type = 'table' AND name = %s", [here])
    ((definition,),) = cursor.fetchall()
    database.execute(definition.replace(f'"{here}"', ready, 1))
    will_be = {column: _changed_value(target, column) for column in delivered}
    will_be |= dict(zip(CARRIED, ("s.hash", "?", "?", "?", "NULL"), strict=True))
    columns = [str(each.column) for each in target.model._meta.concrete_fields]
    # The parameters stand in the order of the columns.
    carried = {"last_import_id": origin.run_id, "standing": Standing.CURRENT.value, "updated_at": origin.moment}
    database.execute(
        f"INSERT INTO {ready} ({_named(columns)})"
        f" SELECT {', '.join(will_be.get(column, _here(target, column)) for column in columns)}"
        f" FROM {reach.staged}row_{target.name} s JOIN main.{here} ON {here}.id = s.id WHERE s.state = 'changed'"
        " ORDER BY s.id",
        [carried[column] for column in columns if column in carried],
    )
    differ = ", ".join(f'max({_here(target, column)} IS NOT r."{column}")' for column in delivered)
    found = database.execute(f"SELECT {differ} FROM {ready} r JOIN main.{here} ON {here}.id = r.id").fetchone()
    return tuple(column for column, differs in zip(delivered, found, strict=True) if differs)


def _copy_ready(cursor: CursorWrapper, target: Target, reach: Reach) -> None:
    """Set the columns that differ to what is ready. CHECKs have looked at these very rows in the ready table."""
    ready = _ready(target, reach)
    sets = ", ".join(f'"{column}" = excluded."{column}"' for column in (*reach.differing[target.name], *CARRIED))
    cursor.execute("PRAGMA ignore_check_constraints=ON")
    try:
        for first, last in spans_of_ids(cursor, ready, "1", ROWS_AT_A_TIME):
            cursor.execute(
                f"INSERT INTO main.{target.db_table} SELECT * FROM {ready} WHERE id BETWEEN %s AND %s"
                f" ON CONFLICT (id) DO UPDATE SET {sets}",
                [first, last],
            )
    finally:
        cursor.execute("PRAGMA ignore_check_constraints=OFF")


def _update(cursor: CursorWrapper, target: Target, reach: Reach, origin: Origin, *, but_in: str = "") -> None:
    """The usual way, for every changed row but those that stand in another table."""
    staged, but = f"{reach.staged}row_{target.name}", f" AND s.id NOT IN (SELECT id FROM {but_in})" if but_in else ""
    sets = [f'"{column}" = {_changed_value(target, column)}' for column in reach.delivered[target.name]]
    sets += ["source_hash = s.hash", "last_import_id = %s", "standing = %s", "updated_at = %s", "changed_by_id = NULL"]
    for first, last in spans_of_ids(cursor, staged, "state = 'changed'", ROWS_AT_A_TIME):
        cursor.execute(
            f"UPDATE {target.db_table} SET {', '.join(sets)} FROM {staged} s WHERE s.id = {target.db_table}.id"
            f" AND s.state = 'changed' AND s.id BETWEEN %s AND %s{but}",
            [origin.run_id, Standing.CURRENT.value, origin.moment, first, last],
        )


def _ready(target: Target, reach: Reach) -> str:
    return f"{reach.ready}changed_{target.name}"


def _here(target: Target, column: str) -> str:
    return f'{target.db_table}."{column}"'


def _named(columns: list[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _changed_value(target: Target, column: str) -> str:
    """What a row that is here gets: what was delivered, unless the column is set and never taken back."""
    delivered = delivered_value(target, column)
    if column not in target.never_taken_back:
        return delivered
    here, default = _here(target, column), target.field(column).get_default()
    return f"CASE WHEN {here} = '{default}' THEN {delivered} ELSE {here} END"

"""Writing changed rows, of which as much as can be is foreseen before the transaction.

Two things take most of the time when many rows change: the history of each, which a trigger makes row by row, and the
indexes of columns that are set to what they hold. On SQLite others wait meanwhile, so both are looked up before: what
each row is now, for the history, and in which columns any row differs. Only these are set, the histories are copied,
and the trigger rests for that moment. What was written between looking and writing goes the usual way, with its
trigger; the history itself tells which rows these are, since no way of writing can forget it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.db.backends.utils import CursorWrapper

from lineofsight.apps.agency.models import RowVersion, Standing
from lineofsight.apps.agency.triggers import history_made_by_hand, image_of

from .new_rows import Origin, Reach, delivered_value
from .targets import TARGETS, Target

ROWS_AT_A_TIME = 50_000
HISTORY = RowVersion._meta.db_table


def foresee(cursor: CursorWrapper, reach: Reach) -> Reach:
    """Look up, outside a transaction and on SQLite, what each changed row is now, and which columns differ."""
    cursor.execute(f"SELECT coalesce(max(id), 0) FROM {HISTORY}")  # first: what is looked up twice does no harm
    ((newest,),) = cursor.fetchall()
    differing = {name: _look_up(cursor, TARGETS[name], reach) for name in sorted(reach.changed)}
    return replace(reach, differing=differing, foreseen_after=newest)


def update_changed(cursor: CursorWrapper, target: Target, reach: Reach, origin: Origin) -> None:
    """Write the changed rows of a target. Must run inside a transaction."""
    delivered = reach.delivered[target.name]
    if reach.foreseen_after is None:
        _update(cursor, target, reach, origin, columns=delivered)
        return
    before, foreseen = _before(target, reach), ""
    cursor.execute(
        f'DELETE FROM {before} WHERE id IN (SELECT row_id FROM {HISTORY} WHERE id > %s AND +"table" = %s)',
        [reach.foreseen_after, target.db_table],
    )
    if cursor.rowcount:  # written meanwhile
        foreseen = f"s.id IN (SELECT id FROM {before})"
        _update(cursor, target, reach, origin, columns=delivered, which=f"NOT {foreseen}")
    with history_made_by_hand(target.model):
        _copy_history(cursor, target, before, origin)
        _update(cursor, target, reach, origin, columns=reach.differing[target.name], which=foreseen)


def _look_up(cursor: CursorWrapper, target: Target, reach: Reach) -> tuple[str, ...]:
    """Keep the images of the changed rows of a target; the columns in which any of them differs from what is staged."""
    columns, here = reach.delivered[target.name], target.db_table
    joined = f"FROM {reach.staged}row_{target.name} s JOIN main.{here} ON {here}.id = s.id WHERE s.state = 'changed'"
    cursor.execute(f"CREATE TABLE {_before(target, reach)} (id INTEGER PRIMARY KEY, image TEXT)")
    cursor.execute(f"INSERT INTO {_before(target, reach)} SELECT s.id, {image_of(target.model, here)} {joined}")
    differ = ", ".join(f'max({here}."{column}" IS NOT {_changed_value(target, column)})' for column in columns)
    cursor.execute(f"SELECT {differ} {joined}")
    (found,) = cursor.fetchall()
    return tuple(column for column, differs in zip(columns, found, strict=True) if differs)


def _copy_history(cursor: CursorWrapper, target: Target, before: str, origin: Origin) -> None:
    """As the trigger writes it."""
    cursor.execute("PRAGMA ignore_check_constraints=ON")  # that JSON is JSON
    try:
        cursor.execute(
            f'INSERT INTO {HISTORY} ("table", row_id, ended_at, ended_by_id, ended_by_import_id, was_removed, before)'
            f" SELECT %s, id, strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now'), NULL, %s, 0, image FROM {before} ORDER BY id",
            [target.db_table, origin.run_id],
        )
    finally:
        cursor.execute("PRAGMA ignore_check_constraints=OFF")


def _update(
    cursor: CursorWrapper, target: Target, reach: Reach, origin: Origin, *, columns: tuple[str, ...], which: str = ""
) -> None:
    """Some rows at a time: a database holds what one statement writes in memory, and all may have changed."""
    staged, some = f"{reach.staged}row_{target.name}", f" AND {which}" if which else ""
    sets = [f'"{column}" = {_changed_value(target, column)}' for column in columns]
    sets += ["source_hash = s.hash", "last_import_id = %s", "standing = %s", "updated_at = %s", "changed_by_id = NULL"]
    for first, last in _spans(cursor, staged):
        cursor.execute(
            f"UPDATE {target.db_table} SET {', '.join(sets)} FROM {staged} s WHERE s.id = {target.db_table}.id"
            f" AND s.state = 'changed' AND s.id BETWEEN %s AND %s{some}",
            [origin.run_id, Standing.CURRENT.value, origin.moment, first, last],
        )


def _spans(cursor: CursorWrapper, staged: str) -> Iterator[tuple[int, int]]:
    """The first and the last id of each so many changed rows."""
    last = 0
    while True:
        cursor.execute(
            f"SELECT min(id), max(id) FROM (SELECT id FROM {staged} WHERE state = 'changed' AND id > %s"
            " ORDER BY id LIMIT %s) next_ones",
            [last, ROWS_AT_A_TIME],
        )
        first, last = cursor.fetchone()
        if first is None:
            return
        yield first, last


def _before(target: Target, reach: Reach) -> str:
    return f"{reach.ready}before_{target.name}"


def _changed_value(target: Target, column: str) -> str:
    """What a row that is here gets: what was delivered, unless the column is set and never taken back."""
    delivered = delivered_value(target, column)
    if column not in target.never_taken_back:
        return delivered
    here, default = f'{target.db_table}."{column}"', target.field(column).get_default()
    return f"CASE WHEN {here} = '{default}' THEN {delivered} ELSE {here} END"

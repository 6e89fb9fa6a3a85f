"""Reading a file into its staging database and comparing it with what is here, as far as the preview."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from lineofsight.apps.agency.clock import now
from lineofsight.apps.agency.models import ImportRun
from lineofsight.apps.agency.permissions import Actor, check_can_import, staff_or_none
from lineofsight.packs.rows import FileProgress, RowProblem, SourceIdentity, SourceReader, SourceRow, Weight
from lineofsight.problems import Problem

from ..belonging import left_out_rows, marked_counts, programs_of, protected_of
from ..compare import compare, counts_of
from ..folder import ask_for_work, at_work, begin_work, folder_of, staging_path
from ..readers import keep_meanings, open_reader
from ..staging import Staging, connect
from .ending import end_run
from .overtaking import newest_written

State = ImportRun.State
SECONDS_BETWEEN_REPORTS = 1.0
Report = Callable[[ImportRun], None]


def begin_run(kind: str, file_name: str, *, actor: Actor) -> ImportRun:
    """A new run, with its folder. The caller puts the file there and calls or schedules `read_run`."""
    check_can_import(actor)
    with transaction.atomic():
        run = ImportRun.objects.create(
            kind=kind, file_name=file_name, started_at=now(), started_by=staff_or_none(actor)
        )
    ask_for_work(run.pk)
    return run


def read_run(run: ImportRun, path: Path, *, report: Report | None = None) -> ImportRun:
    """Stage and compare the file or folder at `path`; ends in state ready, or refused with its sentence."""
    with at_work(run.pk) as free:
        if not free:
            raise Problem("I001", _("This import is being read already."), _("Wait until it is ready."))
        begin_work(run.pk)
        try:
            _read(run, path, report)
        except Problem as problem:
            end_run(run, State.REFUSED, refusal=str(problem))
        except OSError as error:
            end_run(run, State.REFUSED, refusal=_("The file cannot be read: %(reason)s.") % {"reason": error.strerror})
        except _StoppedByHand:
            end_run(run, State.STOPPED)
        except Exception:
            end_run(
                run, State.STOPPED, refusal=_("Reading it failed, and nothing was written. Ask for help with this.")
            )
            raise
    return run


class _StoppedByHand(Exception):
    """Somebody threw the run away while it was being read."""


def _read(run: ImportRun, path: Path, report: Report | None) -> None:
    reader = open_reader(run.kind, path, run.file_name)
    staging_file = staging_path(run.pk)
    staging_file.unlink(missing_ok=True)
    staging = Staging(staging_file)
    with closing(staging.connection):
        fatal = _stage(run, reader, staging, report)
        if fatal is not None:
            raise Problem(fatal.code, fatal.reason)
        staging.finish()
    keep_meanings(reader, folder_of(run.pk))
    _write_identity(run, reader.identity)
    with closing(connect(staging_file)) as connection:
        compare(connection, reader.identity, lambda table: _tell(run, {"comparing": table}, report))
        run.counts = counts_of(connection)
        problems = dict(connection.execute("SELECT weight, count(*) FROM problem GROUP BY weight").fetchall())
        belongs = {
            "programs": programs_of(connection),
            "protected": protected_of(connection),
            "marked": marked_counts(connection),
            "left_out": _left_out(connection),
        }
    run.summary = {"problems": problems, "identity": run.summary["identity"], **belongs}
    run.sha256 = _sha256(path)
    run.state = State.READY
    with transaction.atomic():
        # Somebody may have thrown the run away while it was compared.
        written = ImportRun.objects.filter(pk=run.pk, state=State.READING).update(
            state=run.state, counts=run.counts, summary=run.summary, sha256=run.sha256, progress=run.progress
        )
    if not written:
        raise _StoppedByHand
    if report:
        report(run)


def _left_out(staging: sqlite3.Connection) -> dict[str, int]:
    """Weight → rows that are not read."""
    total: dict[str, int] = {}
    for _mark, weight, number in left_out_rows(staging):
        total[weight] = total.get(weight, 0) + number
    return total


def _stage(run: ImportRun, reader: SourceReader, staging: Staging, report: Report | None) -> RowProblem | None:
    """Everything the reader yields into staging; the first problem that makes the file unreadable, if any."""
    last_told = 0.0
    files: dict[str, FileProgress] = {}
    for item in reader.read():
        if isinstance(item, SourceRow):
            staging.add_row(item)
        elif isinstance(item, RowProblem):
            if item.weight is Weight.FILE:
                return item
            staging.add_problem(item)
        else:
            files[item.file] = item
            if time.monotonic() - last_told > SECONDS_BETWEEN_REPORTS:
                last_told = time.monotonic()
                _tell(
                    run,
                    {
                        "file": item.file,
                        "lines_read": item.lines_read,
                        "total_lines": item.total_lines,
                        "files": {name: each.lines_read for name, each in files.items()},
                    },
                    report,
                )
    run.progress = {"files": {name: each.lines_read for name, each in files.items()}}
    return None


def _tell(run: ImportRun, progress: dict[str, object], report: Report | None) -> None:
    run.progress = {**run.progress, **progress}
    if not ImportRun.objects.filter(pk=run.pk, state=State.READING).update(progress=run.progress):
        raise _StoppedByHand
    if report:
        report(run)


def _write_identity(run: ImportRun, identity: SourceIdentity) -> None:
    run.summary = {
        "identity": {
            "kind": identity.kind,
            "key": identity.key,
            "title": identity.title,
            "made_at": identity.made_at,
            "layout": identity.layout,
            "covers_from": identity.covers_from.isoformat() if identity.covers_from else None,
            "covers_to": identity.covers_to.isoformat() if identity.covers_to else None,
            "complete": identity.complete,
            "staged_after": newest_written(identity.kind, identity.key),
        }
    }


def _sha256(path: Path) -> str:
    """Of a file's bytes; of a folder, of its files' names and bytes in the order of names."""
    hashed = hashlib.sha256()
    for file in [path] if path.is_file() else sorted(each for each in path.iterdir() if each.is_file()):
        if path.is_dir():
            hashed.update(json.dumps(file.name).encode())
        with file.open("rb") as opened:
            while block := opened.read(1 << 20):
                hashed.update(block)
    return hashed.hexdigest()

"""No broken input goes without its sentence, and what can be read of one is written, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from lineofsight.apps.agency.models import ImportRun
from lineofsight.apps.agency.permissions import COMMAND_LINE
from lineofsight.apps.imports import selectors, services
from lineofsight.apps.imports.folder import folder_of
from lineofsight.apps.records.models import Participant

from .broken_exports import BROKEN_EXPORTS, Make
from .broken_workbooks import BROKEN_WORKBOOKS

pytestmark = pytest.mark.usefixtures("real_transactions")
State = ImportRun.State
BROKEN = {("hmis", name): broken for name, broken in BROKEN_EXPORTS.items()}
BROKEN |= {("workbook", name): broken for name, broken in BROKEN_WORKBOOKS.items()}
EACH = pytest.mark.parametrize(
    ("kind", "make", "says"),
    [(kind, *broken) for (kind, _), broken in BROKEN.items()],
    ids=[" ".join(key) for key in BROKEN],
)


def read(kind: str, path: Path) -> ImportRun:
    return services.read_run(services.begin_run(kind, path.name, actor=COMMAND_LINE), path)


def told(run: ImportRun) -> list[str]:
    """The refusal, or each line of the list of problems."""
    if run.state == State.REFUSED:
        return [run.refusal]
    found = selectors.problems(run, selectors.discretion_of(run, None))
    return [f"{each.file} {each.line} {each.column} “{each.value[:40]}”: {each.reason}" for each in found]


def would_do(run: ImportRun) -> int:
    """How many rows would be added, changed or marked."""
    return sum(counts["new"] + counts["changed"] + counts["vanished"] for counts in run.counts.values())


@EACH
def test_says_what_is_broken_and_what_to_do(tmp_path: Path, kind: str, make: Make, says: str) -> None:
    assert says in told(read(kind, make(tmp_path)))


@EACH
def test_writes_the_rest_once_or_nothing(tmp_path: Path, kind: str, make: Make, says: str) -> None:
    path = make(tmp_path)
    run = read(kind, path)

    if run.state == State.REFUSED:
        assert (Participant.objects.count(), list(folder_of(run.pk).iterdir())) == (0, [])
        return
    services.decide(run, leave_out_unreadable=True, actor=COMMAND_LINE)
    services.write_run(run, actor=COMMAND_LINE)
    assert (would_do(run) > 0, would_do(read(kind, path))) == (True, 0)

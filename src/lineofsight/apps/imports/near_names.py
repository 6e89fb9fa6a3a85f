"""Programs and sites that a workbook would make although one of nearly the same name is here, or in the file.

The rule: a misspelt name makes no second program unasked. Each such row waits for an answer, "the same" or "really a
new one", and what is the same is linked when the import is written, as a name that is here already is. Of two near
names that are both new the one that more rows use is taken for the right one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lineofsight.packs.workbook.names import is_near

from .finding import resolve_reference
from .targets import TARGETS

ASKED_ABOUT = ("program", "site")


class Answer(StrEnum):
    SAME = "same"
    NEW = "new"


@dataclass(frozen=True)
class NearName:
    """A row of a target that would be new. rows: how many enrollments of the file name it. like: the near name."""

    target: str
    n: int
    name: str
    rows: int
    like: str
    answer: Answer | None


def find_near_names(staging: sqlite3.Connection) -> None:
    """Write down what must be asked, once the rows of a workbook are compared with what is here."""
    for target in ASKED_ABOUT:
        here = TARGETS[target].model._default_manager.order_by("pk").values_list(*TARGETS[target].found_by, "pk")
        known: list[tuple[str, int | None, str | None]] = [(name, pk, None) for name, pk in here]
        for n, key, name in _new_names(staging, target):
            like = next((each for each in known if is_near(name, each[0])), None)
            if like is None:
                known.append((name, None, key))
            else:
                staging.execute(
                    "INSERT INTO near_name (target, n, name, like_name, like_id, like_key) VALUES (?, ?, ?, ?, ?, ?)",
                    [target, n, name, *like],
                )


def near_names(staging: sqlite3.Connection) -> list[NearName]:
    """All that are asked about, in the order of the file."""
    found: list[NearName] = []
    for target in ASKED_ABOUT:
        asked = staging.execute(
            f"SELECT m.target, m.n, m.name, {_used('r', target)}, m.like_name, m.answer FROM near_name m"
            f" JOIN row_{target} r ON r.n = m.n WHERE m.target = ? ORDER BY m.n",
            [target],
        )
        for kind, n, name, rows, like, answer in asked:
            found.append(NearName(kind, n, name, rows, like, Answer(answer) if answer else None))
    return found


def keep_answers(staging: sqlite3.Connection, answers: Mapping[tuple[str, int], Answer]) -> None:
    """answers: (target, n) → what somebody said."""
    staging.executemany(
        "UPDATE near_name SET answer = ? WHERE target = ? AND n = ?",
        [(answer.value, target, n) for (target, n), answer in answers.items()],
    )


def link_same(staging: sqlite3.Connection, targets: Iterable[str] = ASKED_ABOUT) -> None:
    """What was said to be the same becomes that row, and whatever names it belongs there."""
    for target in targets:
        staging.execute(
            f"UPDATE row_{target} SET state = 'linked', id = coalesce(m.like_id, (SELECT r.id FROM row_{target} r"
            f" WHERE r.key = m.like_key)) FROM near_name m WHERE m.target = ? AND m.n = row_{target}.n"
            f" AND m.answer = ? AND row_{target}.state = 'new'",
            [target, Answer.SAME.value],
        )
        for other in TARGETS.values():
            for reference, parent in other.references.items():
                if parent == target:
                    resolve_reference(staging, other, reference)


def _new_names(staging: sqlite3.Connection, target: str) -> list[tuple[int, str, str]]:
    """(n, key, name) of rows that would be made, what most enrollments name first."""
    found = staging.execute(
        f"SELECT r.n, r.key, r.name FROM row_{target} r WHERE r.state = 'new' ORDER BY {_used('r', target)} DESC, r.n"
    )
    return [(n, key, name) for n, key, name in found]


def _used(row: str, target: str) -> str:
    return f"(SELECT count(*) FROM row_enrollment e WHERE e.{target}_key = {row}.key)"

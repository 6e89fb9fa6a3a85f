"""What the board could ask: questions made from what the rows say.

The rule: nothing is asked that no figure or fact of a row gives reason for. A worsening first, then a target that the
present way of working does not reach, then a miss that chance does not explain away, then what went well; what has no
owner, no target or no measure last.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..wording.periods import period_in_words
from .judging import Standing
from .rows import MeasureRow

ASKED_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Question:
    """text: the question; href: to the row that gives reason for it."""

    text: str
    href: str


def questions(rows: Sequence[MeasureRow], unmeasured: Sequence[tuple[str, str]]) -> tuple[Question, ...]:
    """At most three, each about another row. unmeasured: outcomes that nothing shows yet, and where they stand."""
    found: dict[int, Question] = {}
    for ask in _KINDS:
        for row in rows:
            if row.use.pk not in found and (text := ask(row)):
                found[row.use.pk] = Question(text, row.href)
    asked = [*found.values(), *(Question(_unmeasured(outcome), href) for outcome, href in unmeasured)]
    return tuple(asked[:ASKED_AT_MOST])


def _worsening(row: MeasureRow) -> str:
    if not row.judged.is_worsening:
        return ""
    said = {"outcome": row.name, "since": _since(row), "owner": row.note.by if row.note else ""}
    if row.note is not None and row.note.trying:
        return _("%(outcome)s: worse since %(since)s. When will we see whether what %(owner)s is trying helps?") % said
    return _("%(outcome)s: worse since %(since)s. What was different then, and who finds out by when?") % said


def _out_of_reach(row: MeasureRow) -> str:
    if not row.judged.is_out_of_reach:
        return ""
    said = {"outcome": row.name, "target": row.target}
    return (
        _("%(outcome)s: harder work will not reach %(target)s. What do we do another way, or does the target change?")
        % said
    )


def _missed(row: MeasureRow) -> str:
    if row.judged.standing is not Standing.NOT_MET or row.judged.is_near_target:
        return ""
    return _("%(outcome)s: %(latest)s against a target of %(target)s. What would have to change to reach it?") % {
        "outcome": row.name,
        "latest": row.latest,
        "target": row.target,
    }


def _improvement(row: MeasureRow) -> str:
    if not row.judged.is_improvement:
        return ""
    return _("%(outcome)s: better since %(since)s. What was done differently, and where else could it be done?") % {
        "outcome": row.name,
        "since": _since(row),
    }


def _nobody_owns(row: MeasureRow) -> str:
    if row.use.assignment.owner_id is not None:
        return ""
    return _("%(outcome)s: nobody owns it. Who looks after it?") % {"outcome": row.name}


def _without_target(row: MeasureRow) -> str:
    if row.judged.standing is not Standing.NO_TARGET:
        return ""
    return _("%(outcome)s: no target is set. When can we say what would be good enough?") % {"outcome": row.name}


def _unmeasured(outcome: str) -> str:
    return _("%(outcome)s: nothing shows it yet. How will we know?") % {"outcome": outcome}


_KINDS: tuple[Callable[[MeasureRow], str], ...] = (
    _worsening,
    _out_of_reach,
    _missed,
    _improvement,
    _nobody_owns,
    _without_target,
)


def _since(row: MeasureRow) -> str:
    begun = row.judged.moved_since
    return period_in_words(begun, row.judged.series.every) if begun else row.period

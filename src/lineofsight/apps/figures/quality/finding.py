"""Looking for every known fault in some enrollments, and what was found.

A check gives ids, never names. Where something is asked of most people in a program, it is taken to be meant for all of
them; so no list of required answers must be kept, and a program that never asks is told apart from one that forgets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import QuerySet

from lineofsight.apps.agency.models import Standing
from lineofsight.apps.records.models import Enrollment

from .completeness import answers_missing_at_exit, never_asked_at_start, stopped_asking
from .contradictions import (
    impossible_school_days,
    in_a_program_twice,
    matches_never_ended,
    nobody_looks_after,
    not_seen_for_long,
    rent_without_move_in,
    served_after_exit,
)


class Check(StrEnum):
    NOBODY_LOOKS_AFTER = "nobody_looks_after"
    ANSWER_MISSING_AT_EXIT = "answer_missing_at_exit"
    NEVER_ASKED_AT_START = "never_asked_at_start"
    STOPPED_ASKING = "stopped_asking"
    RENT_WITHOUT_MOVE_IN = "rent_without_move_in"
    MATCH_NEVER_ENDED = "match_never_ended"
    SERVED_AFTER_EXIT = "served_after_exit"
    IMPOSSIBLE_SCHOOL_DAYS = "impossible_school_days"
    NOT_SEEN_FOR_LONG = "not_seen_for_long"
    IN_A_PROGRAM_TWICE = "in_a_program_twice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault in one program, and at one site where it is of a site.

    enrollments: whose records are concerned; rows: the ids of the entries to mend, where an entry is at fault (of the
    same length). element: the data element that is missing. touches: elements whose measures it bends.
    """

    check: Check
    program: int
    site: int | None = None
    enrollments: tuple[int, ...]
    rows: tuple[int, ...] = ()
    element: str = ""
    touches: frozenset[str] = frozenset()


LOOKED_FOR_APART = frozenset({"match_end_date", "move_in_date"})  # elements with a check of their own

Found = Mapping[tuple[int, int | None, str], list[tuple[int, int | None]]]
"""(program, site, element) → pairs of enrollment and entry."""
Looking = Callable[[QuerySet[Enrollment], date], Found]

_CHECKS: Mapping[Check, tuple[Looking, frozenset[str]]] = {
    Check.NOBODY_LOOKS_AFTER: (nobody_looks_after, frozenset()),
    Check.ANSWER_MISSING_AT_EXIT: (answers_missing_at_exit, frozenset()),
    Check.NEVER_ASKED_AT_START: (never_asked_at_start, frozenset()),
    Check.STOPPED_ASKING: (stopped_asking, frozenset()),
    Check.RENT_WITHOUT_MOVE_IN: (rent_without_move_in, frozenset({"move_in_date"})),
    Check.MATCH_NEVER_ENDED: (matches_never_ended, frozenset({"match_end_date"})),
    Check.SERVED_AFTER_EXIT: (served_after_exit, frozenset({"exit_date"})),
    Check.IMPOSSIBLE_SCHOOL_DAYS: (impossible_school_days, frozenset({"school_days_missed", "school_days_in_month"})),
    Check.NOT_SEEN_FOR_LONG: (not_seen_for_long, frozenset()),
    Check.IN_A_PROGRAM_TWICE: (in_a_program_twice, frozenset({"entry_date", "exit_date"})),
}


def find_faults(
    enrollments: QuerySet[Enrollment], today: date, checks: tuple[Check, ...] = tuple(Check)
) -> tuple[Finding, ...]:
    """Every fault that can be found among these enrollments, check by check. At most three queries a check."""
    standing = enrollments.exclude(standing=Standing.WITHDRAWN)
    findings = []
    for check in checks:
        looking, touches = _CHECKS[check]
        for (program, site, element), concerned in looking(standing, today).items():
            if element in LOOKED_FOR_APART:
                continue
            rows = tuple(row for _enrollment, row in concerned if row is not None)
            findings.append(
                Finding(
                    check=check,
                    program=program,
                    site=site,
                    enrollments=tuple(enrollment for enrollment, _row in concerned),
                    rows=rows,
                    element=element,
                    touches=touches | ({element} if element else set()),
                )
            )
    return tuple(findings)

"""Which checks there are: those of the house, in Python, and those that packs declare.

Of the house is what is no fact (who looks after whom) and what is a habit rather than a rule: what six of ten people of
a program were asked is meant for all of them, so that no list of required answers must be kept.
"""

from __future__ import annotations

import logging
from enum import StrEnum

from lineofsight.apps.agency.models import Role
from lineofsight.measures import Catalogue, MeasureProblems, QualityCheck, Query, check_quality
from lineofsight.packs.quality import declared_checks

log = logging.getLogger(__name__)


class HouseCheck(StrEnum):
    NOBODY_LOOKS_AFTER = "nobody_looks_after"
    ANSWER_MISSING_AT_EXIT = "answer_missing_at_exit"
    NEVER_ASKED_AT_START = "never_asked_at_start"
    STOPPED_ASKING = "stopped_asking"
    NOT_SEEN_FOR_LONG = "not_seen_for_long"
    IN_A_PROGRAM_TWICE = "in_a_program_twice"


TOLD = (Role.SUPERVISOR, Role.PROGRAM_MANAGER, Role.PERFORMANCE_LEAD, Role.DIRECTOR)
"""Who is told what a check of the house finds."""


def checks_told_to(roles: frozenset[str]) -> tuple[str, ...]:
    """The ids of the checks whose findings are told to somebody with these roles."""
    of_house = tuple(HouseCheck) if roles & set(TOLD) else ()
    return (*of_house, *(key for key, check in declared_checks().items() if roles & set(check.tell)))


def touched_by(check: str) -> frozenset[str]:
    """The data elements whose measures every finding of the check bends."""
    declared = declared_checks().get(check)
    if declared:
        return frozenset(declared.touches)
    return frozenset({"entry_date", "exit_date"}) if check == HouseCheck.IN_A_PROGRAM_TWICE else frozenset()


def own_elements() -> frozenset[str]:
    """Data elements that a declared check looks after: that they are missing is told once."""
    return frozenset(element for check in declared_checks().values() for element in check.touches)


def queries_of_checks(catalogue: Catalogue) -> tuple[Query, ...]:
    """The declared checks that have something to look at in these facts."""
    found = []
    for check in declared_checks().values():
        query = _query(check, catalogue)
        if query is not None:
            found.append(query)
    return tuple(found)


def _query(check: QualityCheck, catalogue: Catalogue) -> Query | None:
    """None where nobody asks what it is about; or otherwise than the check means, which is said in the log and keeps no
    other check from being looked for."""
    try:
        return check_quality(check, catalogue)
    except MeasureProblems as wrong:
        if not all(each.code in NOT_ASKED for each in wrong.problems):
            log.warning("A check of data quality cannot be asked of the records of this agency. %s", wrong)
        return None


NOT_ASKED = ("M120", "M121", "M128", "M129")
"""Troubles of a check in an agency that does not ask what it is about: an unknown name, or form."""

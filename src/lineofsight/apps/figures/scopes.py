"""Which rows the figures of a place are made of, for whom.

The rule: nothing of a protected program is read for somebody who may not look into it, not even to judge a row of
another program. What is released leaves out every protected program but the one it is about: were they in it, whoever
sees the rest exact could subtract.
"""

from __future__ import annotations

from collections.abc import Iterable

from lineofsight.apps.agency.models import Program, Protection, StaffMember
from lineofsight.apps.framework.models import MeasureAssignment
from lineofsight.disclosure import MINIMUM_COUNT, MINIMUM_FOR_VALUES, MINIMUM_IF_PROTECTED
from lineofsight.measures import Scope

from .permissions import closed_to
from .values import Used


def inside_scope(assignment: MeasureAssignment, viewer: StaffMember, protected: Iterable[Program]) -> Scope:
    """The rows of a place for somebody inside it."""
    return _scope(assignment, closed_to(viewer, protected))


def outside_scope(assignment: MeasureAssignment, protected: Iterable[Program]) -> Scope:
    """The rows of a place for everybody outside."""
    return _scope(assignment, (program.pk for program in protected))


def leaves_programs_out(assignment: MeasureAssignment, scope: Scope) -> bool:
    """Whether the figures of the whole agency are without some of its programs."""
    return assignment.program_id is None and bool(scope.excluded_programs)


def minimum_of(use: Used) -> int:
    """The fewest people behind a figure that is released from there."""
    if use.version.is_of_a_value:
        return MINIMUM_FOR_VALUES
    return MINIMUM_IF_PROTECTED if is_protected(use.assignment) else MINIMUM_COUNT


def is_protected(assignment: MeasureAssignment) -> bool:
    """Whether the place is a program under protection, or a part of one."""
    return assignment.program is not None and assignment.program.protection != Protection.NONE


def _scope(assignment: MeasureAssignment, excluded: Iterable[int]) -> Scope:
    return Scope.within(
        programs=(assignment.program_id,) if assignment.program_id else (),
        sites=(assignment.site_id,) if assignment.site_id else (),
        excluded_programs=tuple(sorted(set(excluded) - {assignment.program_id or 0})),
    )

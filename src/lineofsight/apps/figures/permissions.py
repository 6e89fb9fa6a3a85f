"""Who is inside a place, and sees its figures exact with the people behind them. Everybody else sees what is released.

A protected program is open only to a role that names it. Somebody whose role is for "all programs" sees the figures of
the whole agency without it.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import Program, StaffMember
from lineofsight.apps.agency.permissions import Viewer
from lineofsight.apps.agency.words import the_words
from lineofsight.apps.framework.models import MeasureAssignment
from lineofsight.apps.framework.permissions import SEE_INSIDE, can_see_inside
from lineofsight.apps.records.selectors.visibility import places_of
from lineofsight.problems import NotPermitted


def closed_to(viewer: StaffMember, protected: Iterable[Program]) -> tuple[int, ...]:
    """Those of the protected programs into which this person may not look as a whole, by their ids."""
    named = {place.program_id for place in places_of(viewer, SEE_INSIDE) if place.site_id is None}
    return tuple(sorted(program.pk for program in protected if program.pk not in named))


def can_see_people_behind(viewer: Viewer, assignment: MeasureAssignment) -> bool:
    """Whether this person may see who is behind the figures of a measure in its place."""
    return isinstance(viewer, StaffMember) and can_see_inside(viewer, assignment.program, assignment.site)


def check_can_see_people_behind(actor: Viewer, assignment: MeasureAssignment) -> None:
    if not can_see_people_behind(actor, assignment):
        raise NotPermitted(
            "P310",
            _("Who is behind these figures is shown to those who may open every one of the files."),
            _("Ask the manager of the %(program)s, or the performance lead.") % vars(the_words()),
        )

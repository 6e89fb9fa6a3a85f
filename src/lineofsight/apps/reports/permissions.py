"""Who may open pages of results, in two voices.

Results are for everybody who works here with a role, and for the board: each sees the figures that are meant for them.
Where data is missing is shown to those who can have it mended.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import Program, Protection, Role, Site, StaffMember
from lineofsight.apps.agency.permissions import Viewer, has_role, roles_of
from lineofsight.apps.records.selectors.visibility import places_of
from lineofsight.problems import NotPermitted

SEE_QUALITY = (Role.SUPERVISOR, Role.PROGRAM_MANAGER, Role.PERFORMANCE_LEAD, Role.DIRECTOR)
SEE_INSIDE = (Role.SUPERVISOR, Role.PROGRAM_MANAGER, Role.PERFORMANCE_LEAD, Role.DIRECTOR)
HAVE_A_LIST = (Role.FRONT_LINE, Role.SUPERVISOR, Role.PROGRAM_MANAGER)


def can_see_results(viewer: Viewer) -> bool:
    return bool(roles_of(viewer))


def check_can_see_results(viewer: Viewer) -> None:
    if not can_see_results(viewer):
        raise NotPermitted(
            "P301", _("Results are for staff with a role and for the board."), _("Ask an administrator for your role.")
        )


def can_see_inside(viewer: StaffMember, program: Program | None, site: Site | None) -> bool:
    """Whether this person may open every file behind the figures of a place, and so sees them exact. Who works with
    some of its people sees what everybody sees. No program: the whole agency, without what is protected."""
    for place in places_of(viewer, SEE_INSIDE):
        reaches = place.program_id is None and (program is None or program.protection == Protection.NONE)
        names_it = program is not None and place.program_id == program.pk
        if (reaches or names_it) and place.site_id in (None, site.pk if site else None):
            return True
    return False


def can_see_quality(viewer: Viewer) -> bool:
    return has_role(viewer, SEE_QUALITY)


def check_can_see_quality(viewer: Viewer) -> None:
    if not can_see_quality(viewer):
        raise NotPermitted(
            "P302",
            _("Supervisors, managers, performance leads and directors look after the quality of the data."),
            _("Ask one of them."),
        )


def can_see_my_people(viewer: Viewer) -> bool:
    return has_role(viewer, HAVE_A_LIST)


def check_can_see_my_people(viewer: Viewer) -> None:
    if not can_see_my_people(viewer):
        raise NotPermitted(
            "P303", _("This page is for those who look after people."), _("Ask an administrator if that is wrong.")
        )

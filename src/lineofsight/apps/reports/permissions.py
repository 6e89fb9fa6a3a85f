"""Who may open pages of results, in two voices.

Results are for everybody who works here with a role, and for the board: each sees the figures that are meant for them.
Where data is missing is shown to those who can have it mended.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import Role
from lineofsight.apps.agency.permissions import Viewer, has_role, roles_of
from lineofsight.problems import NotPermitted

SEE_QUALITY = (Role.SUPERVISOR, Role.PROGRAM_MANAGER, Role.PERFORMANCE_LEAD, Role.DIRECTOR)
HAVE_A_LIST = (Role.FRONT_LINE, Role.SUPERVISOR, Role.PROGRAM_MANAGER)


def can_see_results(viewer: Viewer) -> bool:
    return bool(roles_of(viewer))


def check_can_see_results(viewer: Viewer) -> None:
    if not can_see_results(viewer):
        raise NotPermitted(
            "P301", _("Results are for staff with a role and for the board."), _("Ask an administrator for your role.")
        )


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

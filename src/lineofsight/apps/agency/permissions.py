"""Who may do what, in two voices: `can_x(staff)` answers, `check_can_x(staff)` raises a sentence that says who may.

Rules about *which rows* someone sees are not here: they are querysets (`records/selectors/visibility.py`), so that a
list, a page and an export cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from lineofsight.problems import NotPermitted

from .models import Role, StaffMember

Viewer = StaffMember | AnonymousUser


def roles_of(staff: Viewer) -> frozenset[str]:
    """The roles this person holds anywhere. Remembered on the person for the length of a request."""
    if not isinstance(staff, StaffMember) or not staff.is_active:
        return frozenset()
    held: frozenset[str] | None = getattr(staff, "_held_roles", None)
    if held is None:
        held = frozenset(staff.roles.values_list("role", flat=True))
        staff._held_roles = held  # type: ignore[attr-defined]
    return held


def has_role(staff: Viewer, roles: Iterable[Role]) -> bool:
    return not roles_of(staff).isdisjoint(role.value for role in roles)


def can_manage_people(staff: Viewer) -> bool:
    """The staff list, roles, invitations."""
    return has_role(staff, [Role.ADMINISTRATOR])


def check_can_manage_people(staff: Viewer) -> None:
    if not can_manage_people(staff):
        raise NotPermitted("P001", _("Administrators manage the staff list."), _("Ask an administrator."))


def can_set_up(staff: Viewer) -> bool:
    """The agency itself: name, words, sites, programs, funders, mail, backup."""
    return has_role(staff, [Role.ADMINISTRATOR, Role.PERFORMANCE_LEAD])


def check_can_set_up(staff: Viewer) -> None:
    if not can_set_up(staff):
        raise NotPermitted(
            "P002",
            _("Administrators and performance leads set up the agency."),
            _("Ask one of them."),
        )


def can_import(staff: Viewer) -> bool:
    """Imports show what files say about people, so the right is not the administrator's."""
    return has_role(staff, [Role.PERFORMANCE_LEAD])


def check_can_import(staff: Viewer) -> None:
    if not can_import(staff):
        raise NotPermitted("P003", _("Performance leads import records."), _("Ask a performance lead."))


def can_read_trail(staff: Viewer) -> bool:
    return has_role(staff, [Role.ADMINISTRATOR, Role.PERFORMANCE_LEAD])


def check_can_read_trail(staff: Viewer) -> None:
    if not can_read_trail(staff):
        raise NotPermitted("P004", _("Administrators and performance leads read the trail."), _("Ask one of them."))

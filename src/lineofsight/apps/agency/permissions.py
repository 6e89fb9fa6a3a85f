"""Who may do what, in two voices: `can_x(actor)` answers, `check_can_x(actor)` raises a sentence that says who may.

Every service that writes begins with the `check_can_x` of its rule (`tests/house/test_services_ask_first.py`). Pages
ask `can_x` to decide what to draw, and `check_can_x` where looking alone is not for everybody. Rules about *which rows*
someone sees are not here: they are querysets (`records/selectors/visibility.py`), so that a list, a page and an export
cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from lineofsight.commands import command_here
from lineofsight.problems import NotPermitted, Problem

from .models import Program, Role, Site, StaffMember
from .words import the_words

Viewer = StaffMember | AnonymousUser


class CommandLine:
    """Somebody with a shell on the server, who owns the database, so that no rule can hold them.

    A service that a command runs takes `COMMAND_LINE` for its `actor`, and the trail says that a command did it. Only
    `cli` names it (a house test), so that no page works for the server by accident.
    """


COMMAND_LINE = CommandLine()
Actor = StaffMember | CommandLine

SEE_PEOPLE = (Role.FRONT_LINE, Role.SUPERVISOR, Role.PROGRAM_MANAGER, Role.PERFORMANCE_LEAD, Role.DIRECTOR)
WORK_WITH_PEOPLE = (Role.FRONT_LINE, Role.SUPERVISOR, Role.PROGRAM_MANAGER)
MANAGE_PEOPLE = (Role.ADMINISTRATOR,)
SET_UP = (Role.ADMINISTRATOR, Role.PERFORMANCE_LEAD)
IMPORT = (Role.PERFORMANCE_LEAD,)
READ_TRAIL = (Role.ADMINISTRATOR, Role.PERFORMANCE_LEAD)
LOOK_AT_MEASURES = (Role.PERFORMANCE_LEAD, Role.DIRECTOR, Role.ADMINISTRATOR)  # before one of our own is published
FOR_THE_WHOLE_AGENCY = (Role.BOARD_MEMBER, Role.COACH, Role.ADMINISTRATOR)  # never for one program or site


def staff_of(viewer: Viewer) -> StaffMember:
    """The member of staff behind a request, for `actor=`."""
    if not isinstance(viewer, StaffMember):
        raise NotPermitted("P000", _("This page is for staff."), _("Sign in first."))
    return viewer


def staff_or_none(actor: Actor) -> StaffMember | None:
    """For a column that names a member of staff: empty when a command acts."""
    return actor if isinstance(actor, StaffMember) else None


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


def has_role_everywhere(staff: Viewer, roles: Iterable[Role]) -> bool:
    """Whether one of the roles is held for the whole agency: no program, no site. What an import brings, what the
    trail says and how the agency is set up stop at no program, so a role for one place does not reach them."""
    if not has_role(staff, roles) or not isinstance(staff, StaffMember):
        return False
    held: frozenset[str] | None = getattr(staff, "_held_everywhere", None)
    if held is None:
        held = frozenset(staff.roles.filter(program=None, site=None).values_list("role", flat=True))
        staff._held_everywhere = held  # type: ignore[attr-defined]
    return not held.isdisjoint(role.value for role in roles)


def can_manage_people(actor: Viewer | CommandLine) -> bool:
    """The staff list, roles, invitations."""
    return isinstance(actor, CommandLine) or has_role(actor, MANAGE_PEOPLE)


def check_can_manage_people(actor: Viewer | CommandLine) -> None:
    if not can_manage_people(actor):
        raise NotPermitted("P001", _("Administrators manage the staff list."), _("Ask an administrator."))


def can_set_up(actor: Viewer | CommandLine) -> bool:
    """The agency itself: name, words, sites, programs, funders, mail, backup."""
    return isinstance(actor, CommandLine) or has_role_everywhere(actor, SET_UP)


def check_can_set_up(actor: Viewer | CommandLine) -> None:
    if not can_set_up(actor):
        raise NotPermitted(
            "P002",
            _("Administrators, and performance leads for the whole agency, set it up."),
            _("Ask one of them."),
        )


def can_import(actor: Viewer | CommandLine) -> bool:
    """Imports show what files say about people, so the right is not the administrator's."""
    return isinstance(actor, CommandLine) or has_role_everywhere(actor, IMPORT)


def check_can_import(actor: Viewer | CommandLine) -> None:
    if not can_import(actor):
        raise NotPermitted("P003", _("Performance leads for the whole agency import records."), _("Ask one of them."))


def can_read_trail(staff: Viewer) -> bool:
    return has_role_everywhere(staff, READ_TRAIL)


def check_can_read_trail(staff: Viewer) -> None:
    if not can_read_trail(staff):
        raise NotPermitted(
            "P004",
            _("Administrators, and performance leads for the whole agency, read the trail."),
            _("Ask one of them."),
        )


def can_lift_protection(actor: Viewer) -> bool:
    """Say that a program is protected no more: those who see all other programs would open its files to themselves."""
    return can_manage_people(actor)


def check_can_lift_protection(actor: Viewer) -> None:
    if not can_lift_protection(actor):
        raise NotPermitted(
            "P005",
            _("Only administrators take the protection of a %(program)s away.") % {"program": the_words().program},
            _("Ask an administrator; until then nobody sees more of its people."),
        )


def can_found_agency(actor: Viewer | CommandLine) -> bool:
    """A new installation has nobody who could sign in, so it is set up on the server."""
    return isinstance(actor, CommandLine)


def check_can_found_agency(actor: Viewer | CommandLine) -> None:
    if not can_found_agency(actor):
        raise NotPermitted(
            "P006",
            _("A new installation is set up on the server."),
            _("Run %(command)s there.") % {"command": command_here("setup")},
        )


def check_place(role: str, program: Program | None, site: Site | None) -> None:
    """Raise when a role cannot be held in this place."""
    if role in FOR_THE_WHOLE_AGENCY and (program or site):
        raise Problem(
            "A006",
            _("The role “%(role)s” is for the whole agency.") % {"role": Role(role).label},
            _("Leave %(program)s and site empty.") % {"program": the_words().program},
        )
    if program and site and program.sites.exists() and not program.sites.filter(pk=site.pk).exists():
        raise Problem(
            "A007",
            _("%(program)s is not offered at %(site)s.") % {"program": program.name, "site": site.name},
            _("Choose one of its sites, or add the site to the %(program)s.") % {"program": the_words().program},
        )

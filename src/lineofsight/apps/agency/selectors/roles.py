"""What each role may see and do, line by line, computed from the same sets the rules use (`permissions.py`)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..models import Role
from ..permissions import IMPORT, MANAGE_PEOPLE, READ_TRAIL, SEE_PEOPLE, SET_UP, WORK_WITH_PEOPLE
from ..words import Words


@dataclass(frozen=True)
class RoleLine:
    text: str
    may: bool


@dataclass(frozen=True)
class RoleSheet:
    role: Role
    sentence: str
    lines: list[RoleLine]


def role_sentence(role: Role, words: Words) -> str:
    """Whom somebody with this role sees, in one short sentence."""
    said = {
        Role.FRONT_LINE: _("The %(clients)s on their list, and those of the %(program)s and site in the role"),
        Role.SUPERVISOR: _("The team’s %(clients)s, and how entries are going"),
        Role.PROGRAM_MANAGER: _("Everyone in the %(program)s"),
        Role.PERFORMANCE_LEAD: _("All %(clients)s outside protected %(programs)s, without notes"),
        Role.DIRECTOR: _("All %(clients)s outside protected %(programs)s, without notes"),
        Role.BOARD_MEMBER: _("Published figures, no person"),
        Role.COACH: _("Published figures, no person"),
        Role.ADMINISTRATOR: _("The staff list and the set-up, no %(client)s"),
    }
    return said[role] % vars(words)


def role_sheets(words: Words) -> list[RoleSheet]:
    """One sheet for each role, with the same lines in the same order."""
    return [RoleSheet(role, role_sentence(role, words), _lines(role, words)) for role in Role]


def _lines(role: Role, words: Words) -> list[RoleLine]:
    said = [
        (_("Opens the files of %(clients)s in the places the role names"), SEE_PEOPLE),
        (_("Reads notes, adds %(clients)s, writes entries"), WORK_WITH_PEOPLE),
        (_("Imports records from files"), IMPORT),
        (_("Invites staff, gives roles, ends sign-ins"), MANAGE_PEOPLE),
        (_("Sets up the agency: %(programs)s, sites, funders, words"), SET_UP),
        (_("Reads the trail of changes and views"), READ_TRAIL),
        (_("Sees published figures"), tuple(Role)),
    ]
    return [RoleLine(text % vars(words), role in allowed) for text, allowed in said]

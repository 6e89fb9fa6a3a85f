"""What each role may see and do, computed from the same sets the rules use (`permissions.py`)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..models import Role
from ..permissions import IMPORT, MANAGE_PEOPLE, READ_TRAIL, SEE_PEOPLE, SET_UP, WORK_WITH_PEOPLE
from ..words import Words


@dataclass(frozen=True)
class RoleSentence:
    title: str
    sentence: str


@dataclass(frozen=True)
class RoleCell:
    title: str
    may: bool


@dataclass(frozen=True)
class RoleLine:
    """One thing to see or do, and for each role, in the order of `Role`, whether it may."""

    text: str
    cells: list[RoleCell]


def role_sentences(words: Words) -> list[RoleSentence]:
    """Whom somebody with each role sees, in one short sentence."""
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
    return [RoleSentence(str(role.label), said[role] % vars(words)) for role in Role]


def role_lines(words: Words) -> list[RoleLine]:
    """The table of all roles, line by line."""
    said = [
        (_("Opens the files of %(clients)s in the places the role names"), SEE_PEOPLE),
        (_("Reads notes, adds %(clients)s, writes entries"), WORK_WITH_PEOPLE),
        (_("Imports records from files"), IMPORT),
        (_("Invites staff, gives roles, ends sign-ins"), MANAGE_PEOPLE),
        (_("Sets up the agency: %(programs)s, sites, funders, words"), SET_UP),
        (_("Reads the trail of changes and views"), READ_TRAIL),
        (_("Sees published figures"), tuple(Role)),
    ]
    return [
        RoleLine(text % vars(words), [RoleCell(str(role.label), role in allowed) for role in Role])
        for text, allowed in said
    ]

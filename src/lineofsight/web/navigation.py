"""The entries of the bar, by role. Only rooms that are open have an entry."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import Role, StaffMember
from lineofsight.apps.agency.permissions import can_import, can_set_up, has_role, roles_of
from lineofsight.apps.agency.words import the_words
from lineofsight.apps.framework.permissions import RUN_A_PROGRAM
from lineofsight.apps.records.permissions import can_see_people
from lineofsight.apps.reports.permissions import can_see_results


@dataclass(frozen=True)
class Entry:
    title: str
    url: str
    is_here: bool


def navigation_of(request: HttpRequest) -> list[Entry]:
    """At most seven entries; empty for somebody who is not signed in."""
    staff = getattr(request, "user", None)
    if not isinstance(staff, StaffMember):
        return []
    entries = [] if roles_of(staff) == {Role.BOARD_MEMBER} else [(_("My work"), reverse("home"))]
    if can_see_people(staff):
        entries.append((the_words().Clients, reverse("clients")))
    if can_see_results(staff):
        entries.append((_("Results"), reverse("results")))
    entries.append((_("Line of sight"), reverse("line")))
    if has_role(staff, RUN_A_PROGRAM):
        entries.append((the_words().Programs, reverse("program_models")))
    if can_import(staff):
        entries.append((_("Import"), reverse("imports")))
    if can_set_up(staff):
        entries.append((_("Set-up"), reverse("setup")))
    return [
        Entry(title, url, _is_here(request.path, url, [each for _title, each in entries])) for title, url in entries
    ]


def _is_here(path: str, url: str, entries: list[str]) -> bool:
    """Whether the page lies in the room whose first page the entry leads to. Programs belong to the line of sight for
    those who have no entry for them."""
    if url == "/":
        return path == url
    rooms = [_room(url)]
    if url == reverse("line") and reverse("program_models") not in entries:
        rooms.append(_room(reverse("program_models")))
    return _room(path) in rooms


def _room(path: str) -> str:
    """
    >>> _room("/programs/3/")
    'programs'
    """
    return path.split("/")[1]

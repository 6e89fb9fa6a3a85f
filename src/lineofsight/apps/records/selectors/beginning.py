"""What somebody can do while they see nobody yet: the ways into a new installation, by what they may do."""

from __future__ import annotations

from dataclasses import dataclass

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.agency.permissions import can_import, can_set_up

from .visibility import participants_visible_to, programs_visible_to, programs_workable_by


@dataclass(frozen=True)
class Beginning:
    """The ways this person may take. has_programs: whether there is a program in which they would see somebody."""

    has_programs: bool
    can_add: bool
    can_import: bool
    can_set_up: bool


def beginning_of(staff: StaffMember) -> Beginning | None:
    """None when this person sees somebody already: one query."""
    if participants_visible_to(staff).exists():
        return None
    return Beginning(
        has_programs=programs_visible_to(staff).exists(),
        can_add=programs_workable_by(staff).exists(),
        can_import=can_import(staff),
        can_set_up=can_set_up(staff),
    )

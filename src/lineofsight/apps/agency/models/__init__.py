"""What every other app stands on: the agency and its parts, its staff, where rows come from, and the trail."""

from .agency import Agency, Funder, Grant, Program, Protection, Site, default_words
from .history import KeptRecord
from .provenance import ImportRun, Source, SourcedRecord, SourceRow, Standing
from .staff import Invitation, Role, RoleAssignment, StaffMember
from .trail import TrailEntry, TrailSeal
from .typed_entry import TypedEntry
from .versions import RowVersion

__all__ = [
    "Agency",
    "Funder",
    "Grant",
    "ImportRun",
    "Invitation",
    "KeptRecord",
    "Program",
    "Protection",
    "Role",
    "RoleAssignment",
    "RowVersion",
    "Site",
    "Source",
    "SourceRow",
    "SourcedRecord",
    "StaffMember",
    "Standing",
    "TrailEntry",
    "TrailSeal",
    "TypedEntry",
    "default_words",
]

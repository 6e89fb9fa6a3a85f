"""Data quality: what is missing, late or impossible in the records behind the figures, and who is concerned.

    found = find_faults(enrollments_visible_to(staff), today)

The rule: everything begins from a queryset of enrollments that the viewer may see; nothing is told that a check was not
able to find in the records alone; and no finding is about a member of staff.
"""

from .finding import Check, Finding, find_faults
from .teams import Team, teams_of

__all__ = ["Check", "Finding", "Team", "find_faults", "teams_of"]

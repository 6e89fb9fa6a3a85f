"""Data quality: what is missing, late or impossible in the records behind the figures, and who is concerned.

    services.faults.look_through(build)      # once for each build, in the process that made it
    faults_seen_by(staff)                    # what somebody is told, with exact numbers, in a few questions

The rule: nothing is told that a check was not able to find in the records alone; no finding is about a member of staff;
and nobody is told of a person whom they may not see.
"""

from .checks import HouseCheck, checks_told_to, own_elements, touched_by
from .seen import (
    Finding,
    counts_seen_by,
    doubles_seen_by,
    entries_at_fault,
    faults_among,
    faults_seen_by,
    people_concerned,
    stays_concerned,
)
from .teams import Team, TeamCounts, teams_of

__all__ = [
    "Finding",
    "HouseCheck",
    "Team",
    "TeamCounts",
    "checks_told_to",
    "counts_seen_by",
    "doubles_seen_by",
    "entries_at_fault",
    "faults_among",
    "faults_seen_by",
    "own_elements",
    "people_concerned",
    "stays_concerned",
    "teams_of",
    "touched_by",
]

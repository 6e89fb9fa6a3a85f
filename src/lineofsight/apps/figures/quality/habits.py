"""What is meant for everybody, told from what most do.

The rule: what six of ten people of a program were asked at that point is meant for all of them, so that no list of
required answers must be kept; of fewer than ten people no habit can be told.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

MOST = 0.6  # of the people of a program (project default)
FEWEST = 10  # people from whom a habit can be told
LOOK_BACK = timedelta(days=410)  # the year of a report, and the weeks in which it is written
TIME_TO_ASK = timedelta(days=31)
QUIET = timedelta(days=182)


def is_habit(answers: Counter[bool]) -> bool:
    """Whether most were asked, of enough people to tell."""
    whole = answers[True] + answers[False]
    return whole >= FEWEST and answers[True] >= MOST * whole

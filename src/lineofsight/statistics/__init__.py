"""Statistics: what a number is worth. Pure: plain Python, no Django, no database, no numeric library.

Shares and their intervals, charts and what may be said from them, differences between groups, before and after,
against a target. Everything comes back as frozen values; `say_...` turns values into `Sentence(template, parameters)`,
which the web translates (see `sentences.py`). The rule the room keeps: it is silent rather than wrong; where too little
is known, that is what it says.

    reading = read_series(Series(Kind.SHARE, Every.MONTH, [Point(date(2026, 1, 1), Share(8, 10)), ...]))
    said = say_reading(reading, good=Direction.UP)
"""

from .baselines import can_start_phase, check_can_start_phase, days_between
from .change import PeriodChange, ShareChange, compare_periods, compare_shares
from .groups import ChanceTest, Group, GroupComparison, benjamini_hochberg, compare_groups
from .intervals import (
    SHOWN_BELOW,
    Difference,
    Interval,
    median,
    newcombe,
    wilson,
)
from .reading import read_series
from .saying import (
    Said,
    say_groups,
    say_longer_periods,
    say_period_change,
    say_reach,
    say_reading,
    say_share_change,
    say_signal,
    say_target,
    say_year_before,
)
from .sentences import (
    Amount,
    Counted,
    Noun,
    Number,
    Parameter,
    PeriodName,
    Plural,
    Points,
    Sentence,
    Words,
    in_english,
)
from .series import Direction, Every, Kind, Mark, Phase, PhaseCause, Point, Series, Share, Spread
from .signals import Chart, ChartReason, Limits, Note, NoteKind, PhaseReading, Reading, Rule, Signal
from .targets import Reach, TargetComparison, TargetReach, against_target, target_and_limits
from .templates import TEMPLATES

__all__ = [
    "SHOWN_BELOW",
    "TEMPLATES",
    "Amount",
    "ChanceTest",
    "Chart",
    "ChartReason",
    "Counted",
    "Difference",
    "Direction",
    "Every",
    "Group",
    "GroupComparison",
    "Interval",
    "Kind",
    "Limits",
    "Mark",
    "Note",
    "NoteKind",
    "Noun",
    "Number",
    "Parameter",
    "PeriodChange",
    "PeriodName",
    "Phase",
    "PhaseCause",
    "PhaseReading",
    "Plural",
    "Point",
    "Points",
    "Reach",
    "Reading",
    "Rule",
    "Said",
    "Sentence",
    "Series",
    "Share",
    "ShareChange",
    "Signal",
    "Spread",
    "TargetComparison",
    "TargetReach",
    "Words",
    "against_target",
    "benjamini_hochberg",
    "can_start_phase",
    "check_can_start_phase",
    "compare_groups",
    "compare_periods",
    "compare_shares",
    "days_between",
    "in_english",
    "median",
    "newcombe",
    "read_series",
    "say_groups",
    "say_longer_periods",
    "say_period_change",
    "say_reach",
    "say_reading",
    "say_share_change",
    "say_signal",
    "say_target",
    "say_year_before",
    "target_and_limits",
    "wilson",
]

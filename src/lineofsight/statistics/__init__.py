"""Statistics: what a number is worth. Pure: plain Python, no Django, no database, no numeric library.

Shares and their intervals, charts and what may be said from them, differences between groups, before and after, against
a target. Everything comes back as frozen values; `sentences.py` turns values into template ids with typed parameters.
The rule the room keeps: it is silent rather than wrong. Where too little is known, that is what it says.

    Share(8, 10)                                                 two counts; `.value` is 0..1
    wilson(share) -> Interval | None                             None of nobody
    newcombe(before, after) -> Difference | None                 after minus before
    mean_interval(mean, standard_deviation, *, count) -> Interval | None
    quantile(values, q) -> float | None                          the continuous kind
    quantile_interval(values, q) -> Interval | None
    read_series(series) -> Reading                               charts, centre, limits, signals, notes
    choose_chart(series) -> ChartChoice                          which chart, and why
    check_can_start_phase(reading, *, reason, accepted, lasting) may a person draw a new baseline
    compare_groups(groups, *, q) -> tuple[GroupComparison, ...]  all comparisons of one page in one call
    compare_shares(before, after) -> ShareChange | None
    compare_periods(before, after, *, seed, draws) -> SeriesChange
    against_target(share, target, *, good) -> TargetComparison | None
    target_and_limits(reading, target, *, good) -> TargetReach | None
    say_reading / say_groups / say_share_change / say_target ... -> Sentence(template, parameters)
    in_english(sentence, *, amount) -> str
"""

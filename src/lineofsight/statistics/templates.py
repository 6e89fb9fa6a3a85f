"""The sentences of the charts, in English, by template id.

The rule kept here: whole sentences, never put together from words, so that each can be translated; plain words;
"since", never a cause. `gettext_noop` is our own and returns what it is given: the name is what Django's
`makemessages` looks for in source files, so the catalogue is found for translation although this room knows no Django.
An id with `.of` names the measure; the same id without it stands beside the measure's name.
"""

from __future__ import annotations


def gettext_noop(text: str) -> str:
    """Mark a text for translation, and leave it as it is."""
    return text


TEMPLATES: dict[str, str] = {
    # what the chart says
    "too_few_points": gettext_noop("Trend: too early to tell, {have} of {needed} points."),
    "no_change": gettext_noop("No real change since {since}."),
    "no_change.range": gettext_noop(
        "No real change since {since}. Values between {low} and {high} are normal ups and downs."
    ),
    "outside": gettext_noop(
        "{when}: {value} is outside the usual range ({low}–{high}). Something was different. What?"
    ),
    "outside.of": gettext_noop(
        "{measure}: {value} in {when} is outside the usual range ({low}–{high}). Something was different. What?"
    ),
    "outside.improvement": gettext_noop("{when}: {value} is better than the usual range ({low}–{high})."),
    "outside.improvement.of": gettext_noop(
        "{measure}: {value} in {when} is better than the usual range ({low}–{high})."
    ),
    "outside_since.improvement": gettext_noop(
        "Outside the usual range ({low}–{high}) since {since}: a real improvement."
    ),
    "outside_since.worsening": gettext_noop("Outside the usual range ({low}–{high}) since {since}: a real worsening."),
    "outside_since.change": gettext_noop("Outside the usual range ({low}–{high}) since {since}: a real change."),
    "outside_since.improvement.of": gettext_noop(
        "{measure} has been outside the usual range ({low}–{high}) since {since}: a real improvement."
    ),
    "outside_since.worsening.of": gettext_noop(
        "{measure} has been outside the usual range ({low}–{high}) since {since}: a real worsening."
    ),
    "outside_since.change.of": gettext_noop(
        "{measure} has been outside the usual range ({low}–{high}) since {since}: a real change."
    ),
    "shift.up.improvement": gettext_noop("Above its usual level for {run} in a row: a real improvement."),
    "shift.up.worsening": gettext_noop("Above its usual level for {run} in a row: a real worsening."),
    "shift.up.change": gettext_noop("Above its usual level for {run} in a row: a real change."),
    "shift.down.improvement": gettext_noop("Below its usual level for {run} in a row: a real improvement."),
    "shift.down.worsening": gettext_noop("Below its usual level for {run} in a row: a real worsening."),
    "shift.down.change": gettext_noop("Below its usual level for {run} in a row: a real change."),
    "shift.up.improvement.of": gettext_noop(
        "{measure} has been above its usual level for {run} in a row: a real improvement."
    ),
    "shift.up.worsening.of": gettext_noop(
        "{measure} has been above its usual level for {run} in a row: a real worsening."
    ),
    "shift.up.change.of": gettext_noop("{measure} has been above its usual level for {run} in a row: a real change."),
    "shift.down.improvement.of": gettext_noop(
        "{measure} has been below its usual level for {run} in a row: a real improvement."
    ),
    "shift.down.worsening.of": gettext_noop(
        "{measure} has been below its usual level for {run} in a row: a real worsening."
    ),
    "shift.down.change.of": gettext_noop("{measure} has been below its usual level for {run} in a row: a real change."),
    "shift_ended.up": gettext_noop("{first} to {last}: above its usual level for {run} in a row."),
    "shift_ended.down": gettext_noop("{first} to {last}: below its usual level for {run} in a row."),
    "possible_shift.up": gettext_noop("May have moved up: {count} in a row. In {more} we will know."),
    "possible_shift.down": gettext_noop("May have moved down: {count} in a row. In {more} we will know."),
    "possible_shift.up.of": gettext_noop("{measure} may have moved up: {count} in a row. In {more} we will know."),
    "possible_shift.down.of": gettext_noop("{measure} may have moved down: {count} in a row. In {more} we will know."),
    "possible_shift_ended": gettext_noop("{first} to {last}: {count} in a row on one side. It did not last."),
    "near_limit.up": gettext_noop("Running close to its upper limit. An early sign."),
    "near_limit.down": gettext_noop("Running close to its lower limit. An early sign."),
    "near_limit.up.of": gettext_noop("{measure} is running close to its upper limit. An early sign."),
    "near_limit.down.of": gettext_noop("{measure} is running close to its lower limit. An early sign."),
    "near_limit_ended": gettext_noop("{first} to {last}: close to a limit, and back."),
    "trend.up": gettext_noop("Rising over {run}. This often happens by chance; watch it."),
    "trend.down": gettext_noop("Falling over {run}. This often happens by chance; watch it."),
    "trend.up.of": gettext_noop("{measure} has risen over {run}. This often happens by chance; watch it."),
    "trend.down.of": gettext_noop("{measure} has fallen over {run}. This often happens by chance; watch it."),
    "trend_ended.up": gettext_noop("{first} to {last}: rising over {run}. This often happens by chance."),
    "trend_ended.down": gettext_noop("{first} to {last}: falling over {run}. This often happens by chance."),
    "astronomical": gettext_noop("{name} marked {when} as unusual: {reason}."),
    "too_few_runs": gettext_noop("Values hang together in long stretches; something changed over the period."),
    "rare": gettext_noop("In most {periods} it does not happen at all: too rare for a trend to show."),
    "rare.share": gettext_noop("In most {periods} it is everybody or nobody: a trend cannot be told from that."),
    "new_phase": gettext_noop("New baseline from {since}: {reason}. Earlier limits stay visible."),
    "new_definition": gettext_noop("New definition from {since}: {reason}. Earlier limits stay visible."),
    # what a reader should know beside it
    "provisional": gettext_noop("Limits are provisional: {have} points, {needed} make them firm."),
    "all_equal": gettext_noop("All values are equal: {value}."),
    "coarse": gettext_noop("Limits are coarse: the values are rounded to {have} different numbers."),
    "range_outside": gettext_noop("{when} differs from the period before by more than usual. Check it for a mistake."),
    "less_than_chance": gettext_noop("Values vary less than chance allows. Check for copied or smoothed figures."),
    "dependent": gettext_noop("Points depend on each other; signals are less certain."),
    "longer_periods": gettext_noop("Few cases in each period; longer periods would say more."),
    "median_range_zero": gettext_noop("Most values equal the one before; limits come from the average range."),
    "shown_by.week.month": gettext_noop("Few cases per week; shown by month."),
    "shown_by.week.quarter": gettext_noop("Few cases per week; shown by quarter."),
    "shown_by.month.quarter": gettext_noop("Few cases per month; shown by quarter."),
    "shown_by.month.year": gettext_noop("Few cases per month; shown by year."),
    "shown_by.quarter.year": gettext_noop("Few cases per quarter; shown by year."),
    # target
    "target.met": gettext_noop("{value} against a target of {target}: met."),
    "target.not_met": gettext_noop("{value} against a target of {target}: not met."),
    "target.near": gettext_noop("The distance from the target of {target} could be chance."),
    "reach.out_of_reach": gettext_noop(
        "The target {target} lies outside what the present way of working delivers ({low}–{high})."
    ),
    "reach.sometimes": gettext_noop("The target will be met in some {periods} and missed in others, by chance."),
    "reach.always": gettext_noop(
        "The target {target} is met throughout what the present way of working delivers ({low}–{high})."
    ),
    # groups
    "group": gettext_noop("{group}: {value} against {elsewhere} elsewhere. More than chance explains."),
    "group.many": gettext_noop(
        "{group}: {value} against {elsewhere} elsewhere. More than chance explains, also after {comparisons}."
    ),
    "group.up": gettext_noop("{group}: higher than elsewhere. More than chance explains."),
    "group.down": gettext_noop("{group}: lower than elsewhere. More than chance explains."),
    "group.up.many": gettext_noop(
        "{group}: higher than elsewhere. More than chance explains, also after {comparisons}."
    ),
    "group.down.many": gettext_noop(
        "{group}: lower than elsewhere. More than chance explains, also after {comparisons}."
    ),
    "groups_alike": gettext_noop("No group differs more than chance explains."),
    "groups_too_small": gettext_noop("No group is large enough to compare."),
    "groups_caution": gettext_noop("{people} differ between groups; this does not show who works better."),
    # before and after
    "since": gettext_noop("Since {change}: {before} to {after} ({difference}, between {low} and {high})."),
    "since.chance": gettext_noop("Since {change}: {before} to {after}. This could be chance."),
    "since.median": gettext_noop(
        "Since {change}: the middle value went from {before} to {after}. More than chance explains."
    ),
    "since.median.chance": gettext_noop(
        "Since {change}: the middle value went from {before} to {after}. This could be chance."
    ),
    "since.from_lowest": gettext_noop(
        "It began at the lowest of the last {looked_back}; part of the change would have come by itself."
    ),
    "since.from_highest": gettext_noop(
        "It began at the highest of the last {looked_back}; part of the change would have come by itself."
    ),
    "year_before": gettext_noop(
        "{after} against {before} a year before: {difference}, between {low} and {high}. More than chance explains."
    ),
    "year_before.chance": gettext_noop("{after} against {before} a year before. The difference could be chance."),
    "year_before.plain": gettext_noop("{after} against {before} a year before."),
}

"""From signals, comparisons and changes to sentences.

The rules kept here: a judgement only where the good direction is known; present words only for what reaches the latest
point, dates for what has ended; silence is one sentence that says since when.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .change import PeriodChange, ShareChange
from .groups import GroupComparison
from .run_chart import SHIFT
from .sentences import Amount, Counted, Noun, Number, Parameter, PeriodName, Plural, Points, Sentence, Words
from .series import Direction, Every, Kind, PhaseCause, Share
from .signals import Chart, ChartReason, Note, NoteKind, Reading, Rule, Signal
from .stretch import POINTS_FOR_FIRM_LIMITS, POINTS_FOR_LIMITS
from .targets import Reach, TargetComparison, TargetReach

REAL = (Rule.OUTSIDE_LIMITS, Rule.ASTRONOMICAL, Rule.SHIFT)  # what "no real change since" counts from


@dataclass(frozen=True, slots=True)
class Said:
    """first: the one sentence for a row or a headline. others: further signals. notes: what to know beside them."""

    first: Sentence
    others: tuple[Sentence, ...]
    notes: tuple[Sentence, ...]


def say_reading(reading: Reading, *, good: Direction | None, measure: str | None = None) -> Said:
    """What the present phase of a chart says.

    good: which direction is wanted; None: no word of judgement. measure: its name, for sentences that stand alone; None
    where the name stands beside them.
    """
    signals = [say_signal(signal, reading, good=good, measure=measure) for signal in reading.now]
    first, *others = signals or [_silence(reading)]
    present = reading.present
    if present.chart is Chart.DOTS and signals:
        others.append(_silence(reading))
    notes = [] if present.chart is Chart.DOTS else [_note(note, reading) for note in present.notes]
    if present.phase.start is not None and present.phase.cause is not PhaseCause.FIRST:
        since = PeriodName(present.phase.start, reading.series.every)
        template = "new_definition" if present.phase.cause is PhaseCause.DEFINITION else "new_phase"
        notes.insert(0, Sentence(template, {"since": since, "reason": Words(present.phase.reason)}))
    return Said(first, tuple(others), tuple(notes))


def say_signal(signal: Signal, reading: Reading, *, good: Direction | None, measure: str | None = None) -> Sentence:
    """One signal of the present phase; with dates once it has ended, for a list of what is new since a day."""
    every, points = reading.series.every, reading.series.points
    first, last = _period(reading, signal.first), _period(reading, signal.last)
    run = Counted(signal.count, Noun(every))
    goes_on = signal in reading.now
    if signal.rule is Rule.ASTRONOMICAL:
        mark = points[signal.last].mark
        who, why = (mark.name, mark.reason) if mark else ("", "")
        return Sentence("astronomical", {"name": Words(who), "when": last, "reason": Words(why)})
    if signal.rule is Rule.OUTSIDE_LIMITS:
        return _say_outside(signal, reading, good=good, measure=measure)
    if signal.rule is Rule.TOO_FEW_RUNS:
        return Sentence("too_few_runs", {})
    span: dict[str, Parameter] = {"first": first, "last": last}
    if signal.rule is Rule.SHIFT:
        if not goes_on:
            return Sentence(f"shift_ended.{signal.direction}", {**span, "run": run})
        return _of(f"shift.{signal.direction}.{_judgement(signal, good)}", {"run": run}, measure)
    if signal.rule is Rule.POSSIBLE_SHIFT:
        count = Number(signal.count)
        if not goes_on:
            return Sentence("possible_shift_ended", {**span, "count": count})
        more = Counted(SHIFT - signal.count, Noun(every))
        return _of(f"possible_shift.{signal.direction}", {"count": count, "more": more}, measure)
    if signal.rule is Rule.NEAR_LIMIT:
        return _of(f"near_limit.{signal.direction}", {}, measure) if goes_on else Sentence("near_limit_ended", span)
    if not goes_on:
        return Sentence(f"trend_ended.{signal.direction}", {**span, "run": run})
    return _of(f"trend.{signal.direction}", {"run": run}, measure)


def say_longer_periods(few_per: Every, shown_by: Every) -> Sentence:
    """Why a chart is drawn by longer periods than its measure is counted in."""
    return Sentence(f"shown_by.{few_per}.{shown_by}", {})


def say_target(comparison: TargetComparison) -> Sentence:
    """A share against its target; where the distance could be chance, that and not the verdict."""
    target = Amount(comparison.target)
    if comparison.could_be_chance:
        return Sentence("target.near", {"target": target})
    template = "target.met" if comparison.met else "target.not_met"
    return Sentence(template, {"value": _amount(comparison.share), "target": target})


def say_reach(found: TargetReach, every: Every) -> Sentence:
    """A target against what the present way of working delivers."""
    if found.reach is Reach.SOMETIMES:
        return Sentence("reach.sometimes", {"periods": Plural(Noun(every))})
    return Sentence(
        f"reach.{found.reach}",
        {"target": Amount(found.target), "low": Amount(found.low), "high": Amount(found.high)},
    )


def say_groups(comparisons: Sequence[GroupComparison], *, people: str) -> tuple[Sentence, ...]:
    """What differs between groups: the survivors in the order given, and the caution that always follows.

    people: the agency's word for clients, as it stands at the beginning of a sentence.
    """
    if not comparisons:
        return (Sentence("groups_too_small", {}),)
    survivors = [_group(comparison) for comparison in comparisons if comparison.survives]
    if not survivors:
        return (Sentence("groups_alike", {}),)
    return (*survivors, Sentence("groups_caution", {"people": Words(people)}))


def say_share_change(change: ShareChange, *, since: str) -> Sentence:
    """A share before and after. since: what began, as people call it."""
    parameters: dict[str, Parameter] = {
        "change": Words(since),
        "before": _amount(change.before),
        "after": _amount(change.after),
    }
    if not change.difference.more_than_chance:
        return Sentence("since.chance", parameters)
    return Sentence("since", {**parameters, **_difference(change)})


def say_year_before(change: ShareChange, *, is_judged: bool) -> Sentence:
    """A share against the same period a year before. is_judged: whether it says what chance has to do with it; not
    where the chart judges, since one row gives one verdict (see `Reading.judges`)."""
    parameters: dict[str, Parameter] = {"before": _amount(change.before), "after": _amount(change.after)}
    if not is_judged:
        return Sentence("year_before.plain", parameters)
    if not change.difference.more_than_chance:
        return Sentence("year_before.chance", parameters)
    return Sentence("year_before", {**parameters, **_difference(change)})


def say_period_change(change: PeriodChange, *, since: str) -> tuple[Sentence, ...]:
    """A series before and after, with what weakens the comparison."""
    template = "since.median" if change.more_than_chance else "since.median.chance"
    said = [
        Sentence(template, {"change": Words(since), "before": Amount(change.before), "after": Amount(change.after)})
    ]
    if change.began_at is not None:
        end = "from_lowest" if change.began_at is Direction.DOWN else "from_highest"
        said.append(Sentence(f"since.{end}", {"looked_back": Counted(change.looked_back, Noun.POINT)}))
    if change.dependent:
        said.append(Sentence("dependent", {}))
    return tuple(said)


def _silence(reading: Reading) -> Sentence:
    """What to say when no signal reaches the latest point."""
    present, series = reading.present, reading.series
    if present.reason is ChartReason.RARE_EVENTS:
        template = "rare.share" if series.kind is Kind.SHARE else "rare"
        return Sentence(template, {"periods": Plural(Noun(series.every))})
    if not reading.can_be_silent:
        return Sentence("too_few_points", {"have": Number(present.usable), "needed": Number(POINTS_FOR_LIMITS)})
    ended = max((signal.last for signal in present.signals if signal.rule in REAL), default=present.first - 1)
    since = next(
        position for position in range(ended + 1, present.last + 1) if series.points[position].value is not None
    )
    limits = [its for its in present.limits if its is not None]
    if not limits:
        return Sentence("no_change", {"since": _period(reading, since)})
    low, high = Amount(limits[-1].low), Amount(limits[-1].high)
    return Sentence("no_change.range", {"since": _period(reading, since), "low": low, "high": high})


def _say_outside(signal: Signal, reading: Reading, *, good: Direction | None, measure: str | None) -> Sentence:
    """One point outside, or since when all of them are. A wanted one is not asked for an explanation."""
    limits = reading.present.limits[signal.last - reading.present.first]
    low, high = (limits.low, limits.high) if limits else (0.0, 0.0)
    usual: dict[str, Parameter] = {"low": Amount(low), "high": Amount(high)}
    if signal.count > 1:
        since = _period(reading, signal.first)
        return _of(f"outside_since.{_judgement(signal, good)}", {**usual, "since": since}, measure)
    value = Amount(reading.series.points[signal.last].value or 0.0)
    template = "outside.improvement" if signal.direction is good else "outside"
    return _of(template, {**usual, "when": _period(reading, signal.last), "value": value}, measure)


def _judgement(signal: Signal, good: Direction | None) -> str:
    return "change" if good is None else "improvement" if signal.direction is good else "worsening"


def _note(note: Note, reading: Reading) -> Sentence:
    parameters: dict[str, Parameter] = {}
    if note.kind is NoteKind.PROVISIONAL:
        parameters = {"have": Number(note.count or 0), "needed": Number(POINTS_FOR_FIRM_LIMITS)}
    elif note.kind is NoteKind.COARSE:
        parameters = {"have": Number(note.count or 0)}
    elif note.kind is NoteKind.ALL_EQUAL:
        parameters = {"value": Amount(note.value or 0.0)}
    elif note.position is not None:
        parameters = {"when": _period(reading, note.position)}
    return Sentence(note.kind, parameters)


def _group(comparison: GroupComparison) -> Sentence:
    group = comparison.group
    many = ".many" if comparison.comparisons > 1 else ""
    parameters: dict[str, Parameter] = {"group": Words(group.name)}
    if many:
        parameters["comparisons"] = Counted(comparison.comparisons, Noun.COMPARISON)
    if isinstance(group.figure, Share) and isinstance(comparison.others, Share):
        parameters |= {"value": _amount(group.figure), "elsewhere": _amount(comparison.others)}
        return Sentence(f"group{many}", parameters)
    return Sentence(f"group.{comparison.direction}{many}", parameters)


def _difference(change: ShareChange) -> dict[str, Parameter]:
    its = change.difference
    return {
        "difference": Points(its.value),
        "low": Points(its.interval.low, bare=True),
        "high": Points(its.interval.high, bare=True),
    }


def _of(template: str, parameters: dict[str, Parameter], measure: str | None) -> Sentence:
    if measure is None:
        return Sentence(template, parameters)
    return Sentence(f"{template}.of", {**parameters, "measure": Words(measure)})


def _period(reading: Reading, position: int) -> PeriodName:
    return PeriodName(reading.series.points[position].start, reading.series.every)


def _amount(share: Share) -> Amount:
    return Amount(share.value or 0.0)

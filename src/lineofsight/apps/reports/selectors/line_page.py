"""The line of sight as a page: one way down from the mission to a question, where it is broken, and the way back up.

The rule: a gap is shown as a gap, where it hangs; nothing is said to hold that does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.agency.words import the_words
from lineofsight.apps.figures.selectors.door import series_of
from lineofsight.apps.framework.selectors.gaps import (
    LINE_IS_BROKEN,
    Gap,
    GapKind,
    gaps_of,
    has_data,
    of_kind,
    outcomes_whose_line_holds,
)
from lineofsight.apps.framework.selectors.line import line_of_sight
from lineofsight.apps.framework.selectors.nodes import ElementNode, Line
from lineofsight.apps.framework.selectors.walks import Served, Thread, thread_down, what_it_serves

from ..wording.periods import month_and_year
from .rows import measure_row
from .uses import uses_now

AT_MOST_BESIDE = 4


@dataclass(frozen=True, slots=True)
class Step:
    """A title with where it leads; href empty: nowhere."""

    title: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A gap in words: what it hangs on, what is missing, and, when somebody looked at it, why it is all right."""

    step: Step
    missing: str
    explanation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """level: mission, goal, ...; steps: its titles; gaps: what hangs off the line here."""

    level: str
    steps: tuple[Step, ...]
    second: str = ""
    beside: tuple[Step, ...] = ()
    gaps: tuple[Broken, ...] = ()
    is_here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """What one answer serves: the measure in its place, and the way up from it."""

    measure: Step
    place: str
    through: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePage:
    """holds of outcomes; following: what the ladder leads to; serve_nothing: questions nobody reads; without_owner:
    uses of measures for which nobody answers."""

    has_mission: bool
    holds: int
    outcomes: int
    broken: tuple[Broken, ...]
    rungs: tuple[Rung, ...]
    following: str
    back: tuple[Back, ...]
    back_of: str
    serve_nothing: tuple[Step, ...]
    only_a_funder: tuple[Step, ...]
    without_owner: tuple[Step, ...]

    @property
    def answer(self) -> tuple[str, str]:
        first = ngettext(
            "For %(holds)s of %(all)s outcome the line holds, from the mission to a question on a form.",
            "For %(holds)s of %(all)s outcomes the line holds, from the mission to a question on a form.",
            self.outcomes,
        ) % {"holds": self.holds, "all": self.outcomes}
        return first, " ".join(self._missing()) or _("It is broken nowhere.")

    def _missing(self) -> Iterator[str]:
        """What is missing, from the mission down, a sentence for each."""
        if not self.has_mission:
            yield _("There is no mission yet, so no line can begin.")
        breaks = len(self.broken) - (0 if self.has_mission else 1)
        if breaks:
            yield ngettext("It is broken in one place.", "It is broken in %(number)s places.", breaks) % {
                "number": breaks
            }
        if self.without_owner:
            yield ngettext(
                "Nobody answers for one measure.",
                "Nobody answers for %(number)s measures.",
                len(self.without_owner),
            ) % {"number": len(self.without_owner)}
        if self.serve_nothing:
            yield ngettext(
                "One question serves nothing.", "%(number)s questions serve nothing.", len(self.serve_nothing)
            ) % {"number": len(self.serve_nothing)}


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPage:
    """One data element, seen from below."""

    element: ElementNode
    back: tuple[Back, ...]
    phrases: tuple[str, ...]


def line_page(viewer: StaffMember, today: date, *, outcome: int | None = None, use: int | None = None) -> LinePage:
    """The line, following this outcome or this use of a measure; else the first one whose line holds, with the latest
    figure of its measure as this viewer may see it. At most 34 queries."""
    line = line_of_sight(today)
    gaps = gaps_of(line)
    if use in line.assignments and outcome is None:
        outcome = line.assignments[use].outcome
    holding = outcomes_whose_line_holds(line)
    chosen = outcome if outcome in line.outcomes else next(iter((*holding, *line.outcomes)), None)
    thread = thread_down(line, chosen, use) if chosen is not None else None
    element = next((each for each in thread.elements if each.questions), None) if thread else None
    element = element or (next(iter(thread.elements), None) if thread else None)
    return LinePage(
        has_mission=line.mission is not None,
        holds=len(holding),
        outcomes=len(line.outcomes),
        broken=tuple(_broken(gap) for kind in LINE_IS_BROKEN for gap in of_kind(gaps, kind)),
        rungs=tuple(_rungs(line, thread, gaps, _latest(thread, viewer, today))) if thread else (),
        following=thread.outcome.title if thread else "",
        back=tuple(_back(line, each) for each in what_it_serves(line, element.key)) if element else (),
        back_of=element.label if element else "",
        serve_nothing=tuple(_data_step(gap) for gap in of_kind(gaps, GapKind.DATA_THAT_SERVES_NOTHING)),
        only_a_funder=tuple(_data_step(gap) for gap in of_kind(gaps, GapKind.DATA_ONLY_A_FUNDER_ASKS)),
        without_owner=tuple(
            Step(gap.title, reverse("use", args=[gap.subject])) for gap in of_kind(gaps, GapKind.MEASURE_WITHOUT_OWNER)
        ),
    )


def data_page(key: str, today: date) -> DataPage | None:
    """What one data element serves, up to the mission; None for one nobody asks or reads. At most 22 queries."""
    line = line_of_sight(today)
    element = line.elements.get(key)
    if element is None:
        return None
    served = what_it_serves(line, key)
    phrases = dict.fromkeys(phrase.text for each in served for phrase in each.phrases)
    return DataPage(element=element, back=tuple(_back(line, each) for each in served), phrases=tuple(phrases))


def _latest(thread: Thread, viewer: StaffMember, today: date) -> str:
    """The latest figure of the measure with its counts and its period; empty where there is none to show."""
    if thread.assignment is None:
        return ""
    uses = uses_now(today, Q(pk=thread.assignment.id))
    if not uses:
        return ""
    row = measure_row(uses[0], series_of(uses, viewer)[uses[0].pk])
    if not row.latest:
        return ""
    told = {"latest": f"{row.latest} {row.latest_unit}".strip(), "period": row.period, "counts": row.counts}
    return (_("%(latest)s in %(period)s, %(counts)s.") if row.counts else _("%(latest)s in %(period)s.")) % told


def _rungs(line: Line, thread: Thread, gaps: tuple[Gap, ...], latest: str) -> Iterator[Rung]:
    if line.mission:
        adopted = line.mission.adopted_on
        second = (
            _("Adopted by %(who)s, %(day)s") % {"who": line.mission.adopted_by, "day": date_format(adopted)}
            if adopted
            else ""
        )
        open_phrases = of_kind(gaps, GapKind.PHRASE_WITHOUT_GOAL)
        yield Rung(
            level=_("Mission"),
            steps=(Step(line.mission.sentence, reverse("mission")),),
            second=second,
            gaps=tuple(_broken(gap) for gap in (*of_kind(gaps, GapKind.MISSION_WITHOUT_PHRASE), *open_phrases)),
        )
    else:
        yield Rung(
            level=_("Mission"),
            steps=(Step(_("Not written yet"), reverse("mission")),),
            gaps=tuple(_broken(gap) for gap in of_kind(gaps, GapKind.NO_MISSION)),
        )
    goals = [each.id for each in line.goals]
    yield Rung(
        level=_nth(_("Goal"), goals.index(thread.goal.id), len(goals)),
        steps=(Step(thread.goal.title, f"{reverse('goals')}#goal-{thread.goal.id}"),),
        second=_("It serves no words of the mission.") if line.mission and not thread.phrases else "",
        beside=tuple(
            Step(each.title, _to_outcome(each.outcomes[0].id)) for each in thread.beside_goal if each.outcomes
        )[:AT_MOST_BESIDE],
        gaps=tuple(
            _broken(gap)
            for kind in (GapKind.GOAL_WITHOUT_PHRASE, GapKind.GOAL_WITHOUT_OUTCOME)
            for gap in of_kind(gaps, kind)
        ),
    )
    if thread.strategy:
        yield Rung(
            level=_("Strategy"),
            steps=(Step(thread.strategy.title),),
            beside=tuple(Step(each.title) for each in thread.beside_strategy),
        )
    several = len(thread.outcome.programs)
    if several > 1 and thread.assignment is not None and thread.assignment.program is None:
        named = _("%(number)s %(programs)s work for it") % {"number": several, "programs": the_words().programs}
        yield Rung(level=the_words().Programs, steps=(Step(named, reverse("program_models")),))
    elif thread.program:
        yield Rung(
            level=the_words().Program,
            steps=(Step(thread.program.name, reverse("program_model", args=[thread.program.id])),),
            second=thread.program.size,
        )
    siblings = [each.id for each in thread.goal.outcomes]
    without = {gap.subject: gap for gap in of_kind(gaps, GapKind.OUTCOME_WITHOUT_MEASURE)}
    yield Rung(
        level=_nth(_("Outcome"), siblings.index(thread.outcome.id), len(siblings)),
        steps=(Step(thread.outcome.title, _to_outcome(thread.outcome.id)),),
        beside=tuple(
            Step(each.title, _to_outcome(each.id)) for each in thread.beside_outcome if each.id not in without
        ),
        gaps=tuple(_broken(without[each]) for each in siblings if each in without),
        is_here=thread.measure is None,
    )
    if thread.measure is None or thread.assignment is None:
        return
    silent = [_broken(gap) for gap in of_kind(gaps, GapKind.MEASURE_WITHOUT_DATA) if gap.subject == thread.measure.id]
    yield Rung(
        level=_("Measure"),
        steps=(Step(thread.measure.title, reverse("result", args=[thread.assignment.id])),),
        second=f"{latest} {_owner(thread)}".strip(),
        beside=tuple(Step(each.title, reverse("measure", args=[each.id])) for each in thread.beside_measure),
        gaps=tuple(silent),
        is_here=True,
    )
    if thread.measure.is_reported:
        yield Rung(level=_("Data"), steps=(Step(_("Counts from elsewhere, typed in with their source")),))
        return
    if thread.elements:
        yield Rung(level=_("Data"), steps=tuple(Step(each.label, _to_data(each.key)) for each in thread.elements))
    questions = {
        (question.instrument_title, question.position): each for each in thread.elements for question in each.questions
    }
    if questions:
        yield Rung(
            level=_("Question"),
            steps=tuple(
                Step(
                    _("“%(words)s” (%(form)s, question %(number)s)")
                    % {"words": each.label, "form": form, "number": number},
                    _to_data(each.key),
                )
                for (form, number), each in questions.items()
            ),
            second="" if has_data(thread.measure) else _("Something it needs is not asked."),
        )


def _owner(thread: Thread) -> str:
    target = thread.assignment.target if thread.assignment else None
    owner = thread.assignment.owner if thread.assignment else ""
    answers = _("%(name)s answers for it.") % {"name": owner} if owner else _("Nobody answers for it yet.")
    if target is not None and target.target is None:
        return f"{answers} {target.reason}"
    return answers


def _broken(gap: Gap) -> Broken:
    match gap.kind:
        case GapKind.NO_MISSION:
            step, missing = Step(_("No mission"), reverse("mission")), _("The line begins with it")
        case GapKind.MISSION_WITHOUT_PHRASE:
            step, missing = Step(_("The mission"), reverse("mission")), _("No words of it are marked as a promise")
        case GapKind.GOAL_WITHOUT_PHRASE:
            step = Step(gap.title, f"{reverse('goals')}#goal-{gap.subject}")
            missing = _("A goal that serves no words of the mission")
        case GapKind.PHRASE_WITHOUT_GOAL:
            step = Step(f"“{gap.title}”", reverse("mission"))
            missing = _("Words of the mission without a goal")
        case GapKind.PROGRAM_WITHOUT_PHRASE:
            step = Step(gap.title, reverse("program_model", args=[gap.subject]))
            missing = _("It serves no words of the mission")
        case GapKind.GOAL_WITHOUT_OUTCOME:
            step = Step(gap.title, f"{reverse('goals')}#goal-{gap.subject}")
            missing = _("A goal without an outcome")
        case GapKind.OUTCOME_WITHOUT_MEASURE:
            step = Step(gap.title, _to_outcome(gap.subject))
            missing = _("An outcome without a measure")
        case _:
            step = Step(gap.title, reverse("measure", args=[gap.subject]))
            missing = _("A measure without data")
            if gap.since:
                missing = _("A measure without data since %(month)s") % {"month": month_and_year(gap.since)}
    return Broken(step=step, missing=missing, explanation=gap.explanation)


def _back(line: Line, served: Served) -> Back:
    program = line.program(served.assignment.program) if served.assignment.program else None
    way = [each.title for each in (served.outcome, served.goal) if each is not None]
    way += [f"“{phrase.text}”" for phrase in served.phrases]
    return Back(
        measure=Step(served.measure.title, reverse("result", args=[served.assignment.id])),
        place=program.name if program else _("The whole agency"),
        through=" › ".join(way) or _("no outcome"),
    )


def _nth(level: str, position: int, of: int) -> str:
    return _("%(level)s, %(number)s of %(all)s") % {"level": level, "number": position + 1, "all": of}


def _to_outcome(outcome: int) -> str:
    return f"{reverse('line')}?outcome={outcome}"


def _to_data(key: str) -> str:
    return reverse("data_element", args=[key])


def _data_step(gap: Gap) -> Step:
    return Step(gap.title, _to_data(gap.key))

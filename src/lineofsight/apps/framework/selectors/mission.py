"""The mission page: which goals each phrase leads to, what answers nothing, and what to write next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.apps.agency.models import Grant
from lineofsight.apps.agency.words import Words

from ..marked_sentence import MarkedPhrase, Piece, pieces_of
from ..models import Mission, Phrase
from ..numbers_in_words import so_many, so_many_of
from .nodes import GoalNode, Line, PhraseNode, ProgramNode


@dataclass(frozen=True, kw_only=True)
class GoalOfPhrase:
    goal: GoalNode
    programs: tuple[ProgramNode, ...]
    outcomes: int
    without_measure: int


@dataclass(frozen=True, kw_only=True)
class PhraseThread:
    phrase: PhraseNode
    goals: tuple[GoalOfPhrase, ...]

    @property
    def is_open(self) -> bool:
        return not self.goals and not self.phrase.explanation


@dataclass(frozen=True, kw_only=True)
class LooseProgram:
    """A program that serves no phrase. grant: the grant that pays for it now, if one does."""

    program: ProgramNode
    grant: Grant | None

    @property
    def is_open(self) -> bool:
        return not self.program.explanation


@dataclass(frozen=True, kw_only=True)
class MissionPage:
    line: Line
    pieces: tuple[Piece, ...]
    threads: tuple[PhraseThread, ...]
    loose: tuple[LooseProgram, ...]
    answer: tuple[str, str]

    @property
    def open_threads(self) -> list[PhraseThread]:
        return [thread for thread in self.threads if thread.is_open]


@dataclass(frozen=True)
class Step:
    """One of the first things to do. is_now: the first that is not done."""

    title: str
    sentence: str
    url: str
    action: str
    is_done: bool
    is_now: bool


def present_mission() -> Mission | None:
    return Mission.objects.prefetch_related("phrases").order_by("-number").first()


def phrases_of_present_mission() -> QuerySet[Phrase]:
    mission = Mission.objects.order_by("-number").first()
    return Phrase.objects.filter(mission=mission) if mission else Phrase.objects.none()


def earlier_missions() -> QuerySet[Mission]:
    """Every version but the present one, newest first."""
    return Mission.objects.order_by("-number")[1:]


def mission_page(line: Line, words: Words, today: date) -> MissionPage:
    """One query beside those of the line."""
    mission = line.mission
    phrases = mission.phrases if mission else ()
    marked = [MarkedPhrase(each.starts_at, each.text) for each in phrases]
    threads = tuple(PhraseThread(phrase=each, goals=_goals(line, each)) for each in phrases)
    without = [each for each in line.programs if not each.phrases] if phrases else []
    grants = _grants([each.id for each in without], today)
    return MissionPage(
        line=line,
        pieces=pieces_of(mission.sentence, marked) if mission else (),
        threads=threads,
        loose=tuple(LooseProgram(program=each, grant=grants.get(each.id)) for each in without),
        answer=_answer(threads, line.programs, words) if phrases else ("", ""),
    )


def first_steps(line: Line) -> list[Step]:
    """What a framework needs to begin with, until all of it is there; empty then."""
    has_phrases = bool(line.mission and line.mission.phrases)
    outcome = bool(line.outcomes)
    goal_url = reverse("outcome_add", args=[line.goals[0].id]) if line.goals else reverse("goals")
    told = [
        (
            _("Write the mission"),
            _("One sentence that says what the agency is for."),
            reverse("mission_change"),
            _("Write it"),
            line.mission is not None,
        ),
        (
            _("Mark what it promises"),
            _("Put brackets around each phrase that promises something."),
            reverse("mission_change"),
            _("Mark the phrases"),
            has_phrases,
        ),
        (
            _("Write the first goal"),
            _("What is to be true one day? It serves one phrase or several."),
            reverse("goal_add") + (f"?phrase={line.mission.phrases[0].id}" if has_phrases and line.mission else ""),
            _("Write a goal"),
            bool(line.goals),
        ),
        (
            _("Say which change for people would show it"),
            _("An outcome: a sentence about people."),
            goal_url,
            _("Write an outcome"),
            outcome,
        ),
        (
            _("Choose measures"),
            _("Begin with what is recorded already; a library of starters is here as well."),
            reverse("measures_begin"),
            _("See what can be measured"),
            bool(line.assignments),
        ),
    ]
    if all(done for *_rest, done in told):
        return []
    now = next(place for place, (*_rest, done) in enumerate(told) if not done)
    return [Step(*each, is_now=place == now) for place, each in enumerate(told)]


def _goals(line: Line, phrase: PhraseNode) -> tuple[GoalOfPhrase, ...]:
    programs = {program.id: program for program in line.programs}
    found = []
    for goal in line.goals:
        if goal.id in phrase.goals:
            behind = [each for each in programs.values() if goal.id in each.goals]
            found.append(
                GoalOfPhrase(
                    goal=goal,
                    programs=tuple(behind),
                    outcomes=len(goal.outcomes),
                    without_measure=sum(not each.assignments for each in goal.outcomes),
                )
            )
    return tuple(found)


def _grants(programs: list[int], today: date) -> dict[int, Grant]:
    """Program id → the grant that pays for it on this day, the one that ends last."""
    paying = Grant.objects.filter(programs__in=programs, ends_on__gte=today, starts_on__lte=today)
    rows = paying.order_by("ends_on").values_list("programs", "pk")
    by_id = Grant.objects.select_related("funder").in_bulk([grant for _program, grant in rows])
    return {program: by_id[grant] for program, grant in rows if program in programs}


def _answer(threads: tuple[PhraseThread, ...], programs: tuple[ProgramNode, ...], words: Words) -> tuple[str, str]:
    """The first clause says how much of it hangs together; the rest what does not, without what was explained."""
    led = sum(bool(thread.goals) for thread in threads)
    serving = sum(bool(each.phrases) for each in programs)
    counts = {
        "led": so_many_of(led),
        "phrases": so_many(len(threads)),
        "serving": so_many_of(serving),
        "programs": so_many(len(programs)),
        "word": words.programs,
    }
    if led == len(threads) and serving == len(programs):
        whole = _("Yes: every phrase has a goal, and every one of our %(programs)s %(word)s serves one.")
        first = (whole if programs else _("Yes: every phrase has a goal.")) % counts
    else:
        parts = [
            ngettext("%(led)s of %(phrases)s phrases has a goal", "%(led)s of %(phrases)s phrases have a goal", led)
        ]
        if programs:
            told = ngettext(
                "%(serving)s of %(programs)s %(word)s serves one",
                "%(serving)s of %(programs)s %(word)s serve one",
                serving,
            )
            parts.append(told)
        first = capfirst(_(", and ").join(part % counts for part in parts)) + "."
    return first, " ".join(_not_answered(threads) + _serving_nothing(programs, words))


def _not_answered(threads: tuple[PhraseThread, ...]) -> list[str]:
    open_phrases = [f"“{thread.phrase.text}”" for thread in threads if thread.is_open]
    said = _("Nothing yet answers %(phrases)s.") % {"phrases": get_text_list(open_phrases, _("or"))}
    return [said] if open_phrases else []


def _serving_nothing(programs: tuple[ProgramNode, ...], words: Words) -> list[str]:
    loose = [each.name for each in programs if not each.phrases and not each.explanation]
    if not loose:
        return []
    told = ngettext(
        "One %(program)s serves no phrase: %(names)s.", "%(count)s %(programs)s serve no phrase: %(names)s.", len(loose)
    )
    count = capfirst(so_many(len(loose)))
    return [told % {"names": ", ".join(loose), "count": count, "program": words.program, "programs": words.programs}]

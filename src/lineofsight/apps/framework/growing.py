"""The sentence that grows while somebody chooses: each part leads to its question, and what is not chosen is open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.measures.choices.choices import Choices, Tells, When

from .offered_fields import OfferedFields, groups_offered, in_small

SUMMARIES = {
    Tells.SUM: lambda: _("the sum of"),
    Tells.MEAN: lambda: _("the average of"),
    Tells.MEDIAN: lambda: _("the middle value of"),
    Tells.PERCENTILE: lambda: _("the value up to which %(percentile)s of 100 lie, of"),
    Tells.DIFFERENT: lambda: _("the number of different values of"),
    Tells.RATIO: lambda: _("the sum of"),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of the sentence. anchor: its question; empty for words between. is_open: nobody has chosen it."""

    words: str
    anchor: str = ""
    is_open: bool = False


def growing_sentence(choices: Choices, offered: OfferedFields) -> tuple[Slot, ...]:
    """“Of the youth who left in the period, the share whose score rose by 5 or more from start to exit, by program.”"""
    return tuple(_slots(choices, offered))


def _slots(choices: Choices, offered: OfferedFields) -> Iterator[Slot]:
    whom = nouns(offered).get(choices.count, "")
    yield Slot(_("Of the"))
    yield Slot(whom or _("whom do we count?"), "whom", is_open=not whom)
    yield from _when(choices, offered)
    if choices.population:
        yield Slot(_("and for whom"))
        yield Slot(offered.conditions_in_words(choices.population), "who")
    yield Slot(",")
    yield from _told(choices, offered)
    if choices.by:
        yield Slot(_(", by"))
        titles = dict(groups_offered(offered))
        yield Slot(_(" and ").join(in_small(titles.get(name, name.replace("_", " "))) for name in choices.by), "by")
    yield Slot(_(", known"))
    if choices.matures_after.isdecimal():
        days = int(choices.matures_after)
        yield Slot(ngettext("%(days)s day after", "%(days)s days after", days) % {"days": days}, "wait")
    else:
        yield Slot(_("how long after?"), "wait", is_open=True)


def nouns(offered: OfferedFields) -> dict[str, str]:
    """What can be counted, many of it."""
    words = vars(offered.words)
    return {
        "participant": _("%(clients)s") % words,
        "household": _("households"),
        "enrollment": _("%(enrollments)s") % words,
        "service": _("services"),
        "assessment": _("assessments"),
    }


def _points() -> dict[str, str]:
    """Collection points within a sentence."""
    return {
        "start": _("start"),
        "update": _("an update"),
        "annual": _("the yearly assessment"),
        "exit": _("exit"),
        "follow_up": _("the follow-up"),
    }


def _when(choices: Choices, offered: OfferedFields) -> Iterator[Slot]:
    belongs = choices.belongs
    yield Slot(_("that") if choices.count in ("service", "assessment", "enrollment", "household") else _("who"))
    said = {
        When.LEFT: _("left in the period"),
        When.BEGAN: _("began in the period"),
        When.HERE: _("were here during the period"),
        When.LAST_DAY: _("were here on the last day of the period"),
        When.SERVED: _("belong to a service in the period"),
        When.ASKED: _("belong to an assessment in the period"),
        When.ON_DAY: _("have their %(day)s in the period") % {"day": offered.label(belongs.day)},
        When.BETWEEN: _("lie between %(day)s and %(until)s on a day of the period")
        % {"day": offered.label(belongs.day), "until": offered.label(belongs.until)},
    }
    yield Slot(said.get(belongs.when, "") or _("when?"), "when", is_open=belongs.when is When.NOT_CHOSEN)


def _told(choices: Choices, offered: OfferedFields) -> Iterator[Slot]:
    told, compared = choices.told, choices.told.compared
    if told.tells is Tells.COUNT:
        yield Slot(_("their number"), "what")
    elif told.tells is Tells.SHARE:
        yield Slot(_("the share for whom"))
        said = offered.conditions_in_words(told.numerator)
        yield Slot(said or _("what holds?"), "what", is_open=not said)
    elif told.tells in (Tells.IMPROVED, Tells.CHANGE):
        value = offered.label(compared.value) if compared.value else ""
        yield Slot(_("the share whose") if told.tells is Tells.IMPROVED else _("the typical change in the"))
        yield Slot(value or _("which answer?"), "what", is_open=not value)
        if told.tells is Tells.IMPROVED:
            way = (
                _("fell by %(number)s or more") if choices.direction == "decrease" else _("rose by %(number)s or more")
            )
            number = compared.improved_by
            yield Slot(way % {"number": number or "…"}, "what", is_open=not number)
        yield Slot(_("from"))
        points = _points()
        yield Slot(points.get(compared.start, compared.start), "what")
        yield Slot(_("to"))
        yield Slot(points.get(compared.end, compared.end), "what")
    elif told.tells is Tells.RECEIVED or (told.tells is Tells.RATIO and told.received.intended):
        yield Slot(_("what they received of what was intended"), "what")
    else:
        yield Slot(str(SUMMARIES[told.tells]()) % {"percentile": told.percentile or "…"})
        yield Slot(offered.label(told.value) if told.value else _("what?"), "what", is_open=not told.value)
        if told.tells is Tells.RATIO:
            yield Slot(_("for each"))
            yield Slot(offered.label(told.for_each) if told.for_each else _("what?"), "what", is_open=not told.for_each)

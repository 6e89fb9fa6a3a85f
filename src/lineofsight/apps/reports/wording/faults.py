"""Findings of data quality in words: what is wrong, what it does, and what the button that mends it says."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.apps.agency.words import the_words
from lineofsight.apps.figures.quality import HouseCheck
from lineofsight.measures import MendAt
from lineofsight.packs.quality import declared_checks


@dataclass(frozen=True, slots=True)
class FaultWords:
    title: str
    second: str
    button: str


def fault_words(check: str, number: int, *, place: str, elements: tuple[str, ...]) -> FaultWords:
    """number: of people, or of entries. place: program, or program and site. elements: labels of what is missing."""
    declared = declared_checks().get(check)
    if declared is not None:
        button = _("See whom") if declared.mend is MendAt.CLIENT else _("Mend")
        return FaultWords(declared.title.of(number), f"{place}. {declared.sentence}", button)
    return _words_of_house(HouseCheck(check), number, place, elements)


def _words_of_house(check: HouseCheck, number: int, place: str, elements: tuple[str, ...]) -> FaultWords:
    named = {"number": number, "place": place, "elements": ", ".join(elements[:3])}
    if len(elements) > 3:
        named["elements"] = _("%(elements)s and %(more)s more") % {
            "elements": ", ".join(elements[:2]),
            "more": len(elements) - 2,
        }
    match check:
        case HouseCheck.NOBODY_LOOKS_AFTER:
            title = ngettext("%(number)s person has no worker", "%(number)s people have no worker", number)
            return FaultWords(title % named, _("%(place)s. They are on nobody’s list.") % named, _("Hand over"))
        case HouseCheck.ANSWER_MISSING_AT_EXIT:
            title = ngettext(
                "%(number)s person left %(place)s without %(elements)s",
                "%(number)s people left %(place)s without %(elements)s",
                number,
            )
            return FaultWords(title % named, _("Most others were asked when they left."), _("Mend"))
        case HouseCheck.NEVER_ASKED_AT_START:
            title = ngettext(
                "%(number)s person was asked nothing at the start",
                "%(number)s people were asked nothing at the start",
                number,
            )
            return FaultWords(title % named, _("%(place)s. No change can be told for them.") % named, _("See whom"))
        case HouseCheck.STOPPED_ASKING:
            title = _("%(place)s no longer asks: %(elements)s") % named
            return FaultWords(
                title, _("Nothing has come for half a year; other sites go on asking."), _("See who is there")
            )
        case HouseCheck.NOT_SEEN_FOR_LONG:
            title = ngettext(
                "%(number)s person has not been seen for two months",
                "%(number)s people have not been seen for two months",
                number,
            )
            return FaultWords(title % named, _("%(place)s. On paper they are still here.") % named, _("See whom"))
        case HouseCheck.IN_A_PROGRAM_TWICE:
            title = ngettext(
                "%(number)s stay goes on beside another one of the same person",
                "%(number)s stays go on beside another one of the same person",
                number,
            )
            why = _("%(place)s. End one of two that are the same stay, or take it out of the figures.") % named
            return FaultWords(title % named, why, _("See whom"))


def beside_one(check: str) -> str:
    """What is said of a fault beside one person; empty of what is no matter of that person alone."""
    declared = declared_checks().get(check)
    if declared is not None:
        return declared.beside_one
    said = {
        HouseCheck.NEVER_ASKED_AT_START: _("nothing was asked at the start"),
        HouseCheck.NOT_SEEN_FOR_LONG: _("not seen for two months"),
    }
    return said.get(HouseCheck(check), "")


def what_is_checked(checks: tuple[str, ...]) -> tuple[str, ...]:
    """What the page looks for, so that silence can be read."""
    declared = declared_checks()
    return (
        _("people on nobody’s list, people not seen for two months, and people who are in one %(program)s twice")
        % vars(the_words()),
        _("answers at start and exit that most others gave"),
        _("sites that stopped asking what others ask"),
        *(declared[check].looks_for for check in checks if check in declared),
        _("people who may be here twice"),
    )

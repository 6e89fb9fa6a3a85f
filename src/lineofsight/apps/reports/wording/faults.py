"""Findings of data quality in words: what is wrong, what it does, and what the button that mends it says."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.apps.figures.quality import Check


@dataclass(frozen=True, slots=True)
class FaultWords:
    title: str
    second: str
    button: str


def fault_words(check: Check, number: int, *, place: str, elements: tuple[str, ...]) -> FaultWords:
    """number: of people, or of entries. place: program, or program and site. elements: labels of what is missing."""
    named = {"number": number, "place": place, "elements": ", ".join(elements[:3])}
    if len(elements) > 3:
        named["elements"] = _("%(elements)s and %(more)s more") % {
            "elements": ", ".join(elements[:2]),
            "more": len(elements) - 2,
        }
    match check:
        case Check.NOBODY_LOOKS_AFTER:
            title = ngettext("%(number)s person has no worker", "%(number)s people have no worker", number)
            return FaultWords(title % named, _("%(place)s. They are on nobody’s list.") % named, _("Hand over"))
        case Check.ANSWER_MISSING_AT_EXIT:
            title = ngettext(
                "%(number)s person left %(place)s without %(elements)s",
                "%(number)s people left %(place)s without %(elements)s",
                number,
            )
            return FaultWords(title % named, _("Most others were asked when they left."), _("Mend"))
        case Check.NEVER_ASKED_AT_START:
            title = ngettext(
                "%(number)s person was asked nothing at the start",
                "%(number)s people were asked nothing at the start",
                number,
            )
            return FaultWords(title % named, _("%(place)s. No change can be told for them.") % named, _("See whom"))
        case Check.STOPPED_ASKING:
            title = _("%(place)s no longer asks: %(elements)s") % named
            return FaultWords(
                title, _("Nothing has come for half a year; other sites go on asking."), _("See who is there")
            )
        case Check.RENT_WITHOUT_MOVE_IN:
            title = ngettext("%(number)s move-in date is missing", "%(number)s move-in dates are missing", number)
            return FaultWords(title % named, _("%(place)s. Their rent is paid.") % named, _("See whom"))
        case Check.MATCH_NEVER_ENDED:
            title = ngettext("%(number)s match was never closed", "%(number)s matches were never closed", number)
            return FaultWords(
                title % named, _("%(place)s. The youth left; the match looks as if it lasted.") % named, _("Mend")
            )
        case Check.SERVED_AFTER_EXIT:
            title = ngettext(
                "%(number)s person was served after their exit",
                "%(number)s people were served after their exit",
                number,
            )
            return FaultWords(title % named, _("%(place)s. One of the two days is wrong.") % named, _("Mend"))
        case Check.IMPOSSIBLE_SCHOOL_DAYS:
            title = ngettext(
                "%(number)s school record has more days missed than the month had",
                "%(number)s school records have more days missed than the month had",
                number,
            )
            return FaultWords(title % named, _("%(place)s.") % named, _("Mend"))
        case Check.NOT_SEEN_FOR_LONG:
            title = ngettext(
                "%(number)s person has not been seen for two months",
                "%(number)s people have not been seen for two months",
                number,
            )
            return FaultWords(title % named, _("%(place)s. On paper they are still here.") % named, _("See whom"))
        case Check.IN_A_PROGRAM_TWICE:
            title = ngettext(
                "%(number)s stay goes on beside another one of the same person",
                "%(number)s stays go on beside another one of the same person",
                number,
            )
            why = _("%(place)s. End one of two that are the same stay, or take it out of the figures.") % named
            return FaultWords(title % named, why, _("See whom"))


def what_is_checked() -> tuple[str, ...]:
    """What the page looks for, so that silence can be read."""
    return (
        _("people on nobody’s list, people not seen for two months, and people who are in one program twice"),
        _("answers at start and exit that most others gave"),
        _("sites that stopped asking what others ask"),
        _("move-in dates and match endings that are not written down"),
        _("services after an exit, and months with more days missed than they had"),
        _("people who may be here twice"),
    )

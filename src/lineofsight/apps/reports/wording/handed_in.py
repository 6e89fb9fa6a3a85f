"""What was handed in and what is counted now, in words: reasons, and what they explain of the difference.

The rule: certain, possible and unexplained are three words for three things.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.apps.figures.selectors.since_handed_in import Reason

from .amounts import write_count


def reason_words(reason: Reason) -> str:
    return {
        Reason.WRITTEN_AFTER: _("Written after the report was handed in"),
        Reason.ADDED_AFTER: _("A service or an answer was added or changed after it"),
        Reason.CHANGED_AFTER: _("Changed after it was handed in"),
        Reason.LAST_DAY: _("On the last day of the period"),
        Reason.FIRST_DAY: _("On the first day of the period"),
        Reason.NO_REASON: _("No reason in our records"),
        Reason.VANISHED: _("Taken out of the figures since"),
    }[reason]


def signed(number: int) -> str:
    """
    >>> signed(3), signed(-2), signed(0)
    ('+3', '−2', '0')
    """
    return ("+" if number > 0 else "−" if number < 0 else "") + write_count(abs(number))


def what_explains(gap: int, *, written: int, vanished: int, possible: int, whom: str) -> str:
    """One sentence: the difference, what is certain of it, what is left, and how many could be behind that.

    >>> what_explains(4, written=3, vanished=0, possible=2, whom="included")
    '+4 included: 3 were written down after it was handed in, which leaves +1. 2 could be behind it.'
    >>> what_explains(0, written=0, vanished=0, possible=0, whom="counted")
    '0 counted: no difference.'
    """
    told = {"gap": signed(gap), "whom": whom}
    if not gap and not written and not vanished:
        return _("%(gap)s %(whom)s: no difference.") % told
    certain = []
    if written:
        form = ngettext(
            "%(number)s was written down after it was handed in",
            "%(number)s were written down after it was handed in",
            written,
        )
        certain.append(form % {"number": write_count(written)})
    if vanished:
        form = ngettext(
            "%(number)s was taken out of the figures since", "%(number)s were taken out of the figures since", vanished
        )
        certain.append(form % {"number": write_count(vanished)})
    rest = gap - written + vanished
    if not certain and not possible:
        return _("%(gap)s %(whom)s: nothing in our records explains it.") % told
    told["certain"] = _(" and ").join(certain) or _("nothing is certain")
    if not rest:
        return _("%(gap)s %(whom)s: %(certain)s, which is all of it.") % told
    told |= {"rest": signed(rest), "possible": write_count(possible)}
    if not possible:
        return _("%(gap)s %(whom)s: %(certain)s, which leaves %(rest)s. Our records say nothing about that.") % told
    return _("%(gap)s %(whom)s: %(certain)s, which leaves %(rest)s. %(possible)s could be behind it.") % told

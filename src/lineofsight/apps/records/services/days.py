"""What is asked of a day, whatever it is the day of: not in the future, and not before what came first."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lineofsight.apps.agency.clock import today
from lineofsight.problems import Problem


def check_not_in_future(on: date) -> None:
    """Raises R302."""
    if on > today():
        raise Problem("R302", _("%(day)s is in the future.") % {"day": in_full(on)}, _("Write it down when it is so."))


def check_not_before(on: date, earlier: date | None, what: str) -> None:
    """Raises R306 when `on` lies before an earlier day. what: that day's event, as in “is before the entry on …”."""
    if earlier is not None and on < earlier:
        raise Problem(
            "R306",
            _("%(on)s is before %(what)s on %(day)s.") % {"on": in_full(on), "what": what, "day": in_full(earlier)},
            _("Choose that day or a later one."),
        )


def in_full(day: date) -> str:
    """
    >>> in_full(date(2026, 11, 5))
    'November 5, 2026'
    """
    return date_format(day, "F j, Y")

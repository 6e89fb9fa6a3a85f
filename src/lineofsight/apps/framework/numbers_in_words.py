"""Small numbers as sentences say them: "none of six phrases", "five goals", "no outcomes"."""

from __future__ import annotations

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.translation import gettext as _


def so_many(number: int) -> str:
    """Before what is counted.

    >>> so_many(0), so_many(5), so_many(12)
    ('no', 'five', '12')
    """
    return _("no") if number == 0 else str(apnumber(number))


def so_many_of(number: int) -> str:
    """Before "of" and what is counted.

    >>> so_many_of(0), so_many_of(1)
    ('none', 'one')
    """
    return _("none") if number == 0 else str(apnumber(number))

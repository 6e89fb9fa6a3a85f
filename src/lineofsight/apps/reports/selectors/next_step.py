"""What the owner of a measure does next, from what its figures say.

The rule: one thing, the most urgent first: a worsening that nobody has said anything about, then a target that harder
work will not reach, then a note whose promise can be looked at, then a target that is missing. Where nothing of this is
so, there is nothing to do, and nothing is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..wording.periods import period_in_words
from .judging import Judged, Standing
from .uses import Use


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """A heading, a sentence with its reason, and one button."""

    title: str
    why: str
    href: str
    label: str


def next_step(use: Use, judged: Judged) -> NextStep | None:
    """The step for the owner; None where the figures give no reason for one."""
    begun = judged.moved_since
    note = reverse("note_add", args=[use.pk])
    if judged.is_worsening and begun is not None:
        if use.note is None or use.note.about_to < begun:
            since = period_in_words(begun, judged.series.every)
            return NextStep(
                title=_("Next: say what is behind it"),
                why=_("It is worse since %(since)s, and no note says why or what will be tried.") % {"since": since},
                href=note,
                label=_("Write the note"),
            )
        if use.note.trying:
            told = {"day": date_format(use.note.written_on), "trying": use.note.trying}
            return NextStep(
                title=_("Next: see whether it helps"),
                why=_("On %(day)s you wrote: %(trying)s") % told,
                href=note,
                label=_("Write what came of it"),
            )
    if judged.standing is Standing.OUT_OF_REACH:
        return NextStep(
            title=_("Next: a target that harder work will not reach"),
            why=_("Change the way of working in one small place and look whether it helps, or set another target."),
            href=reverse("use", args=[use.pk]),
            label=_("Look at notes and targets"),
        )
    if judged.standing is Standing.NO_TARGET:
        return NextStep(
            title=_("Next: say what would be good enough"),
            why=_("There are figures, and no target to hold them against."),
            href=reverse("target_add", args=[use.pk]),
            label=_("Set a target"),
        )
    return None

"""A draft on its way to being published: where it stands, who has looked, and what it changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.models import StaffMember

from ..documents import Document
from ..models import LookVerdict, MeasureLook, MeasureVersion
from ..permissions import can_edit_framework, can_look, can_look_at_measures
from ..readiness import Readiness, hash_of_document, readiness_of

PARTS: dict[str, Promise] = {
    "title": gettext_lazy("What it is called"),
    "question": gettext_lazy("Which question it answers"),
    "asks": gettext_lazy("What kind of question that is"),
    "count": gettext_lazy("What is counted"),
    "over": gettext_lazy("Which records are read"),
    "period": gettext_lazy("When it belongs to a period"),
    "population": gettext_lazy("Who is included"),
    "numerator": gettext_lazy("Which of them count"),
    "statistic": gettext_lazy("What is worked out"),
    "value": gettext_lazy("What is taken of each"),
    "for_each": gettext_lazy("By what it is divided"),
    "percentile": gettext_lazy("Which percentile"),
    "change": gettext_lazy("What is compared"),
    "received": gettext_lazy("What was to be received"),
    "derive": gettext_lazy("Words of its own"),
    "represented_by": gettext_lazy("Which record speaks for a person"),
    "by": gettext_lazy("What it is told apart by"),
    "matures_after": gettext_lazy("Known after"),
    "direction": gettext_lazy("Which way is good"),
    "unit": gettext_lazy("Unit"),
    "in_words": gettext_lazy("In plain words"),
    "cases": gettext_lazy("Made-up people"),
    "rationale": gettext_lazy("Why it matters"),
    "information_use": gettext_lazy("Who does what with it"),
    "limits": gettext_lazy("What it does not say"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One part of a definition that differs from what is published."""

    part: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftState:
    """Where a draft stands for one reader. waiting, newest: the open look, and the last one that was given; neither
    holds for other words. may_ask, may_look, may_publish: what this reader can do next."""

    draft: MeasureVersion
    readiness: Readiness
    document_hash: str
    waiting: MeasureLook | None
    newest: MeasureLook | None
    changes: tuple[Changed, ...]
    may_edit: bool
    may_look: bool
    has_written: bool

    @property
    def is_approved(self) -> bool:
        """Somebody else found exactly these words right."""
        newest = self.newest
        return newest is not None and newest.verdict == LookVerdict.APPROVED and self._is_about_this(newest)

    @property
    def was_sent_back(self) -> bool:
        return self.newest is not None and self.newest.verdict == LookVerdict.SENT_BACK and not self.is_waiting

    @property
    def is_waiting(self) -> bool:
        return self.waiting is not None and self._is_about_this(self.waiting)

    @property
    def things_left(self) -> int:
        """How many things keep it from being published: what is wrong with it, and the look."""
        return len(self.readiness.problems) + (not self.is_approved)

    def _is_about_this(self, look: MeasureLook) -> bool:
        return look.document_hash == self.document_hash


def state_of(draft: MeasureVersion, published: MeasureVersion | None, reader: StaffMember) -> DraftState:
    """About five queries; the definition is checked and its made-up people are asked."""
    looks = list(draft.looks.select_related("asked_by", "looked_by"))
    return DraftState(
        draft=draft,
        readiness=readiness_of(draft.document),
        document_hash=hash_of_document(draft.document),
        waiting=next((each for each in looks if each.verdict == LookVerdict.WAITING), None),
        newest=next((each for each in looks if each.verdict != LookVerdict.WAITING), None),
        changes=tuple(changes_of(published.document, draft.document)) if published else (),
        may_edit=can_edit_framework(reader),
        may_look=can_look(reader, draft),
        has_written=draft.writers.filter(pk=reader.pk).exists(),
    )


def drafts_waiting_for(reader: StaffMember) -> list[MeasureVersion]:
    """Drafts at which this person can look now: somebody asked, and they wrote nothing in them."""
    if not can_look_at_measures(reader):
        return []
    waiting = MeasureVersion.objects.filter(published_at=None, looks__verdict=LookVerdict.WAITING)
    return list(waiting.exclude(writers=reader).select_related("measure").order_by("title"))


def changes_of(before: Document, after: Document) -> Iterator[Changed]:
    """Every part of a definition that two versions say differently.

    >>> [(each.before, each.after) for each in changes_of({"title": "Old", "by": []}, {"title": "New"})]
    [('Old', 'New')]
    """
    for key in [*PARTS, *sorted({*before, *after} - set(PARTS))]:
        old, new = before.get(key) or "", after.get(key) or ""
        if old != new and key != "measure":
            part = str(PARTS.get(key, key))
            yield Changed(part=part, before=_as_text(old), after=_as_text(new))


def _as_text(value: object) -> str:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    if isinstance(value, list) and all(isinstance(each, dict) and "name" in each for each in value):
        return ", ".join(str(each["name"]) for each in value)
    if isinstance(value, list | dict):
        return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=60).strip()
    return str(value) or _("nothing")

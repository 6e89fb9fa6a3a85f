"""A draft on its way to being published: where it stands, who has looked, and what it changes."""

from __future__ import annotations

from dataclasses import dataclass

from lineofsight.apps.agency.models import StaffMember

from ..models import LookVerdict, MeasureLook, MeasureVersion
from ..permissions import can_edit_framework, can_look, can_look_at_measures
from ..readiness import Readiness, hash_of_document, readiness_of
from ..version_changes import Changed, changes_between


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
        changes=changes_between(published.document, draft.document) if published else (),
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

"""Publishing is earned: the author asks for a look, somebody else looks, and only what was looked at is published.

The rules: what is asked about is ready (`readiness.py`); whoever wrote in the draft never looks at it; a look holds for
the words it was about, so that a comma changed afterwards needs another.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lineofsight.apps.agency.clock import now
from lineofsight.apps.agency.models import StaffMember, TrailEntry
from lineofsight.apps.agency.services import trail
from lineofsight.problems import Conflict, Problem

from ..models import LookVerdict, Measure, MeasureLook, MeasureVersion
from ..permissions import check_can_edit_framework, check_can_look
from ..readiness import check_is_ready, hash_of_document
from .keeping import keep_row


def ask_for_look(measure: Measure, *, actor: StaffMember) -> MeasureLook:
    """Ask others to look at the draft. Raises F030 when there is none, F031 with everything that is wrong with it.
    Asked already about the same words: that look."""
    check_can_edit_framework(actor)
    with transaction.atomic():
        draft = draft_to_publish(measure)
        document_hash = hash_of_document(draft.document)
        waiting = draft.looks.filter(verdict=LookVerdict.WAITING).first()
        if waiting is not None and waiting.document_hash == document_hash:
            return waiting
        check_is_ready(draft.document)
        if waiting is not None:
            return keep_row(waiting, actor=actor, document_hash=document_hash, asked_by=actor, asked_at=now())
        return keep_row(
            MeasureLook(version=draft), actor=actor, document_hash=document_hash, asked_by=actor, asked_at=now()
        )


def approve_draft(measure: Measure, *, seen: str, sentence: str = "", actor: StaffMember) -> MeasureLook:
    """Say that the draft may be published as it is. seen: the hash of what was looked at."""
    return _answer(measure, LookVerdict.APPROVED, seen=seen, sentence=sentence, actor=actor)


def send_draft_back(measure: Measure, *, seen: str, sentence: str, actor: StaffMember) -> MeasureLook:
    """Say what is to be changed first. Raises F035 when nothing is said."""
    if not sentence.strip():
        raise Problem("F035", _("Nothing is said."), _("Write in a sentence what is to be changed."))
    return _answer(measure, LookVerdict.SENT_BACK, seen=seen, sentence=sentence, actor=actor)


def draft_to_publish(measure: Measure) -> MeasureVersion:
    """The draft, locked. Raises F030 when there is none."""
    draft = MeasureVersion.objects.select_for_update().filter(measure=measure, published_at=None).first()
    if draft is None:
        raise Problem("F030", _("Nothing is waiting to be published."), _("Change the measure first."))
    return draft


def check_was_looked_at(draft: MeasureVersion) -> None:
    """Raise F034 unless somebody else has looked at exactly these words and found them right."""
    looks = draft.looks.filter(verdict=LookVerdict.APPROVED, document_hash=hash_of_document(draft.document))
    if not looks.exists():
        raise Problem(
            "F034",
            _("Nobody else has looked at it yet, or it was changed since."),
            _("Ask for a look; it is published after a second person has found it right."),
        )


def _answer(measure: Measure, verdict: LookVerdict, *, seen: str, sentence: str, actor: StaffMember) -> MeasureLook:
    with transaction.atomic():
        draft = draft_to_publish(measure)
        check_can_look(actor, draft)
        look = draft.looks.select_for_update(of=("self",)).filter(verdict=LookVerdict.WAITING).first()
        if look is None:
            raise Conflict("F036", _("Nobody asks for a look any more."), _("Open the measure to see where it stands."))
        if hash_of_document(draft.document) != seen or look.document_hash != seen:
            raise Conflict(
                "F037", _("The draft was changed while you looked."), _("Read it again; nothing was published.")
            )
        if verdict == LookVerdict.APPROVED:
            check_is_ready(draft.document)
        look.verdict, look.sentence, look.looked_by, look.looked_at = verdict, sentence.strip(), actor, now()
        look.changed_by = actor
        look.save()
        trail.record(TrailEntry.Action.CHANGED, look, actor=actor, fields=["verdict"])
        return look

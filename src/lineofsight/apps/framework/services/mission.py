"""Writing the mission: its words, its marks, and why a gap in the line is all right.

The rule: new words are a new version. What the phrases led to goes along with every phrase whose words stay.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.models import Program, StaffMember, TrailEntry
from lineofsight.apps.agency.seen import check_seen, check_values_seen
from lineofsight.apps.agency.services import trail
from lineofsight.problems import Problem

from ..marked_sentence import Marked, MarkedPhrase, read_marked, write_marked
from ..models import Explanation, Mission, Phrase
from ..permissions import check_can_edit_framework
from .keeping import keep_row, remove_row

LABELS = {
    "written": gettext_lazy("the sentence and its phrases"),
    "adopted_on": gettext_lazy("when it was adopted"),
    "adopted_by": gettext_lazy("who adopted it"),
}


def write_mission(
    written: str,
    *,
    actor: StaffMember,
    adopted_on: date | None = None,
    adopted_by: str = "",
    is_slip: bool = False,
    seen: str,
) -> Mission:
    """Keep the sentence and its phrases, typed with brackets. Other words than before make a new version, unless only
    a slip of the pen is mended. Raises F001 for brackets that do not pair, F002 for an empty sentence, F003 for words
    that are marked twice, and `ChangedMeanwhile` when the mission is no longer as `seen`."""
    check_can_edit_framework(actor)
    marked = read_marked(written)
    _check_marked(marked)
    with transaction.atomic():
        present = Mission.objects.select_for_update().order_by("-number").first()
        said: dict[str, Any] = {"sentence": marked.sentence, "adopted_on": adopted_on, "adopted_by": adopted_by.strip()}
        if present is not None:
            wanted = {"written": write_marked(marked.sentence, marked.phrases), **said}
            del wanted["sentence"]
            check_values_seen([present], as_written(present), wanted, seen=seen, reader=actor, labels=LABELS)
        if present is None:
            mission = keep_row(Mission(number=1), actor=actor, **said)
        elif present.sentence == marked.sentence or is_slip:
            mission = keep_row(present, actor=actor, **said)
        else:
            mission = keep_row(Mission(number=present.number + 1), actor=actor, **said)
        _mark_phrases(mission, present, marked, actor=actor)
    return mission


def as_written(mission: Mission) -> dict[str, object]:
    """A mission as a form shows it: the sentence with its brackets, and who adopted it when."""
    phrases = [MarkedPhrase(each.starts_at, each.text) for each in mission.phrases.all()]
    return {
        "written": write_marked(mission.sentence, phrases),
        "adopted_on": mission.adopted_on,
        "adopted_by": mission.adopted_by,
    }


def explain_phrase(phrase: Phrase, text: str, *, seen: str, actor: StaffMember) -> None:
    """Say why this phrase needs no goal; an empty text takes the explanation back."""
    check_can_edit_framework(actor)
    with transaction.atomic():
        kept = Explanation.objects.filter(phrase=phrase).first()
        _explain(kept or Explanation(phrase=phrase), text, seen=seen, actor=actor)


def explain_program(program: Program, text: str, *, seen: str, actor: StaffMember) -> None:
    """Say why this program goes on though it serves no phrase; an empty text takes the explanation back."""
    check_can_edit_framework(actor)
    with transaction.atomic():
        kept = Explanation.objects.filter(program=program).first()
        _explain(kept or Explanation(program=program), text, seen=seen, actor=actor)


def _explain(explanation: Explanation, text: str, *, seen: str, actor: StaffMember) -> None:
    check_seen(explanation, {"text": text.strip()}, seen=seen, reader=actor, labels={"text": _("the explanation")})
    if text.strip():
        keep_row(explanation, actor=actor, text=text.strip())
    elif explanation.pk:
        remove_row(explanation, actor=actor)


def _mark_phrases(mission: Mission, before: Mission | None, marked: Marked, *, actor: StaffMember) -> None:
    """The phrases of this version as they are marked now. A phrase is the same as before when its words are."""
    before_words = as_written(before) if before else {}
    earlier = {_same(each.text): each for each in before.phrases.prefetch_related("goals")} if before else {}
    is_new_version = before is not None and before.pk != mission.pk
    for phrase in marked.phrases:
        known = earlier.pop(_same(phrase.text), None)
        said: dict[str, Any] = {"text": phrase.text, "starts_at": phrase.starts_at}
        if known is None:
            keep_row(Phrase(mission=mission), actor=actor, **said)
        elif is_new_version:
            row = keep_row(Phrase(mission=mission), actor=actor, **said)
            row.goals.set(known.goals.all())
            Explanation.objects.filter(phrase=known).update(phrase=row, changed_by=actor)
        else:
            keep_row(known, actor=actor, **said)
    if is_new_version:
        return
    for gone in earlier.values():
        gone.goals.clear()
        Explanation.objects.filter(phrase=gone).delete()
        remove_row(gone, actor=actor)
    if before is not None and as_written(before) != before_words:
        trail.record(TrailEntry.Action.CHANGED, mission, actor=actor, fields=["phrases"])


def _check_marked(marked: Marked) -> None:
    if not marked.sentence.strip():
        raise Problem("F002", _("The mission is empty."), _("Write one sentence that says what the agency is for."))
    seen: set[str] = set()
    for phrase in marked.phrases:
        if _same(phrase.text) in seen:
            raise Problem("F003", _("“%(words)s” is marked twice.") % {"words": phrase.text}, _("Mark it once."))
        seen.add(_same(phrase.text))


def _same(text: str) -> str:
    return " ".join(text.casefold().split())

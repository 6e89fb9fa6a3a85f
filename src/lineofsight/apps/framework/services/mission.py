"""Writing the mission: its words, its marks, and why a gap in the line is all right.

The rule: new words are a new version. What the phrases led to goes along with every phrase whose words stay.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import Program, StaffMember
from lineofsight.problems import Problem

from ..marked_sentence import Marked, read_marked
from ..models import Explanation, Mission, Phrase
from ..permissions import check_can_edit_framework
from .keeping import keep_row, remove_row


def write_mission(
    written: str,
    *,
    actor: StaffMember,
    adopted_on: date | None = None,
    adopted_by: str = "",
    is_slip: bool = False,
) -> Mission:
    """Keep the sentence and its phrases, typed with brackets. Other words than before make a new version, unless only
    a slip of the pen is mended. Raises F001 for brackets that do not pair, F002 for an empty
    sentence, F003 for words that are marked twice."""
    check_can_edit_framework(actor)
    marked = read_marked(written)
    _check_marked(marked)
    with transaction.atomic():
        present = Mission.objects.select_for_update().order_by("-number").first()
        said = {"sentence": marked.sentence, "adopted_on": adopted_on, "adopted_by": adopted_by.strip()}
        if present is None:
            mission = keep_row(Mission(number=1), actor=actor, **said)
        elif present.sentence == marked.sentence or is_slip:
            mission = keep_row(present, actor=actor, **said)
        else:
            mission = keep_row(Mission(number=present.number + 1), actor=actor, **said)
        _mark_phrases(mission, present, marked, actor=actor)
    return mission


def explain_phrase(phrase: Phrase, text: str, *, actor: StaffMember) -> None:
    """Say why this phrase needs no goal; an empty text takes the explanation back."""
    check_can_edit_framework(actor)
    with transaction.atomic():
        _explain(Explanation.objects.filter(phrase=phrase).first() or Explanation(phrase=phrase), text, actor=actor)


def explain_program(program: Program, text: str, *, actor: StaffMember) -> None:
    """Say why this program goes on though it serves no phrase; an empty text takes the explanation back."""
    check_can_edit_framework(actor)
    with transaction.atomic():
        _explain(Explanation.objects.filter(program=program).first() or Explanation(program=program), text, actor=actor)


def _explain(explanation: Explanation, text: str, *, actor: StaffMember) -> None:
    if text.strip():
        keep_row(explanation, actor=actor, text=text.strip())
    elif explanation.pk:
        remove_row(explanation, actor=actor)


def _mark_phrases(mission: Mission, before: Mission | None, marked: Marked, *, actor: StaffMember) -> None:
    """The phrases of this version as they are marked now. A phrase is the same as before when its words are."""
    earlier = {_same(each.text): each for each in before.phrases.prefetch_related("goals")} if before else {}
    is_new_version = before is not None and before.pk != mission.pk
    for phrase in marked.phrases:
        known = earlier.pop(_same(phrase.text), None)
        said = {"text": phrase.text, "starts_at": phrase.starts_at}
        if known is None:
            keep_row(Phrase(mission=mission), actor=actor, **said)
        elif is_new_version:
            row = keep_row(Phrase(mission=mission), actor=actor, **said)
            row.goals.set(known.goals.all())
            Explanation.objects.filter(phrase=known).update(phrase=row, changed_by=actor)
        else:
            keep_row(known, actor=actor, **said)
    if not is_new_version:
        for gone in earlier.values():
            gone.goals.clear()
            Explanation.objects.filter(phrase=gone).delete()
            remove_row(gone, actor=actor)


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

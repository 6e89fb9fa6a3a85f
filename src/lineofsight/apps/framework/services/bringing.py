"""Bringing definitions from a file into the library: as drafts, never published.

The rule: what was seen is what is written. A preview that no longer holds is shown anew.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import StaffMember
from lineofsight.packs.documents import ReadDocument
from lineofsight.problems import Conflict

from ..models import Measure, MeasureVersion
from ..permissions import check_can_edit_framework
from ..selectors.brought import Plan, PlannedMeasure, preview_of
from .keeping import keep_row, one_at_a_time
from .measures import keep_draft


def bring_measures(documents: Sequence[ReadDocument], *, seen: str, actor: StaffMember) -> list[MeasureVersion]:
    """Write the new and the changed ones of a file as drafts, all or none; what is refused is left out. A draft that is
    there is replaced, and its words stay in the history. seen: the fingerprint of the preview.

    Raises P201, F096 (the library has changed since the preview).
    """
    check_can_edit_framework(actor)
    with transaction.atomic():
        one_at_a_time()  # a new one gets a key that nobody has yet
        keys = [str(each.content.get("measure")) for each in documents if each.content]
        list(Measure.objects.select_for_update().filter(key__in=keys))
        preview = preview_of(documents)
        if preview.fingerprint != seen:
            raise Conflict(
                "F096",
                _("The library is no longer as the preview showed it."),
                _("Look at what would be written now."),
            )
        return [_draft(each, actor=actor) for each in preview.written]


def _draft(planned: PlannedMeasure, *, actor: StaffMember) -> MeasureVersion:
    document = dict(planned.document)
    if planned.plan is Plan.NEW:
        measure, number = keep_row(Measure(), actor=actor, key=planned.key, pack=""), 1
    else:
        newest = MeasureVersion.objects.filter(measure__key=planned.key).order_by("-number")[0]
        if newest.published_at is None:
            return keep_draft(newest, document, actor=actor)
        measure, number = newest.measure, newest.number + 1
    draft = MeasureVersion(measure=measure, number=number)
    return keep_draft(draft, document, actor=actor)

"""The library: adopting measures of a pack, writing one's own, changing and publishing them.

The rules: what is published never changes. Whoever changes a measure works on a draft, which becomes its next version
once it is ready and somebody else has looked (`looks.py`). What a pack offers its maker has looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lineofsight.apps.agency.clock import now
from lineofsight.apps.agency.models import StaffMember, TrailEntry
from lineofsight.apps.agency.seen import check_values_seen
from lineofsight.apps.agency.services import trail
from lineofsight.measures import Statistic, usual_statistic
from lineofsight.packs.offered import OfferedMeasure
from lineofsight.problems import Conflict

from ..documents import Document, in_words
from ..models import Measure, MeasureVersion
from ..permissions import check_can_edit_framework
from ..readiness import check_is_ready, hash_of_document
from .keeping import keep_row, one_at_a_time
from .looks import check_was_looked_at, draft_to_publish

COLUMNS = ("title", "question", "asks", "source", "statistic", "direction", "unit")


def adopt_measures(offered: Sequence[OfferedMeasure], *, actor: StaffMember) -> list[Measure]:
    """Take measures of a pack into the library, published as they are. One that is here already stays as it is."""
    check_can_edit_framework(actor)
    adopted = []
    with transaction.atomic():
        one_at_a_time()
        here = set(Measure.objects.filter(key__in=[each.key for each in offered]).values_list("key", flat=True))
        for each in offered:
            if each.key not in here:
                adopted.append(_begin(each.key, each.pack, each.document, actor=actor))
        for measure in adopted:
            _publish(measure.versions.get(), actor=actor)
    return adopted


def write_own_measure(document: Document, *, actor: StaffMember) -> Measure:
    """A measure of the agency's own, as a draft. Its key is made from its title and never changes."""
    check_can_edit_framework(actor)
    with transaction.atomic():
        one_at_a_time()
        return _begin(_free_key(str(document["title"])), "", document, actor=actor)


def change_measure(measure: Measure, changes: Mapping[str, Any], *, seen: str, actor: StaffMember) -> MeasureVersion:
    """Write into the draft of the next version, which begins with what the newest says. Nothing is published yet.
    Raises `ChangedMeanwhile` when the words are no longer as `seen` (`words_of`)."""
    check_can_edit_framework(actor)
    with transaction.atomic():
        newest = MeasureVersion.objects.select_for_update().filter(measure=measure).order_by("-number")[0]
        document = {**newest.document, **changes}
        now, wanted = words_of(newest.document), words_of(document)
        check_values_seen([newest], now, wanted, seen=seen, reader=actor)
        draft = newest if newest.published_at is None else MeasureVersion(measure=measure, number=newest.number + 1)
        return keep_draft(draft, document, actor=actor)


def write_definition(measure: Measure, document: Document, *, seen: str, actor: StaffMember) -> MeasureVersion:
    """Write a whole definition into the draft of the next version. Raises a Conflict (F038) when the newest is no
    longer the one whose hash is `seen`."""
    check_can_edit_framework(actor)
    with transaction.atomic():
        newest = MeasureVersion.objects.select_for_update().filter(measure=measure).order_by("-number")[0]
        wanted = {**document, "measure": measure.key}
        if wanted == newest.document:
            return newest
        if hash_of_document(newest.document) != seen:
            raise Conflict(
                "F038",
                _("The definition was changed in another window meanwhile."),
                _("What you chose stands below; save again to write it over what is there now."),
            )
        draft = newest if newest.published_at is None else MeasureVersion(measure=measure, number=newest.number + 1)
        return keep_draft(draft, wanted, actor=actor)


def publish_measure(measure: Measure, *, actor: StaffMember) -> MeasureVersion:
    """Publish the draft: from now on it never changes. Raises F030 when there is none, F031 when it is not ready, F034
    when nobody else has looked at it as it is."""
    check_can_edit_framework(actor)
    with transaction.atomic():
        draft = draft_to_publish(measure)
        check_is_ready(draft.document)
        check_was_looked_at(draft)
        return _publish(draft, actor=actor)


def words_of(document: Document) -> dict[str, object]:
    """A definition as a form shows it: its texts, the kind of measure as source/statistic, who is counted in words."""
    texts = ("title", "question", "asks", "information_use", "limits")
    said: dict[str, object] = {name: str(document.get(name) or "") for name in texts}
    said["about"] = str(document.get("about") or "clients")
    said["direction"] = str(document.get("direction") or "none")
    said["kind"] = f"{document.get('source', 'computed')}/{document.get('statistic', '')}"
    words = in_words(document)
    return said | {name: words.get(name, "") for name in ("population", "numerator")}


def columns_of(document: Document) -> dict[str, str]:
    """What stands beside the document for lists. A document without a statistic means the usual one; a numerator in
    words is one as well."""
    said: dict[object, object] = {**(document.get("in_words") or {})}
    default = usual_statistic(said | dict(document.items())).value
    filled = {"source": "computed", "statistic": default, "question": "", "direction": "", "unit": ""}
    columns = {name: str(document.get(name) or filled.get(name, "")) for name in COLUMNS}
    if columns["statistic"] == Statistic.SHARE_IMPROVED and columns["direction"]:
        columns["direction"] = "increase"  # the document says which way the score is good; of a share more is
    return columns


def _begin(key: str, pack: str, document: Document, *, actor: StaffMember) -> Measure:
    measure = keep_row(Measure(), actor=actor, key=key, pack=pack)
    keep_draft(MeasureVersion(measure=measure, number=1), {**document, "measure": key}, actor=actor)
    return measure


def keep_draft(draft: MeasureVersion, document: Document, *, actor: StaffMember) -> MeasureVersion:
    """Keep the words of a draft, and that this person wrote in it."""
    is_other = draft.pk is None or draft.document != document
    kept = keep_row(draft, actor=actor, document=document, **columns_of(document))
    if is_other:
        kept.writers.add(actor)
    return kept


def _publish(version: MeasureVersion, *, actor: StaffMember) -> MeasureVersion:
    version.published_at, version.published_by, version.changed_by = now(), actor, actor
    version.save(update_fields=["published_at", "published_by", "changed_by", "updated_at"])
    trail.record(TrailEntry.Action.CHANGED, version, actor=actor, fields=["published_at"])
    return version


def _free_key(title: str) -> str:
    """The title in letters, digits and low lines; numbered when another measure has it."""
    plain = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:70] or "measure"
    taken = set(Measure.objects.filter(key__startswith=plain).values_list("key", flat=True))
    number = 1
    while (key := plain if number == 1 else f"{plain}_{number}") in taken:
        number += 1
    return key

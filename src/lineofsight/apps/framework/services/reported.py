"""Writing figures that were counted elsewhere: one, or many at once after their preview was seen; and correcting them.

The rule: nothing is overwritten. A value that differs from the one there is its next version, and says why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lineofsight.apps.agency.clock import now, today
from lineofsight.apps.agency.models import StaffMember, TrailEntry
from lineofsight.apps.agency.services import trail
from lineofsight.problems import Conflict, Problem

from ..models import Attachment, Measure, MeasureSource, MeasureVersion, ReportedValue
from ..permissions import check_can_open_attachment, check_can_report_for
from ..reported_counts import Counts, Days, Reported, in_counts
from ..selectors.places import Place

AT_MOST_BYTES = 5_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file to keep beside values."""

    file_name: str
    content: bytes


def report_values(
    measure: Measure,
    place: Place,
    values: Sequence[Reported],
    *,
    source: str,
    actor: StaffMember,
    why: str = "",
    upload: Upload | None = None,
    replaces: ReportedValue | None = None,
) -> list[ReportedValue]:
    """Write values of a reported measure, all or none; those that are there already as they are stay. What was written.
    replaces: the value that the writer saw and corrects.

    Raises P203, F070 (the measure is computed), F071 (no source), F072 (more than all), F073 (before it happened),
    F074 (a correction without a reason), F075 (one count where two are needed, or the other way), F076 (a file that is
    too large), F077 (somebody corrected it meanwhile), F078 (before the period was over).
    """
    check_can_report_for(actor, place.program, place.site)
    version = _check_measure(measure)
    if not source.strip():
        raise Problem("F071", _("The source is not named."), _("Write where the figures come from."))
    for value in values:
        _check_value(version, value)
    with transaction.atomic():
        Measure.objects.select_for_update().get(pk=measure.pk)  # one after the other, or two first versions
        there = {_key(each): each for each in _present(measure, place)}
        fresh = []
        for value in values:
            before = there.get((value.days, value.group_by, value.group))
            if replaces is not None and before is not None and before.pk != replaces.pk:
                raise Conflict(
                    "F077",
                    _("%(name)s has corrected this meanwhile, to %(counts)s.")
                    % {"name": before.written_by.name, "counts": in_counts(_counts_of(before))},
                    _("Look at it, and correct that one if it is still wrong."),
                )
            if before is not None and _counts_of(before) == value.counts:
                continue
            if before is not None and not why.strip():
                raise Problem(
                    "F074",
                    _("%(before)s is there for these days already.") % {"before": in_counts(_counts_of(before))},
                    _("Say why it is corrected; the earlier value stays to be seen."),
                )
            fresh.append((value, before))
        attachment = attachment_of(upload, actor=actor) if upload and fresh else None
        if attachment is not None:
            attachment.save()
        written = [
            ReportedValue.objects.create(
                measure=measure,
                program=place.program,
                site=place.site,
                starts_on=value.days.starts_on,
                ends_on=value.days.ends_on,
                group_by=value.group_by,
                group=value.group,
                version=before.version + 1 if before else 1,
                numerator=value.counts.numerator,
                denominator=value.counts.denominator,
                count=value.counts.count,
                source=source.strip(),
                attachment=attachment,
                why=why.strip() if before else "",
                written_at=now(),
                written_by=actor,
            )
            for value, before in fresh
        ]
        for each in written:
            action = TrailEntry.Action.ADDED if each.version == 1 else TrailEntry.Action.CHANGED
            trail.record(action, each, actor=actor)
    return written


def open_attachment(attachment: Attachment, *, actor: StaffMember) -> bytes:
    """The file as it was sent; that somebody took it is in the trail. Raises P205."""
    check_can_open_attachment(actor, attachment)
    with transaction.atomic():
        trail.record(TrailEntry.Action.VIEWED, attachment, actor=actor)
    return bytes(attachment.content)


def _check_measure(measure: Measure) -> MeasureVersion:
    version = MeasureVersion.objects.filter(measure=measure, published_at__isnull=False).order_by("-number").first()
    if version is None or version.source != MeasureSource.REPORTED:
        raise Problem(
            "F070",
            _("This measure is computed from the records here."),
            _("Figures are typed in for measures that are counted elsewhere."),
        )
    return version


def _check_value(version: MeasureVersion, value: Reported) -> None:
    counts = value.counts
    if version.has_two_counts != (counts.count is None):
        wanted = _("Give the two counts.") if version.has_two_counts else _("Give one count.")
        raise Problem("F075", _("“%(title)s” is counted otherwise.") % {"title": version.title}, wanted)
    if version.is_share and (counts.numerator or 0) > (counts.denominator or 0):
        raise Problem(
            "F072",
            _("%(counts)s is more than all.") % {"counts": in_counts(counts)},
            _("Write first how many, then of how many."),
        )
    if value.days.starts_on > today():
        raise Problem("F073", _("These days have not come yet."), _("Look at the year of the period."))
    if value.days.ends_on > today():
        day = date_format(value.days.ends_on, "F j, Y")
        raise Problem(
            "F078",
            _("The period is not over: it ends on %(day)s.") % {"day": day},
            _("Write the figures so far with their own days, such as %(first)s to %(last)s.")
            % {"first": value.days.starts_on.isoformat(), "last": today().isoformat()},
        )


def _present(measure: Measure, place: Place) -> list[ReportedValue]:
    """The value that counts for each time and group in this place: its highest version."""
    rows = ReportedValue.objects.filter(measure=measure, program=place.program, site=place.site).order_by("version")
    return list({_key(row): row for row in rows}.values())


def _key(row: ReportedValue) -> tuple[Days, str, str]:
    return Days(row.starts_on, row.ends_on), row.group_by, row.group


def _counts_of(row: ReportedValue) -> Counts:
    return Counts(numerator=row.numerator, denominator=row.denominator, count=row.count)


def attachment_of(upload: Upload, *, actor: StaffMember) -> Attachment:
    """The file as it will be kept, not written yet. Raises F076."""
    if len(upload.content) > AT_MOST_BYTES:
        raise Problem("F076", _("The file is larger than 5 MB."), _("Send the page with the figures alone."))
    return Attachment(
        file_name=upload.file_name[-200:],
        content=upload.content,
        size=len(upload.content),
        sha256=hashlib.sha256(upload.content).hexdigest(),
        added_at=now(),
        added_by=actor,
    )

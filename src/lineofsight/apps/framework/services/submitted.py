"""Writing down what was handed in to somebody, and explaining how it differs from what is counted now.

The rule: nothing is overwritten. What was typed wrongly gets its next version, which says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from lineofsight.apps.agency.clock import now, today
from lineofsight.apps.agency.models import StaffMember, TrailEntry
from lineofsight.apps.agency.services import trail
from lineofsight.problems import Conflict, Problem

from ..models import DifferenceExplanation, Measure, MeasureAssignment, MeasureSource, MeasureVersion, SubmittedFigure
from ..permissions import check_can_compare
from ..reported_counts import Counts, Days, in_counts
from .reported import Upload, attachment_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """One figure as somebody types it. Either counts or an amount. source: where it can be read again."""

    days: Days
    counts: Counts | None = None
    amount: Decimal | None = None
    to_whom: str
    report: str
    submitted_on: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """What is counted now for the same days, by which version, on which build."""

    numerator: int | None
    denominator: int | None
    value: float | None
    version: int
    build: int


def keep_submitted(
    assignment: MeasureAssignment,
    version: MeasureVersion,
    submitted: Submitted,
    *,
    actor: StaffMember,
    why: str = "",
    upload: Upload | None = None,
    replaces: SubmittedFigure | None = None,
) -> SubmittedFigure:
    """Write down one figure; the same once more changes nothing. replaces: the one that the writer saw and corrects.

    Raises P206, F090 (the measure is counted elsewhere), F091 (a part is not said), F092 (more than all), F093 (handed
    in before the period began, or in days to come), F094 (there already, with another figure), F076 (a file that is too
    large), F077 (somebody corrected it meanwhile).
    """
    check_can_compare(actor, assignment.program, assignment.site)
    _check(version, submitted)
    with transaction.atomic():
        Measure.objects.select_for_update().get(pk=assignment.measure_id)
        before = _present(assignment, submitted)
        if replaces is not None and before is not None and before.pk != replaces.pk:
            raise Conflict(
                "F077",
                _("%(name)s has corrected this meanwhile, to %(counts)s.")
                % {"name": before.written_by.name, "counts": figure_in_words(before)},
                _("Look at it, and correct that one if it is still wrong."),
            )
        if before is not None and _says_the_same(before, submitted):
            return before
        if before is not None and not why.strip():
            raise Problem(
                "F094",
                _("%(figure)s is there for this report and these days already.") % {"figure": figure_in_words(before)},
                _("Correct that one, and say why."),
            )
        attachment = attachment_of(upload, actor=actor) if upload else before.attachment if before else None
        if upload and attachment is not None:
            attachment.save()
        counts = submitted.counts or Counts()
        written = SubmittedFigure.objects.create(
            measure_id=assignment.measure_id,
            program=assignment.program,
            site=assignment.site,
            starts_on=submitted.days.starts_on,
            ends_on=submitted.days.ends_on,
            to_whom=submitted.to_whom.strip(),
            report=submitted.report.strip(),
            submitted_on=submitted.submitted_on,
            version=before.version + 1 if before else 1,
            numerator=counts.numerator,
            denominator=counts.denominator,
            count=counts.count,
            amount=submitted.amount,
            source=submitted.source.strip(),
            attachment=attachment,
            why=why.strip() if before else "",
            written_at=now(),
            written_by=actor,
        )
        trail.record(TrailEntry.Action.CHANGED if before else TrailEntry.Action.ADDED, written, actor=actor)
    return written


def explain_difference(figure: SubmittedFigure, text: str, ours: Ours, *, actor: StaffMember) -> DifferenceExplanation:
    """Say why the two differ; what is counted now is kept beside the words. Raises P206, F095 (nothing is said)."""
    check_can_compare(actor, figure.program, figure.site)
    if not text.strip():
        raise Problem("F095", _("Nothing is said."), _("Write what is behind the difference, or what is not known."))
    with transaction.atomic():
        written = DifferenceExplanation.objects.create(
            figure=figure,
            text=text.strip(),
            our_numerator=ours.numerator,
            our_denominator=ours.denominator,
            our_value=ours.value,
            our_version=ours.version,
            our_build=ours.build,
            written_at=now(),
            written_by=actor,
        )
        trail.record(TrailEntry.Action.ADDED, written, actor=actor)
    return written


def figure_in_words(figure: SubmittedFigure) -> str:
    """64 of 1,100; 412; 15.5."""
    if figure.amount is not None:
        return f"{figure.amount.normalize():,f}"
    return in_counts(Counts(numerator=figure.numerator, denominator=figure.denominator, count=figure.count))


def _check(version: MeasureVersion, submitted: Submitted) -> None:
    if version.source != MeasureSource.COMPUTED:
        raise Problem(
            "F090",
            _("This measure is counted elsewhere: its figures are those that were handed over."),
            _("Compare a measure that is computed from the records here."),
        )
    if not all(each.strip() for each in (submitted.to_whom, submitted.report, submitted.source)):
        raise Problem(
            "F091",
            _("It is not said to whom, in which report, or where it can be read."),
            _("Write all three, so that somebody else can find it again."),
        )
    counts = submitted.counts
    if counts is not None and counts.count is None and (counts.numerator or 0) > (counts.denominator or 0):
        raise Problem(
            "F092",
            _("%(counts)s is more than all.") % {"counts": in_counts(counts)},
            _("Write first how many, then of how many."),
        )
    if not submitted.days.starts_on <= submitted.submitted_on <= today():
        raise Problem(
            "F093",
            _("It cannot have been handed in on this day."),
            _("Write the day on which the report went out: after the period began, and not in days to come."),
        )


def _present(assignment: MeasureAssignment, submitted: Submitted) -> SubmittedFigure | None:
    return (
        SubmittedFigure.objects.filter(
            measure=assignment.measure_id,
            program=assignment.program,
            site=assignment.site,
            starts_on=submitted.days.starts_on,
            ends_on=submitted.days.ends_on,
            to_whom=submitted.to_whom.strip(),
            report=submitted.report.strip(),
        )
        .order_by("-version")
        .first()
    )


def _says_the_same(before: SubmittedFigure, submitted: Submitted) -> bool:
    counts = submitted.counts or Counts()
    return (before.numerator, before.denominator, before.count, before.amount, before.submitted_on, before.source) == (
        *(counts.numerator, counts.denominator, counts.count),
        *(submitted.amount, submitted.submitted_on, submitted.source.strip()),
    )

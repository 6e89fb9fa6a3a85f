"""Using a measure in a place: assigning it, giving it a target with its reason, noting what is behind its figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Program, Site, StaffMember
from lineofsight.apps.agency.services.typed_once import typed_once
from lineofsight.problems import Problem

from ..models import Measure, MeasureAssignment, MeasureVersion, OwnerNote, PerformancePeriod
from ..permissions import check_can_edit_framework, check_can_write_note
from .keeping import keep_row, remove_row


def assign_measure(
    measure: Measure, *, program: Program | None, site: Site | None, entry_id: UUID, actor: StaffMember, **said: Any
) -> MeasureAssignment:
    """Use a measure in a place. said: outcome, owner, asks. Raises F040 when it is used there already, F041 when no
    version of it is published, F042 when the program is not at the site, and `WrittenOtherwise`."""
    check_can_edit_framework(actor)

    def make(**entry: Any) -> MeasureAssignment:
        _check_can_be_used(measure, program, site)
        row = MeasureAssignment(measure=measure, **entry)
        return keep_row(row, actor=actor, program=program, site=site, **said)

    place = {"measure": measure, "program": program, "site": site}
    return typed_once(MeasureAssignment, entry_id, {**said, **place}, make)


def change_assignment(
    assignment: MeasureAssignment, *, seen: str, actor: StaffMember, **said: Any
) -> MeasureAssignment:
    """Another outcome, owner or question. The place stays: another place is another assignment. Raises
    `ChangedMeanwhile` when something is no longer as `seen`."""
    check_can_edit_framework(actor)
    with transaction.atomic():
        return keep_row(assignment, actor=actor, seen=seen, **said)


def end_assignment(assignment: MeasureAssignment, *, actor: StaffMember) -> MeasureAssignment:
    """The measure is not used there any more; its targets and notes stay."""
    check_can_edit_framework(actor)
    with transaction.atomic():
        return keep_row(assignment, actor=actor, ended_on=today())


def set_target(assignment: MeasureAssignment, *, entry_id: UUID, actor: StaffMember, **said: Any) -> PerformancePeriod:
    """A new performance period of a measure in its place; `said` are fields of `PerformancePeriod`.

    Raises F043 without a reason, F044 for days that another period of it holds, F045 for days in the wrong order, F046
    for a share that is none, and `WrittenOtherwise`.
    """
    check_can_edit_framework(actor)

    def make(**entry: Any) -> PerformancePeriod:
        _check_period(assignment, None, said)
        row = PerformancePeriod(assignment=assignment, set_by=actor, set_on=today(), **entry)
        return keep_row(row, actor=actor, **said)

    return typed_once(PerformancePeriod, entry_id, {**said, "assignment": assignment}, make)


def change_target(period: PerformancePeriod, *, seen: str, actor: StaffMember, **said: Any) -> PerformancePeriod:
    """Set the named fields; what stood there before stays in the history, with who set it. Raises as `set_target`, and
    `ChangedMeanwhile` when something is no longer as `seen`."""
    check_can_edit_framework(actor)
    with transaction.atomic():
        _check_period(period.assignment, period, said)
        kept = keep_row(period, actor=actor, seen=seen, **said)
        kept.set_by, kept.set_on = actor, today()
        kept.save(update_fields=["set_by", "set_on", "updated_at"])
        return kept


def remove_target(period: PerformancePeriod, *, actor: StaffMember) -> None:
    check_can_edit_framework(actor)
    with transaction.atomic():
        remove_row(period, actor=actor)


def write_note(
    assignment: MeasureAssignment,
    *,
    about_from: date,
    about_to: date,
    behind: str,
    trying: str,
    entry_id: UUID,
    actor: StaffMember,
) -> OwnerNote:
    """Say what is behind the figures of some days and what will be tried, dated today. Raises `WrittenOtherwise`."""
    check_can_write_note(actor, assignment)
    said: dict[str, Any] = {
        "about_from": about_from,
        "about_to": about_to,
        "behind": behind.strip(),
        "trying": trying.strip(),
    }

    def make(**entry: Any) -> OwnerNote:
        row = OwnerNote(assignment=assignment, written_on=today(), written_by=actor, **entry)
        return keep_row(row, actor=actor, **said)

    return typed_once(OwnerNote, entry_id, {**said, "assignment": assignment}, make)


def _check_can_be_used(measure: Measure, program: Program | None, site: Site | None) -> None:
    Measure.objects.select_for_update().get(pk=measure.pk)  # one after the other: a place still free has no row to lock
    if not MeasureVersion.objects.filter(measure=measure, published_at__isnull=False).exists():
        raise Problem("F041", _("This measure is a draft."), _("Publish it first."))
    if program and site and program.sites.exists() and not program.sites.filter(pk=site.pk).exists():
        raise Problem(
            "F042",
            _("%(program)s is not offered at %(site)s.") % {"program": program.name, "site": site.name},
            _("Choose one of its sites."),
        )
    if MeasureAssignment.objects.filter(measure=measure, ended_on=None, program=program, site=site).exists():
        raise Problem(
            "F040", _("This measure is used there already."), _("Open it in its place to change owner or outcome.")
        )


def _check_period(assignment: MeasureAssignment, period: PerformancePeriod | None, said: dict[str, Any]) -> None:
    MeasureAssignment.objects.select_for_update().get(pk=assignment.pk)
    if not str(said.get("reason") or "").strip():
        remedy = _("Say where the number comes from, or why there is none.")
        raise Problem("F043", _("The target has no reason."), remedy)
    if said["ends_on"] < said["starts_on"]:
        raise Problem("F045", _("The period ends before it begins."), _("Choose a later last day."))
    others = PerformancePeriod.objects.filter(
        assignment=assignment, starts_on__lte=said["ends_on"], ends_on__gte=said["starts_on"]
    ).exclude(pk=period.pk if period else 0)
    if others.exists():
        raise Problem(
            "F044",
            _("Another target of this measure covers some of these days: %(period)s.") % {"period": others[0]},
            _("Choose other days, or change that target."),
        )
    target: Decimal | None = said.get("target")
    newest = MeasureVersion.objects.filter(measure=assignment.measure, published_at__isnull=False).first()
    if newest and newest.is_share and target is not None and not 0 <= target <= 1:
        raise Problem("F046", _("A share lies between 0% and 100%."), _("Write 65 for 65%."))
    counted, of = said.get("baseline_numerator"), said.get("baseline_denominator")
    if newest and newest.is_share and counted is not None and of is not None and counted > of:
        raise Problem(
            "F047",
            _("%(counted)d of %(of)d is more than all.") % {"counted": counted, "of": of},
            _("Write first how many were counted, then of how many."),
        )

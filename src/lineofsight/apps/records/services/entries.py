"""Writing down what was delivered and what was asked: services and assessments, each typed once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lineofsight.apps.agency.doubts import check_no_doubt
from lineofsight.apps.agency.models import StaffMember, Standing, TrailEntry
from lineofsight.apps.agency.seen import check_seen, check_values_seen
from lineofsight.apps.agency.services import trail
from lineofsight.apps.agency.services.typed_once import typed_once
from lineofsight.apps.agency.words import the_words
from lineofsight.apps.forms.answers import Answers, Asked, WrongAnswer, check_answers
from lineofsight.apps.forms.models import Instrument
from lineofsight.apps.forms.selectors import asked_by
from lineofsight.problems import Problem

from ..labels import LABELS
from ..models import Assessment, CollectionPoint, Enrollment, Service, ServiceType
from ..permissions import check_can_work_on
from ..selectors.mastering import keeper_of, kept_elsewhere
from .days import check_not_in_future, in_full
from .doubts import doubts_of_answers, doubts_of_delivery
from .enrollment_checks import check_stands

ASKED_OF_A_SERVICE = ("type", "date", "quantity", "amount", "note")
LARGEST_QUANTITY = Decimal("9999999999.99")


class WrongAnswers(Problem):
    """Answers that cannot be taken, one sentence each."""

    def __init__(self, wrong: list[WrongAnswer]) -> None:
        self.wrong = wrong
        super().__init__("R402", _("Some answers need another look."), " ".join(each.sentence for each in wrong))


@dataclass(frozen=True)
class Delivery:
    """What was delivered. quantity in the unit of the type; amount in dollars, where money was given."""

    type: ServiceType
    date: date
    quantity: Decimal
    amount: Decimal | None
    staff: StaffMember | None
    note: str


def record_service(
    enrollment: Enrollment,
    delivery: Delivery,
    *,
    entry_id: UUID,
    actor: StaffMember,
    sure_of: Collection[str] = (),
) -> Service:
    """Write down one service. The same entry twice is one service.

    sure_of: as in `check_no_doubt`. Raises P103, R302 (future), R403 (before entry), R404 (after exit), R405
    (quantity), R406 (not a service of this program), R411 (the stay was taken out), `Doubted` and `WrittenOtherwise`.
    """
    check_can_work_on(actor, enrollment)
    with transaction.atomic():
        row = Enrollment.objects.select_for_update().get(pk=enrollment.pk)
        said = _columns(delivery)

        def make(**entry: Any) -> Service:
            check_stands(row)
            _check_delivery(row, delivery)
            check_no_doubt(doubts_of_delivery(delivery.type, delivery.quantity, delivery.amount), sure_of)
            service = Service.objects.create(
                **entry, **said, enrollment=row, paid_by_id=row.paid_by_id, changed_by=actor
            )
            trail.record(TrailEntry.Action.ADDED, service, actor=actor, participant_id=row.participant_id)
            return service

        return typed_once(Service, entry_id, {"enrollment": row, **said}, make)


def correct_service(
    service: Service, delivery: Delivery, *, seen: str, actor: StaffMember, sure_of: Collection[str] = ()
) -> list[str]:
    """Correct a service; the names of the fields that changed. Raises as `record_service`, R101 when the service is
    kept in a source, and `ChangedMeanwhile` when one of `ASKED_OF_A_SERVICE` is no longer as `seen`."""
    check_can_work_on(actor, service.enrollment)
    with transaction.atomic():
        row = _locked_service(service)
        wanted = _columns(delivery)
        changed = [column for column, value in wanted.items() if getattr(row, column) != value]
        if not changed:
            return []
        check_seen(row, _asked(delivery), seen=seen, reader=actor, labels=LABELS)
        _check_delivery(row.enrollment, delivery)
        if {"type_id", "quantity", "amount"}.intersection(changed):
            check_no_doubt(doubts_of_delivery(delivery.type, delivery.quantity, delivery.amount), sure_of)
        for column in changed:
            setattr(row, column, wanted[column])
        row.changed_by = actor
        row.save(update_fields=[*changed, "changed_by", "updated_at"])
        fields = sorted(column.removesuffix("_id") for column in changed)
        trail.record(
            TrailEntry.Action.CHANGED, row, actor=actor, participant_id=row.enrollment.participant_id, fields=fields
        )
    return fields


def withdraw_service(service: Service, *, actor: StaffMember) -> None:
    """Take a service back that was written down by mistake. It stays in the history."""
    check_can_work_on(actor, service.enrollment)
    with transaction.atomic():
        row = _locked_service(service)
        if row.standing == Standing.WITHDRAWN:
            return
        row.standing = Standing.WITHDRAWN
        row.changed_by = actor
        row.save(update_fields=["standing", "changed_by", "updated_at"])
        trail.record(
            TrailEntry.Action.REMOVED,
            row,
            actor=actor,
            participant_id=row.enrollment.participant_id,
            fields=["standing"],
        )


def record_assessment(
    enrollment: Enrollment,
    instrument: Instrument,
    raw: Mapping[str, str],
    *,
    point: str,
    on: date,
    entry_id: UUID,
    actor: StaffMember,
    sure_of: Collection[str] = (),
) -> Assessment:
    """Check the answers and write one assessment. The same entry twice is one assessment.

    Raises P103, R302, R403, `WrongAnswers`, R407 (nothing answered), R411, `Doubted` and `WrittenOtherwise`.
    An assessment may follow an exit only as a follow-up (R404).
    """
    check_can_work_on(actor, enrollment)
    asked = asked_by(instrument)
    answers, wrong = check_answers(asked, raw)
    if wrong:
        raise WrongAnswers(wrong)
    _check_answered(answers)
    with transaction.atomic():
        row = Enrollment.objects.select_for_update().get(pk=enrollment.pk)
        said: dict[str, Any] = {
            "enrollment": row,
            "instrument": instrument,
            "point": point,
            "date": on,
            "answers": answers,
        }

        def make(**entry: Any) -> Assessment:
            check_stands(row)
            _check_day(row, on, may_follow_exit=point == CollectionPoint.FOLLOW_UP)
            check_no_doubt(doubts_of_answers(asked, answers, {}), sure_of)
            assessment = Assessment.objects.create(**entry, **said, staff=actor, changed_by=actor)
            trail.record(TrailEntry.Action.ADDED, assessment, actor=actor, participant_id=row.participant_id)
            return assessment

        return typed_once(Assessment, entry_id, said, make)


def as_asked(asked: Iterable[Asked], *, point: str, on: date, answers: Mapping[str, object]) -> dict[str, object]:
    """What an assessment says, one value for each question of its page: what a writer sees."""
    return {"point": point, "date": on, **{f"answers.{each.key}": answers.get(each.key) for each in asked}}


def correct_assessment(
    assessment: Assessment,
    raw: Mapping[str, str],
    *,
    point: str,
    on: date,
    seen: str,
    actor: StaffMember,
    sure_of: Collection[str] = (),
) -> list[str]:
    """Correct the answers of an assessment that was typed here; the names of the fields that changed. Answers to what
    the instrument no longer asks stay.

    Raises as `record_assessment`, R101 when the assessment is kept in a source, and `ChangedMeanwhile` when a value of
    `as_asked` is no longer as `seen`.
    """
    check_can_work_on(actor, assessment.enrollment)
    asked = asked_by(assessment.instrument)
    answers, wrong = check_answers(asked, raw)
    if wrong:
        raise WrongAnswers(wrong)
    _check_answered(answers)
    with transaction.atomic():
        row = (
            Assessment.objects.select_for_update(of=("self",))
            .select_related("enrollment__program", "source")
            .get(pk=assessment.pk)
        )
        _check_typed_here(row)
        keys = {each.key for each in asked}
        kept = {key: answer for key, answer in row.answers.items() if key not in keys}
        wanted: dict[str, Answers | str | date] = {"point": point, "date": on, "answers": kept | answers}
        changed = sorted(field for field, value in wanted.items() if getattr(row, field) != value)
        if not changed:
            return []
        check_values_seen(
            [row],
            as_asked(asked, point=row.point, on=row.date, answers=row.answers),
            as_asked(asked, point=point, on=on, answers=answers),
            seen=seen,
            reader=actor,
            labels={**LABELS, **{f"answers.{each.key}": f"“{each.label}”" for each in asked}},
        )
        _check_day(row.enrollment, on, may_follow_exit=point == CollectionPoint.FOLLOW_UP)
        check_no_doubt(doubts_of_answers(asked, answers, row.answers), sure_of)
        for field in changed:
            setattr(row, field, wanted[field])
        row.changed_by = actor
        row.save(update_fields=[*changed, "changed_by", "updated_at"])
        trail.record(
            TrailEntry.Action.CHANGED, row, actor=actor, participant_id=row.enrollment.participant_id, fields=changed
        )
    return changed


def _locked_service(service: Service) -> Service:
    row = (
        Service.objects.select_for_update(of=("self",))
        .select_related("enrollment__program", "source")
        .get(pk=service.pk)
    )
    _check_typed_here(row)
    return row


def _check_typed_here(row: Service | Assessment) -> None:
    keeper = keeper_of(row)
    if keeper is not None:
        raise kept_elsewhere(keeper.title)


def _columns(delivery: Delivery) -> dict[str, Any]:
    return {
        "type_id": delivery.type.pk,
        "date": delivery.date,
        "quantity": delivery.quantity,
        "amount": delivery.amount,
        "staff_id": delivery.staff.pk if delivery.staff else None,
        "note": delivery.note.replace("\r\n", "\n").strip(),
    }


def _asked(delivery: Delivery) -> dict[str, Any]:
    """What the page asks, by the names of the fields."""
    columns = {column.removesuffix("_id"): value for column, value in _columns(delivery).items()}
    return {name: columns[name] for name in ASKED_OF_A_SERVICE}


def _check_answered(answers: Answers) -> None:
    if not answers:
        raise Problem("R407", _("Nothing was answered."), _("Answer at least one question."))


def _check_delivery(enrollment: Enrollment, delivery: Delivery) -> None:
    if delivery.type.program_id not in (None, enrollment.program_id):
        raise Problem(
            "R406",
            _("%(service)s is not a service of this %(program)s.")
            % {"service": delivery.type.name, "program": the_words().program},
            _("Choose another service."),
        )
    if not 0 < delivery.quantity <= LARGEST_QUANTITY:
        raise Problem("R405", _("The quantity must be more than 0."), _("Write how much was delivered, such as 1."))
    if delivery.amount is not None and delivery.amount < 0:
        raise Problem("R405", _("The amount cannot be less than 0."), _("Write the dollars that were paid."))
    _check_day(enrollment, delivery.date, may_follow_exit=False)


def _check_day(enrollment: Enrollment, on: date, *, may_follow_exit: bool) -> None:
    check_not_in_future(on)
    if enrollment.entry_date is None:
        raise Problem(
            "R403",
            _("This person has not entered yet."),
            _("Change the stage to enrolled or active first."),
        )
    if on < enrollment.entry_date:
        raise Problem(
            "R403",
            _("%(day)s is before the entry on %(entry)s.")
            % {"day": in_full(on), "entry": in_full(enrollment.entry_date)},
            _("Choose a later day, or correct the entry."),
        )
    if enrollment.exit_date is not None and on > enrollment.exit_date and not may_follow_exit:
        raise Problem(
            "R404",
            _("%(day)s is after the exit on %(exit)s.") % {"day": in_full(on), "exit": in_full(enrollment.exit_date)},
            _("Choose an earlier day, or take the exit back."),
        )

"""Writing program models, section by section; a version begins on a day and holds everything of the one before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Program, StaffMember
from lineofsight.problems import Problem

from ..models import Assumption, CoreComponent, ExpectedChange, FidelityCheck, Measure, ProgramModel, Term
from ..permissions import check_can_edit_program_model
from .keeping import keep_row, remove_row


def change_model(program: Program, *, actor: StaffMember, **said: object) -> ProgramModel:
    """Set fields of the present version; the first words of a program begin its first version today."""
    check_can_edit_program_model(actor, program)
    with transaction.atomic():
        return keep_row(_present(program), actor=actor, **said)


def change_components(program: Program, lines: Sequence[str], *, actor: StaffMember) -> None:
    """The core components in this order. A line that was there before stays the same component, with its checks."""
    check_can_edit_program_model(actor, program)
    with transaction.atomic():
        model = _kept(program, actor=actor)
        _write_lines(model.components.all(), lines, lambda: CoreComponent(model=model), actor=actor)


def change_assumptions(program: Program, lines: Sequence[str], *, actor: StaffMember) -> None:
    check_can_edit_program_model(actor, program)
    with transaction.atomic():
        model = _kept(program, actor=actor)
        _write_lines(model.assumptions.all(), lines, lambda: Assumption(model=model), actor=actor)


def change_expected_changes(program: Program, lines: dict[Term, Sequence[str]], *, actor: StaffMember) -> None:
    """The expected changes by term. A line that was there before keeps the measures that would show it."""
    check_can_edit_program_model(actor, program)
    with transaction.atomic():
        model = _kept(program, actor=actor)
        for term, texts in lines.items():
            _write_lines(
                model.changes.filter(term=term),
                texts,
                lambda term=term: ExpectedChange(model=model, term=term),  # type: ignore[misc]
                actor=actor,
            )


def show_change_with(change: ExpectedChange, measures: Sequence[Measure], *, actor: StaffMember) -> None:
    """The measures that would show whether this change happens."""
    check_can_edit_program_model(actor, change.model.program)
    with transaction.atomic():
        keep_row(change, actor=actor, measures=measures)


def add_check(
    program: Program, *, measure: Measure, component: CoreComponent | None, expected: str, actor: StaffMember
) -> FidelityCheck:
    """Watch a core component, or the whole model, with a measure."""
    check_can_edit_program_model(actor, program)
    with transaction.atomic():
        model = _kept(program, actor=actor)
        return keep_row(
            FidelityCheck(model=model), actor=actor, measure=measure, component=component, expected=expected.strip()
        )


def remove_check(check: FidelityCheck, *, actor: StaffMember) -> None:
    check_can_edit_program_model(actor, check.model.program)
    with transaction.atomic():
        remove_row(check, actor=actor)


def begin_version(program: Program, starts_on: date, *, actor: StaffMember) -> ProgramModel:
    """A new version of the model from a day on, for now with the words of the present one. Raises F020 when there is
    no model yet, F021 when the day is not after the one on which the present version began."""
    check_can_edit_program_model(actor, program)
    with transaction.atomic():
        present = _newest(program)
        if present is None:
            raise Problem("F020", _("There is no model yet."), _("Write it first; its first version begins then."))
        if starts_on <= present.starts_on:
            raise Problem(
                "F021",
                _("The present version begins on %(day)s.") % {"day": present.starts_on.isoformat()},
                _("Choose a later day."),
            )
        return _copy(present, starts_on, actor=actor)


def _newest(program: Program) -> ProgramModel | None:
    return ProgramModel.objects.select_for_update().filter(program=program).order_by("-starts_on").first()


def _present(program: Program) -> ProgramModel:
    """The version being written on: the newest, or an unsaved first one from today on."""
    return _newest(program) or ProgramModel(program=program, starts_on=today())


def _kept(program: Program, *, actor: StaffMember) -> ProgramModel:
    model = _present(program)
    return model if model.pk else keep_row(model, actor=actor)


def _copy(present: ProgramModel, starts_on: date, *, actor: StaffMember) -> ProgramModel:
    names = ("size", "for_whom", "why_it_should_work", "contacts", "contact_unit", "each_minutes", "duration_months")
    fresh = ProgramModel(program=present.program, starts_on=starts_on)
    fresh = keep_row(fresh, actor=actor, **{name: getattr(present, name) for name in names})
    components = {}
    for each in present.components.all():
        components[each.pk] = keep_row(CoreComponent(model=fresh), actor=actor, position=each.position, text=each.text)
    for each in present.assumptions.all():
        keep_row(Assumption(model=fresh), actor=actor, position=each.position, text=each.text)
    for each in present.changes.prefetch_related("measures"):
        change = ExpectedChange(model=fresh, term=each.term)
        keep_row(change, actor=actor, position=each.position, text=each.text, measures=list(each.measures.all()))
    for each in present.checks.all():
        keep_row(
            FidelityCheck(model=fresh),
            actor=actor,
            measure=each.measure,
            component=components.get(each.component_id or 0),
            expected=each.expected,
        )
    return fresh


def _write_lines(rows: Any, lines: Sequence[str], new: Any, *, actor: StaffMember) -> None:
    """Make these rows say these lines. A line that is there already keeps its row. A new line takes the row of a line
    that is gone from the same place, because it was reworded; what is left is added, or removed."""
    texts = [line.strip() for line in lines if line.strip()]
    left: list[Any] = list(rows)
    taken: dict[int, Any] = {}
    for is_it in (lambda row, place: row.text == texts[place], lambda row, place: row.position == place + 1):
        for place in range(len(texts)):
            row = next((each for each in left if is_it(each, place)), None) if place not in taken else None
            if row is not None:
                taken[place] = row
                left.remove(row)
    for gone in left:
        remove_row(gone, actor=actor)
    for place, text in enumerate(texts):
        keep_row(taken.get(place) or new(), actor=actor, text=text, position=place + 1)

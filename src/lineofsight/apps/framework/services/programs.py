"""Writing program models, section by section; a version begins on a day and holds everything of the one before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Program, StaffMember, TrailEntry
from lineofsight.apps.agency.seen import check_values_seen
from lineofsight.apps.agency.services import trail
from lineofsight.problems import Problem

from ..models import Assumption, CoreComponent, ExpectedChange, FidelityCheck, Measure, ProgramModel, Term
from ..permissions import check_can_edit_program_model
from .keeping import keep_row, remove_row

LISTS = {
    "components": gettext_lazy("core components"),
    "short": gettext_lazy("what changes first"),
    "intermediate": gettext_lazy("what changes then"),
    "long": gettext_lazy("what changes in the end"),
    "assumptions": gettext_lazy("assumptions"),
}


def change_model(program: Program, *, seen: str, actor: StaffMember, **said: Any) -> ProgramModel:
    """Set fields of the present version; the first words of a program begin its first version today. Raises
    `ChangedMeanwhile` when one of them is no longer as `seen`."""
    check_can_edit_program_model(actor, program)
    with transaction.atomic():
        Program.objects.select_for_update().get(pk=program.pk)  # one after the other, or two first versions
        return keep_row(_present(program), actor=actor, seen=seen, **said)


def change_lines(program: Program, written: Mapping[str, str], *, seen: str, actor: StaffMember) -> None:
    """Lists of the present version, each written as lines: components, assumptions, and the expected changes by term
    (short, intermediate, long). A line that stays keeps what hangs on it: its checks, the measures that would show it.

    Raises `ChangedMeanwhile` when one of the lists is no longer as `seen`.
    """
    check_can_edit_program_model(actor, program)
    with transaction.atomic():
        model = _kept(program, actor=actor)
        now = lines_of(model)
        wanted = {name: _as_lines(text) for name, text in written.items()}
        check_values_seen([model], now, wanted, seen=seen, reader=actor, labels=LISTS)
        changed = [name for name in sorted(wanted) if wanted[name] != now[name]]
        for name in changed:
            rows, new = _list_named(model, name)
            _write_lines(rows, wanted[name].splitlines(), new, actor=actor)
        if changed:
            trail.record(TrailEntry.Action.CHANGED, model, actor=actor, fields=changed)


def show_change_with(change: ExpectedChange, measures: Sequence[Measure], *, seen: str, actor: StaffMember) -> None:
    """The measures that would show whether this change happens. Raises `ChangedMeanwhile` when they are no longer as
    `seen`."""
    check_can_edit_program_model(actor, change.model.program)
    with transaction.atomic():
        keep_row(change, actor=actor, seen=seen, measures=measures)


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
    for part in present.components.all():
        components[part.pk] = keep_row(CoreComponent(model=fresh), actor=actor, position=part.position, text=part.text)
    for held in present.assumptions.all():
        keep_row(Assumption(model=fresh), actor=actor, position=held.position, text=held.text)
    for each in present.changes.prefetch_related("measures"):
        change = ExpectedChange(model=fresh, term=each.term)
        keep_row(change, actor=actor, position=each.position, text=each.text, measures=list(each.measures.all()))
    for check in present.checks.all():
        keep_row(
            FidelityCheck(model=fresh),
            actor=actor,
            measure=check.measure,
            component=components.get(check.component_id or 0),
            expected=check.expected,
        )
    return fresh


def lines_of(model: ProgramModel) -> dict[str, str]:
    """Each list of a version as lines, by its name in `LISTS`."""
    return {name: "\n".join(row.text for row in _list_named(model, name)[0]) for name in LISTS}


def _list_named(model: ProgramModel, name: str) -> tuple[list[Any], Callable[[], Any]]:
    """The rows of one list, and what makes a new one."""
    if name == "components":
        return list(model.components.all()), lambda: CoreComponent(model=model)
    if name == "assumptions":
        return list(model.assumptions.all()), lambda: Assumption(model=model)
    term = Term(name)
    return list(model.changes.filter(term=term)), lambda: ExpectedChange(model=model, term=term)


def _as_lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _write_lines(rows: list[Any], texts: Sequence[str], new: Callable[[], Any], *, actor: StaffMember) -> None:
    """Make these rows say these lines. A line that is there already keeps its row. A new line takes the row of a line
    that is gone from the same place, because it was reworded; what is left is added, or removed."""
    left, taken = list(rows), {}
    for place, text in enumerate(texts):
        if same := next((row for row in left if row.text == text), None):
            taken[place] = same
            left.remove(same)
    for place in range(len(texts)):
        if place not in taken and (same := next((row for row in left if row.position == place + 1), None)):
            taken[place] = same
            left.remove(same)
    for gone in left:
        gone.delete()
    for place, text in enumerate(texts):
        row = taken.get(place) or new()
        if (row.text, row.position) != (text, place + 1):
            row.text, row.position, row.changed_by = text, place + 1, actor
            row.save()

"""Beginning to measure: many measures of packs in many programs at once, with outcomes and goals to begin with.

The rule: what is there already stays as it is. A measure in use is not used twice, and a goal or outcome of the same
words is the same one.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from django.db import transaction

from lineofsight.apps.agency.models import Program, StaffMember
from lineofsight.packs.offered import OfferedMeasure, fields_of_work

from ..models import Goal, Measure, MeasureAssignment, Outcome
from ..permissions import check_can_edit_framework
from .assignments import assign_measure
from .goals import add_goal, add_outcome
from .keeping import keep_row
from .measures import adopt_measures


def begin_to_measure(
    offered: Sequence[OfferedMeasure], programs: Sequence[Program], *, goal: Goal | None, actor: StaffMember
) -> list[MeasureAssignment]:
    """Adopt the measures and use each in those of the programs it is about. Whether people are better off is an outcome
    by the measure's title, under the goal; under that of its field of work when none is given."""
    check_can_edit_framework(actor)
    begun = []
    with transaction.atomic():
        adopt_measures(offered, actor=actor)
        measures = {each.key: each for each in Measure.objects.filter(key__in=[each.key for each in offered])}
        for each in offered:
            measure, asks = measures[each.key], str(each.document["asks"])
            about = _not_used_in(measure, [one for one in programs if fields_of_work()[each.field].is_about(one.field)])
            outcome = _outcome(each, about, goal, actor) if about and asks == "better_off" else None
            begun += [
                assign_measure(
                    measure,
                    program=program,
                    site=None,
                    outcome=outcome,
                    asks=asks,
                    entry_id=uuid4(),  # what is here already is left alone, so nothing is doubled
                    actor=actor,
                )
                for program in about
            ]
    return begun


def _not_used_in(measure: Measure, programs: Sequence[Program]) -> list[Program]:
    used = set(
        MeasureAssignment.objects.filter(measure=measure, site=None, ended_on=None).values_list("program", flat=True)
    )
    return [program for program in programs if program.pk not in used]


def _outcome(
    offered: OfferedMeasure, programs: Sequence[Program], goal: Goal | None, actor: StaffMember
) -> Outcome | None:
    """The outcome that the measure shows, with these programs among those that work for it; None without a goal."""
    words = fields_of_work()[offered.field].goal
    if goal is None and words:
        goal = Goal.objects.filter(title=words).first() or add_goal(title=words, entry_id=uuid4(), actor=actor)
    if goal is None:
        return None
    kept = goal.outcomes.filter(title=offered.title).first()
    if kept is None:
        return add_outcome(goal, title=offered.title, programs=list(programs), entry_id=uuid4(), actor=actor)
    return keep_row(kept, actor=actor, programs=[*kept.programs.all(), *programs])

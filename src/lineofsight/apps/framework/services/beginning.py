"""Beginning to measure: many measures of packs at once, for the whole agency and in programs, with outcomes and goals
to begin with.

The rule: what is there already stays as it is. A measure in use is not used twice, and a goal or outcome of the same
words is the same one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

from django.db import transaction

from lineofsight.apps.agency.models import Program, StaffMember
from lineofsight.packs.offered import OfferedMeasure, fields_of_work

from ..documents import within_fields
from ..models import Goal, Measure, MeasureAssignment, Outcome
from ..permissions import check_can_edit_framework
from ..selectors.beginning import can_be_used_for_the_whole, fields_going_on
from .assignments import assign_measure
from .goals import add_goal, add_outcome
from .keeping import keep_row
from .measures import adopt_measures


def begin_to_measure(
    offered: Sequence[OfferedMeasure],
    programs: Sequence[Program],
    *,
    for_the_whole: bool,
    goal: Goal | None,
    actor: StaffMember,
) -> list[MeasureAssignment]:
    """Adopt the measures and use each once for the whole agency, if so wished, and in those of the programs it is
    about. Whether people are better off is an outcome by the measure's title, under the goal; under that of its field
    of work when none is given.

    A measure of one field of work is adopted for the whole agency so that it counts in programs of its field alone,
    also those of others that come later.
    """
    check_can_edit_framework(actor)
    begun = []
    with transaction.atomic():
        everywhere = fields_going_on()
        adopt_measures([_within_its_field(each) if for_the_whole else each for each in offered], actor=actor)
        measures = {each.key: each for each in Measure.objects.filter(key__in=[each.key for each in offered])}
        for each in offered:
            measure, asks = measures[each.key], str(each.document["asks"])
            field = fields_of_work()[each.field]
            about: list[Program | None] = [one for one in programs if field.is_about(one.field)]
            if for_the_whole and can_be_used_for_the_whole(each, everywhere):
                about.insert(0, None)
            free = _not_used_in(measure, about)
            among = [one for one in Program.objects.all() if field.is_about(one.field)] if None in free else about
            outcome = (
                _outcome(each, [one for one in among if one], goal, actor) if free and asks == "better_off" else None
            )
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
                for program in free
            ]
    return begun


def _within_its_field(offered: OfferedMeasure) -> OfferedMeasure:
    """The measure as it can be counted in the whole of an agency, whatever programs it has or will have."""
    field = fields_of_work()[offered.field]
    if not field.programs:
        return offered
    return replace(offered, document=within_fields(offered.document, field.programs, field.title))


def _not_used_in(measure: Measure, places: Sequence[Program | None]) -> list[Program | None]:
    used = set(
        MeasureAssignment.objects.filter(measure=measure, site=None, ended_on=None).values_list("program", flat=True)
    )
    return [place for place in places if (place.pk if place else None) not in used]


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
    return keep_row(
        kept, actor=actor, programs=list({each.pk: each for each in (*kept.programs.all(), *programs)}.values())
    )

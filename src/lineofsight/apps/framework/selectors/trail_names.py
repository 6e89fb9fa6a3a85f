"""What the trail calls the rows of this room: by their titles and places, with a link to their page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.agency.selectors.agency import the_agency
from lineofsight.apps.agency.trail_names import Called, Named
from lineofsight.apps.agency.words import in_our_words

from ..models import (
    Assumption,
    CoreComponent,
    DifferenceExplanation,
    ExpectedChange,
    FidelityCheck,
    Goal,
    Measure,
    MeasureAssignment,
    MeasureLook,
    MeasureVersion,
    Mission,
    Outcome,
    OwnerNote,
    PerformancePeriod,
    ProgramModel,
    ReportedValue,
    Strategy,
    SubmittedFigure,
)
from .library import measure_titles
from .measures import place_in_words
from .values import time_in_words

Says = Callable[[Any, "_Reading"], Named]


class _Reading:
    """What the words of several rows need, read once: the reader, and the titles of measures."""

    def __init__(self, reader: StaffMember) -> None:
        self.reader, self.titles, self.first_month = reader, measure_titles(), the_agency().year_first_month

    def use(self, assignment: MeasureAssignment) -> str:
        place = place_in_words(assignment.program, assignment, self.reader)
        return f"“{self.titles.get(assignment.measure_id, '')}” ({place})"


def _goal(row: Goal, reading: _Reading) -> Named:
    return Named(_("the goal “%(title)s”") % {"title": row.title}, f"{reverse('goals')}#goal-{row.pk}")


def _strategy(row: Strategy, reading: _Reading) -> Named:
    return Named(_("the strategy “%(title)s”") % {"title": row.title}, f"{reverse('goals')}#goal-{row.goal_id}")


def _outcome(row: Outcome, reading: _Reading) -> Named:
    return Named(_("the outcome “%(title)s”") % {"title": row.title}, f"{reverse('goals')}#goal-{row.goal_id}")


def _mission(row: Mission, reading: _Reading) -> Named:
    return Named(_("the mission"), reverse("mission"))


def _measure(row: Measure, reading: _Reading) -> Named:
    title = reading.titles.get(row.pk, "")
    return Named(_("the measure “%(title)s”") % {"title": title}, reverse("measure", args=[row.pk]))


def _version(row: MeasureVersion, reading: _Reading) -> Named:
    told = {"title": row.title, "number": row.number}
    return Named(_("version %(number)s of “%(title)s”") % told, reverse("measure", args=[row.measure_id]))


def _look(row: MeasureLook, reading: _Reading) -> Named:
    told = {"title": row.version.title, "number": row.version.number}
    address = reverse("measure_look", args=[row.version.measure_id])
    return Named(_("a look at version %(number)s of “%(title)s”") % told, address)


def _use(row: MeasureAssignment, reading: _Reading) -> Named:
    return Named(_("the measure %(use)s") % {"use": reading.use(row)}, reverse("use", args=[row.pk]))


def _target(row: PerformancePeriod, reading: _Reading) -> Named:
    time = row.name or time_in_words(row.starts_on, row.ends_on, reading.first_month)
    told = {"use": reading.use(row.assignment), "time": time}
    return Named(_("the target of %(use)s, %(time)s") % told, reverse("use", args=[row.assignment_id]))


def _note(row: OwnerNote, reading: _Reading) -> Named:
    return Named(
        _("a note on %(use)s") % {"use": reading.use(row.assignment)}, reverse("use", args=[row.assignment_id])
    )


def _value(row: ReportedValue, reading: _Reading) -> Named:
    time = time_in_words(row.starts_on, row.ends_on, reading.first_month)
    told = {"title": reading.titles.get(row.measure_id, ""), "time": time}
    return Named(_("the figure of “%(title)s”, %(time)s") % told, reverse("measure", args=[row.measure_id]))


def _submitted(row: SubmittedFigure, reading: _Reading) -> Named:
    time = time_in_words(row.starts_on, row.ends_on, reading.first_month)
    told = {"title": reading.titles.get(row.measure_id, ""), "time": time}
    said = _("what was handed in of “%(title)s”, %(time)s") % told
    return Named(said, reverse("submitted_figure", args=[row.pk]))


def _difference(row: DifferenceExplanation, reading: _Reading) -> Named:
    inner = _submitted(row.figure, reading)
    return Named(_("the explanation of %(what)s") % {"what": inner.words}, inner.href)


def _model(row: ProgramModel, reading: _Reading) -> Named:
    address = reverse("program_model", args=[row.program_id])
    return Named(_("the model of %(program)s") % {"program": row.program.name}, address)


def _part_of_model(row: Any, reading: _Reading) -> Named:
    told = {"part": row._meta.verbose_name, "program": row.model.program.name}
    return Named(_("a part of the model of %(program)s: %(part)s") % told, _model(row.model, reading).href)


def _called(model: type[Model], word: Any, says: Says, *related: str) -> tuple[str, Called]:
    def names(ids: Collection[int], reader: StaffMember) -> Mapping[int, Named]:
        reading = _Reading(reader)
        rows = model._default_manager.filter(pk__in=ids).select_related(*related)
        return {row.pk: says(row, reading) for row in rows}

    return model._meta.label_lower, Called(word, names)


def tables() -> Mapping[str, Called]:
    """Every table of this room that the trail speaks of."""
    place = ("program", "site")
    of_use = ("assignment__program", "assignment__site")
    of_model = ("model__program",)
    return dict(
        (
            _called(Mission, gettext_lazy("the mission"), _mission),
            _called(Goal, gettext_lazy("a goal"), _goal),
            _called(Strategy, gettext_lazy("a strategy"), _strategy),
            _called(Outcome, gettext_lazy("an outcome"), _outcome),
            _called(Measure, gettext_lazy("a measure"), _measure),
            _called(MeasureVersion, gettext_lazy("a version of a measure"), _version),
            _called(MeasureLook, gettext_lazy("a look at a measure"), _look, "version"),
            _called(MeasureAssignment, gettext_lazy("the use of a measure"), _use, *place),
            _called(PerformancePeriod, gettext_lazy("a target"), _target, *of_use),
            _called(OwnerNote, gettext_lazy("a note on a measure"), _note, *of_use),
            _called(ReportedValue, gettext_lazy("a figure from elsewhere"), _value),
            _called(SubmittedFigure, gettext_lazy("a figure that was handed in"), _submitted),
            _called(DifferenceExplanation, gettext_lazy("an explanation of a difference"), _difference, "figure"),
            _called(ProgramModel, in_our_words(gettext_lazy("a %(program)s model")), _model, "program"),
            _called(CoreComponent, gettext_lazy("a core component of a model"), _part_of_model, *of_model),
            _called(ExpectedChange, gettext_lazy("an expected change of a model"), _part_of_model, *of_model),
            _called(Assumption, gettext_lazy("an assumption of a model"), _part_of_model, *of_model),
            _called(FidelityCheck, gettext_lazy("a check of a model"), _part_of_model, *of_model),
        )
    )

"""The library of measures: what the agency has, what packs offer beside it, and what one measure needs."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from lineofsight.apps.agency.words import the_words
from lineofsight.packs.offered import fields_of_work, offered_measures

from ..models import Measure, MeasureVersion
from ..record_columns import column_in_words
from .line import newest_versions
from .nodes import Line, MeasureNode


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One element of a measure, for its page. where: the forms that ask it, or where the records keep it."""

    label: str
    where: str
    is_missing: bool


def measure_titles() -> dict[int, str]:
    """Measure id → the title of its newest version. One query."""
    return {measure: version.title for measure, version in newest_versions().items()}


def reported_measures() -> QuerySet[Measure]:
    """Measures whose figures others count."""
    return Measure.objects.filter(versions__source="reported", versions__published_at__isnull=False).distinct()


def newest_version(measure: Measure) -> MeasureVersion:
    """Its newest published version, or its draft while nothing is published."""
    return published_version(measure) or measure.versions.order_by("-number")[0]


def published_version(measure: Measure) -> MeasureVersion | None:
    """The newest version that counts; None while nothing is published."""
    return measure.versions.filter(published_at__isnull=False).order_by("-number").first()


def draft_of(measure: Measure) -> MeasureVersion | None:
    return measure.versions.filter(published_at__isnull=True).first()


def measures_that_might_show(line: Line, outcome_id: int) -> tuple[str, ...]:
    """Titles of measures that fit an outcome without one: they ask whether people of these programs' fields are better
    off, and neither serve an outcome nor stand in a program model already. From the library and from packs."""
    outcome = line.outcomes[outcome_id]
    ours = {program.field for program in line.programs if program.id in outcome.programs and program.field}
    fields = {key for key, field in fields_of_work().items() if field.programs and any(map(field.is_about, ours))}
    by_key = {measure.key: measure for measure in line.measures.values()}
    taken = {key for key, measure in by_key.items() if measure.assignments or measure.shown_in_models}
    return tuple(
        offered.title
        for offered in offered_measures()
        if offered.field in fields and offered.document.get("asks") == "better_off" and offered.key not in taken
    )


def elements_shown(measure: MeasureNode, line: Line) -> tuple[Shown, ...]:
    """What a measure needs, and where it is asked."""
    found = []
    for key in measure.elements:
        element = line.elements.get(key)
        if key in measure.unknown:
            found.append(Shown(label=key.replace("_", " "), where="", is_missing=True))
        elif element and element.questions:
            forms = ", ".join(question.instrument_title for question in element.questions)
            found.append(Shown(label=element.label, where=forms, is_missing=False))
        elif element and element.kept_on:
            found.append(Shown(label=element.label, where=element.kept_on, is_missing=False))
        else:
            kept = column_in_words(key, the_words())
            label = element.label if element else kept[0] if kept else key.replace("_", " ")
            found.append(Shown(label=label, where=kept[1] if kept else "", is_missing=False))
    return tuple(found)

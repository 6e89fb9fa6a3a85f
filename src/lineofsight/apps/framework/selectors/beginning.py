"""What an agency can begin to measure at once: definitions of packs whose data is kept here, in the programs they are
about, and not in use there yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from lineofsight.apps.agency.models import Program
from lineofsight.apps.forms.models import DataElement
from lineofsight.packs.offered import FieldOfWork, OfferedMeasure, fields_of_work, offered_measures

from ..documents import elements_named, is_only_words
from ..models import MeasureAssignment
from ..record_columns import RECORD_COLUMNS


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """fields: field of work → its measures. usual: keys of those that are about these programs in particular; the
    others fit any program, and somebody has to mean them."""

    programs: tuple[Program, ...]
    fields: tuple[tuple[FieldOfWork, tuple[OfferedMeasure, ...]], ...]
    usual: frozenset[str]

    @property
    def measures(self) -> tuple[OfferedMeasure, ...]:
        return tuple(measure for _field, several in self.fields for measure in several)


def beginning(today: date) -> Beginning:
    """Three queries."""
    going_on = tuple(Program.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=today)).order_by("name"))
    known = {*DataElement.objects.values_list("key", flat=True), *RECORD_COLUMNS}
    used = set(MeasureAssignment.objects.filter(ended_on=None, site=None).values_list("measure__key", "program"))
    fields = []
    for field in fields_of_work().values():
        about = [program.pk for program in going_on if field.is_about(program.field)]
        several = tuple(
            each
            for each in offered_measures()
            if each.field == field.key
            and _can_be_counted(each, known)
            and any((each.key, program) not in used for program in about)
        )
        if several:
            fields.append((field, several))
    usual = frozenset(each.key for field, several in fields if field.programs for each in several)
    return Beginning(programs=going_on, fields=tuple(fields), usual=usual)


def _can_be_counted(offered: OfferedMeasure, known: set[str]) -> bool:
    document = offered.document
    if document.get("source") == "reported" or is_only_words(document):
        return False
    return {each.element for each in elements_named(document)} <= known

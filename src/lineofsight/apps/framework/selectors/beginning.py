"""What an agency can begin to measure at once: definitions of packs whose data is kept here, in the programs they are
about, and not in use there yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from lineofsight.apps.agency.models import Program
from lineofsight.apps.forms.models import DataElement
from lineofsight.apps.records.models import Enrollment
from lineofsight.packs.offered import FieldOfWork, OfferedMeasure, fields_of_work, offered_measures

from ..documents import Document, counts_within_fields, elements_named, is_only_words
from ..models import MeasureAssignment, MeasureVersion
from ..record_columns import RECORD_COLUMNS

SERVICE_TYPE = "${service_type}"


FEW_PROGRAMS = 3  # that are ticked without being asked for


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """fields: field of work → its measures. usual: keys of those that are about these programs in particular; the
    others fit any program, and somebody has to mean them. only_in_programs: keys of those in the library already that
    would count people of other fields in the whole agency."""

    programs: tuple[Program, ...]
    fields: tuple[tuple[FieldOfWork, tuple[OfferedMeasure, ...]], ...]
    usual: frozenset[str]
    only_in_programs: frozenset[str]

    @property
    def has_few_programs(self) -> bool:
        return len(self.programs) <= FEW_PROGRAMS

    @property
    def measures(self) -> tuple[OfferedMeasure, ...]:
        return tuple(measure for _field, several in self.fields for measure in several)


def beginning(today: date) -> Beginning:
    """Five queries."""
    going_on = tuple(Program.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=today)).order_by("name"))
    known = {*DataElement.objects.values_list("key", flat=True), *RECORD_COLUMNS}
    used = set(MeasureAssignment.objects.filter(ended_on=None, site=None).values_list("measure__key", "program"))
    everywhere, library = fields_going_on(), _library()
    fields, only = [], set[str]()
    for field in fields_of_work().values():
        about = [program.pk for program in going_on if field.is_about(program.field)]
        offered = [each for each in offered_measures() if each.field == field.key and _can_be_counted(each, known)]
        single = {each.key for each in offered if not _fits_the_whole(each, everywhere, library)}
        several = tuple(
            each
            for each in offered
            if about
            and any((each.key, place) not in used for place in (*about, *(() if each.key in single else (None,))))
        )
        only |= single & {each.key for each in several}
        if several:
            fields.append((field, several))
    usual = frozenset(each.key for field, several in fields if field.programs for each in several)
    return Beginning(programs=going_on, fields=tuple(fields), usual=usual, only_in_programs=frozenset(only))


def waits_to_be_measured() -> bool:
    """Whether people are recorded here and no measure is in use. At most two queries."""
    return not MeasureAssignment.objects.filter(ended_on=None).exists() and Enrollment.objects.exists()


def fields_going_on() -> frozenset[str]:
    """The fields of work of every program there is or was: their records are in the figures of the whole agency."""
    return frozenset(Program.objects.values_list("field", flat=True))


def can_be_used_for_the_whole(offered: OfferedMeasure, everywhere: frozenset[str]) -> bool:
    """Whether the measure, as it is in the library, counts those of its field alone in such an agency. One query."""
    return _fits_the_whole(offered, everywhere, _library())


def _fits_the_whole(offered: OfferedMeasure, everywhere: frozenset[str], library: Mapping[str, Document]) -> bool:
    field = fields_of_work()[offered.field]
    if all(field.is_about(each) for each in everywhere):
        return True
    return offered.key not in library or counts_within_fields(library[offered.key], field.programs)


def _library() -> dict[str, Document]:
    """Key → the newest published definition of each measure in the library."""
    published = MeasureVersion.objects.filter(published_at__isnull=False).order_by("number")
    return dict(published.values_list("measure__key", "document"))


def _can_be_counted(offered: OfferedMeasure, known: set[str]) -> bool:
    """Whether all it names is kept here. One that names a kind of service by its code does not know ours."""
    document = offered.document
    if document.get("source") == "reported" or is_only_words(document) or SERVICE_TYPE in _said(document):
        return False
    return {each.element for each in elements_named(document)} <= known


def _said(document: Document) -> str:
    return " ".join(str(document.get(part) or "") for part in ("population", "numerator", "value", "derive"))

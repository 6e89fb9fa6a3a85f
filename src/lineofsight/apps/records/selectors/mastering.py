"""Which fields are closed here because another system keeps them.

The rule: what a source keeps (`agency.selectors.keeping`) is changed in the source, never here; what it does not
deliver stays open. A row that was typed here is open, unless its program says that its records are kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import Program, Source, SourcedRecord, StaffMember
from lineofsight.apps.agency.selectors.keeping import keeping
from lineofsight.apps.agency.words import the_words
from lineofsight.problems import Problem

from ..models import Assessment, Enrollment, Participant, Service, ServiceType
from .discretion import names_sources_to

_IDENTITY = frozenset(
    {
        "first_name",
        "middle_name",
        "last_name",
        "name_suffix",
        "birth_date",
        "birth_date_quality",
        "genders",
        "race_ethnicities",
        "is_veteran",
    }
)
_CONTACT = frozenset({"preferred_name", "language", "phone", "email", "address", "zip_code"})
_KIND = frozenset({"name", "unit"})
_STAY = frozenset(
    {
        "site",
        "household",
        "relationship",
        "joined_household_on",
        "left_household_on",
        "stage",
        "applied_on",
        "entry_date",
        "exit_date",
    }
)

# What each kind of source delivers. An HMIS export has no phone numbers and names no grant for an enrollment.
_DELIVERED: Mapping[str, Mapping[type[SourcedRecord], frozenset[str]]] = {
    Source.Kind.HMIS: {Participant: _IDENTITY, Enrollment: _STAY, ServiceType: _KIND},
    Source.Kind.WORKBOOK: {
        Participant: _IDENTITY | _CONTACT,
        Enrollment: _STAY | {"paid_by"},
        ServiceType: _KIND,
    },
}


@dataclass(frozen=True)
class Closed:
    """The fields of one row that are closed here, and the source that keeps them. No fields: the row is open.

    is_named: whether the source may be told apart from others.
    """

    fields: frozenset[str]
    source: Source | None
    is_named: bool = True

    def __contains__(self, field: object) -> bool:
        return field in self.fields

    @property
    def where(self) -> str:
        """The name of the source, for pages."""
        if not self.is_named:
            return _("another system")
        return self.source.title if self.source else ""

    @property
    def refreshed(self) -> str:
        """The day its newest export was made, in words; empty when nothing was imported yet, or may not be told."""
        return made_in_words(self.source) if self.source and self.is_named else ""


OPEN = Closed(frozenset(), None)


def closed_on_participant(participant: Participant, *, reader: StaffMember) -> Closed:
    """The fields of a person that their source delivers, as this reader may be told. The caller loads `source`."""
    closed = _closed(participant, keeping(participant.source))
    return closed if closed is OPEN else replace(closed, is_named=names_sources_to(reader))


def closed_on_enrollment(enrollment: Enrollment) -> Closed:
    """The fields of an enrollment that come from its own source or are kept where its program is kept.

    The caller loads `source` and `program__mastered_in`.
    """
    return _closed(enrollment, keeper_of(enrollment) or enrollment.program.mastered_in)


def closed_on_service_type(service_type: ServiceType) -> Closed:
    """The fields of a kind of service that its source delivers. The caller loads `source`."""
    return _closed(service_type, keeping(service_type.source))


def keeper_of(record: Enrollment | Service | Assessment) -> Source | None:
    """The source that keeps a stay, a service or an assessment; None when it is open here. The caller loads `source`
    and the program."""
    stay = record if isinstance(record, Enrollment) else record.enrollment
    return keeping(record.source, stay.program)


def check_open(closed: Closed, fields: Iterable[str]) -> None:
    """Raises R101 when one of the fields is closed."""
    wanted = sorted(closed.fields.intersection(fields))
    if wanted and closed.source:
        raise kept_elsewhere(closed.where)


def check_program_open(program: Program) -> None:
    """Raises R102 when enrollments of this program are made in another system."""
    if program.mastered_in is not None:
        raise Problem(
            "R102",
            _("%(enrollments)s of %(program)s are kept in %(source)s.")
            % {
                "enrollments": the_words().Enrollments,
                "program": program.name,
                "source": program.mastered_in.title,
            },
            _("Make it there; it arrives here with the next import."),
        )


def made_in_words(source: Source) -> str:
    """When the newest imported export of a source was made, as it says itself: a day in words, or its own text."""
    try:
        day = date.fromisoformat(source.last_made_at[:10])
    except ValueError:
        return source.last_made_at
    return date_format(day, "F j, Y")


def kept_elsewhere(where: str) -> Problem:
    return Problem(
        "R101",
        _("This is kept in %(source)s and closed here.") % {"source": where},
        _("Change it there; it arrives here with the next import."),
    )


def _closed(record: SourcedRecord, source: Source | None) -> Closed:
    return Closed(_DELIVERED[source.kind][type(record)], source) if source else OPEN

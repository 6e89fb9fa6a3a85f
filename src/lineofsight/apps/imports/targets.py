"""Which model a row of a source becomes, and which columns a source may write.

The one list of what an import can write. Order is that of references: a row refers only to tables before its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import models

from lineofsight.apps.agency.models import Funder, Grant, Program, Site, SourcedRecord, SourceRow
from lineofsight.apps.records.models import (
    Assessment,
    Enrollment,
    Household,
    Participant,
    Service,
    ServiceType,
)


@dataclass(frozen=True)
class Target:
    """name: as in `packs.rows.Table`, or a table the pipeline derives. columns: written as they come. json: written as
    JSON text. references: column → target whose row it names; the source gives `<column without _id>_key`. outside:
    references to rows that no import writes (staff members, instruments), resolved by key. scope: columns copied from
    here to tell what has vanished. never_taken_back: columns that a source may set, and once they are set no longer.
    """

    name: str
    model: type[SourcedRecord]
    columns: tuple[str, ...] = ()
    json: tuple[str, ...] = ()
    references: Mapping[str, str] = field(default_factory=dict)
    outside: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    never_taken_back: tuple[str, ...] = ()
    found_by: tuple[str, ...] = ()  # what a workbook names may have been typed here before: told by these columns
    found_within: str = ""  # and only in rows of no program, or of the one program for which the file needs it

    @property
    def db_table(self) -> str:
        return self.model._meta.db_table

    @property
    def json_columns(self) -> tuple[str, ...]:
        return (*self.json, "kept_aside")

    def keeps(self, record: models.Model, column: str) -> bool:
        """Whether the record's value stays, whatever a source says."""
        return column in self.never_taken_back and getattr(record, column) != self.field(column).get_default()

    def key_column(self, reference: str) -> str:
        """
        >>> TARGETS["enrollment"].key_column("participant_id")
        'participant_key'
        """
        return f"{reference.removesuffix('_id')}_key"

    def field(self, column: str) -> models.Field:
        """The model's field of a database column."""
        return next(each for each in self.model._meta.concrete_fields if each.column == column)


TARGETS: dict[str, Target] = {
    target.name: target
    for target in (
        Target("site", Site, ("name", "address"), found_by=("name",)),
        Target(
            "program",
            Program,
            ("name", "field", "started_on", "ended_on", "protection"),
            never_taken_back=("protection",),  # an export knows of some laws; the agency of all
            found_by=("name",),
        ),
        Target("funder", Funder, ("name",), found_by=("name",)),
        Target(
            "grant",
            Grant,
            ("name", "number", "starts_on", "ends_on"),
            references={"funder_id": "funder"},
            found_by=("name", "funder_id"),
        ),
        Target("service_type", ServiceType, ("name", "unit"), found_by=("name", "unit"), found_within="program_id"),
        Target("reference", SourceRow, ("table", "program_key"), json=("answers",)),
        Target(
            "participant",
            Participant,
            (
                "first_name",
                "middle_name",
                "last_name",
                "name_suffix",
                "preferred_name",
                "birth_date",
                "birth_date_quality",
                "is_veteran",
                "language",
                "phone",
                "email",
                "address",
                "zip_code",
                "search_name",
                "search_sounds",
            ),
            json=("genders", "race_ethnicities", "answers"),
        ),
        Target("household", Household),
        Target(
            "enrollment",
            Enrollment,
            ("relationship", "stage", "applied_on", "entry_date", "exit_date"),
            json=("answers",),
            references={
                "participant_id": "participant",
                "program_id": "program",
                "site_id": "site",
                "household_id": "household",
                "paid_by_id": "grant",
            },
            scope=("participant_id", "program_id", "entry_date", "exit_date"),
        ),
        Target(
            "service",
            Service,
            ("date", "quantity", "amount", "note"),
            json=("answers",),
            references={"enrollment_id": "enrollment", "type_id": "service_type", "paid_by_id": "grant"},
            outside=("staff_id",),
            scope=("enrollment_id", "date"),
        ),
        Target(
            "assessment",
            Assessment,
            ("point", "date"),
            json=("answers",),
            references={"enrollment_id": "enrollment"},
            outside=("instrument_id", "staff_id"),
            scope=("enrollment_id", "date"),
        ),
    )
}

# Tables whose rows can vanish: those of people. A program or funder no longer named is no loss.
VANISHING = ("enrollment", "service", "assessment", "participant")

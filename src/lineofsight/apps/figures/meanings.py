"""Code sets, data elements and instruments, as one snapshot of the database has them.

The rule: free text is no fact, because anybody may be named in it. A data element of type text becomes a column only
when the pack that defines it says that it holds no words of people, such as the code of an area.
"""

from __future__ import annotations

from dataclasses import dataclass

from lineofsight.apps.agency.models import Protection
from lineofsight.apps.records.models import (
    BirthDateQuality,
    CollectionPoint,
    Gender,
    RaceEthnicity,
    Relationship,
    Stage,
)
from lineofsight.measures.catalogue import ElementColumn
from lineofsight.measures.tables import ColumnType
from lineofsight.packs.hmis.elements import TEXT_WITHOUT_PEOPLE, code_groups, stands_with

from .snapshot import Snapshot

OWN_CODE_SETS: dict[str, frozenset[str]] = {
    "birth_date_quality": frozenset(BirthDateQuality.values),
    "enrollment_stage": frozenset(Stage.values),
    "gender": frozenset(Gender.values),
    "protection": frozenset(Protection.values),
    "race_ethnicity": frozenset(RaceEthnicity.values),
    "relationship": frozenset(Relationship.values),
    "stage": frozenset(CollectionPoint.values),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanings:
    """elements: every data element by key, None for one that is no fact. instruments: (id, key, title).

    asked: the keys of the data elements that an instrument asks, by its key. stands_with: those that a source brings
    with every record of a table, by its name: they have a column also while nobody has answered, so that a measure can
    be used before the first exit.
    """

    code_sets: dict[str, frozenset[str]]
    elements: dict[str, ElementColumn | None]
    instruments: list[tuple[int, str, str]]
    asked: dict[str, tuple[str, ...]]
    stands_with: dict[str, tuple[str, ...]]


def read_meanings(database: Snapshot) -> Meanings:
    """Six small queries. A group of codes is a code set named `<code set>.<group>`."""
    code_sets: dict[str, set[str]] = {row["key"]: set() for row in database.rows("SELECT key FROM forms_codeset")}
    for row in database.rows(
        "SELECT s.key AS name, c.code FROM forms_code c JOIN forms_codeset s ON s.id = c.code_set_id"
    ):
        code_sets[row["name"]].add(row["code"])
    for row in database.rows(
        "SELECT s.key AS name, g.key AS group_key, c.code FROM forms_codegroup g JOIN forms_codeset s"
        " ON s.id = g.code_set_id JOIN forms_codegroup_codes m ON m.codegroup_id = g.id"
        " JOIN forms_code c ON c.id = m.code_id"
    ):
        code_sets.setdefault(f"{row['name']}.{row['group_key']}", set()).add(row["code"])
    for name, members in code_groups().items():
        if name.rpartition(".")[0] in code_sets:  # nobody else needs the groups of a list they do not have
            code_sets[name] = set(members)
    elements = {
        row["key"]: _element(row)
        for row in database.rows(
            "SELECT e.key, e.label, e.type, e.unit, coalesce(s.key, '') AS code_set"
            " FROM forms_dataelement e LEFT JOIN forms_codeset s ON s.id = e.code_set_id"
        )
    }
    instruments = [
        (row["id"], row["key"], row["title"])
        for row in database.rows("SELECT id, key, title FROM forms_instrument ORDER BY id")
    ]
    asked: dict[str, list[str]] = {key: [] for _id, key, _title in instruments}
    for row in database.rows(
        "SELECT n.key AS instrument, e.key FROM forms_instrumentelement i"
        " JOIN forms_instrument n ON n.id = i.instrument_id JOIN forms_dataelement e ON e.id = i.element_id"
        " ORDER BY n.id, i.position"
    ):
        asked[row["instrument"]].append(row["key"])
    return Meanings(
        code_sets={name: frozenset(codes) for name, codes in code_sets.items()},
        elements=elements,
        instruments=instruments,
        asked={key: tuple(keys) for key, keys in asked.items()},
        stands_with={table: tuple(key for key in keys if key in elements) for table, keys in stands_with().items()},
    )


def _element(row: dict[str, str]) -> ElementColumn | None:
    type_ = ColumnType(row["type"])
    if type_ is ColumnType.TEXT and row["key"] not in TEXT_WITHOUT_PEOPLE:
        return None
    return ElementColumn(key=row["key"], label=row["label"], type=type_, unit=row["unit"], code_set=row["code_set"])

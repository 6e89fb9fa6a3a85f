"""What an author can choose from: the columns and answers of a record, its own words, and words made ready for use.

A score that is asked at several collection points has no single value for a stay. So each answer of a form is offered
as it was at the start, at the end and the last time; each kind of service as how often it was given. Choosing one
brings its derive into the document (`writing.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lineofsight.expressions import Kind
from lineofsight.measures.catalogue import Catalogue
from lineofsight.measures.checks.naming import Naming, type_of
from lineofsight.measures.choices.choices import text
from lineofsight.measures.tables import Column, ColumnType, Grain, Table


class Answers(StrEnum):
    """How a field is answered, which decides what can be asked of it."""

    NUMBER = "number"
    DAY = "day"
    YES_NO = "yes_no"
    ONE = "one"  # of a list
    SEVERAL = "several"  # of a list
    ANY = "any"  # nobody knows


class FieldKind(StrEnum):
    """Where a field stands."""

    RECORD = "record"
    ANSWER = "answer"
    OWN = "own"  # a derive of the document
    AT_START = "at_start"
    AT_EXIT = "at_exit"
    LATEST = "latest"
    SERVICES = "services"
    SERVICES_IN_PERIOD = "services_in_period"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """written: as an expression writes it, `${exit_date}`. label: of a column or an answer; name: of the column itself.
    derive: what must be in the document for it, under `needs`."""

    written: str
    name: str
    label: str
    kind: FieldKind
    answers: Answers
    code_set: str = ""
    needs: str = ""
    derive: Mapping[str, object] | None = None


_ANSWERS = {
    Kind.INTEGER: Answers.NUMBER,
    Kind.DECIMAL: Answers.NUMBER,
    Kind.DATE: Answers.DAY,
    Kind.DATETIME: Answers.DAY,
    Kind.BOOLEAN: Answers.YES_NO,
    Kind.CHOICE: Answers.ONE,
    Kind.CHOICES: Answers.SEVERAL,
}
_POINTS = (
    (FieldKind.AT_START, "{name}_at_start", "${stage} = 'start' and ", "earliest"),
    (FieldKind.AT_EXIT, "{name}_at_exit", "${stage} = 'exit' and ", "latest"),
    (FieldKind.LATEST, "latest_{name}", "", "latest"),
)
_NEVER = (ColumnType.ID, ColumnType.TEXT)


def fields_on(catalogue: Catalogue, rows: Grain, derives: Mapping[str, object]) -> tuple[Field, ...]:
    """Every field of a record of this kind: what stands on it and on what it belongs to, the document's own words, and
    those made ready. A name is offered once."""
    found: dict[str, Field] = {}
    naming = Naming(catalogue, rows)
    several = [*_own(catalogue, derives), *_stored(naming)]
    if rows is Grain.ENROLLMENT:
        several += [*_at_points(catalogue), *_services(catalogue)]
    for each in several:
        found.setdefault(each.written, each)
    return tuple(found.values())


def asked_on_forms(catalogue: Catalogue) -> tuple[Field, ...]:
    """The answers of forms, as they stand on an assessment: what can be compared between two collection points."""
    found: dict[str, Field] = {}
    for form in catalogue.answers_of(Grain.ASSESSMENT.value):
        for column in form.columns:
            if column.element and column.type not in _NEVER:
                found.setdefault(column.element, _field(column, FieldKind.ANSWER, ""))
    return tuple(found.values())


def offered_derives(fields: tuple[Field, ...]) -> dict[str, Mapping[str, object]]:
    """The derives that fields bring along, by name."""
    return {each.needs: each.derive for each in fields if each.derive is not None}


def _stored(naming: Naming) -> Iterator[Field]:
    for _links, table in naming.reachable:
        if table.grain is None:
            yield from _of_place(table)
            continue
        for column in table.columns:
            if column.type not in _NEVER:
                yield _field(column, FieldKind.RECORD, "")
        for answers in naming.catalogue.answers_of(table.name):
            for column in answers.columns:
                if column.element and column.type not in _NEVER:
                    yield _field(column, FieldKind.ANSWER, "")


def _of_place(table: Table) -> Iterator[Field]:
    """Of a program its field of work, of a kind of service whether it is a contact."""
    for name in ("field", "is_contact"):
        if name in table:
            yield _field(table.column(name), FieldKind.RECORD, f"{table.name}.")


def _field(column: Column, kind: FieldKind, prefix: str) -> Field:
    return Field(
        written=f"${{{prefix}{column.spelling}}}",
        name=prefix + column.spelling,
        label=column.description,
        kind=kind,
        answers=_ANSWERS.get(type_of(column).kind, Answers.ANY),
        code_set=column.code_set,
    )


def _own(catalogue: Catalogue, derives: Mapping[str, object]) -> Iterator[Field]:
    """The document's own words; how they are answered is known of counts and of what is picked from an answer."""
    asked = {each.written: each for each in asked_on_forms(catalogue)}
    columns = {f"${{{column.spelling}}}": column for table in catalogue.tables.values() for column in table.columns}
    for name, found in derives.items():
        derive = found if isinstance(found, Mapping) else {}
        picked, code_set, answers = text(derive, "value"), "", Answers.ANY
        if text(derive, "pick") in ("count", "count_distinct", "sum", "mean") or derive.get("cuts"):
            answers = Answers.NUMBER if "cuts" not in derive else Answers.ANY
        elif text(derive, "pick") == "exists":
            answers = Answers.YES_NO
        elif picked in asked:
            answers, code_set = asked[picked].answers, asked[picked].code_set
        elif picked in columns:
            column = columns[picked]
            answers, code_set = _ANSWERS.get(type_of(column).kind, Answers.ANY), column.code_set
        yield Field(
            written=f"${{{name}}}",
            name=name,
            label=name.replace("_", " "),
            kind=FieldKind.OWN,
            answers=answers,
            code_set=code_set,
        )


def _at_points(catalogue: Catalogue) -> Iterator[Field]:
    for asked in asked_on_forms(catalogue):
        for kind, named, where, pick in _POINTS:
            name = named.format(name=_as_name(asked.name))
            derive = {
                "from": "assessment",
                "where": f"{where}not({asked.written} = '')",
                "pick": pick,
                "value": asked.written,
            }
            yield Field(
                written=f"${{{name}}}",
                name=asked.name,
                label=asked.label,
                kind=kind,
                answers=asked.answers,
                code_set=asked.code_set,
                needs=name,
                derive=derive,
            )


def _services(catalogue: Catalogue) -> Iterator[Field]:
    in_period = " and ${date} >= ${period.start} and ${date} <= ${period.end}"
    for code in sorted(catalogue.code_sets.get("service_type", ())):
        for kind, end, more in (
            (FieldKind.SERVICES, "", ""),
            (FieldKind.SERVICES_IN_PERIOD, "_in_period", in_period),
        ):
            name = f"services_{_as_name(code)}{end}"
            yield Field(
                written=f"${{{name}}}",
                name=code,
                label=code.replace("_", " "),
                kind=kind,
                answers=Answers.NUMBER,
                needs=name,
                derive={"from": "service", "where": f"${{service_type}} = '{code}'{more}", "pick": "count"},
            )


def _as_name(key: str) -> str:
    """A key as part of a derive's name.

    >>> _as_name("hmis.exit.Destination")
    'hmis_exit_destination'
    """
    return re.sub(r"[^a-z0-9]+", "_", key.lower()).strip("_")[:60]

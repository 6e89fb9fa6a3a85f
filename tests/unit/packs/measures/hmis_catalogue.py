"""The facts of an agency that has been asked everything an HMIS export can hold, without a row of anybody."""

from __future__ import annotations

from lineofsight.apps.figures.meanings import OWN_CODE_SETS
from lineofsight.measures.catalogue import Catalogue, ElementColumn, answer_column, answers_table, form_table
from lineofsight.measures.tables import CORE, ENROLLMENT, PARTICIPANT, SERVICE, ColumnType
from lineofsight.packs.hmis.elements import (
    TEXT_WITHOUT_PEOPLE,
    code_groups,
    code_sets,
    data_elements,
    instruments,
)

_HELD_BY = {
    "enrollment": ENROLLMENT,
    "exit": ENROLLMENT,
    "client": PARTICIPANT,
    "services": SERVICE,
}
_NAMED = ("program", "site", "grant", "service_type")


def hmis_catalogue() -> Catalogue:
    forms = {spec.key: set(spec.element_keys) for spec in instruments()}
    elements: dict[str, ElementColumn] = {}
    for spec in data_elements():
        type_ = ColumnType(spec.type)
        if type_ is ColumnType.TEXT and spec.key not in TEXT_WITHOUT_PEOPLE:
            continue
        held_by = _HELD_BY.get(spec.key.split(".")[1])
        tables = {f"{held_by.name}_answers"} if held_by else set()
        tables |= {form_table(key, ()).name for key, asked in forms.items() if spec.key in asked}
        elements[spec.key] = ElementColumn(
            key=spec.key, label=spec.label, type=type_, unit=spec.unit, code_set=spec.code_set, tables=tuple(tables)
        )
    answers = [
        answers_table(of, [answer_column(each) for each in elements.values() if f"{of.name}_answers" in each.tables])
        for of in (ENROLLMENT, PARTICIPANT, SERVICE)
    ]
    asked = [
        form_table(key, [answer_column(elements[each]) for each in sorted(several) if each in elements])
        for key, several in forms.items()
    ]
    codes = {spec.key: frozenset(code for code, _title in spec.codes) for spec in code_sets()}
    named: dict[str, frozenset[str]] = {name: frozenset() for name in _NAMED}
    named["instrument"] = frozenset(forms)
    return Catalogue(
        {table.name: table for table in (*CORE, *answers, *asked)},
        {**OWN_CODE_SETS, **named, **codes, **code_groups()},
        elements,
    )

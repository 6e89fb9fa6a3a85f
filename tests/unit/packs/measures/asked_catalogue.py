"""The facts of an agency that asks everything the starter measures need, without a row of anybody."""

from __future__ import annotations

from lineofsight.apps.figures.meanings import OWN_CODE_SETS
from lineofsight.measures.catalogue import Catalogue, ElementColumn, answer_column, answers_table, form_table
from lineofsight.measures.tables import CORE, ENROLLMENT, SERVICE, ColumnType, Table

CODES = {
    "benefit_decision": frozenset({"approved", "denied"}),
    "exit_reason": frozenset({"by_plan", "drifted_away", "died"}),
    "household_type": frozenset({"alone", "with_children"}),
    "language": frozenset({"en", "es"}),
    "living_place": frozenset({"own_home", "relative_home", "care_home"}),
    "township": frozenset({"north", "south"}),
}
OF_STAYS = {
    "appointment_asked_on": ColumnType.DATE,
    "first_appointment_on": ColumnType.DATE,
    "household_size": ColumnType.INTEGER,
    "consent_to_follow_up": ColumnType.BOOLEAN,
    "exit_reason": ColumnType.CODE,
    "household_type": ColumnType.CODE,
    "language": ColumnType.CODE,
    "township": ColumnType.CODE,
}
OF_SERVICES = {
    "food_pounds": ColumnType.DECIMAL,
    "benefit_asked_on": ColumnType.DATE,
    "benefit_decision": ColumnType.CODE,
    "meals_planned": ColumnType.INTEGER,
    "meals_delivered": ColumnType.INTEGER,
}
FORMS: dict[str, dict[str, ColumnType]] = {
    "depression_screen": {"depression_score": ColumnType.INTEGER},
    "hospital_stay": {"discharge_date": ColumnType.DATE, "visit_after_discharge_on": ColumnType.DATE},
    "daily_life": {"daily_life_rating": ColumnType.INTEGER},
    "developmental_screening": {"screening_due_on": ColumnType.DATE, "screening_done_on": ColumnType.DATE},
    "classroom_month": {"child_days_present": ColumnType.INTEGER, "child_days_open": ColumnType.INTEGER},
    "spring_observation": {"readiness_areas_met": ColumnType.INTEGER},
    "child_welfare_check": {"confirmed_report_date": ColumnType.DATE},
    "food_questions": {"food_worry_score": ColumnType.INTEGER},
    "three_questions": {"loneliness_score": ColumnType.INTEGER},
    "living_check": {"living_place": ColumnType.CODE},
}


def asked_catalogue() -> Catalogue:
    elements: dict[str, ElementColumn] = {}

    def answers(table: Table, asked: dict[str, ColumnType]) -> Table:
        elements.update({key: _element(key, type_, f"{table.name}_answers") for key, type_ in asked.items()})
        return answers_table(table, [answer_column(elements[key]) for key in asked])

    def form(key: str, asked: dict[str, ColumnType]) -> Table:
        elements.update({each: _element(each, type_, form_table(key, ()).name) for each, type_ in asked.items()})
        return form_table(key, [answer_column(elements[each]) for each in asked])

    tables = [answers(ENROLLMENT, OF_STAYS), answers(SERVICE, OF_SERVICES), *(form(*each) for each in FORMS.items())]
    named = {name: frozenset[str]() for name in ("program", "site", "grant", "service_type")}
    named["instrument"] = frozenset(FORMS)
    return Catalogue({table.name: table for table in (*CORE, *tables)}, {**OWN_CODE_SETS, **named, **CODES}, elements)


def _element(key: str, type_: ColumnType, table: str) -> ElementColumn:
    code_set = key if type_ is ColumnType.CODE else ""
    return ElementColumn(key=key, label=key.replace("_", " "), type=type_, unit="", code_set=code_set, tables=(table,))

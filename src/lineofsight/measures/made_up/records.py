"""The records of one made-up person, as facts that can be worked out by hand.

The rule: what a record must have and a case leaves out is filled in without saying anything (a program of the measure's
field, an update); whatever an author writes and nobody can take is told, with its place in the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from lineofsight.expressions import Value
from lineofsight.measures.by_hand.facts import Facts, Row
from lineofsight.measures.catalogue import Catalogue, column_name
from lineofsight.measures.checks.naming import NotNamed, forms_holding
from lineofsight.measures.definition import Case, Given, Written
from lineofsight.measures.problems import MeasureProblem, did_you_mean
from lineofsight.measures.tables import Column, ColumnType, Grain, Table

PERSON = 1_000
"""The number of the made-up person, of the household, and of the first record of each kind."""
LONG_AFTER_YEARS = 20
"""The day on which a case is looked at lies so many years after its period: it is never too early."""
_LISTS = {"enrollment": "enrollments", "service": "services", "assessment": "assessments"}
_WITHOUT_SAYING: Mapping[str, Mapping[str, Value]] = {
    "participant": {"birth_date_quality": "full"},
    "enrollment": {"relationship": "not_asked", "enrollment_stage": "active"},
    "service": {"quantity": 1.0},
    "assessment": {"stage": "update"},
}
_KINDS = {
    ColumnType.DATE: "a day, as 2026-03-31",
    ColumnType.DATETIME: "a day, as 2026-03-31",
    ColumnType.INTEGER: "a whole number",
    ColumnType.DECIMAL: "a number",
    ColumnType.MONEY: "a number",
    ColumnType.BOOLEAN: "true or false",
}


Places = Mapping[str, Mapping[str, Row]]
"""The kinds of services and the programs that an agency has: table → code → row."""
NO_PLACES: Places = MappingProxyType({})


@dataclass(slots=True)
class Lying:
    """One person being laid down. problems: what could not be taken, by its place in the document."""

    catalogue: Catalogue
    case: Case
    path: str
    places: Places
    field_of_work: str = ""
    rows: dict[str, dict[int, dict[str, Value]]] = field(default_factory=dict)
    problems: list[MeasureProblem] = field(default_factory=list)

    def facts(self) -> Facts:
        """The person alone, long after the case."""
        said = {each.table: dict(each.values) for each in self.case.given if each.table not in _LISTS}
        place = str(said.get("program", {}).get("field") or self.field_of_work or "any")
        self._keep("participant", PERSON, said.get("participant", {}), "participant")
        self._keep("household", PERSON, said.get("household", {}), "household")
        for table in _LISTS:
            for number, (path, each) in enumerate(self._numbered(table)):
                self._keep(table, PERSON + number, dict(each.values), path, place)
        if not self.rows.get("enrollment") and any(self.rows.get(table) for table in _LISTS):
            self._trouble("", "", "The services and assessments belong to no stay.", "Give the person an enrollment.")
        day = self.case.last_day
        long_after = date(day.year + LONG_AFTER_YEARS, day.month, min(day.day, 28))
        return Facts(self.catalogue, long_after, self.rows)

    def _numbered(self, table: str) -> Iterator[tuple[str, Given]]:
        several = [each for each in self.case.given if each.table == table]
        for number, each in enumerate(several, start=1):
            is_only = table == "enrollment" and len(several) == 1
            yield (table if is_only else f"{_LISTS[table]}[{number}]"), each

    def _keep(self, name: str, key: int, given: Mapping[str, Written], path: str, place: str = "") -> None:
        table = self.catalogue.tables[name]
        values: dict[str, Written] = dict(given)
        row: dict[str, Value] = dict.fromkeys((column.name for column in table.columns), None)
        row |= {"id": key, **_WITHOUT_SAYING.get(name, {}), **self._linked(name, values, path, place)}
        holders = self._holders(name, values, path)
        answers: dict[str, Value] = {"id": key}
        own = {spelling: each for each in table.columns for spelling in (each.name, each.spelling, *each.aliases)}
        asked = {column.element: column for holder in holders for column in holder.columns if column.element}
        for said, value in values.items():
            column = own.get(said) or asked.get(said)
            if column is None:
                remedy = did_you_mean(said, [*own, *asked], "Choose a column of it, or an answer to it.")
                self._trouble(path, said, f"{name.capitalize()}s have no “{said}”.", remedy)
            elif said in own:
                row[column.name] = self._canonical(path, said, value, column)
            else:
                answers[column_name(said)] = self._canonical(path, said, value, column)
        if "recorded_on" in table and row["recorded_on"] is None:
            row["recorded_on"] = row["date"]
        self._put(name, key, row)
        for holder in holders:
            blank = dict.fromkeys((column.name for column in holder.columns), None)
            self._put(holder.name, key, {**blank, **{each: answers[each] for each in answers if each in holder}})

    def _linked(self, name: str, values: dict[str, Written], path: str, place: str) -> Mapping[str, Value]:
        """To whom the record belongs. A program may be told by its code, or by its field of work alone."""
        if name == "enrollment":
            wanted = str(values.pop("program.field", place))
            code = str(values.get("program") or wanted)
            unknown: Row = {"name": code, "field": wanted, "protection": "none"}
            key = self._place("program", code, unknown)
            return {"participant_id": PERSON, "household_id": PERSON, "program_id": key, "program": code}
        if name not in _LISTS:
            return {}
        if values.get("date") is None and not any(alias in values for alias in _aliases(self.catalogue, name)):
            self._trouble(path, "date", "It has no day.", "Write date: and a day in or near the period.")
        if name == "service":
            code = str(values.get("service_type") or "visit")
            key = self._place("service_type", code, {"name": code, "is_contact": True})
            return {"enrollment_id": PERSON, "service_type_id": key, "service_type": code}
        return {"enrollment_id": PERSON, "instrument_id": 1, "instrument": str(values.get("instrument") or "")}

    def _place(self, table: str, code: str, unknown: Row) -> int:
        """The number of a program or a kind of service; one that the agency does not have is made up as well."""
        known = self.rows.setdefault(table, {})
        key = next((key for key, row in known.items() if row["code"] == code), len(known) + 1)
        known[key] = {**self.places.get(table, {}).get(code, unknown), "id": key, "code": code}
        return key

    def _holders(self, name: str, values: dict[str, Written], path: str) -> tuple[Table, ...]:
        """Where the answers stand: beside the record, or in the table of the form that asked them."""
        if name != "assessment":
            return self.catalogue.answers_of(name)
        forms = self.catalogue.answers_of(name)
        wanted = values.get("instrument")
        found = [form for form in forms if form.instrument == wanted]
        if found:
            return tuple(found)
        table = self.catalogue.facts(Grain.ASSESSMENT)
        own = {spelling for each in table.columns for spelling in (each.name, each.spelling, *each.aliases)}
        try:  # another agency's form may have another name here; the one that asks the same will do
            holding = forms_holding(self.catalogue, tuple(each for each in values if each not in own))
        except NotNamed:
            holding = ()
        if not holding and wanted is not None:
            remedy = did_you_mean(str(wanted), [form.instrument for form in forms], "Name a form that is used here.")
            self._trouble(path, "instrument", f"There is no form “{wanted}” here.", remedy)
        return tuple(form for form in forms if form.name in holding[:1])

    def _canonical(self, path: str, said: str, value: Written, column: Column) -> Value:
        """A value of a document in the type of its column."""
        if value is None or value == "":
            return None
        made = _made(value, column.type)
        if made is None:
            what = _KINDS.get(column.type, "one answer")
            self._trouble(path, said, f"“{_shown(value)}” is not {what}.", f"Write {what}.")
            return None
        known = self.catalogue.code_sets.get(column.code_set) if column.code_set not in _OPEN else None
        wrong = [code for code in (made if isinstance(made, tuple) else (made,)) if known and code not in known]
        if wrong:
            remedy = did_you_mean(str(wrong[0]), known or ())
            self._trouble(path, said, f"“{wrong[0]}” is no answer of {column.spelling}.", remedy)
        return made

    def _put(self, table: str, key: int, row: dict[str, Value]) -> None:
        self.rows.setdefault(table, {})[key] = row

    def _trouble(self, path: str, key: str, trouble: str, remedy: str) -> None:
        place = ".".join(part for part in (self.path, "given", path, key) if part)
        self.problems.append(MeasureProblem("M150", place, trouble, remedy))


_OPEN = ("program", "site", "grant", "service_type", "instrument")
"""Lists of what an agency has: a measure from elsewhere names a program or a form of elsewhere in its cases."""


def _aliases(catalogue: Catalogue, name: str) -> tuple[str, ...]:
    return catalogue.tables[name].column("date").aliases


def _made(value: Written, kind: ColumnType) -> Value:
    """None for what cannot be of this type."""
    if kind in (ColumnType.DATE, ColumnType.DATETIME):
        return value if isinstance(value, date) else None
    if kind is ColumnType.BOOLEAN:
        return value if isinstance(value, bool) else None
    if kind is ColumnType.CODES:
        several = value if isinstance(value, tuple) else (value,)
        return tuple(str(each) for each in several)
    if isinstance(value, tuple | bool | date):
        return None
    if kind in (ColumnType.INTEGER, ColumnType.ID):
        return value if isinstance(value, int) else None
    if kind is ColumnType.DECIMAL:
        return float(value) if isinstance(value, int | float) else None
    if kind is ColumnType.MONEY:
        return Decimal(str(value)).quantize(Decimal("0.01")) if isinstance(value, int | float) else None
    return str(value)


def _shown(value: Written) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(value) if isinstance(value, tuple) else str(value)

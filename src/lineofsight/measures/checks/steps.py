"""The derives of a definition, as steps: each after those it uses, each with its type.

On the row, a derive is a name like any other. Inside a derive that looks at other records, a plain name is of the
record looked at, `${self.name}` is of the row. A derive never has the name of a column: no name has two meanings.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lineofsight.expressions import BOOLEAN, DECIMAL, INTEGER, Kind, Type
from lineofsight.measures.checks.formulas import Formulas, Resolver, period_day
from lineofsight.measures.checks.naming import AlreadyTold, Naming, NotNamed, forms_holding
from lineofsight.measures.checks.rules import as_expression
from lineofsight.measures.definition import ONE_RECORD, Derive, Kinship, Pick
from lineofsight.measures.problems import did_you_mean
from lineofsight.measures.query import Calculation, Derived, Formula, Lookup, OfRow, Place, Step, Stored
from lineofsight.measures.tables import Grain

_GRAIN_OF = {
    Kinship.ENROLLMENT: Grain.ENROLLMENT,
    Kinship.PARTICIPANT: Grain.PARTICIPANT,
    Kinship.HOUSEHOLD: Grain.HOUSEHOLD,
}
_DATES = {Grain.ENROLLMENT: "entry_date", Grain.SERVICE: "date", Grain.ASSESSMENT: "date"}
_MOST_DIGITS = 38


@dataclass(slots=True)
class Steps:
    """The derives by name; `made` grows as names are used, so that what a step needs stands before it."""

    formulas: Formulas
    naming: Naming
    derives: dict[str, Derive]
    made: dict[str, Step] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    under_way: list[str] = field(default_factory=list)

    def make_all(self) -> tuple[Step, ...]:
        self.failed |= {name for name, derive in self.derives.items() if self._is_a_column(derive)}
        for name in self.derives:
            self._step(name)
        return tuple(self.made.values())

    def of_row(self, name: str) -> tuple[Place, Type]:
        """What a name means on the row. Raises `NotNamed`."""
        if found := period_day(name):
            return found
        if name in self.derives:
            step = self._step(name)
            if step is None:
                raise AlreadyTold
            return Derived(name), step.value.type if isinstance(step, Calculation) else step.type
        try:
            meaning = self.naming.meaning(name)
        except NotNamed as wrong:
            if wrong.code != "M120" or not self.derives:
                raise
            raise NotNamed(wrong.code, wrong.trouble, did_you_mean(name, self.derives, wrong.remedy)) from None
        return meaning.place, meaning.type

    def _is_a_column(self, derive: Derive) -> bool:
        """Whether the derive has the name of a column; then nothing that uses it is looked at."""
        try:
            self.naming.meaning(derive.name)
        except NotNamed as unknown:
            if unknown.code in ("M120", "M133", "M121", "M122"):
                return False
        path = f"derive.{derive.name}"
        self.formulas.trouble("M126", path, f"{derive.name} is a column already.", "Give the derive another name.")
        return True

    def _step(self, name: str) -> Step | None:
        if name in self.made or name in self.failed:
            return self.made.get(name)
        if name in self.under_way:
            circle = " → ".join([*self.under_way[self.under_way.index(name) :], name])
            self.formulas.trouble("M127", f"derive.{name}", f"It needs itself: {circle}.", "Break the circle.")
            return None
        self.under_way.append(name)
        derive = self.derives[name]
        step = self._calculation(derive) if derive.source is None else self._lookup(derive, derive.source)
        self.under_way.pop()
        if step is None:
            self.failed.add(name)
        else:
            self.made[name] = step
        return step

    def _calculation(self, derive: Derive) -> Step | None:
        path, before = f"derive.{derive.name}", len(self.formulas.problems)
        for number, rule in enumerate(derive.first, start=1):  # each for itself, so that trouble is told in its place
            self.formulas.condition(f"{path}.first[{number}].when", rule.when, self.of_row)
            self.formulas.formula(f"{path}.first[{number}].then", rule.then, self.of_row)
        if derive.cuts:
            self.formulas.number(f"{path}.value", derive.value, self.of_row)
        if len(self.formulas.problems) > before:
            return None
        place = next((key for key in ("first", "sets") if getattr(derive, key)), "value")
        value = self.formulas.formula(f"{path}.{place}", as_expression(derive), self.of_row)
        return None if value is None else Calculation(derive.name, value)

    def _lookup(self, derive: Derive, source: Grain) -> Step | None:
        path = f"derive.{derive.name}"
        before = len(self.formulas.problems)
        forms = self._forms(derive, source)
        if len(self.formulas.problems) > before:
            return None
        naming = Naming(self.formulas.catalogue, source, forms)
        resolve = self._of_record(naming)
        where = self.formulas.condition(f"{path}.where", derive.where, resolve)
        value = self.formulas.formula(f"{path}.value", derive.value, resolve)
        order = derive.by or ((f"${{{_DATES[source]}}}",) if derive.pick in ONE_RECORD else ())
        by = [self.formulas.formula(f"{path}.by", text, resolve) for text in order]
        kin = _GRAIN_OF[derive.link]
        row_key, record_key = self.naming.key_of(kin), naming.key_of(kin)
        if row_key is None or record_key is None or len(self.formulas.problems) > before:
            return None
        return Lookup(
            name=derive.name,
            source=source,
            link=derive.link,
            row_key=row_key,
            record_key=record_key,
            forms=forms or (),
            where=where,
            pick=derive.pick,
            by=tuple(each for each in by if each is not None),
            value=value,
            type=self._type(path, derive.pick, value),
        )

    def _forms(self, derive: Derive, source: Grain) -> tuple[str, ...] | None:
        """The forms whose assessments are looked at; empty: all, and no question of theirs."""
        if source is not Grain.ASSESSMENT:
            return None
        path = f"derive.{derive.name}"
        if derive.instrument:
            return self.form_of(path, derive.instrument)
        names = self.formulas.names(derive.where, derive.value, *derive.by)
        try:
            return forms_holding(self.formulas.catalogue, names)
        except NotNamed as wrong:
            self.formulas.trouble(wrong.code, path, wrong.trouble, wrong.remedy)
            return ()

    def form_of(self, path: str, instrument: str) -> tuple[str, ...]:
        forms = {form.instrument: form.name for form in self.formulas.catalogue.answers_of(Grain.ASSESSMENT.value)}
        if instrument in forms:
            return (forms[instrument],)
        place = f"{path}.instrument" if path else "instrument"
        self.formulas.trouble("M129", place, f'There is no form "{instrument}".', did_you_mean(instrument, forms))
        return ()

    def _of_record(self, naming: Naming) -> Resolver:
        def resolve(name: str) -> tuple[Place, Type]:
            if found := period_day(name):
                return found
            if name.startswith("self."):
                place, type = self.of_row(name.removeprefix("self."))
                return (OfRow(place), type) if isinstance(place, Stored | Derived) else (place, type)
            if name in self.derives:
                return self._derived_of_record(name, naming)
            meaning = naming.meaning(name)
            return meaning.place, meaning.type

        return resolve

    def _derived_of_record(self, name: str, naming: Naming) -> tuple[Place, Type]:
        """A derive also holds for another record of the same grain: with that record in the place of the row."""
        place, type = self.of_row(name)
        if naming.grain is self.naming.grain:
            return place, type
        trouble = (
            f"${{{name}}} is worked out for the {self.naming.grain}s counted, not for the {naming.grain}s looked at."
        )
        raise NotNamed("M134", trouble, f"Write ${{self.{name}}} for that of the row.")

    def _type(self, path: str, pick: Pick, value: Formula | None) -> Type:
        if pick is Pick.EXISTS:
            return BOOLEAN
        if value is None or pick in (Pick.COUNT, Pick.COUNT_DISTINCT):
            return INTEGER
        if pick in (Pick.SUM, Pick.MEAN) and not value.type.is_number:
            remedy = "Name a number, or pick: count."
            self.formulas.trouble("M125", f"{path}.value", f"A {value.type} has no {pick}.", remedy)
        ordered = value.type.is_number or value.type.kind in (Kind.DATE, Kind.DATETIME)
        if pick in (Pick.MINIMUM, Pick.MAXIMUM) and not ordered:
            remedy = "Name a number or a date, or pick: latest."
            self.formulas.trouble("M125", f"{path}.value", f"A {value.type} has no {pick}.", remedy)
        if pick is Pick.MEAN:
            return DECIMAL
        if pick is Pick.SUM and value.type.is_exact:
            return replace(value.type, digits=min(_MOST_DIGITS, value.type.digits + 9))
        return value.type

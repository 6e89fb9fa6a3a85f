"""What an author can choose from, in the agency's words: fields by where they stand, tests, answers of lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.words import Words, the_words
from lineofsight.expressions import ExpressionProblem, parse
from lineofsight.expressions.syntax import Call, Name, every_node
from lineofsight.measures import Grain
from lineofsight.measures.choices.choices import Choices, When, inner
from lineofsight.measures.choices.conditions import Asked, Conditions, Row, literal_of, quoted_text
from lineofsight.measures.choices.fields import Answers, Field, FieldKind, asked_on_forms, fields_on, offered_derives
from lineofsight.measures.choices.writing import Derives

from .documents import Document
from .facts_of_now import FactsOfNow
from .record_columns import column_in_words

Option = tuple[str, str]
Options = list[Option | tuple[str, list[Option]]]

AT: Mapping[FieldKind, Promise] = {
    FieldKind.OWN: gettext_lazy("Words of this measure"),
    FieldKind.RECORD: gettext_lazy("Kept with every record"),
    FieldKind.ANSWER: gettext_lazy("Answers"),
    FieldKind.AT_START: gettext_lazy("Answers at the start"),
    FieldKind.AT_EXIT: gettext_lazy("Answers at the end"),
    FieldKind.LATEST: gettext_lazy("The latest answer"),
    FieldKind.SERVICES: gettext_lazy("How often it was given in all"),
    FieldKind.SERVICES_IN_PERIOD: gettext_lazy("How often it was given in the period"),
}
_CALLED: Mapping[FieldKind, Promise] = {
    FieldKind.AT_START: gettext_lazy("%(label)s at the start"),
    FieldKind.AT_EXIT: gettext_lazy("%(label)s at the end"),
    FieldKind.LATEST: gettext_lazy("the latest %(label)s"),
    FieldKind.SERVICES: gettext_lazy("%(label)s: how often"),
    FieldKind.SERVICES_IN_PERIOD: gettext_lazy("%(label)s: how often in the period"),
}
TESTS: Mapping[Asked, Promise] = {
    Asked.IS: gettext_lazy("is"),
    Asked.IS_NOT: gettext_lazy("is not"),
    Asked.AT_LEAST: gettext_lazy("is at least"),
    Asked.AT_MOST: gettext_lazy("is at most"),
    Asked.MORE: gettext_lazy("is more than"),
    Asked.LESS: gettext_lazy("is less than"),
    Asked.KNOWN: gettext_lazy("is known"),
    Asked.NOT_KNOWN: gettext_lazy("is not known"),
    Asked.INCLUDES: gettext_lazy("includes"),
    Asked.AMONG: gettext_lazy("is among"),
    Asked.NOT_AMONG: gettext_lazy("is not among"),
    Asked.YES: gettext_lazy("is yes"),
    Asked.NO: gettext_lazy("is not yes"),
}
ON_DAYS: Mapping[Asked, Promise] = {
    Asked.AT_LEAST: gettext_lazy("is on or after"),
    Asked.AT_MOST: gettext_lazy("is on or before"),
    Asked.MORE: gettext_lazy("is after"),
    Asked.LESS: gettext_lazy("is before"),
}
_NUMBERS = (Asked.AT_LEAST, Asked.AT_MOST, Asked.MORE, Asked.LESS, Asked.IS, Asked.IS_NOT)
_FILLED = (Asked.KNOWN, Asked.NOT_KNOWN)
FITTING: Mapping[Answers, tuple[Asked, ...]] = {
    Answers.NUMBER: (*_NUMBERS, *_FILLED),
    Answers.DAY: (*_NUMBERS, *_FILLED),
    Answers.YES_NO: (Asked.YES, Asked.NO, *_FILLED),
    Answers.ONE: (Asked.IS, Asked.IS_NOT, Asked.AMONG, Asked.NOT_AMONG, *_FILLED),
    Answers.SEVERAL: (Asked.INCLUDES, *_FILLED),
    Answers.ANY: tuple(TESTS),
}
OF_SETS = (Asked.AMONG, Asked.NOT_AMONG)
OF_CODES = (Asked.IS, Asked.IS_NOT, Asked.INCLUDES)
WRITTEN = "written"
_UNKNOWN = Field(written="", name="", label="", kind=FieldKind.RECORD, answers=Answers.ANY)


@dataclass(frozen=True)
class OfferedFields:
    """The fields for one document on the facts of now, in the words of the agency."""

    facts: FactsOfNow
    document: Document
    rows: Grain
    words: Words

    @classmethod
    def for_document(cls, facts: FactsOfNow, document: Document, choices: Choices) -> OfferedFields:
        return cls(facts, document, _rows(document, choices), the_words())

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return fields_on(self.facts.catalogue, self.rows, inner(dict(self.document), "derive"))

    @cached_property
    def asked(self) -> tuple[Field, ...]:
        """What forms ask, as it is compared between collection points."""
        return tuple(each for each in asked_on_forms(self.facts.catalogue) if each.answers is Answers.NUMBER)

    @cached_property
    def by_text(self) -> Mapping[str, Field]:
        return {each.written: each for each in self.fields}

    @property
    def derives(self) -> Derives:
        return offered_derives(self.fields)

    def field(self, written: str) -> Field:
        """The field of an expression; one of which nothing is known where it is no field."""
        return self.by_text.get(written, _UNKNOWN)

    def label(self, written: str) -> str:
        """A field as a sentence calls it; an expression that is none as it is written."""
        found = self.by_text.get(written) or next((each for each in self.asked if each.written == written), None)
        if found is not None:
            return self._called(found)
        return str(_PERIOD_DAYS[written]) if written in _PERIOD_DAYS else self._worked_out(written)

    def _worked_out(self, written: str) -> str:
        """An expression, with the names in it as sentences call them."""
        if "${" not in written:
            return written
        try:
            root = parse(written).root
        except ExpressionProblem:
            return written
        if isinstance(root, Call) and root.function == "days-between" and len(root.arguments) == 2:
            first, last = (self.label(written[each.start : each.end]) for each in root.arguments)
            return _("the days from %(first)s to %(last)s") % {"first": first, "last": last}
        names = [node for node in every_node(root) if isinstance(node, Name)]
        if len(names) == 1 and names[0] is root:
            return names[0].name.replace("_", " ")
        said = written
        for node in reversed(names):
            said = f"{said[: node.start]}{self.label(written[node.start : node.end])}{said[node.end :]}"
        return said

    def options(self, *answers: Answers, also: str = "") -> Options:
        """Fields for a list, by where they stand. also: an expression that stands there now."""
        groups: dict[FieldKind, list[Option]] = {kind: [] for kind in AT}
        for each in self.fields:
            if not answers or each.answers in (*answers, Answers.ANY):
                groups[each.kind].append((each.written, self._name(each)))
        made: Options = [("", _("Choose"))]
        made += [(str(AT[kind]), sorted(several, key=_by_label)) for kind, several in groups.items() if several]
        if also and also not in self.by_text:
            made.append((also, also))
        return made

    def asked_options(self, also: str = "") -> Options:
        several = [(each.written, self._name(each)) for each in self.asked]
        made: Options = [("", _("Choose")), *sorted(several, key=_by_label)]
        if also and also not in {each.written for each in self.asked}:
            made.append((also, also))
        return made

    def tests(self, row: Row) -> list[Option]:
        """How the field of a row can be asked; what it says now is among them."""
        answers = self.field(row.left).answers
        words = {**TESTS, **(ON_DAYS if answers is Answers.DAY else {})}
        several = [*FITTING[answers]]
        if row.test not in several and row.test is not Asked.AS_WRITTEN and not row.left:
            several.append(row.test)
        return [(test.value, str(words[test])) for test in several]

    def fitting(self, left: str, test: str) -> Asked:
        """The test, or the usual one of the field where it does not fit."""
        known = FITTING[self.field(left).answers]
        return Asked(test) if test in known else known[0]

    def answers(self, row: Row) -> list[Option] | None:
        """What a row can be asked against, where that is a list; None where it is typed."""
        field = self.field(row.left)
        if row.test in OF_SETS:
            sets = [name for name in self.facts.catalogue.code_sets if name.startswith(f"{field.code_set}.")]
            made = [(name, name.rpartition(".")[2].replace("_", " ")) for name in sets] if field.code_set else []
        elif row.test in OF_CODES and field.code_set:
            labels = self.facts.labels(field.code_set)
            codes = sorted(self.facts.catalogue.code_sets.get(field.code_set, ()))
            made = sorted(((code, labels.get(code, code)) for code in codes), key=_by_label)
        else:
            return None
        typed = self.typed(row)
        if typed and typed not in {code for code, _label in made}:
            made.append((typed, typed))
        return [("", _("Choose")), *made]

    def typed(self, row: Row) -> str:
        """What a row is asked against, as a form shows it."""
        literal = literal_of(row.right) if row.right else ""
        return row.right if literal is None else literal

    def right_of(self, left: str, test: Asked, typed: str) -> str:
        """The expression of what was typed or chosen."""
        typed = typed.strip()
        answers = self.field(left).answers
        if test.needs_nothing or not typed:
            return ""
        if typed.startswith("${") or ("(" in typed and answers in (Answers.NUMBER, Answers.DAY, Answers.ANY)):
            return typed
        if answers is Answers.DAY:
            return f"date('{typed}')"
        if answers is Answers.NUMBER or (answers is Answers.ANY and _is_number(typed)):
            return typed
        return quoted_text(typed)

    def in_words(self, row: Row) -> str:
        """A row as a sentence says it."""
        if row.test is Asked.AS_WRITTEN:
            return row.left
        words = {**TESTS, **(ON_DAYS if self.field(row.left).answers is Answers.DAY else {})}
        said = f"{self.label(row.left)} {words[row.test]}"
        if row.test.needs_nothing:
            return said
        if not row.right:
            return f"{said} …"
        options = dict(self.answers(row) or ())
        typed = self.typed(row)
        return f"{said} {options.get(typed) or self.label(typed)}"

    def conditions_in_words(self, conditions: Conditions) -> str:
        joined = f" {_('and') if conditions.joined == 'and' else _('or')} "
        return joined.join(self.in_words(row) for row in conditions.rows)

    def _name(self, field: Field) -> str:
        """As a list says it, below the title of its part."""
        if field.kind is FieldKind.RECORD:
            known = column_in_words(_SPOKEN.get(field.name, field.name), self.words)
            return known[0] if known else field.label.rstrip(".")
        if field.kind in (FieldKind.SERVICES, FieldKind.SERVICES_IN_PERIOD):
            return self.facts.labels("service_type").get(field.name, field.label)
        return field.label

    def _called(self, field: Field) -> str:
        if field.kind is FieldKind.OWN:
            return f"“{field.label}”"
        name = self._name(field)
        name = in_small(name) if field.kind is FieldKind.RECORD else f"“{name}”"
        called = _CALLED.get(field.kind)
        return str(called) % {"label": name} if called is not None else name


_SPOKEN = {"genders": "gender", "race_ethnicities": "race"}
_PERIOD_DAYS: Mapping[str, Promise | str] = {
    "${period.start}": gettext_lazy("the first day of the period"),
    "${period.end}": gettext_lazy("the last day of the period"),
}


def _rows(document: Document, choices: Choices) -> Grain:
    """The records whose fields can be chosen."""
    known = {grain.value for grain in Grain}
    over = str(document.get("over") or "")
    if choices.belongs.when is When.SERVED or choices.count == "service":
        return Grain.SERVICE
    if choices.belongs.when is When.ASKED or choices.count == "assessment":
        return Grain.ASSESSMENT
    return Grain(over) if over in known and choices.belongs.when in (When.ON_DAY, When.BETWEEN) else Grain.ENROLLMENT


def in_small(label: str) -> str:
    """A label within a sentence.

    >>> in_small("Site"), in_small("SSI amount")
    ('site', 'SSI amount')
    """
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _is_number(typed: str) -> bool:
    return typed.lstrip("-").replace(".", "", 1).isdecimal()


def _by_label(option: Option) -> str:
    return option[1].casefold()


def groups_offered(offered: OfferedFields) -> Iterator[Option]:
    """By what a figure can be told apart: every list of answers, and yes or no."""
    usual = {"program": _("%(Program)s") % vars(offered.words), "site": _("Site"), "age_band": _("Age")}
    for name in ("race", "gender", "paid_by"):
        known = column_in_words(name, offered.words)
        usual[name] = known[0] if known else name
    yield from usual.items()
    seen = {*usual, "race_ethnicities", "genders"}
    for field in offered.fields:
        is_stored = field.kind in (FieldKind.RECORD, FieldKind.ANSWER)
        if is_stored and field.answers in (Answers.ONE, Answers.SEVERAL, Answers.YES_NO) and field.name not in seen:
            seen.add(field.name)
            yield field.name, offered.label(field.written)

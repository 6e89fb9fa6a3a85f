"""The words by which definitions are drawn: conditions and values that hold on the records of `tests/spec/drawing`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random

from lineofsight.expressions import parse
from lineofsight.expressions.syntax import Binary, Call, Logic, Minus, every_node

Document = dict[str, object]

# Conditions and values that hold on the rows of a grain, of the linked enrollment and person too.
OF_PERSON = (
    "${birth_date} > date('2000-01-01')",
    "${birth_date} = ''",
    "selected(${gender}, 'woman')",
    "${is_veteran}",
    "${township} = 'school'",
    "years-between(${birth_date}, ${period.end}) >= 18",
)
OF_ENROLLMENT = (
    "${destination} = 'rental'",
    "code-in(${destination}, 'permanent')",
    "${intended_contacts} >= 3",
    "${intended_contacts} = ''",
    "days-between(${entry_date}, ${exit_date}) > 1",
    "${entry_date} <= ${period.start}",
    "${exit_date} != ${move_in_date}",
    "${program.field} = 'rapid_rehousing'",
    "${enrollment_stage} = 'completed'",
    "${program} != 'tutoring'",
)
OF_SERVICE = (
    "${service_type} = 'visit'",
    "${amount} > 0.1",
    "${hours} < 2",
    "selected(${topics_done}, 'home')",
    "${quantity} = 1",
)
OF_FORM = ("${stage} = 'start'", "${date} > date('2024-02-28')")
FORMS = {
    "income": ("${monthly_income} > 100", "${employed}", "${monthly_income} = ''"),
    "score": ("${score} >= 2", "${score} = ''"),
    "checkup": ("${score} >= 2 or ${likes_it} = 'school'", "${weight} > 71"),
}
NUMBERS = {
    "enrollment": (
        "${intended_contacts}",
        "days-between(${entry_date}, ${exit_date})",
        "${intended_contacts} * 1.5",
        "coalesce(${intended_contacts}, 3) mod 2",
        "abs(-${intended_contacts} + 2)",
    ),
    "service": (
        "${amount}",
        "${amount} * 2",
        "${hours}",
        "${quantity} - 1",
        "${intended_contacts} + ${hours}",
        "round(${hours})",
        "int(${quantity})",
    ),
    "income": ("${monthly_income}", "${monthly_income} * 12 - 100"),
    "score": ("${score}", "${score} mod 3"),
    "checkup": ("${weight}", "${score}", "${score} div 2"),
}
DATES = {"enrollment": ("${entry_date}", "${exit_date}", "${move_in_date}"), "service": ("${date}", "${recorded_on}")}
CHOICES = {
    "enrollment": ("${destination}", "${program}"),
    "service": ("${service_type}",),
    "income": ("${employed}",),
    "score": ("${stage}",),
    "checkup": ("${likes_it}",),
}
GROUPS = {
    "": ("program", "site", "age_band", "gender", "race", "is_veteran", "township", "destination", "relationship"),
    "service": ("service_type", "paid_by", "topics_done"),
    "enrollment": ("paid_by", "enrollment_stage"),
    "assessment": ("stage", "instrument"),
}


OPERATORS = (
    "and", "or", "not", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod", "minus", "if", "selected",
    "code-in", "coalesce", "abs", "round", "int", "date", "days-between", "years-between",
)  # fmt: skip


def operators_in(document: object) -> Iterator[str]:
    """Every operator of every expression of a document; a text that is no expression has none."""
    if isinstance(document, Mapping):
        for value in document.values():
            yield from operators_in(value)
    elif isinstance(document, list | tuple):
        for value in document:
            yield from operators_in(value)
    elif isinstance(document, str) and ("${" in document or "(" in document):
        for node in every_node(parse(document).root):
            if isinstance(node, Binary | Logic):
                yield f"operator {node.operator}"
            elif isinstance(node, Call):
                yield f"operator {node.function}"
            elif isinstance(node, Minus):
                yield "operator minus"


@dataclass
class Drawn:
    """A document, and the parts of the language it uses; conditions and numbers that can be said of its rows."""

    document: Document
    uses: Counter[str] = field(default_factory=Counter)
    conditions: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)


def conditions_on(rows: str, form: str) -> list[str]:
    own = {"service": OF_SERVICE, "enrollment": (), "assessment": (*OF_FORM, *FORMS.get(form, ()))}[rows]
    return [*own, *OF_ENROLLMENT, *OF_PERSON]


def condition_of(chance: Random, conditions: list[str]) -> str:
    first, second = chance.choice(conditions), chance.choice(conditions)
    shapes = (
        "{0}",
        "{0}",
        "not({0})",
        "({0}) or ({1})",
        "({0}) or not({1})",
        "({0}) and ({1})",
        "if({0}, {1}, not({0}))",
    )
    shape = chance.choice(shapes)
    return shape.format(first, second)

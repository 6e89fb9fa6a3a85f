"""Expressions in plain words: “the exit date is after the entry date and the destination is among “permanent””.

The rule: a phrase says neither more nor less than its expression. The opposite of a condition is told with *not*, since
it also holds where nothing is known: the opposite of “less than 3” is “not less than 3”, never “3 or more”.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lineofsight.expressions import TypedTree
from lineofsight.expressions.syntax import Binary, Call, Logic, Minus, Name, Node, NumberLiteral, TextLiteral
from lineofsight.expressions.typed import Apply, Op, Part
from lineofsight.measures.query import Formula
from lineofsight.measures.words.names import Names, plain, quoted

_NUMBERS = {"<": "less than", "<=": "at most", ">": "more than", ">=": "at least"}
_DAYS = {"<": "before", "<=": "on or before", ">": "after", ">=": "on or after"}
_SUMS = {"+": "plus", "-": "minus", "*": "times", "div": "divided by", "|": "joined with"}
_DATE_FUNCTIONS = ("date", "today", "anniversary", "last-weekday", "date-time", "now")
_SPANS = {"days-between": "days", "months-between": "full months", "years-between": "full years"}
_UNCHANGED = ("number", "string", "boolean")  # a conversion changes nothing that a reader sees


@dataclass(slots=True)
class Phrases:
    """One formula on its way to words."""

    names: Names
    formula: Formula
    _said: dict[str, Callable[[Call], str]] = field(init=False)

    def __post_init__(self) -> None:
        self._said = {
            "date": self._date,
            "if": self._choice,
            "coalesce": lambda call: ", or if that is not known ".join(map(self.value, call.arguments)),
            "int": lambda call: f"{self.value(call.arguments[0])} without decimals",
            "round": lambda call: f"{self.value(call.arguments[0])} rounded",
            "count-selected": lambda call: f"how many are chosen of {self.value(call.arguments[0])}",
        }

    def condition(self, node: Node, *, holds: bool = True) -> str:
        """A clause; with `holds` false, that of its opposite."""
        if isinstance(node, Logic):
            return self._joined(node, holds)
        if isinstance(node, Binary) and node.operator in ("=", "!=", *_NUMBERS):
            return self._comparison(node, holds)
        if isinstance(node, Call):
            return self._called(node, holds)
        return f"{self.value(node)} is {'' if holds else 'not '}yes"

    def value(self, node: Node) -> str:
        """A noun phrase."""
        if isinstance(node, Name):
            return self.names.call(self.names.of(self.formula)[node.name])
        if isinstance(node, TextLiteral):
            return quoted(plain(node.value)) if node.value else "nothing"
        if isinstance(node, NumberLiteral):
            return node.digits
        if isinstance(node, Minus):
            return f"minus {self.value(node.operand)}"
        if isinstance(node, Binary) and node.operator in _SUMS:
            return f"{self._operand(node.left)} {_SUMS[node.operator]} {self._operand(node.right)}"
        if isinstance(node, Binary) and node.operator == "mod":
            return f"the rest of {self._operand(node.left)} divided by {self._operand(node.right)}"
        if isinstance(node, Call) and not self._is_condition(node):
            return self._value_called(node)
        return f"whether {self.condition(node)}"

    def _joined(self, node: Logic, holds: bool) -> str:
        """Several conditions. The opposite of all is that one does not hold, and the other way round."""
        word = node.operator if holds else {"and": "or", "or": "and"}[node.operator]
        lead = "either " if word == "or" else ""
        return lead + f" {word} ".join(self._inner(each, word, holds) for each in node.operands)

    def _inner(self, node: Node, outer: str, holds: bool) -> str:
        said = self.condition(node, holds=holds)
        inner = node.arguments[0] if isinstance(node, Call) and node.function == "not" else node
        is_mixed = isinstance(inner, Logic) and (outer == "or" or said.startswith("either "))
        return f"({said.removeprefix('either ')})" if is_mixed else said

    def _comparison(self, node: Binary, holds: bool) -> str:
        left, right = node.left, node.right
        if _is_blank(left):
            left, right = right, left
        if node.operator in ("=", "!="):
            is_equal = holds is (node.operator == "=")
            if _is_blank(right):
                return f"{self.value(left)} is {'not ' if is_equal else ''}known"
            return f"{self.value(left)} is {'' if is_equal else 'not '}{self.value(right)}"
        words = _DAYS if self._is_day(left) or self._is_day(right) else _NUMBERS
        return f"{self.value(left)} is {'' if holds else 'not '}{words[node.operator]} {self.value(right)}"

    def _called(self, call: Call, holds: bool) -> str:
        arguments = call.arguments
        if call.function == "not":
            return self.condition(arguments[0], holds=not holds)
        if call.function in ("true", "false"):
            return "always" if holds is (call.function == "true") else "never"
        if call.function == "selected":
            verb = "includes" if holds else "does not include"
            return f"{self.value(arguments[0])} {verb} {self.value(arguments[1])}"
        if call.function == "code-in" and isinstance(arguments[1], TextLiteral):
            among = quoted(plain(arguments[1].value.rpartition(".")[2]))
            return f"{self.value(arguments[0])} is {'' if holds else 'not '}among {among}"
        if call.function == "if":
            first, second, third = arguments
            branches = self.condition(second, holds=holds), self.condition(third, holds=holds)
            return f"(if {self.condition(first)}, then {branches[0]}, otherwise {branches[1]})"
        return f"{self._value_called(call)} is {'' if holds else 'not '}yes"

    def _value_called(self, call: Call) -> str:
        arguments = call.arguments
        if call.function in _SPANS:
            return f"the {_SPANS[call.function]} from {self.value(arguments[0])} to {self.value(arguments[1])}"
        if call.function in _UNCHANGED:
            return self.value(arguments[0])
        if call.function in self._said:
            return self._said[call.function](call)
        of = ", ".join(self.value(each) for each in arguments)
        return f"{plain(call.function.replace('-', ' '))} of {of}" if of else plain(call.function)

    def _date(self, call: Call) -> str:
        written = call.arguments[0]
        return written.value if isinstance(written, TextLiteral) else self.value(written)

    def _choice(self, call: Call) -> str:
        condition, first, second = call.arguments
        return f"{self.value(first)} if {self.condition(condition)}, otherwise {self.value(second)}"

    def _operand(self, node: Node) -> str:
        said = self.value(node)
        return f"({said})" if isinstance(node, Binary) else said

    def _is_day(self, node: Node) -> bool:
        if isinstance(node, Name):
            return self.names.is_day(self.names.of(self.formula)[node.name])
        return isinstance(node, Call) and node.function in _DATE_FUNCTIONS

    def _is_condition(self, call: Call) -> bool:
        return call.function in ("not", "true", "false", "selected", "code-in")


def condition_in_words(names: Names, formula: Formula, *, holds: bool = True) -> str:
    return Phrases(names, formula).condition(formula.tree.source.root, holds=holds)


def value_in_words(names: Names, formula: Formula) -> str:
    return Phrases(names, formula).value(formula.tree.source.root)


@dataclass(frozen=True, slots=True)
class Conjunct:
    """One of the conditions that all have to hold: what was written, and the formula that tells whether it does."""

    node: Node
    formula: Formula


def conjuncts(formula: Formula) -> tuple[Conjunct, ...]:
    """The conditions of a chain of `and`, each for itself."""
    source = formula.tree.source
    return tuple(
        Conjunct(node, Formula(TypedTree(part, source), formula.places))
        for node, part in _pairs(source.root, formula.tree.root)
    )


def _pairs(node: Node, part: Part) -> Iterator[tuple[Node, Part]]:
    is_chain = isinstance(node, Logic) and node.operator == "and" and isinstance(part, Apply) and part.op is Op.AND
    if is_chain and len(node.parts) == len(part.parts):
        for each, checked in zip(node.parts, part.parts, strict=True):
            yield from _pairs(each, checked)
    else:
        yield node, part


def _is_blank(node: Node) -> bool:
    return isinstance(node, TextLiteral) and not node.value

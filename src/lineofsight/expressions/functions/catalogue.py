"""The catalogue of functions: what each is called, takes and gives, and how the check turns a call into operations.

A function is declared once, with `@function(...)`; the check, the reference page and the suggestions in problems read
the same entry. The declarations stand by theme beside this module.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from lineofsight.expressions.checks import conversions
from lineofsight.expressions.checks.checking import Checking
from lineofsight.expressions.syntax import Call, Node
from lineofsight.expressions.trouble import ExpressionProblem
from lineofsight.expressions.typed import Constant, Op, Part
from lineofsight.expressions.types import INTEGER, TEXT, Type

COUNT = replace(INTEGER, digits=6)  # of choices, of rounds


@dataclass(frozen=True)
class Called:
    """One call during the check: the parts between its parentheses, and what may be asked of them."""

    checking: Checking
    node: Call
    arguments: tuple[Part, ...]

    def boolean(self, place: int) -> Part:
        return self.checking.boolean(self.arguments[place])

    def number(self, place: int) -> Part:
        return self.checking.number(self.arguments[place])

    def double(self, place: int) -> Part:
        return self.checking.double(self.arguments[place])

    def integer(self, place: int) -> Part:
        return self.checking.integer(self.arguments[place])

    def text(self, place: int) -> Part:
        return self.checking.text(self.arguments[place])

    def date(self, place: int) -> Part:
        return self.checking.date(self.arguments[place])

    def written(self, place: int, what: str) -> str:
        """A text that must stand in the expression itself."""
        part = self.arguments[place]
        if isinstance(part, Constant) and (part.value is None or isinstance(part.value, str)):
            return part.value or ""
        raise self.problem("X207", part, f"{what} has to be written here.", "Write it in quotes, as a text.")

    def written_integer(self, place: int, what: str) -> int:
        """A whole number that must stand in the expression itself."""
        part = self.arguments[place]
        if isinstance(part, Constant) and isinstance(part.value, int) and not isinstance(part.value, bool):
            return part.value
        raise self.problem("X207", part, f"{what} has to be written here.", "Write a whole number.")

    def apply(self, op: Op, type: Type, *operands: Part) -> Part:
        return conversions.apply(op, type, *operands, at=self.at)

    def constant(self, type: Type, value: str | int | float | tuple[str, ...] | None) -> Constant:
        return Constant(type, self.node.start, self.node.end, value)

    @property
    def at(self) -> Part:
        return Part(TEXT, self.node.start, self.node.end)

    def problem(self, code: str, part: Part | Node, trouble: str, remedy: str) -> ExpressionProblem:
        return self.checking.problem(code, part, trouble, remedy)


Build = Callable[[Called], Part]


@dataclass(frozen=True)
class Function:
    """An entry of the catalogue. `takes` and `example` are what the reference page shows."""

    name: str
    takes: str
    says: str
    example: str
    gives: str
    least: int
    most: int | None
    build: Build


CATALOGUE: dict[str, Function] = {}

# Known to XForms and XPath and not offered: the sentence that says what to do instead.
_PLACES = "Keep the places as answers; areas and distances are not measured here."
_DEVICE = "It belongs to the device that fills the form in; give it as an answer of its own."
NOT_OFFERED: dict[str, str] = {
    "current": "Write the name of a question as ${name}.",
    "jr:itext": "Use the text itself.",
    "randomize": "Choices are shown in the order of the form.",
    "position": "It is known inside a repeat only; give the position as an answer of its own.",
    "last": "Use count(...) of the repeat.",
    "area": _PLACES,
    "enclosed-area": _PLACES,
    "distance": _PLACES,
    "geofence": _PLACES,
    "intersects": _PLACES,
    "property": _DEVICE,
    "version": _DEVICE,
    "digest": "Keep the text itself.",
    "base64-decode": "Keep the text itself.",
    "extract-signed": "Keep the text itself.",
    "floor": "Use int(...), which cuts toward zero, or round(...).",
    "ceiling": "Use round(...), or -int(-...).",
    "substring": "Use substr(text, start, end), which counts from 0.",
    "id": "Write the name of a question as ${name}.",
    "name": "Write the name of a question as ${name}.",
    "local-name": "Write the name of a question as ${name}.",
    "namespace-uri": "Write the name of a question as ${name}.",
    "lang": "Texts of the form have no language of their own here.",
    "depend": "Use the value itself.",
}


def function(takes: str, says: str, example: str, gives: str) -> Callable[[Build], Build]:
    """Declares a function by its signature, as `round(number, places?)`; `text...` stands for any number of them.

    `example` may speak of the answers in `examples.py`; `gives` is what it comes to, written as in a document.
    """

    def declare(build: Build) -> Build:
        name, _, rest = takes.partition("(")
        words = [word.strip() for word in rest.removesuffix(")").split(",") if word.strip()]
        least = sum(not word.endswith("?") for word in words)
        most = None if any(word.rstrip("?").endswith("...") for word in words) else len(words)
        CATALOGUE[name] = Function(name, takes, says, example, gives, least, most, build)
        return build

    return declare

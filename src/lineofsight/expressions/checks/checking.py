"""What the check of one expression knows, and the questions its parts ask it.

The rule: where an environment does not convert (measures), a thing of the wrong kind is a problem; where it does
(forms), it is converted as XForms has it. Either way the tree that comes out is fully typed.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace

from lineofsight.expressions.checks import conversions
from lineofsight.expressions.checks.conversions import WRITTEN
from lineofsight.expressions.environment import Environment
from lineofsight.expressions.python import dates
from lineofsight.expressions.syntax import Node, Tree
from lineofsight.expressions.trouble import ExpressionProblem, Place, did_you_mean
from lineofsight.expressions.typed import ROW, Constant, Lookup, Op, Part, Reference
from lineofsight.expressions.types import DATE, DECIMAL, INTEGER, Kind, Type, many


@dataclass(frozen=True)
class Checking:
    """One expression in its environment."""

    tree: Tree
    environment: Environment
    columns: frozenset[str] = frozenset()  # of the row that is looked up, as bare paths

    def problem(self, code: str, part: Part | Node, trouble: str, remedy: str) -> ExpressionProblem:
        place = Place(self.tree.text, part.start, part.end, self.tree.name)
        return ExpressionProblem(code, place, trouble, remedy)

    def quoted(self, part: Part | Node) -> str:
        return Place(self.tree.text, part.start, part.end).part

    def boolean(self, part: Part) -> Part:
        """A condition."""
        if part.type.kind in (Kind.BOOLEAN, Kind.BLANK) or self.environment.converts:
            return conversions.to_boolean(self.single(part))
        example = " > 0" if part.type.is_number else " != ''"
        raise self.problem(
            "X202",
            part,
            f"{self.quoted(part)} is a {part.type}, not a condition.",
            f"Compare it, as in {self.quoted(part)}{example}",
        )

    def number(self, part: Part) -> Part:
        if part.type.is_number or part.type.kind is Kind.BLANK or self.environment.converts:
            return conversions.to_number(self.single(part))
        remedy = f"Write number({self.quoted(part)})." if part.type.kind in WRITTEN else "Use a number."
        raise self.wrong_kind(part, "a number", remedy)

    def double(self, part: Part) -> Part:
        return conversions.to_double(self.number(part))

    def integer(self, part: Part) -> Part:
        """A whole number; what stands behind the point is cut off."""
        return conversions.to_integer(self.number(part))

    def text(self, part: Part) -> Part:
        if part.type.kind in WRITTEN or part.type.kind is Kind.BLANK or self.environment.converts:
            return conversions.to_text(self.single(part))
        raise self.wrong_kind(part, "a text", f"Write string({self.quoted(part)}).")

    def date(self, part: Part) -> Part:
        if part.type.kind in (Kind.DATE, Kind.BLANK) or self.environment.converts:
            return conversions.to_date(self.single(part))
        if part.type.kind is Kind.DATETIME:
            return conversions.to_date(self.single(part))
        written = self.written_date(part)
        if written is not None:
            return written
        raise self.wrong_kind(part, "a date", "Use a date, or write one as date('2026-03-09').")

    def choices(self, part: Part) -> Part:
        if part.type.kind in WRITTEN or part.type.kind in (Kind.CHOICES, Kind.BLANK) or self.environment.converts:
            return conversions.to_choices(self.single(part))
        raise self.wrong_kind(part, "a choice", "Use a question with choices.")

    def written_date(self, part: Part) -> Part | None:
        """The date that a text in quotes says, if it says one."""
        if not isinstance(part, Constant) or not isinstance(part.value, str):
            return None
        date = dates.date_of(DATE, part.value)
        return None if date is None else Constant(DATE, part.start, part.end, date)

    def single(self, part: Part) -> Part:
        """One value, and not one for each round of a repeat. Of what was looked up it is the first."""
        if isinstance(part, Lookup):
            one = replace(part.type, many=False)
            return conversions.apply(Op.ROUND_AT, one, part, Constant(INTEGER, part.start, part.end, 1))
        if part.type.many:
            raise self.problem(
                "X204",
                part,
                f"{self.quoted(part)} has one answer for each round of a repeat.",
                "Say which: sum(...), count(...), min(...), max(...), join(...) or indexed-repeat(...).",
            )
        return part

    def rounds(self, part: Part) -> Part:
        """One value for each round of a repeat."""
        if not part.type.many:
            raise self.problem(
                "X204", part, f"{self.quoted(part)} is not inside a repeat.", "Use a question that is asked many times."
            )
        return part

    def numbers_of_rounds(self, part: Part) -> Part:
        """Rounds whose answers are numbers; in a form, other answers are read as numbers."""
        rounds = self.rounds(part)
        if rounds.type.is_number:
            return rounds
        if self.environment.converts:
            return conversions.apply(Op.ROUNDS_TO_NUMBERS, many(DECIMAL), rounds)
        raise self.wrong_kind(part, "a question with numbers", "Use a number.")

    def reference(self, name: str, type: Type, node: Node) -> Part:
        known = f"{ROW}{name.removeprefix('./')}" if name in self.columns else name
        return Reference(type, node.start, node.end, known)

    def here(self, node: Node) -> Part:
        """The answer that is being checked or calculated."""
        type = self.environment.names.get(".")
        if type is None:
            raise self.problem("X201", node, "There is no answer here.", "Give a value in the parentheses.")
        return self.reference(".", type, node)

    def code_set(self, name: str, part: Part) -> tuple[str, ...]:
        codes = self.environment.code_sets.get(name)
        if codes is None:
            known = self.environment.code_sets
            some = ", ".join(sorted(known)[:8]) or "none here"
            remedy = did_you_mean(name, known, f"The code sets are: {some}.")
            raise self.problem("X206", part, f'There is no code set "{name}".', remedy)
        return codes

    def code(self, code: str, type: Type, part: Part) -> str:
        """A code of the code set of a choice; in a form, whatever is written."""
        codes = self.environment.code_sets.get(type.code_set)
        if codes is None or code in codes or self.environment.converts:
            return code
        near = difflib.get_close_matches(code, codes, n=1, cutoff=0.6)
        some = ", ".join(codes[:8]) + (", …" if len(codes) > 8 else "")
        raise self.problem(
            "X206",
            part,
            f'"{code}" is not among the choices of {type.code_set}.',
            f"Did you mean {near[0]}?" if near else f"The choices are: {some}.",
        )

    def wrong_kind(self, part: Part, wanted: str, remedy: str) -> ExpressionProblem:
        return self.problem("X203", part, f"{self.quoted(part)} is a {part.type}, where {wanted} belongs.", remedy)

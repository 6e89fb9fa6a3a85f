"""What every SQL form of an operation may ask of the walk it is part of."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlglot import exp

from lineofsight.expressions.sql.dialects import DuckDB, Sql
from lineofsight.expressions.trouble import ExpressionProblem, Place
from lineofsight.expressions.typed import Apply, Constant, Part, TypedTree
from lineofsight.expressions.types import Clock


@dataclass(frozen=True)
class Truth:
    """A condition as SQL; `certain` when it is never NULL."""

    sql: Sql
    certain: bool


class SqlWalk(ABC):
    """One expression on its way to one engine."""

    def __init__(self, tree: TypedTree, columns: Mapping[str, Sql], clock: Clock, forms: DuckDB) -> None:
        self.tree = tree
        self.columns = columns
        self.clock = clock
        self.forms = forms

    @abstractmethod
    def value(self, part: Part) -> Sql:
        """NULL where it is blank; an operation that is true or false is never NULL."""

    @abstractmethod
    def truth(self, part: Part, *, negated: bool) -> Truth:
        """SQL that is TRUE exactly where the condition is true (negated: where it is not), FALSE or NULL elsewhere."""

    def settled(self, sql: Sql, certain: bool, negated: bool) -> Truth:
        """A comparison, or its opposite, where NULL counts as false."""
        if not negated:
            return Truth(sql, certain)
        return Truth(self.forms.opposite(sql) if certain else self.forms.is_not_true(sql), certain=True)

    def values(self, part: Apply) -> list[Sql]:
        return [self.value(operand) for operand in part.operands]

    def characters(self, part: Part) -> Sql:
        """A text in which blank is the empty text."""
        if isinstance(part, Constant):
            return exp.Literal.string(str(part.value or ""))
        return self.forms.characters(self.value(part))

    def problem(self, part: Part, code: str, trouble: str, remedy: str) -> ExpressionProblem:
        source = self.tree.source
        return ExpressionProblem(code, Place(source.text, part.start, part.end, source.name), trouble, remedy)


Condition = Callable[[SqlWalk, Apply, bool], Truth]
ValueForm = Callable[[SqlWalk, Apply], Sql]

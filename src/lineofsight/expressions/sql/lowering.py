"""The SQL walker: a checked expression as a tree of SQL, equal to the Python walker for every row.

The rule: blank is NULL. A condition is lowered with its polarity: where NULL counts as false anyway (a filter, a
positive side of `and`), nothing is added, so that `${age} >= 18` stays `age >= 18` and can be pushed into the scan.
Only under `not` is a comparison guarded. As a value, a condition is guarded once, at its root.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import cast

from sqlglot import exp

from lineofsight.expressions.sql.blanks import may_be_blank
from lineofsight.expressions.sql.conditions import CONDITIONS
from lineofsight.expressions.sql.dialects import DUCKDB, DuckDB, Sql
from lineofsight.expressions.sql.values import VALUES
from lineofsight.expressions.sql.walk import SqlWalk, Truth
from lineofsight.expressions.typed import Apply, Constant, Lookup, Op, Part, Reference, TypedTree
from lineofsight.expressions.types import Clock

LARGEST_SQL = 20_000  # nodes; more would keep an engine busy with planning


def to_sql(
    tree: TypedTree, columns: Mapping[str, exp.Expression], *, clock: Clock, dialect: DuckDB = DUCKDB
) -> exp.Expression:
    """The value of the expression for a row, NULL where it is blank. A condition gives true or false.

    `columns` gives the SQL for each name: a column, or a parameter such as the end of the period.
    """
    walk = _Lowering(tree, columns, clock, dialect)
    return walk.limited(walk.value(tree.root))


def to_condition(
    tree: TypedTree, columns: Mapping[str, exp.Expression], *, clock: Clock, dialect: DuckDB = DUCKDB
) -> exp.Expression:
    """The expression for a place where NULL counts as false: WHERE, FILTER, the condition of CASE."""
    walk = _Lowering(tree, columns, clock, dialect)
    return walk.limited(walk.truth(tree.root, negated=False).sql)


class _Lowering(SqlWalk):
    def value(self, part: Part) -> Sql:
        if isinstance(part, Constant):
            return self.forms.constant(part.value, part.type)
        if isinstance(part, Reference):
            return self._column(part)
        if isinstance(part, Lookup):
            raise self.problem(part, "X304", "A table does not look rows up.", "Use it in the logic of a form.")
        apply = cast(Apply, part)
        if apply.op in LOGIC or apply.op in CONDITIONS:
            truth = self.truth(apply, negated=False)
            return truth.sql if truth.certain else self.forms.is_true(truth.sql)
        if apply.op not in VALUES:
            raise self.problem(apply, "X304", "This cannot be asked of a table.", "Use it in the logic of a form.")
        return VALUES[apply.op](self, apply)

    def truth(self, part: Part, *, negated: bool) -> Truth:
        if isinstance(part, Constant):
            return Truth(exp.Boolean(this=(part.value is True) is not negated), certain=True)
        if isinstance(part, Apply):
            if part.op in (Op.AND, Op.OR):
                return self._chain(part, negated=negated)
            if part.op is Op.NOT:
                return self.truth(part.operands[0], negated=not negated)
            if part.op is Op.IF:
                return self._choice(part, negated=negated)
            if part.op in CONDITIONS:
                return CONDITIONS[part.op](self, part, negated)
        return self.settled(self.value(part), not may_be_blank(part), negated)

    def limited(self, sql: Sql) -> Sql:
        """The finished SQL, in which a part that is used twice has become two."""
        if sum(1 for _ in islice(sql.walk(), LARGEST_SQL + 1)) > LARGEST_SQL:
            raise self.problem(
                self.tree.root,
                "X303",
                "It is too large for one query.",
                "Give a part of it a name of its own, as a calculation.",
            )
        return sql.copy()

    def _chain(self, part: Apply, *, negated: bool) -> Truth:
        sides = [self.truth(operand, negated=negated) for operand in part.operands]
        combine = self.forms.all_of if (part.op is Op.AND) is not negated else self.forms.any_of
        return Truth(combine([side.sql for side in sides]), all(side.certain for side in sides))

    def _choice(self, part: Apply, *, negated: bool) -> Truth:
        condition, then, otherwise = part.operands
        branches = [self.truth(branch, negated=negated) for branch in (then, otherwise)]
        sql = self.forms.case(self.truth(condition, negated=False).sql, branches[0].sql, branches[1].sql)
        return Truth(sql, all(branch.certain for branch in branches))

    def _column(self, part: Reference) -> Sql:
        if part.type.many:
            raise self.problem(
                part, "X304", "A repeat cannot be asked of a table.", "Count or sum its own records instead."
            )
        found = self.columns.get(part.name)
        if found is None:
            raise self.problem(part, "X305", f'No column stands for "{part.name}".', "Use a name that the table has.")
        return found.copy()


LOGIC = frozenset({Op.AND, Op.OR, Op.NOT})

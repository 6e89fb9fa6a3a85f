"""Conditions as SQL: each operation that is true or false, and its opposite."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from sqlglot import exp

from lineofsight.expressions.python import texts
from lineofsight.expressions.python.numbers import NEAR
from lineofsight.expressions.python.patterns import common, uncommon
from lineofsight.expressions.sql.blanks import may_be_blank
from lineofsight.expressions.sql.dialects import Sql
from lineofsight.expressions.sql.walk import Condition, SqlWalk, Truth
from lineofsight.expressions.typed import Apply, Constant, Op, Part
from lineofsight.expressions.types import DECIMAL, TEXT


def _equal(walk: SqlWalk, part: Apply, negated: bool) -> Truth:
    """Two blanks are equal."""
    left, right = part.operands
    one, other = walk.value(left), walk.value(right)
    if negated:
        return Truth(walk.forms.different(one, other), certain=True)
    if may_be_blank(left) and may_be_blank(right):
        return Truth(walk.forms.same(one, other), certain=True)
    return Truth(walk.forms.equals(one, other), certain=not (may_be_blank(left) or may_be_blank(right)))


def _near(walk: SqlWalk, part: Apply, negated: bool) -> Truth:
    left, right = part.operands
    one, other = walk.value(left), walk.value(right)
    sql, certain = walk.forms.near(one, other), not (may_be_blank(left) or may_be_blank(right))
    if part.op is Op.NEAR and may_be_blank(left) and may_be_blank(right):
        both = walk.forms.all_of([walk.forms.is_null(one), walk.forms.is_null(other)])
        sql = walk.forms.any_of([both, sql])
    return walk.settled(sql, certain, negated)


def _compare(operator: str) -> Condition:
    def lower(walk: SqlWalk, part: Apply, negated: bool) -> Truth:
        one, other = (walk.value(operand) for operand in part.operands)
        return walk.settled(walk.forms.compare(operator, one, other), _certain(part), negated)

    return lower


def _certain(part: Apply) -> bool:
    return not any(may_be_blank(operand) for operand in part.operands)


def _is_blank(walk: SqlWalk, part: Apply, negated: bool) -> Truth:
    value = walk.value(part.operands[0])
    asks = (part.op is Op.IS_BLANK) is not negated
    return Truth(walk.forms.is_null(value) if asks else walk.forms.is_not_null(value), certain=True)


def _equal_results(walk: SqlWalk, part: Apply, negated: bool) -> Truth:
    one, other = (walk.value(operand) for operand in part.operands)
    return walk.settled(walk.forms.equals(one, other), _certain(part), negated)


def _between(walk: SqlWalk, part: Apply, negated: bool) -> Truth:
    value, low, high = (walk.value(operand) for operand in part.operands)
    return walk.settled(walk.forms.between(value, low, high), _certain(part), negated)


def _is_one_of(walk: SqlWalk, part: Apply, negated: bool) -> Truth:
    answer, codes = part.operands
    return walk.settled(walk.forms.is_one_of(walk.value(answer), _codes(codes)), not may_be_blank(answer), negated)


def _has_any_of(walk: SqlWalk, part: Apply, negated: bool) -> Truth:
    answer, codes = part.operands
    return walk.settled(walk.forms.has_any(walk.value(answer), _codes(codes)), not may_be_blank(answer), negated)


def _has_choice(walk: SqlWalk, part: Apply, negated: bool) -> Truth:
    answer, code = part.operands
    values = walk.value(answer)
    if isinstance(code, Constant):
        wanted = texts.normalize_space(TEXT, cast(str | None, code.value))
        if wanted is None:
            return Truth(walk.forms.is_not_null(values) if negated else walk.forms.is_null(values), certain=True)
        return walk.settled(walk.forms.has(values, walk.forms.constant(wanted, TEXT)), False, negated)
    wanted_sql = walk.forms.no_empty(walk.forms.normalize_space(walk.characters(code)))
    found = walk.forms.is_true(walk.forms.has(values, wanted_sql))
    sql = walk.forms.case(walk.forms.is_null(wanted_sql), walk.forms.is_null(values), found)
    return walk.settled(sql, True, negated)


def _text_has(name: str) -> Condition:
    def lower(walk: SqlWalk, part: Apply, negated: bool) -> Truth:
        sought = part.operands[1]
        if isinstance(sought, Constant) and sought.value is not None:
            # No blank contains a part, so a filter can ask the column as it stands.
            sql = walk.forms.call(name, walk.value(part.operands[0]), walk.value(sought))
            return walk.settled(sql, _certain(part), negated)
        sql = walk.forms.call(name, *(walk.characters(operand) for operand in part.operands))
        return walk.settled(sql, True, negated)

    return lower


def _matches(walk: SqlWalk, part: Apply, negated: bool) -> Truth:
    pattern = cast(str, cast(Constant, part.operands[1]).value)
    found = uncommon(pattern)
    if found:
        raise walk.problem(
            part.operands[1],
            "X306",
            f"Not every engine knows {found} in a pattern.",
            "Write it with classes and repetitions, or ask with contains(...).",
        )
    return walk.settled(walk.forms.matches(walk.characters(part.operands[0]), common(pattern)), True, negated)


def _number_to_boolean(walk: SqlWalk, part: Apply, negated: bool) -> Truth:
    (number,) = part.operands
    value = walk.value(number)
    if number.type.is_exact:
        sql: Sql = exp.NEQ(this=exp.Paren(this=value), expression=exp.Literal.number(0))
    else:
        sql = walk.forms.compare(">", walk.forms.call("abs", value), walk.forms.constant(NEAR, DECIMAL))
    return walk.settled(sql, _certain(part), negated)


def _text_to_boolean(walk: SqlWalk, part: Apply, negated: bool) -> Truth:
    text = walk.value(part.operands[0])
    sql = walk.forms.is_one_of(walk.forms.call("lower", text), ("true", "1"))
    return walk.settled(sql, _certain(part), negated)


def _codes(part: Part) -> tuple[str, ...]:
    return cast(tuple[str, ...], cast(Constant, part).value)


CONDITIONS: Mapping[Op, Condition] = {
    Op.IS_BLANK: _is_blank,
    Op.IS_FILLED: _is_blank,
    Op.EQUAL: _equal,
    Op.EQUAL_RESULTS: _equal_results,
    Op.NEAR: _near,
    Op.NEAR_RESULTS: _near,
    Op.LESS: _compare("<"),
    Op.LESS_OR_EQUAL: _compare("<="),
    Op.GREATER: _compare(">"),
    Op.GREATER_OR_EQUAL: _compare(">="),
    Op.BETWEEN: _between,
    Op.IS_ONE_OF: _is_one_of,
    Op.HAS_ANY_OF: _has_any_of,
    Op.HAS_CHOICE: _has_choice,
    Op.CONTAINS: _text_has("contains"),
    Op.STARTS_WITH: _text_has("starts_with"),
    Op.ENDS_WITH: _text_has("ends_with"),
    Op.MATCHES: _matches,
    Op.NUMBER_TO_BOOLEAN: _number_to_boolean,
    Op.TEXT_TO_BOOLEAN: _text_to_boolean,
}

"""How the check lowers `=`, `!=`, `<` and their kin to operations on two values of one kind.

The rule is XPath's: a truth value makes the comparison one of truth values, a number makes it one of numbers, and an
order is always one of numbers. Dates and times are ordered as what they are, which comes to the same.
"""

from __future__ import annotations

from decimal import Decimal

from lineofsight.expressions.checks import conversions
from lineofsight.expressions.checks.checking import Checking
from lineofsight.expressions.checks.conversions import DATED, WRITTEN, apply, is_calculated
from lineofsight.expressions.syntax import Node
from lineofsight.expressions.typed import Constant, Op, Part
from lineofsight.expressions.types import BOOLEAN, TEXT, Kind

ORDERS = {"<": Op.LESS, "<=": Op.LESS_OR_EQUAL, ">": Op.GREATER, ">=": Op.GREATER_OR_EQUAL}


def equality(checking: Checking, operator: str, left: Part, right: Part, node: Node) -> Part:
    equal = _equal(checking, checking.single(left), checking.single(right), node)
    return equal if operator == "=" else apply(Op.NOT, BOOLEAN, equal, at=_at(node))


def order(checking: Checking, operator: str, left: Part, right: Part, node: Node) -> Part:
    one, other = alike(checking, checking.single(left), checking.single(right), node)
    return apply(ORDERS[operator], BOOLEAN, one, other, at=_at(node))


def alike(checking: Checking, left: Part, right: Part, node: Node) -> tuple[Part, Part]:
    """Two parts as values that have an order."""
    kinds = {left.type.kind, right.type.kind}
    if left.type.kind is Kind.BLANK:
        left = conversions.blank_of(right.type, left)
    if right.type.kind is Kind.BLANK:
        right = conversions.blank_of(left.type, right)
    if left.type.is_number and right.type.is_number:
        return conversions.alike_numbers(left, right)
    if kinds <= {Kind.DATE, Kind.BLANK} or kinds <= {Kind.TIME, Kind.BLANK}:
        return left, right
    if kinds <= DATED:
        return conversions.to_datetime(left), conversions.to_datetime(right)
    if checking.environment.converts:
        return conversions.alike_numbers(conversions.to_number(left), conversions.to_number(right))
    if kinds & DATED and Kind.TEXT in kinds:
        return checking.date(left), checking.date(right)
    if kinds <= WRITTEN | {Kind.INTEGER, Kind.DECIMAL} and len(kinds) > 1:
        text = left if left.type.kind in WRITTEN else right
        raise checking.wrong_kind(text, "a number", f"Write number({checking.quoted(text)}).")
    raise checking.problem(
        "X205",
        node,
        f"{checking.quoted(left)} ({left.type}) and {checking.quoted(right)} ({right.type}) have no common order.",
        "Compare numbers with numbers and dates with dates; compare texts with = and !=.",
    )


def _equal(checking: Checking, left: Part, right: Part, node: Node) -> Part:
    at = _at(node)
    if right.type.kind is Kind.BLANK:
        return apply(Op.IS_BLANK, BOOLEAN, left, at=at)
    if left.type.kind is Kind.BLANK:
        return apply(Op.IS_BLANK, BOOLEAN, right, at=at)
    kinds: set[Kind] = {left.type.kind, right.type.kind}
    if checking.environment.converts:
        return _equal_in_forms(left, right, kinds, at)
    if left.type.is_number and right.type.is_number:
        return _equal_numbers(left, right, at)
    if kinds & {Kind.CHOICE, Kind.CHOICES}:
        left, right = _code(checking, left, right), _code(checking, right, left)
        kinds = {left.type.kind, right.type.kind}
    if kinds <= WRITTEN or kinds in ({Kind.BOOLEAN}, {Kind.TIME}, {Kind.DATE}, {Kind.CHOICES}):
        return apply(Op.EQUAL, BOOLEAN, left, right, at=at)
    if kinds == {Kind.CHOICES, Kind.TEXT}:
        raise checking.problem(
            "X205", node, "Several choices are compared with one.", "Ask selected(..., 'code') instead."
        )
    if kinds & DATED and kinds <= DATED | {Kind.TEXT}:
        return apply(Op.EQUAL, BOOLEAN, *alike(checking, left, right, node), at=at)
    raise checking.problem(
        "X205",
        node,
        f"{checking.quoted(left)} is a {left.type} and {checking.quoted(right)} a {right.type}; they are never equal.",
        "Compare things of one kind, or convert with number(), string() or date().",
    )


def _equal_in_forms(left: Part, right: Part, kinds: set[Kind], at: Part) -> Part:
    if Kind.BOOLEAN in kinds:
        return apply(Op.EQUAL, BOOLEAN, conversions.to_boolean(left), conversions.to_boolean(right), at=at)
    if left.type.is_number or right.type.is_number:
        return _equal_numbers(conversions.to_number(left), conversions.to_number(right), at)
    if kinds <= DATED:
        return apply(Op.EQUAL, BOOLEAN, conversions.to_datetime(left), conversions.to_datetime(right), at=at)
    if kinds in ({Kind.TIME}, {Kind.CHOICES}):
        return apply(Op.EQUAL, BOOLEAN, left, right, at=at)
    return apply(Op.EQUAL, BOOLEAN, conversions.to_text(left), conversions.to_text(right), at=at)


def _equal_numbers(left: Part, right: Part, at: Part) -> Part:
    left, right = conversions.alike_numbers(left, right)
    calculated = is_calculated(left) or is_calculated(right)
    if left.type.is_exact:
        op = Op.EQUAL_RESULTS if calculated else Op.EQUAL
    else:
        op = Op.NEAR_RESULTS if calculated else Op.NEAR
    return apply(op, BOOLEAN, left, right, at=at)


def _code(checking: Checking, part: Part, other: Part) -> Part:
    """What is written beside a choice, as a code of its code set: '101', and 101 as well."""
    if not isinstance(part, Constant) or part.value is None or other.type.kind not in (Kind.CHOICE, Kind.CHOICES):
        return part
    if not isinstance(part.value, str | int | Decimal) or isinstance(part.value, bool):
        return part
    code = checking.code(str(part.value), other.type, part)
    return Constant(TEXT, part.start, part.end, code)


def _at(node: Node) -> Part:
    return Part(BOOLEAN, node.start, node.end)

"""From a tree to a typed tree: every name known, every operand of a kind that fits, every conversion in its place."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import cast

from lineofsight.expressions.checks import arithmetic, comparing, conversions, lookups
from lineofsight.expressions.checks.checking import Checking
from lineofsight.expressions.environment import Environment
from lineofsight.expressions.functions import choices, dates, logic, numbers, repeats, texts
from lineofsight.expressions.functions.catalogue import CATALOGUE, NOT_OFFERED, Called
from lineofsight.expressions.syntax import (
    Binary,
    Call,
    Logic,
    Minus,
    Name,
    Node,
    NumberLiteral,
    Path,
    TextLiteral,
    Tree,
    position_asked,
)
from lineofsight.expressions.trouble import did_you_mean
from lineofsight.expressions.typed import Constant, Op, Part, TypedTree
from lineofsight.expressions.types import BLANK, BOOLEAN, DECIMAL, TEXT, Kind, Type
from lineofsight.problems import counted

# The modules that declare functions; importing them fills the catalogue.
DECLARED_IN = (logic, numbers, texts, choices, dates, repeats)


def check(tree: Tree, environment: Environment, *, expected: Type | None = None) -> TypedTree:
    """The typed tree, or a problem that names the place and the remedy.

    With `expected`, the value is of that kind: where the environment converts it is converted, elsewhere only a code
    becomes a text and a date a moment. Where a number is expected, any number is one, and stays as exact as it is.
    """
    checking = Checking(tree, environment)
    root = checking.single(_part(checking, tree.root))
    return TypedTree(root if expected is None else _as_expected(checking, root, expected), tree)


def _part(checking: Checking, node: Node) -> Part:
    if isinstance(node, TextLiteral):
        return Constant(TEXT if node.value else BLANK, node.start, node.end, node.value or None)
    if isinstance(node, NumberLiteral):
        return _number(node)
    if isinstance(node, Name):
        return _name(checking, node.name, node)
    if isinstance(node, Path):
        return _path(checking, node)
    if isinstance(node, Logic):
        operands = [checking.boolean(_part(checking, operand)) for operand in node.operands]
        op = Op.AND if node.operator == "and" else Op.OR
        return conversions.apply(op, BOOLEAN, *operands, at=Part(BOOLEAN, node.start, node.end))
    if isinstance(node, Minus):
        operand = checking.number(_part(checking, node.operand))
        return conversions.apply(Op.NEGATE, operand.type, operand, at=Part(DECIMAL, node.start, node.end))
    if isinstance(node, Call):
        return _call(checking, node)
    return _binary(checking, cast(Binary, node))


def _number(node: NumberLiteral) -> Constant:
    """A number as it is written: exact, with no more digits than it needs."""
    value = Decimal(node.digits)
    digits, scale = node.digits.partition(".")[0].lstrip("0"), 0
    fraction = node.digits.partition(".")[2].rstrip("0")
    scale = len(fraction)
    type = conversions.exact(max(1, len(digits) + scale), scale)
    if not type.is_exact:
        return Constant(type, node.start, node.end, float(value))
    return Constant(type, node.start, node.end, int(value) if scale == 0 else Decimal(f"{digits or '0'}.{fraction}"))


def _name(checking: Checking, name: str, node: Node) -> Part:
    type = checking.environment.names.get(name)
    if type is None:
        known = [each for each in checking.environment.names if not each.startswith((".", "/"))]
        some = ", ".join(sorted(known)[:8]) or "none here"
        remedy = did_you_mean(name, known, f"The names are: {some}{', …' if len(known) > 8 else ''}.")
        raise checking.problem("X201", node, f'There is no "{name}".', remedy)
    return checking.reference(name, type, node)


def _path(checking: Checking, node: Path) -> Part:
    if not node.is_plain:
        return lookups.path(checking, node, _part)
    type = checking.environment.names.get(node.text)
    if type is None:
        known = [each for each in checking.environment.names if each.startswith((".", "/"))]
        bare = node.text.removeprefix("./")
        remedy = (
            f"Did you mean ${{{bare}}} or the text '{bare}'?"
            if node.text.startswith("./")
            else did_you_mean(node.text, known, "Write the name of a question as ${name}.")
        )
        raise checking.problem("X201", node, f'There is no "{checking.quoted(node)}".', remedy)
    return checking.reference(node.text, type, node)


def _call(checking: Checking, node: Call) -> Part:
    if node.function in lookups.FUNCTIONS:
        return lookups.FUNCTIONS[node.function](checking, node, _part)
    asked = position_asked(node)
    if asked in checking.environment.names:
        return checking.reference(asked, checking.environment.names[asked], node)
    found = CATALOGUE.get(node.function)
    if found is None:
        if node.function in NOT_OFFERED:
            raise checking.problem("X302", node, f"{node.function}() is not offered here.", NOT_OFFERED[node.function])
        remedy = did_you_mean(node.function, CATALOGUE, "The reference of expressions lists all functions.")
        raise checking.problem("X201", node, f"There is no function {node.function}().", remedy)
    count = len(node.arguments)
    if count < found.least or (found.most is not None and count > found.most):
        raise checking.problem(
            "X208",
            node,
            f"{node.function}() was given {counted(count, 'value', 'values')}.",
            f"It is written {found.takes}.",
        )
    arguments = tuple(_part(checking, argument) for argument in node.arguments)
    return found.build(Called(checking, node, arguments))


def _binary(checking: Checking, node: Binary) -> Part:
    left, right = _part(checking, node.left), _part(checking, node.right)
    if node.operator in ("=", "!="):
        return comparing.equality(checking, node.operator, left, right, node)
    if node.operator in comparing.ORDERS:
        return comparing.order(checking, node.operator, left, right, node)
    if node.operator == "|":
        raise checking.problem("X301", node, "Sets of nodes cannot be joined here.", "Use or between two conditions.")
    return arithmetic.calculation(checking, node.operator, left, right, node)


def _as_expected(checking: Checking, part: Part, expected: Type) -> Part:
    kind, wanted = part.type.kind, expected.kind
    if kind is Kind.BLANK:
        return conversions.blank_of(expected, part)
    if wanted is Kind.BOOLEAN:
        return checking.boolean(part)
    if wanted is Kind.DECIMAL:
        return checking.number(part)
    if wanted is Kind.TEXT:
        return checking.text(part)
    if wanted is Kind.DATE:
        return checking.date(part)
    if wanted is Kind.DATETIME and (kind is Kind.DATE or checking.environment.converts):
        return conversions.to_datetime(part)
    if wanted is Kind.INTEGER and checking.environment.converts:
        return checking.integer(part)
    if wanted is Kind.CHOICES:
        return checking.choices(part)
    if wanted is Kind.TIME and checking.environment.converts:
        return conversions.to_time(part)
    if kind is wanted or (wanted in conversions.WRITTEN and kind in conversions.WRITTEN):
        return replace(part, type=replace(part.type, code_set=part.type.code_set or expected.code_set))
    raise checking.wrong_kind(part, f"a {expected}", f"Give a {expected}.")

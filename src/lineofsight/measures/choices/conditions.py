"""A condition as rows of what is asked, how, and against what, joined by *and* or by *or*.

The rule: rows that are written down again mean what the condition meant, tree for tree. A part that is no row (one
condition within another, say) is a row as it is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lineofsight.expressions import ExpressionProblem, parse
from lineofsight.expressions.syntax import Binary, Call, Logic, Name, Node, NumberLiteral, TextLiteral


class Asked(StrEnum):
    """How something is asked."""

    IS = "is"
    IS_NOT = "is_not"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE = "more"
    LESS = "less"
    KNOWN = "known"
    NOT_KNOWN = "not_known"
    INCLUDES = "includes"  # one of several answers
    AMONG = "among"  # a named set of codes
    NOT_AMONG = "not_among"
    YES = "yes"
    NO = "no"
    AS_WRITTEN = "as_written"  # the whole condition stands in `left`

    @property
    def needs_nothing(self) -> bool:
        """It is asked against nothing."""
        return self in (Asked.KNOWN, Asked.NOT_KNOWN, Asked.YES, Asked.NO, Asked.AS_WRITTEN)


class Joined(StrEnum):
    ALL = "and"
    ANY = "or"


_OPERATORS = {
    "=": Asked.IS,
    "!=": Asked.IS_NOT,
    ">=": Asked.AT_LEAST,
    "<=": Asked.AT_MOST,
    ">": Asked.MORE,
    "<": Asked.LESS,
}
_SIGNS = {test: sign for sign, test in _OPERATORS.items()}


@dataclass(frozen=True, slots=True)
class Row:
    """left, right: expressions as they are written, as `${exit_date}`, `'completed'`, `5`."""

    left: str
    test: Asked
    right: str = ""


@dataclass(frozen=True, slots=True)
class Conditions:
    """No rows: everybody."""

    rows: tuple[Row, ...] = ()
    joined: Joined = Joined.ALL

    def __bool__(self) -> bool:
        return bool(self.rows)


EVERYBODY = Conditions()


def conditions_of(text: str) -> Conditions:
    """The rows of a condition. One that cannot be read is a single row as it is written.

    >>> [row.test.value for row in conditions_of("${age} >= 18 and not(${score} = '')").rows]
    ['at_least', 'known']
    """
    if not text.strip():
        return EVERYBODY
    try:
        root = parse(text).root
    except ExpressionProblem:
        return Conditions((Row(text, Asked.AS_WRITTEN),))
    joined = Joined(root.operator) if isinstance(root, Logic) else Joined.ALL
    operands = root.operands if isinstance(root, Logic) else (root,)
    made = Conditions(tuple(_row(text, node) for node in operands), joined)
    return made if is_same_condition(text_of(made), text) else Conditions((Row(text, Asked.AS_WRITTEN),))


def text_of(conditions: Conditions) -> str:
    """The condition that the rows say; empty for none.

    >>> text_of(Conditions((Row("${stage}", Asked.IS, "'exit'"), Row("${late}", Asked.NO)), Joined.ANY))
    "${stage} = 'exit' or not(${late})"
    """
    several = len(conditions.rows) > 1
    return f" {conditions.joined} ".join(_written(row, within=several) for row in conditions.rows)


def is_same_condition(one: str, other: str) -> bool:
    """Whether two texts are one tree."""
    try:
        return same_tree(parse(one).root, parse(other).root)
    except ExpressionProblem:
        return one.strip() == other.strip()


def same_tree(one: Node, other: Node) -> bool:
    """Whether two nodes say the same, wherever they stand."""
    if type(one) is not type(other) or len(one.parts) != len(other.parts):
        return False
    own = {name: value for name, value in vars(one).items() if isinstance(value, str | bool)}
    if any(getattr(other, name) != value for name, value in own.items()):
        return False
    return all(same_tree(a, b) for a, b in zip(one.parts, other.parts, strict=True))


def quoted_text(text: str) -> str:
    """A text as an expression writes it.

    >>> quoted_text("it's"), quoted_text("exit")
    ('"it\\'s"', "'exit'")
    """
    return f'"{text}"' if "'" in text else f"'{text}'"


def literal_of(text: str) -> str | None:
    """What an expression says in itself: a text, a number or a day; None when it is worked out.

    >>> literal_of("'exit'"), literal_of("date('2026-03-01')"), literal_of("${age}")
    ('exit', '2026-03-01', None)
    """
    try:
        root = parse(text).root
    except ExpressionProblem:
        return None
    if isinstance(root, Call) and root.function == "date" and len(root.arguments) == 1:
        root = root.arguments[0]
    if isinstance(root, TextLiteral):
        return root.value
    return root.digits if isinstance(root, NumberLiteral) else None


def _row(text: str, node: Node) -> Row:
    def part(inner: Node) -> str:
        return text[inner.start : inner.end]

    if isinstance(node, Binary) and node.operator in _OPERATORS:
        if _is_blank(node.right) and node.operator == "=":
            return Row(part(node.left), Asked.NOT_KNOWN)
        return Row(part(node.left), _OPERATORS[node.operator], part(node.right))
    if isinstance(node, Name):
        return Row(part(node), Asked.YES)
    if isinstance(node, Call):
        inner = node.arguments[0] if node.arguments else None
        if node.function == "not" and inner is not None:
            return _opposite(text, node, inner)
        if node.function in _ASKED_BY and len(node.arguments) == 2:
            return Row(part(node.arguments[0]), _ASKED_BY[node.function], part(node.arguments[1]))
    return Row(part(node), Asked.AS_WRITTEN)


def _opposite(text: str, whole: Node, inner: Node) -> Row:
    row = _row(text, inner)
    test = _OPPOSITES.get(row.test)
    return Row(text[whole.start : whole.end], Asked.AS_WRITTEN) if test is None else Row(row.left, test, row.right)


_ASKED_BY = {"selected": Asked.INCLUDES, "code-in": Asked.AMONG}
_OPPOSITES: Mapping[Asked, Asked] = {Asked.NOT_KNOWN: Asked.KNOWN, Asked.YES: Asked.NO, Asked.AMONG: Asked.NOT_AMONG}


def _written(row: Row, *, within: bool) -> str:
    left, right = row.left, row.right
    match row.test:
        case Asked.KNOWN:
            return f"not({left} = '')"
        case Asked.NOT_KNOWN:
            return f"{left} = ''"
        case Asked.INCLUDES:
            return f"selected({left}, {right})"
        case Asked.AMONG:
            return f"code-in({left}, {right})"
        case Asked.NOT_AMONG:
            return f"not(code-in({left}, {right}))"
        case Asked.YES:
            return left
        case Asked.NO:
            return f"not({left})"
        case Asked.AS_WRITTEN:
            return f"({left})" if within else left
    return f"{left} {_SIGNS[row.test]} {right}"


def _is_blank(node: Node) -> bool:
    return isinstance(node, TextLiteral) and not node.value

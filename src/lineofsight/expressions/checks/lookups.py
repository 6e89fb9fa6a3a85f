"""How a form looks rows up: `instance('list')/root/item[...]/label`, `pulldata()`, `jr:choice-name()`.

All three are one thing: the rows of a list for which conditions are true, and one of their columns. Where one value is
asked for, it is the first, and blank where there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from lineofsight.expressions.checks import conversions
from lineofsight.expressions.checks.checking import Checking
from lineofsight.expressions.environment import LookupList
from lineofsight.expressions.syntax import Call, Node, Path, TextLiteral
from lineofsight.expressions.trouble import did_you_mean
from lineofsight.expressions.typed import ROW, Lookup, Op, Part, Reference
from lineofsight.expressions.types import BOOLEAN, TEXT, many
from lineofsight.problems import counted

CheckPart = Callable[[Checking, Node], Part]


def path(checking: Checking, node: Path, check_part: CheckPart) -> Part:
    """`instance('list')/root/item[conditions]`, and a column behind it."""
    origin, steps = node.origin, node.steps
    names = [step.name for step in steps]
    is_from_list = isinstance(origin, Call) and origin.function == "instance" and len(origin.arguments) == 1
    has_other_conditions = any(step.conditions for place, step in enumerate(steps) if place != 1)
    if not is_from_list or names[:2] != ["root", "item"] or len(steps) > 3 or has_other_conditions:
        raise checking.problem(
            "X301",
            node,
            f"{checking.quoted(node)} looks up other rows in a way that is not offered here.",
            "Use the name of a question, or instance('list')/root/item[...]/column.",
        )
    found = _list(checking, cast(Call, origin).arguments[0])
    row = _in_row(checking, found)
    conditions = tuple(row.boolean(check_part(row, condition)) for condition in steps[1].conditions)
    column = names[2] if len(steps) > 2 else ""
    if column:
        _check_column(checking, found, column, steps[2])
    return Lookup(many(TEXT), node.start, node.end, found.rows, column, conditions)


def _pulldata(checking: Checking, node: Call, check_part: CheckPart) -> Part:
    """`pulldata('list', 'column', 'key column', key)`"""
    if len(node.arguments) != 4:
        raise checking.problem(
            "X208",
            node,
            f"pulldata() was given {counted(len(node.arguments), 'value', 'values')}.",
            "It is written pulldata('list', 'column', 'key column', key).",
        )
    found = _list(checking, node.arguments[0])
    column, key_column = (_written(checking, part) for part in node.arguments[1:3])
    _check_column(checking, found, column, node.arguments[1])
    _check_column(checking, found, key_column, node.arguments[2])
    key = conversions.to_text(checking.single(check_part(checking, node.arguments[3])))
    return _first(checking, node, found, column, key_column, key)


def _choice_name(checking: Checking, node: Call, check_part: CheckPart) -> Part:
    """`jr:choice-name(${question}, '${question}')`: the label of a choice."""
    if len(node.arguments) != 2:
        raise checking.problem(
            "X208",
            node,
            f"jr:choice-name() was given {counted(len(node.arguments), 'value', 'values')}.",
            "It is written jr:choice-name(${question}, '${question}').",
        )
    question = _written(checking, node.arguments[1]).strip().removeprefix("${").removesuffix("}").strip()
    type = checking.environment.names.get(question)
    found = checking.environment.lists.get(type.code_set) if type is not None else None
    if found is None:
        raise checking.problem(
            "X201", node.arguments[1], f'"{question}" is no question with choices here.', "Name one, as '${name}'."
        )
    code = conversions.to_text(checking.single(check_part(checking, node.arguments[0])))
    return _first(checking, node, found, "label", "name", code)


FUNCTIONS: dict[str, Callable[[Checking, Call, CheckPart], Part]] = {
    "pulldata": _pulldata,
    "jr:choice-name": _choice_name,
}


def _first(checking: Checking, node: Node, found: LookupList, column: str, key_column: str, key: Part) -> Part:
    own = Reference(TEXT, node.start, node.end, f"{ROW}{key_column}")
    condition = conversions.apply(Op.EQUAL, BOOLEAN, own, key)
    return checking.single(Lookup(many(TEXT), node.start, node.end, found.rows, column, (condition,)))


def _in_row(checking: Checking, found: LookupList) -> Checking:
    """The same check, inside a row of the list: its columns are bare paths."""
    columns = {f"./{column}": TEXT for column in found.columns}
    environment = replace(checking.environment, names={**checking.environment.names, **columns})
    return replace(checking, environment=environment, columns=frozenset(columns))


def _list(checking: Checking, node: Node) -> LookupList:
    name = _written(checking, node)
    found = checking.environment.lists.get(name)
    if found is None:
        known = checking.environment.lists
        some = f"The lists are: {', '.join(sorted(known)[:8])}." if known else "Nothing can be looked up here."
        raise checking.problem("X206", node, f'There is no list "{name}".', did_you_mean(name, known, some))
    return found


def _check_column(checking: Checking, found: LookupList, column: str, node: Node) -> None:
    if column not in found.columns:
        raise checking.problem(
            "X206",
            node,
            f'The list has no column "{column}".',
            did_you_mean(column, found.columns, f"The columns are: {', '.join(found.columns)}."),
        )


def _written(checking: Checking, node: Node) -> str:
    if isinstance(node, TextLiteral):
        return node.value
    raise checking.problem("X207", node, "A name has to be written here.", "Write it in quotes, as a text.")

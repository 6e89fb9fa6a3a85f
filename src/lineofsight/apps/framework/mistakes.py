"""Mistakes that measures like this are prone to, looked for in one definition and its figures, and told beside them.

The sentences stand with the patterns (`packs/patterns`), each under the name of the check that finds it here. A mistake
keeps nothing from being published: the author may mean it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from lineofsight.expressions import ExpressionProblem, parse
from lineofsight.expressions.syntax import Binary, Call, Name, Node, NumberLiteral, TextLiteral, every_node
from lineofsight.measures.choices.choices import inner
from lineofsight.measures.choices.conditions import Asked, conditions_of
from lineofsight.packs.patterns import patterns

from .documents import Document, days_until_known
from .facts_of_now import FigureNow, Preview
from .selectors.values import share_in_words

Fills = Mapping[str, object]
Check = Callable[[Document, FigureNow | None], Fills | None]
NOTHING: Fills = {}
EXPRESSIONS = ("population", "numerator", "value", "for_each")


def mistakes_in(document: Document, preview: Preview | None) -> tuple[str, ...]:
    """A sentence for each that is found; with the newest figures where it speaks of numbers."""
    figure = preview.latest.draft if preview is not None and preview.latest is not None else None
    said = {mistake.check: mistake.say for each in patterns() for mistake in each.mistakes if mistake.check}
    found = {name: check(document, figure) for name, check in CHECKS.items()}
    return tuple(said[name] % fills for name, fills in found.items() if fills is not None)


def _no_second_answer(document: Document, figure: FigureNow | None) -> Fills | None:
    if not document.get("change") or figure is None or not figure.incomplete:
        return None
    total = figure.of + figure.incomplete
    lowest = share_in_words(round((figure.numerator or 0) / total, 4))
    return {"n": figure.incomplete, "total": total, "lowest": lowest}


def _nothing_intended(document: Document, figure: FigureNow | None) -> Fills | None:
    if not document.get("received") or figure is None or not figure.incomplete:
        return None
    return {"n": figure.incomplete, "total": figure.of + figure.incomplete}


def _one_point(document: Document, figure: FigureNow | None) -> Fills | None:
    return NOTHING if inner(dict(document), "change").get("improved_by") == 1 else None


def _blank_as_zero(document: Document, figure: FigureNow | None) -> Fills | None:
    calls = (node for node in _nodes(document) if isinstance(node, Call) and node.function == "coalesce")
    is_zero = any(
        isinstance(each, NumberLiteral) and float(each.digits) == 0 for call in calls for each in call.arguments
    )
    return NOTHING if is_zero else None


def _everyone_enrolled(document: Document, figure: FigureNow | None) -> Fills | None:
    asks_for_completed = any(isinstance(node, TextLiteral) and node.value == "completed" for node in _nodes(document))
    return NOTHING if asks_for_completed and isinstance(document.get("period"), Mapping) else None


def _unknown_left_out(document: Document, figure: FigureNow | None) -> Fills | None:
    """Whoever is asked to have an answer, whose answer is then one of a list."""
    known = {row.left for row in conditions_of(_text(document, "population")).rows if row.test is Asked.KNOWN}
    of_lists = {
        row.left
        for row in conditions_of(_text(document, "numerator")).rows
        if row.test in (Asked.AMONG, Asked.INCLUDES) or (row.test is Asked.IS and row.right.startswith(("'", '"')))
    }
    return NOTHING if known & of_lists else None


def _shown_too_early(document: Document, figure: FigureNow | None) -> Fills | None:
    wait = days_until_known(document)
    for call, days in _spans(document):
        if days > wait and isinstance(call.arguments[0], Name) and _is_period(document, call.arguments[0]):
            return {"days": days, "wait": wait}
    return None


def _placed_by_the_end(document: Document, figure: FigureNow | None) -> Fills | None:
    calls = (node for node in _nodes(document) if isinstance(node, Call) and node.function == "days-between")
    ends = any(isinstance(call.arguments[1], Name) and _is_period(document, call.arguments[1]) for call in calls)
    return NOTHING if ends and "days-between" in _text(document, "numerator") + _text(document, "value") else None


def _mean_of_days(document: Document, figure: FigureNow | None) -> Fills | None:
    return NOTHING if document.get("statistic") == "mean" and "days-between" in _text(document, "value") else None


def _filled_by_unequal(document: Document, figure: FigureNow | None) -> Fills | None:
    is_unequal = any(
        isinstance(node, Binary) and node.operator == "!=" and _is_blank(node.right) for node in _nodes(document)
    )
    return NOTHING if is_unequal else None


CHECKS: Mapping[str, Check] = {
    "no_second_answer": _no_second_answer,
    "nothing_intended": _nothing_intended,
    "one_point": _one_point,
    "blank_as_zero": _blank_as_zero,
    "everyone_enrolled": _everyone_enrolled,
    "unknown_left_out": _unknown_left_out,
    "shown_too_early": _shown_too_early,
    "placed_by_the_end": _placed_by_the_end,
    "mean_of_days": _mean_of_days,
    "filled_by_unequal": _filled_by_unequal,
}


def _text(document: Document, key: str) -> str:
    return str(document.get(key) or "")


def _nodes(document: Document) -> Iterator[Node]:
    """Every node of the expressions that can be read."""
    for key in EXPRESSIONS:
        try:
            yield from every_node(parse(_text(document, key)).root) if document.get(key) else ()
        except ExpressionProblem:
            continue


def _spans(document: Document) -> Iterator[tuple[Call, int]]:
    """Days between two days that are compared with a number in the numerator."""
    for node in _nodes({"numerator": document.get("numerator")}):
        if not isinstance(node, Binary) or not isinstance(node.right, NumberLiteral):
            continue
        call, number = node.left, float(node.right.digits)
        if isinstance(call, Call) and call.function == "days-between" and number.is_integer():
            yield call, int(number)


def _is_period(document: Document, name: Name) -> bool:
    return document.get("period") == f"${{{name.name}}}"


def _is_blank(node: Node) -> bool:
    return isinstance(node, TextLiteral) and not node.value

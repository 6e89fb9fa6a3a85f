"""Texts."""

from __future__ import annotations

import re
from dataclasses import replace

from lineofsight.expressions.checks import conversions
from lineofsight.expressions.functions.catalogue import Called, function
from lineofsight.expressions.python import texts
from lineofsight.expressions.typed import Op, Part
from lineofsight.expressions.types import BOOLEAN, INTEGER, TEXT

LENGTH = replace(INTEGER, digits=9)


def _any_text(call: Called, place: int) -> Part:
    """A text made of whatever stands there: what is put together for reading needs no conversion by hand."""
    return conversions.to_text(call.checking.single(call.arguments[place]))


@function("concat(value...)", "The values one after the other, as texts.", "concat('a', 1, 'b')", "a1b")
def _concat(call: Called) -> Part:
    if len(call.arguments) == 1 and call.arguments[0].type.many:
        return call.apply(Op.JOIN_ROUNDS, TEXT, call.constant(TEXT, None), call.arguments[0])
    return call.apply(Op.CONCAT, TEXT, *(_any_text(call, place) for place in range(len(call.arguments))))


@function("join(separator, value...)", "The values as texts, with a separator between them.", "join('-', 1, 2)", "1-2")
def _join(call: Called) -> Part:
    separator = call.text(0)
    if len(call.arguments) == 2 and call.arguments[1].type.many:
        return call.apply(Op.JOIN_ROUNDS, TEXT, separator, call.arguments[1])
    parts: list[Part] = []
    for place in range(1, len(call.arguments)):
        parts += [separator, _any_text(call, place)] if parts else [_any_text(call, place)]
    return call.apply(Op.CONCAT, TEXT, *parts)


@function("string-length(text?)", "How many characters; 0 for blank.", "string-length('home')", "4")
def _string_length(call: Called) -> Part:
    return call.apply(Op.LENGTH, LENGTH, _this_or_that(call))


def _this_or_that(call: Called) -> Part:
    """The text that is given, or the answer that is being checked."""
    if call.arguments:
        return call.text(0)
    return call.checking.text(call.checking.here(call.node))


@function(
    "substr(text, start, end?)",
    "From a position, counted from 0, up to before another; negative positions count from the end.",
    "substr('housing', 0, 5)",
    "housi",
)
def _substr(call: Called) -> Part:
    end = [call.integer(2)] if len(call.arguments) > 2 else []
    return call.apply(Op.SUBSTRING, TEXT, call.text(0), call.integer(1), *end)


@function("contains(text, part)", "Whether the part is in the text.", "contains('housing', 'us')", "yes")
def _contains(call: Called) -> Part:
    return call.apply(Op.CONTAINS, BOOLEAN, call.text(0), call.text(1))


@function("starts-with(text, part)", "Whether the text starts with the part.", "starts-with('housing', 'ho')", "yes")
def _starts_with(call: Called) -> Part:
    return call.apply(Op.STARTS_WITH, BOOLEAN, call.text(0), call.text(1))


@function("ends-with(text, part)", "Whether the text ends with the part.", "ends-with('housing', 'ing')", "yes")
def _ends_with(call: Called) -> Part:
    return call.apply(Op.ENDS_WITH, BOOLEAN, call.text(0), call.text(1))


@function("substring-before(text, part)", "What stands before the part.", "substring-before('a-b', '-')", "a")
def _substring_before(call: Called) -> Part:
    return call.apply(Op.BEFORE, TEXT, call.text(0), call.text(1))


@function("substring-after(text, part)", "What stands behind the part.", "substring-after('a-b', '-')", "b")
def _substring_after(call: Called) -> Part:
    return call.apply(Op.AFTER, TEXT, call.text(0), call.text(1))


@function(
    "translate(text, characters, replacements)",
    "Each character by the one at its place among the replacements; without one it goes.",
    "translate('a-b', '-', '+')",
    "a+b",
)
def _translate(call: Called) -> Part:
    return call.apply(Op.TRANSLATE, TEXT, call.text(0), call.text(1), call.text(2))


@function("normalize-space(text?)", "With single spaces, and none at the ends.", "normalize-space('  a  b ')", "a b")
def _normalize_space(call: Called) -> Part:
    return call.apply(Op.NORMALIZE_SPACE, TEXT, _this_or_that(call))


@function("regex(text, pattern)", "Whether the whole text has the form of the pattern.", "regex('12', '[0-9]+')", "yes")
def _regex(call: Called) -> Part:
    pattern = call.written(1, "The pattern")
    try:
        texts.compiled(pattern)
    except re.error as error:
        raise call.problem(
            "X207", call.arguments[1], f"The pattern cannot be read: {error}.", "Correct it, or ask with contains(...)."
        ) from None
    return call.apply(Op.MATCHES, BOOLEAN, call.text(0), call.constant(TEXT, pattern))


@function(
    "uuid()", "A new random identifier. Not in measures, where chance has no place.", "string-length(uuid())", "36"
)
def _uuid(call: Called) -> Part:
    return conversions.apply(Op.UUID, TEXT, at=call.at)

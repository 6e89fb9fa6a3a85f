"""What the operations on texts and choices do, in Python.

The rule: blank is read as no characters, and a text without characters is blank. Positions count characters, not bytes.
"""

from __future__ import annotations

import math
import re
from functools import cache

from lineofsight.expressions.python.patterns import for_python
from lineofsight.expressions.types import Type

Text = str | None
Codes = tuple[str, ...] | None

# The whitespace of XPath; both walkers read these.
SPACE = r"[ \t\n\r]+"
NOT_SPACE = r"[^ \t\n\r]+"
# How a text says a number; both walkers read the first group.
NUMBER_WRITTEN = r"^[ \t\n\r]*(-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))[ \t\n\r]*$"


def concat(type: Type, *texts: Text) -> Text:
    return "".join(text or "" for text in texts) or None


def join_rounds(type: Type, separator: Text, texts: tuple[Text, ...]) -> Text:
    return (separator or "").join(text or "" for text in texts) or None


def length(type: Type, text: Text) -> int:
    return len(text or "")


def substring(type: Type, text: Text, start: int | None, *end: int | None) -> Text:
    """From position `start` (counted from 0) up to `end`; negative positions count from the end."""
    if start is None or None in end:
        return None
    whole = text or ""
    until = _position(text, end[0]) if end and end[0] is not None else len(whole)
    return whole[_position(text, start) : until] or None


def _position(text: Text, position: int) -> int:
    return max(0, position + len(text or "")) if position < 0 else position


def contains(type: Type, text: Text, part: Text) -> bool:
    return (part or "") in (text or "")


def starts_with(type: Type, text: Text, part: Text) -> bool:
    return (text or "").startswith(part or "")


def ends_with(type: Type, text: Text, part: Text) -> bool:
    return (text or "").endswith(part or "")


def before(type: Type, text: Text, part: Text) -> Text:
    found = (text or "").find(part or "")
    return (text or "")[:found] or None if found >= 0 else None


def after(type: Type, text: Text, part: Text) -> Text:
    found = (text or "").find(part or "")
    return (text or "")[found + len(part or "") :] or None if found >= 0 else None


def translate(type: Type, text: Text, characters: Text, replacements: Text) -> Text:
    """Each of the characters by the one at its place among the replacements; without one it goes."""
    table: dict[int, str] = {}
    for place, character in enumerate(characters or ""):
        table.setdefault(ord(character), (replacements or "")[place : place + 1])
    return (text or "").translate(table) or None


def normalize_space(type: Type, text: Text) -> Text:
    return re.sub(SPACE, " ", text or "").strip(" ") or None


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern as every engine reads it; its classes are of ASCII.

    >>> bool(compiled("[0-9]+$").fullmatch("12"))
    True
    """
    return re.compile(for_python(pattern), re.ASCII)


def matches(type: Type, text: Text, pattern: str) -> bool:
    """The whole text, as JavaRosa has it."""
    return compiled(pattern).fullmatch(text or "") is not None


def choices_of(type: Type, text: str) -> Codes:
    return tuple(re.findall(NOT_SPACE, text)) or None


def has_choice(type: Type, codes: Codes, code: Text) -> bool:
    """Blank is chosen where nothing is."""
    wanted = normalize_space(type, code)
    return codes is None if wanted is None else wanted in (codes or ())


def count_choices(type: Type, codes: Codes) -> int:
    return len(codes or ())


def choice_at(type: Type, codes: Codes, position: int | None) -> Text:
    """Counted from 0; blank where there is none."""
    if position is None or not 0 <= position < len(codes or ()):
        return None
    return (codes or ())[position]


def number_of(type: Type, text: str) -> float | None:
    """Digits, one point and a minus, as XPath has it: no exponent, no plus, no comma."""
    found = re.fullmatch(NUMBER_WRITTEN, text)
    value = float(found.group(1)) if found else math.nan
    return value if math.isfinite(value) else None


def boolean_of(type: Type, text: Text) -> bool:
    return (text or "").lower() == "true" or text == "1"

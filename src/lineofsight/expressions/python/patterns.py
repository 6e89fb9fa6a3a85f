"""Which patterns mean the same to every engine.

JavaRosa, Python, browsers and SQL engines read most patterns alike. The rest (looking around, back references, classes
by property) works in some of them only; a measure that used it would count differently where it runs elsewhere. A
repetition of what ends in a repetition, as in `(a+)+`, keeps some of them busy for ever on a text that does not fit.
"""

from __future__ import annotations

import re

# What one engine knows and another does not, or reads otherwise.
_UNCOMMON = (
    (re.compile(r"\(\?(?!:)"), "(?"),
    (re.compile(r"\\[1-9]"), "back references"),
    (re.compile(r"\\[pPAzZGkQEbBhHRvVXuxcN]"), "a backslash with this letter"),
    (re.compile(r"[*+?}]\+"), "a plus behind a repetition"),
    (re.compile(r"\[(?:[^\]\\]|\\.)*(?:\[|&&|--|\|\||~~|\\[SWD])"), "this class of characters"),
    (re.compile(r"\{[0-9]*,?[0-9]{4,}"), "so many repetitions"),
    (re.compile(r"\{,"), "a repetition without its least"),
    (re.compile(r"(?:[*+]|\{[0-9]+,[0-9]*\})\??\)+(?:[*+]|\{[0-9]+,)"), "a repetition of what ends in a repetition"),
)


def uncommon(pattern: str) -> str:
    """What of the pattern not every engine knows; empty where all of it is common.

    >>> uncommon("[0-9]{3}"), uncommon("(?=x)")
    ('', '(?')
    >>> uncommon("((a+)+)+$"), uncommon("(?:[0-9]{3},)*[0-9]+")
    ('a repetition of what ends in a repetition', '')
    """
    for sought, name in _UNCOMMON:
        if sought.search(pattern.replace("\\\\", "")):
            return name
    return ""


def common(pattern: str) -> str:
    r"""The pattern with its shorthands written out, so that no engine reads them in its own way.

    >>> common(r"\s\d$")
    '[ \\t\\n\\r\\f]\\d$'
    """
    parts, in_class, at = [], False, 0
    while at < len(pattern):
        piece = pattern[at : at + 2] if pattern[at] == "\\" else pattern[at]
        at += len(piece)
        if piece == "[":
            in_class = True
        elif piece == "]":
            in_class = False
        elif piece == r"\s":
            piece = r" \t\n\r\f" if in_class else r"[ \t\n\r\f]"
        elif piece == r"\S" and not in_class:
            piece = r"[^ \t\n\r\f]"
        parts.append(piece)
    return "".join(parts)


def for_python(pattern: str) -> str:
    r"""The pattern as Python has to be told it: the dollar is the very end, and not also before a last line break.

    >>> for_python("[$]a$")
    '[$]a\\Z'
    """
    parts, in_class, at = [], False, 0
    written = common(pattern)
    while at < len(written):
        piece = written[at : at + 2] if written[at] == "\\" else written[at]
        at += len(piece)
        in_class = piece == "[" or (in_class and piece != "]")
        parts.append(r"\Z" if piece == "$" and not in_class else piece)
    return "".join(parts)

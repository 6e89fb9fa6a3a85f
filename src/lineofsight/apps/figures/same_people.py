"""Whom a definition counts, as a word that is equal where the same people, stays or visits are counted. Pure.

Two measures with one word have one denominator. The word is made from the checked query, so that blanks, comments and
the order of derives in a document change nothing; conditions written in two ways that mean the same are two words, and
are not compared: that a measure counts a part of another's people is not seen either.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from lineofsight.expressions.typed import Apply, Op
from lineofsight.measures import Grain, Query
from lineofsight.measures.query import Derived, Event, Formula, Open, Step

NOT_COMPARED = ("start", "end", "source")  # where in its text a part of an expression stands
LENGTH = 16
BETWEEN = "\t"  # in no name of a group


def counted_by(query: Query) -> str:
    """Whom it counts. Of a mean, a median or a sum it stands for the values too: nothing else has the same."""
    parts: list[object] = [query.unit, query.rows, query.forms, query.unit_key, query.period, query.population]
    parts += [query.representative, query.complete]
    if query.value is not None:
        parts += [query.tally]
    return _word(query, parts)


def numerator_of(query: Query) -> str:
    """Who is in the numerator."""
    return _side(query, is_rest=False)


def rest_of(query: Query) -> str:
    """Who is in the denominator and not in the numerator: of a numerator that says `not(...)`, what it denies."""
    return _side(query, is_rest=True)


def group_of(query: Query, name: str) -> str:
    """What the rows are told apart by; two groups of one name may be defined in two ways."""
    return f"{name}{BETWEEN}{_word(query, [query.group(name)])}"


def own_name(word: str) -> str:
    """The name of a group, of its word."""
    return word.partition(BETWEEN)[0]


def is_once(query: Query) -> bool:
    """Whether each of what is counted falls on one day, and so into one period and one place."""
    return isinstance(query.period, Event) and query.unit == query.rows and query.unit is not Grain.PARTICIPANT


def is_on_last_day(query: Query) -> bool:
    """Whether only the last day of a period matters."""
    return isinstance(query.period, Open) and query.period.is_on_last_day


def _side(query: Query, *, is_rest: bool) -> str:
    if query.numerator is None:
        return ""
    part: object = query.numerator.tree.root
    is_denied = is_rest
    while isinstance(part, Apply) and part.op is Op.NOT:
        part, is_denied = part.operands[0], not is_denied
    return ("not " if is_denied else "") + _word(query, [part, query.numerator.places])


def _word(query: Query, parts: Iterable[object]) -> str:
    said = list(parts)
    steps = _steps_of(query, said)
    text = repr((_canonical(said), [_canonical(step) for step in steps]))
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


def _steps_of(query: Query, parts: Iterable[object]) -> list[Step]:
    """The steps that these parts rest on, directly or through others, by their names."""
    found: dict[str, Step] = {}
    waiting: list[object] = list(parts)
    while waiting:
        for name in _derived(waiting.pop()):
            if name not in found:
                found[name] = query.step(name)
                waiting.append(found[name])
    return [found[name] for name in sorted(found)]


def _derived(part: object) -> Iterator[str]:
    if isinstance(part, Derived):
        yield part.name
    elif isinstance(part, Formula):
        for _name, place in part.places:
            yield from _derived(place)
    elif isinstance(part, tuple | list):
        for each in part:
            yield from _derived(each)
    elif is_dataclass(part):
        for each in fields(part):
            yield from _derived(getattr(part, each.name))


def _canonical(part: object) -> object:
    if is_dataclass(part) and not isinstance(part, type):
        inside = tuple(_canonical(getattr(part, each.name)) for each in fields(part) if each.name not in NOT_COMPARED)
        return type(part).__name__, inside
    if isinstance(part, tuple | list):
        return tuple(_canonical(each) for each in part)
    if isinstance(part, dict):
        return tuple(sorted((str(key), _canonical(value)) for key, value in part.items()))
    return repr(part)

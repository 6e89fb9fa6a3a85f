"""Units as they are said: kinds of service name them in the plural, and one of them is said in the singular."""

from __future__ import annotations

from decimal import Decimal

_IRREGULAR = {"people": "person", "children": "child"}
_AFTER_ES = ("ss", "sh", "ch", "x", "z")


def unit_for(quantity: Decimal, unit: str) -> str:
    """The unit as it is said after this quantity.

    >>> unit_for(Decimal(1), "visits"), unit_for(Decimal(2), "visits")
    ('visit', 'visits')
    """
    return singular(unit) if quantity == 1 else unit


def singular(plural: str) -> str:
    """One of these, by the simple rules of English; what is no plural stays as it is.

    >>> singular("hours of class"), singular("bus passes"), singular("activities")
    ('hour of class', 'bus pass', 'activity')
    """
    counted, of, rest = plural.partition(" of ")
    *before, word = counted.split(" ")
    return " ".join([*before, _one(word)]) + of + rest


def _one(word: str) -> str:
    if word.lower() in _IRREGULAR:
        return _IRREGULAR[word.lower()]
    if word.endswith("ies") and len(word) > 4:
        return word.removesuffix("ies") + "y"
    if word.endswith("es") and word.removesuffix("es").endswith(_AFTER_ES):
        return word.removesuffix("es")
    return word.removesuffix("s") if len(word) > 2 and not word.endswith(("ss", "us")) else word

"""What a reader says of the questions in its source: data elements, the code lists of their answers, instruments.

The shapes mirror the models of `apps/forms`; the import writes them there. Keys are permanent: a key is never used
again for another meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class CodeSetSpec:
    """A list of codes with their labels, in the order in which they are shown."""

    key: str
    title: str
    codes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ElementSpec:
    """A data element. type: text, integer, decimal, money, date, datetime, boolean, code or codes.

    unit: what an amount is counted in, or empty. code_set: the key of a `CodeSetSpec` for code and codes, else empty.
    minimum, maximum: the smallest and the largest number that can be an answer; None where the source says none.
    at_most: the key of another element, whose answer this one is never more than when both are asked together.
    """

    key: str
    label: str
    type: str
    unit: str = ""
    code_set: str = ""
    minimum: int | Decimal | None = None
    maximum: int | Decimal | None = None
    at_most: str = ""


@dataclass(frozen=True, slots=True)
class InstrumentSpec:
    """Data elements asked together, in the order in which they are asked."""

    key: str
    title: str
    element_keys: tuple[str, ...]

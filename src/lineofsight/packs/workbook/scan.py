"""What a sheet's own XML says and its values do not: errors, formulas never calculated, hidden rows, its extent.

The reader of values gives an empty cell for `#REF!` and for a formula without a result, and lays out the whole
rectangle that the cells span before the first value is read. This pass, in blocks of rows, comes before it: it keeps
errors from passing as blanks, and refuses a rectangle that would not fit in memory.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from .catalogue import refusal
from .cells import ExcelError, NotCalculated
from .package import Package, part_in_blocks

_TAG = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]*?)(/?)>")
_PLACE = re.compile(rb'\br="([A-Za-z]{0,20})(\d{1,20})"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]{1,20})<")
_UNCALCULATED = re.compile(
    rb"<(?:\w+:)?c\b[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_END = re.compile(rb"</(?:\w+:)?worksheet\s*>\s*(?:<!--.*-->\s*)?\Z")


@dataclass(slots=True)
class Scan:
    """rows, columns: the extent of the filled cells, from 1. marks: what stands at (row, column), from 1."""

    rows: int = 0
    columns: int = 0
    hidden_rows: int = 0
    marks: dict[tuple[int, int], ExcelError | NotCalculated] = field(default_factory=dict)


def scan_sheet(package: Package, title: str) -> Scan:
    """The scan of one sheet. Raises W009 when its part cannot be unpacked or breaks off."""
    scan = Scan()
    row = 0
    block = b""
    for block in part_in_blocks(package, package.parts[title]):
        row = _scan_block(scan, block, row)
    if not _END.search(block):
        raise refusal("W009", file=package.file)
    return scan


def _scan_block(scan: Scan, block: bytes, row: int) -> int:
    """Add a block of whole rows to the scan; gives the number of its last row.

    A cell or a row without its place (which the standard allows) follows the one before it.
    """
    uncalculated = {found.start() for found in _UNCALCULATED.finditer(block)} if b"f>" in block else set()
    has_errors = b't="e"' in block
    column = 0
    for tag in _TAG.finditer(block):
        name, attributes, is_empty = tag.groups()
        place = _PLACE.search(attributes)
        if name == b"row":
            row, column = (int(place[2]) if place else row + 1), 0
            scan.hidden_rows += bool(_HIDDEN.search(attributes))
            continue
        if place:
            row, column = int(place[2]), column_number(place[1])
        else:
            column += 1
        if is_empty:
            continue
        scan.rows, scan.columns = max(scan.rows, row), max(scan.columns, column)
        if has_errors and b't="e"' in attributes:
            value = _VALUE.search(block, tag.end())
            scan.marks[row, column] = ExcelError(value[1].decode() if value else "#ERROR!")
        elif tag.start() in uncalculated:
            scan.marks[row, column] = NotCalculated()
    return row


@lru_cache(maxsize=1024)
def column_number(letters: bytes) -> int:
    """The place of a column, from 1.

    >>> column_number(b"AB")
    28
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def column_letters(number: int) -> str:
    """The letters over a column, counted from 1.

    >>> column_letters(28)
    'AB'
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

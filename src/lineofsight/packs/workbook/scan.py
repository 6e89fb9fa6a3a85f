"""What a sheet's own XML says and its values do not: errors, formulas never calculated, hidden rows, its extent.

The reader of values gives an empty cell for `#REF!` and for a formula without a result, and lays out the whole
rectangle that the cells span before the first value is read. This pass, in blocks of rows, comes before it: it keeps
errors from passing as blanks, and refuses a rectangle that would not fit in memory.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .cells import ExcelError, NotCalculated
from .package import Package, part_in_blocks

_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(/?)>")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*\bhidden="(?:1|true)"')
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]{1,20})<")
_UNCALCULATED = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


@dataclass(slots=True)
class Scan:
    """rows, columns: the extent of the filled cells, from 1. marks: what stands at (row, column), from 1."""

    rows: int = 0
    columns: int = 0
    hidden_rows: int = 0
    marks: dict[tuple[int, int], ExcelError | NotCalculated] = field(default_factory=dict)


def scan_sheet(package: Package, title: str) -> Scan:
    """The scan of one sheet. Raises W009 when its part cannot be unpacked."""
    scan = Scan()
    letters: set[bytes] = set()
    for block in part_in_blocks(package, package.parts[title]):
        scan.hidden_rows += len(_HIDDEN_ROW.findall(block))
        has_errors = b't="e"' in block
        for cell in _CELL.finditer(block):
            attributes, empty = cell.groups()
            place = None if empty else _PLACE.search(attributes)
            if place is None:
                continue
            letters.add(place[1])
            row = int(place[2])
            scan.rows = max(scan.rows, row)
            if has_errors and b't="e"' in attributes:
                value = _VALUE.search(block, cell.end())
                scan.marks[row, column_number(place[1])] = ExcelError(value[1].decode() if value else "#ERROR!")
        if b"<f" in block or b":f" in block:
            for formula in _UNCALCULATED.finditer(block):
                if place := _PLACE.search(formula[1]):
                    scan.marks.setdefault((int(place[2]), column_number(place[1])), NotCalculated())
    scan.columns = max(map(column_number, letters), default=0)
    return scan


def column_number(letters: bytes) -> int:
    """The place of a column, from 1.

    >>> column_number(b"AB")
    28
    """
    number = 0
    for letter in letters:
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

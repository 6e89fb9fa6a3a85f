"""One cell, read as what its column holds.

The rule: a value is read exactly or not at all. Each reader gives a `Reading`: the canonical value, and what was found
wrong, if anything. Dates are ISO text; quantities and amounts are text with two decimals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from lineofsight.packs.rows import Value

from .layout import Column, Future, Holds
from .names import tidy
from .words import YES_NO


@dataclass(frozen=True, slots=True)
class ExcelError:
    """A cell that shows an error, such as #REF!."""

    text: str


@dataclass(frozen=True, slots=True)
class NotCalculated:
    """A formula whose result was never saved."""


Cell = str | int | float | bool | date | datetime | time | timedelta | ExcelError | NotCalculated


@dataclass(frozen=True, slots=True)
class Reading:
    """code: of the catalogue, empty when all is well. terms: what its sentence needs."""

    value: Value | list[str]
    code: str = ""
    terms: Mapping[str, object] = field(default_factory=dict)


def is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not tidy(cell)


def shown(cell: Cell) -> str:
    """The cell as text, close to what Excel shows; whole numbers without a point, dates as ISO."""
    match cell:
        case ExcelError(text):
            return text
        case NotCalculated():
            return "formula without a result"
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime():
            return cell.isoformat(" ", "minutes")
        case time():
            return cell.isoformat("minutes")
        case str():
            return cell
        case _:
            return str(cell)


def read_cell(column: Column, cell: Cell, today: date) -> Reading:
    """The cell as what the column holds; a blank cell gives the column's blank."""
    if isinstance(cell, ExcelError):
        return Reading(blank_of(column), "W037")
    if isinstance(cell, NotCalculated):
        return Reading(blank_of(column), "W038")
    if is_blank(cell):
        return Reading(blank_of(column))
    reading = _READERS[column.holds](column, cell, today)
    if column.longest and isinstance(reading.value, str) and len(reading.value) > column.longest:
        return Reading(blank_of(column), "W039", {"length": len(reading.value), "longest": column.longest})
    return reading


def blank_of(column: Column) -> Value | list[str]:
    """What stands for nothing: an empty list for several words, empty text for text, otherwise None."""
    if column.holds is Holds.WORDS:
        return []
    return "" if column.holds in {Holds.LINE, Holds.TEXT, Holds.EMAIL, Holds.ZIP} else None


def _read_line(column: Column, cell: Cell, today: date) -> Reading:
    return Reading(tidy(shown(cell)))


def _read_text(column: Column, cell: Cell, today: date) -> Reading:
    lines = shown(cell).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Reading("\n".join(line.rstrip() for line in lines).strip())


def _read_number(column: Column, cell: Cell, today: date) -> Reading:
    """An id: 1.0 is "1", text stays as it is with its zeros."""
    if isinstance(cell, date | time | timedelta):
        return Reading(None, "W059")
    if isinstance(cell, int | float) and abs(cell) >= 1e15:
        return Reading(None, "W060")
    return Reading(tidy(shown(cell)))


def _read_word(column: Column, cell: Cell, today: date) -> Reading:
    word = tidy(shown(cell))
    code = column.words.code_of(word) if column.words else None
    return Reading(code) if code else Reading(None, "W040", _not_allowed(column, word))


def _read_words(column: Column, cell: Cell, today: date) -> Reading:
    asked = [tidy(word) for word in re.split(r"[;\n|]", shown(cell)) if tidy(word)]
    codes = {word: column.words.code_of(word) if column.words else None for word in asked}
    known = list(dict.fromkeys(code for code in codes.values() if code))
    unknown = [word for word, code in codes.items() if code is None]
    return Reading(known, "W040", _not_allowed(column, "; ".join(unknown))) if unknown else Reading(known)


def _not_allowed(column: Column, word: str) -> dict[str, object]:
    return {"word": word, "allowed": "; ".join(column.words.labels) if column.words else ""}


def _read_yes_no(column: Column, cell: Cell, today: date) -> Reading:
    answer = yes_or_no(cell)
    return Reading(None, "W041") if answer is None else Reading(answer)


def yes_or_no(cell: Cell) -> bool | None:
    """True or False for a cell that says so; None for any other."""
    code = YES_NO.code_of(shown(cell))
    return None if code is None else code == "yes"


def _read_date(column: Column, cell: Cell, today: date) -> Reading:
    day, code = day_of(cell)
    if day is None:
        return Reading(None, code)
    least = 1875 if column.field == "birth_date" else 1900
    if not least <= day.year <= 2100:
        return Reading(None, "W046", {"least": least})
    if day > today and column.future is Future.REFUSED:
        return Reading(None, "W047", {"today": today.isoformat()})
    if day > today and column.future is Future.NOTED:
        return Reading(day.isoformat(), "W047", {"today": today.isoformat()})
    return Reading(day.isoformat())


def day_of(cell: Cell) -> tuple[date | None, str]:
    """The day a cell names, or None with the code of what is wrong.

    >>> day_of("11/12/2026")
    (datetime.date(2026, 11, 12), '')
    >>> day_of("3/4/26")
    (None, 'W042')
    """
    if isinstance(cell, datetime):
        return cell.date(), ""
    if isinstance(cell, date):
        return cell, ""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return None, "W045"
    text = tidy(shown(cell))
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d\d:\d\d(?::\d\d)?)?", text):
        year, month, day = match.groups()
    elif match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        month, day, year = match.groups()
    else:
        return None, "W042" if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]'?\d{2}", text) else "W043"
    try:
        return date(int(year), int(month), int(day)), ""
    except ValueError:
        return None, "W044"


_AMOUNT = re.compile(r"-?\$?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?")


def _read_amount(column: Column, cell: Cell, today: date) -> Reading:
    """A number of at most ten digits before the point, as text with two decimals."""
    amount = decimal_of(cell)
    if amount is None:
        return Reading(None, "W055")
    if amount < 0:
        return Reading(None, "W056")
    if amount >= 10**10:
        return Reading(None, "W058")
    rounded = f"{amount.quantize(Decimal('0.01'), ROUND_HALF_UP)}"
    return Reading(rounded) if Decimal(rounded) == amount else Reading(rounded, "W057", {"rounded": rounded})


def decimal_of(cell: Cell) -> Decimal | None:
    """The number in a cell, with the noise of binary fractions taken off; None when it holds no number.

    >>> decimal_of("$1,250.50"), decimal_of(0.1 + 0.2), decimal_of("(5)"), decimal_of("two")
    (Decimal('1250.50'), Decimal('0.3'), Decimal('-5'), None)
    """
    if isinstance(cell, bool) or cell != cell:  # a file may say NaN where Excel never does
        return None
    if isinstance(cell, int | float):
        return Decimal(f"{cell:.15g}")
    if not isinstance(cell, str):
        return None
    text = tidy(cell).replace("$ ", "$").replace("\u2212", "-")
    negative = text.startswith("(") and text.endswith(")")
    text = text.strip("()") if negative else text
    if not _AMOUNT.fullmatch(text) or not re.search(r"\d", text):
        return None
    amount = Decimal(re.sub(r"[$,]", "", text))
    return -amount if negative else amount


def _read_email(column: Column, cell: Cell, today: date) -> Reading:
    address = tidy(shown(cell)).lower()
    if re.fullmatch(r"[^@\s;,<>]+@[^@\s;,<>.]+(\.[^@\s;,<>.]+)+", address):
        return Reading(address)
    return Reading("", "W061")


def _read_zip(column: Column, cell: Cell, today: date) -> Reading:
    """A number of three or four digits has lost its zeros at the front: 2139 is 02139, 501 is 00501."""
    text = tidy(shown(cell))
    if isinstance(cell, int | float) and re.fullmatch(r"[1-9]\d{2,3}", text):
        return Reading(text.zfill(5), "W070", {"restored": text.zfill(5)})
    return Reading(text)


_READERS: Mapping[Holds, Callable[[Column, Cell, date], Reading]] = {
    Holds.NUMBER: _read_number,
    Holds.LINE: _read_line,
    Holds.TEXT: _read_text,
    Holds.WORD: _read_word,
    Holds.WORDS: _read_words,
    Holds.YES_NO: _read_yes_no,
    Holds.DATE: _read_date,
    Holds.QUANTITY: _read_amount,
    Holds.MONEY: _read_amount,
    Holds.EMAIL: _read_email,
    Holds.ZIP: _read_zip,
}

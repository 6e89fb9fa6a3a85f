"""Reading one mapping of a document: takes each key, collects what is wrong, and names the keys that nobody knows.

A document comes from YAML, from JSON or from the editor, so a date may be a date or ISO text, and a number may stand
where a text is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from lineofsight.measures.problems import MeasureProblem, did_you_mean

Word = TypeVar("Word", bound=StrEnum)
Found = TypeVar("Found")
LONGEST = 4_000
NAME = re.compile(r"[a-z][a-z0-9_]{0,79}")
"""What an author may call a measure, a derive, a line or a column."""
_DAYS = re.compile(r"(\d{1,5}) days?")


@dataclass(slots=True)
class Sheet:
    """One mapping at `path`. Sheets of one document share their list of problems."""

    values: Mapping[object, object]
    path: str = ""
    problems: list[MeasureProblem] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def place(self, key: str = "") -> str:
        return ".".join(part for part in (self.path, key) if part)

    def trouble(self, code: str, key: str, trouble: str, remedy: str) -> None:
        self.problems.append(MeasureProblem(code, self.place(key), trouble, remedy))

    def has(self, key: str) -> bool:
        return is_written(self.values.get(key))

    def take(self, key: str) -> object:
        """What is written there; None where it is left blank."""
        self.asked.append(key)
        found = self.values.get(key)
        return found if is_written(found) else None

    def text(self, key: str, *, needed: str = "") -> str:
        """The text, or empty. needed: what to write when it is missing."""
        found = self.take(key)
        if isinstance(found, bool) and key in ("population", "numerator"):
            found = "true()" if found else "false()"
        if isinstance(found, int | float) and not isinstance(found, bool):
            found = str(found)
        if found is None:
            if needed:
                self.trouble("M103", key, "It is missing.", needed)
            return ""
        if not isinstance(found, str):
            self.trouble("M104", key, f"A text is meant here, not {kind_of(found)}.", "Write it in quotes.")
            return ""
        if len(found) > LONGEST:
            self.trouble("M104", key, f"It has {len(found):,} characters.", f"The most is {LONGEST:,}.")
            return ""
        return found.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one."""
        found = self.take(key)
        if found is None:
            return ()
        several = [found] if isinstance(found, str) else found
        if not isinstance(several, list | tuple):
            self.trouble("M104", key, f"A list of texts is meant here, not {kind_of(found)}.", "Write [one, two].")
            return ()
        for number, each in enumerate(several, start=1):
            if not isinstance(each, str) or not each.strip():
                what = "an empty one" if isinstance(each, str) else kind_of(each)
                self.trouble("M104", f"{key}[{number}]", f"A text is meant here, not {what}.", "Write it in quotes.")
                return ()
        return tuple(each.strip() for each in several)

    def lists_of_texts(self, key: str) -> tuple[tuple[str, ...], ...]:
        """A list of lists of texts."""
        found = self.take(key)
        if found is None:
            return ()
        if not isinstance(found, list | tuple) or not all(isinstance(each, list | tuple) for each in found):
            self.trouble("M104", key, "A list of lists is meant here.", "Write [[program, gender]].")
            return ()
        if not all(isinstance(each, str) for inner in found for each in inner):
            self.trouble("M104", key, "Names are meant here.", "Write [[program, gender]].")
            return ()
        return tuple(tuple(inner) for inner in found)

    def numbers(self, key: str) -> tuple[str, ...]:
        """The digits of a list of numbers."""
        found = self.take(key)
        if found is None:
            return ()
        several = found if isinstance(found, list | tuple) else [found]
        if not several or any(isinstance(each, bool) or not isinstance(each, int | float) for each in several):
            self.trouble("M104", key, "A list of numbers is meant here.", "Write [18, 25, 65].")
            return ()
        return tuple(map(self.digits, several))

    @staticmethod
    def digits(number: float) -> str:
        """A number as an expression writes it.

        >>> Sheet.digits(2.50), Sheet.digits(300)
        ('2.5', '300')
        """
        return format(Decimal(str(number)).normalize(), "f")

    def days(self, key: str) -> int:
        """A number of days: `30 days`, or 30."""
        found = self.take(key)
        match = _DAYS.fullmatch(found.strip()) if isinstance(found, str) else None
        if match:
            return int(match[1])
        if isinstance(found, int) and not isinstance(found, bool) and 0 <= found <= 99_999:
            return found
        self.trouble("M104", key, "A number of days is meant here.", "Write it as 30 days.")
        return 0

    def word(self, key: str, words: type[Word], *, otherwise: Word | None = None) -> Word | None:
        """One of the words. otherwise: what a missing key means; without it the key is needed."""
        found = self.take(key)
        if found is None:
            if otherwise is None:
                self.trouble("M103", key, "It is missing.", f"Write one of: {', '.join(words)}.")
            return otherwise
        if isinstance(found, str) and found in words.__members__.values():
            return words(found)
        self.trouble("M105", key, f"{_quoted(found)} is not a word for it.", did_you_mean(str(found), words))
        return otherwise

    def whole_number(self, key: str, *, otherwise: int, least: int) -> int:
        found = self.take(key)
        if found is None:
            return otherwise
        if isinstance(found, bool) or not isinstance(found, int) or found < least:
            self.trouble(
                "M104", key, f"{_quoted(found)} is not a whole number from {least} on.", f"Write {least}, say."
            )
            return otherwise
        return found

    def truth(self, key: str) -> bool | None:
        found = self.take(key)
        if found is not None and not isinstance(found, bool):
            self.trouble("M104", key, f"{_quoted(found)} is neither true nor false.", "Write true or false.")
            return None
        return found

    def number(self, key: str) -> float | None:
        found = self.take(key)
        if found is not None and (isinstance(found, bool) or not isinstance(found, int | float)):
            self.trouble("M104", key, f"{_quoted(found)} is not a number.", "Write it with digits.")
            return None
        return found

    def day(self, key: str) -> date | None:
        """A day; `key` is needed."""
        found = day_of(self.take(key))
        if found is None:
            self.trouble("M104", key, "A day is meant here.", "Write it as 2026-03-31.")
        return found

    def sheet(self, key: str) -> Sheet | None:
        """The mapping under the key, or None when there is none or it is something else."""
        return self.sheet_of(key, self.take(key))

    def sheet_of(self, key: str, found: object) -> Sheet | None:
        if found is None:
            return None
        if not isinstance(found, Mapping):
            self.trouble(
                "M104", key, f"Keys with values are meant here, not {kind_of(found)}.", "Write key: value lines."
            )
            return None
        return Sheet(found, self.place(key), self.problems)

    def sheets(self, key: str) -> list[Sheet]:
        """The mappings of a list."""
        found = self.take(key)
        if found is None:
            return []
        if not isinstance(found, list | tuple):
            self.trouble("M104", key, f"A list is meant here, not {kind_of(found)}.", "Begin each entry with a hyphen.")
            return []
        several = [self.sheet_of(f"{key}[{number}]", each) for number, each in enumerate(found, start=1)]
        return [sheet for sheet in several if sheet is not None]

    def close(self, *, ignored: Iterable[str] = ()) -> None:
        """Every key must have been asked for."""
        known = [*self.asked, *ignored]
        for key in self.values:
            if key not in known:
                self.trouble("M102", str(key), "Nobody knows this key.", did_you_mean(str(key), self.asked))


def is_written(found: object) -> bool:
    """Whether there is anything: a key with a blank text says as little as one left out.

    >>> is_written(" "), is_written(None), is_written(0)
    (False, False, True)
    """
    return found is not None and (not isinstance(found, str) or bool(found.strip()))


def day_of(found: object) -> date | None:
    """A date that a document may write as a date or as ISO text.

    >>> day_of("2026-02-29") is None, day_of("2026-03-01")
    (True, datetime.date(2026, 3, 1))
    """
    if isinstance(found, datetime):
        return None
    if isinstance(found, date):
        return found
    return _read(date.fromisoformat, found) if isinstance(found, str) and len(found) == 10 else None


def kind_of(found: object) -> str:
    """What was found, in words that carry no answer.

    >>> kind_of([1, 2]), kind_of({}), kind_of(True)
    ('a list', 'keys with values', 'true or false')
    """
    kinds: tuple[tuple[type | tuple[type, ...], str], ...] = (
        (bool, "true or false"),
        (str, "a text"),
        ((int, float), "a number"),
        (date, "a date"),
        (Mapping, "keys with values"),
        ((list, tuple), "a list"),
    )
    return next((words for kind, words in kinds if isinstance(found, kind)), "something else")


def _read(reader: Callable[[str], Found], text: str) -> Found | None:
    try:
        return reader(text)
    except ValueError:
        return None


def _quoted(found: object) -> str:
    return f'"{found}"' if isinstance(found, str | int | float | bool) else kind_of(found).capitalize()

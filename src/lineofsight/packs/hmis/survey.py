"""The first pass over a file: its encoding, its number of lines, and which keys stand in it more than once.

Memory is bounded: of a large file, a bit marks that a key was seen; only keys whose bit was set already are looked at
again in a second pass (a filter after B. H. Bloom, 1970, with one hash).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, cast

from .opening import Member
from .problems import refusal

FEW = 300_000  # keys remembered exactly
BITS_PER_LINE = 32
MOST_LINES = 1 << 24
SHORTEST_LINE = 48  # bytes; HMIS rows end in two times and two ids
EXPANSION = 16  # unpacked to packed
LINES_PER_BATCH = 500
UTF8_MARK = b"\xef\xbb\xbf"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Line:
    """Where a repeated key stands, and whether the HMIS says the row is deleted."""

    number: int
    deleted: bool


@dataclass(frozen=True, slots=True)
class Survey:
    """lines: rows after the first. repeated: for each column asked for, its keys that stand more than once."""

    encoding: str
    lines: int
    repeated: tuple[dict[str, list[Line]], ...]


class _Watched(io.RawIOBase):
    """Passes bytes on, and looks for zero bytes and for more bytes than a file can hold."""

    def __init__(self, member: Member, stream: IO[bytes], *, zero_allowed: bool) -> None:
        self.member, self.stream, self.zero_allowed = member, stream, zero_allowed
        self.count = self.line = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer)).cast("B")
        chunk = self.stream.read(len(view))
        if not self.zero_allowed and b"\0" in chunk:
            line = self.line + chunk[: chunk.index(b"\0")].count(b"\n") + 1
            raise refusal("H017", file=self.member.name, line=str(line))
        self.line += chunk.count(b"\n")
        self.count += len(chunk)
        self.member.check_size(self.count)
        view[: len(chunk)] = chunk
        return len(chunk)


def encoding_of_start(member: Member) -> str:
    """What the first bytes say: UTF-8 unless a mark says UTF-16."""
    with member.opened() as stream:
        start = stream.read(3)
    if start.startswith(UTF16_MARKS):
        return "utf-16"
    return "utf-8-sig" if start == UTF8_MARK else "utf-8"


@contextmanager
def rows_of(member: Member, encoding: str, *, watched: bool = False, errors: str = "strict") -> Iterator[csv.reader]:  # type: ignore[valid-type]
    """The cells of each line, the first line included. csv.Error and UnicodeDecodeError pass through."""
    with member.opened() as stream:
        raw: IO[bytes] = stream
        if watched:
            guard = _Watched(member, stream, zero_allowed=encoding == "utf-16")
            raw = cast(IO[bytes], io.BufferedReader(guard, 65536))
        with io.TextIOWrapper(raw, encoding, errors, newline="") as text:
            yield csv.reader(text, strict=True)


def header_of(member: Member) -> list[str]:
    """The names in the first line. Raises a Problem if there is none or it cannot be read."""
    encoding = encoding_of_start(member)
    names: list[str] = []
    for attempt, errors in ((encoding, "strict"), ("cp1252", "strict"), ("cp1252", "replace")):
        try:
            with rows_of(member, attempt, errors=errors) as rows:
                names = next(rows, [])
            break
        except UnicodeDecodeError:
            continue  # the letters may stand lines below; the survey of the file tells
        except csv.Error as error:
            raise refusal("H018", file=member.name, line="1") from error
    if not any(name.strip() for name in names):
        raise refusal("H010", file=member.name)
    if any("\0" in name for name in names):
        raise refusal("H017", file=member.name, line="1")
    return [name.strip() for name in names]


def survey(member: Member, columns: Sequence[int], deleted: int | None) -> Survey:
    """Reads the file once, twice if keys seem repeated. columns: positions of the keys; deleted: of DateDeleted.

    Raises a Problem for an encoding nobody knows, zero bytes, and a quote mark that is never closed.
    """
    encoding = encoding_of_start(member)
    try:
        lines, suspects = _first_pass(member, encoding, columns)
    except UnicodeDecodeError:
        encoding = "cp1252"
        try:
            lines, suspects = _first_pass(member, encoding, columns)
        except UnicodeDecodeError as error:
            raise refusal("H016", file=member.name) from error
    if any(suspects):
        return Survey(encoding, lines, _second_pass(member, encoding, columns, suspects, deleted))
    return Survey(encoding, lines, tuple({} for _ in columns))


class _Seen:
    """Remembers keys: exactly while they are few, then by a bit each, which may suspect a key that is new."""

    def __init__(self, member: Member) -> None:
        expected = member.packed * (EXPANSION if member.is_packed else 1) // SHORTEST_LINE
        self._bytes = 1 << (min(expected, MOST_LINES) * BITS_PER_LINE // 8).bit_length()
        self._few: set[str] = set()
        self._bits = bytearray()
        self.suspects: set[str] = set()

    def add(self, keys: list[str]) -> None:
        """Takes the keys of some lines; those seen before become suspects."""
        if self._bits:
            self._mark(keys)
            return
        for key in keys:
            if key in self._few:
                self.suspects.add(key)
            self._few.add(key)
        if len(self._few) > FEW:
            self._bits = bytearray(self._bytes)
            self._mark(self._few)
            self._few = set()

    def _mark(self, keys: Iterable[str]) -> None:
        bits, suspects, mask = self._bits, self.suspects, self._bytes * 8 - 1
        for key in keys:
            place = hash(key) & mask
            bit = 1 << (place & 7)
            if bits[place >> 3] & bit:
                suspects.add(key)
            else:
                bits[place >> 3] |= bit


def _first_pass(member: Member, encoding: str, columns: Sequence[int]) -> tuple[int, list[set[str]]]:
    lines = 0
    started_at = 1
    is_wide = encoding == "utf-16"  # every second byte may be zero; a letter may not
    seen = [(column, _Seen(member)) for column in columns]
    with rows_of(member, encoding, watched=True) as rows:
        next(rows, None)
        while True:
            try:
                batch: list[list[str]] = []
                started_at = rows.line_num + 1
                for cells in rows:
                    started_at = rows.line_num + 1
                    if is_wide and any("\0" in cell for cell in cells):
                        raise refusal("H017", file=member.name, line=str(rows.line_num))
                    if cells:
                        batch.append(cells)
                    if len(batch) == LINES_PER_BATCH:
                        lines += _take(batch, seen)
                return lines + _take(batch, seen), [one.suspects for _, one in seen]
            except csv.Error as error:
                lines += _take(batch, seen) + 1
                if "unexpected end" in str(error) or "field limit" in str(error):
                    raise refusal("H018", file=member.name, line=str(started_at)) from error


def _take(batch: list[list[str]], seen: list[tuple[int, _Seen]]) -> int:
    """Empties the batch into what was seen; how many lines it had."""
    for column, one in seen:
        one.add([cells[column].strip() for cells in batch if column < len(cells)])
    count = len(batch)
    batch.clear()
    return count


def _second_pass(
    member: Member, encoding: str, columns: Sequence[int], suspects: Sequence[set[str]], deleted: int | None
) -> tuple[dict[str, list[Line]], ...]:
    places: tuple[dict[str, list[Line]], ...] = tuple({} for _ in columns)
    for line, cells in numbered(member, encoding):
        if isinstance(cells, csv.Error):
            continue
        is_deleted = deleted is not None and deleted < len(cells) and bool(cells[deleted].strip())
        for column, suspected, found in zip(columns, suspects, places, strict=True):
            if column < len(cells) and (key := cells[column].strip()) in suspected and key:
                found.setdefault(key, []).append(Line(line, is_deleted))
    return tuple({key: lines for key, lines in found.items() if len(lines) > 1} for found in places)


def numbered(member: Member, encoding: str) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Each row after the first with the line it starts in; an error where its quote marks do not fit."""
    with rows_of(member, encoding) as rows:
        next(rows, None)
        line = rows.line_num + 1
        while True:
            try:
                for cells in rows:
                    if cells:
                        yield line, cells
                    line = rows.line_num + 1
                return
            except csv.Error as error:
                yield line, error
                line = rows.line_num + 1

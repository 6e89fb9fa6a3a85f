"""Opens an export: a folder with CSV files (plain or gzipped), or a zip file of one.

Raises a Problem for what makes the whole unreadable. Nothing is unpacked to disk.
"""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

from .problems import refusal

LARGEST_UNWATCHED = 100 * 1024 * 1024  # bytes below which no ratio is looked at
LARGEST_RATIO = 250  # unpacked to packed; HMIS files reach 40
LARGEST_TOTAL = 64 * 1024**3


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an export. entry: its name in the zip, empty in a folder. packed: bytes as stored."""

    name: str
    path: Path
    entry: str
    packed: int

    @property
    def stem(self) -> str:
        """The name in small letters without .csv or .csv.gz."""
        return self.name.lower().removesuffix(".gz").removesuffix(".csv")

    @property
    def is_packed(self) -> bool:
        return bool(self.entry) or self.name.lower().endswith(".gz")

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """The bytes of the CSV file from the start. Raises a Problem if they are damaged."""
        try:
            if self.entry:
                with zipfile.ZipFile(self.path) as archive, archive.open(self.entry) as stream:
                    yield stream
            elif self.is_packed:
                with gzip.open(self.path) as unpacked:
                    yield cast(IO[bytes], unpacked)
            else:
                with self.path.open("rb") as plain:
                    yield plain
        except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise refusal("H003", name=self.path.name) from error
        except NotImplementedError as error:
            raise refusal("H021", name=self.path.name) from error

    def check_size(self, unpacked: int) -> None:
        """Raises a Problem if so many bytes cannot honestly have come out of this file."""
        if self.is_packed and unpacked > max(LARGEST_UNWATCHED, LARGEST_RATIO * self.packed):
            raise refusal("H006", name=self.path.name)


def members_of(path: Path) -> list[Member]:
    """The CSV files of a folder or zip file, by name. Raises a Problem if it is neither, damaged or hostile."""
    if not path.exists():
        raise refusal("H001", path=str(path))
    members = _of_folder(path) if path.is_dir() else _of_zip(path)
    return sorted((member for member in members if _is_csv(member.name)), key=lambda member: member.name)


def _is_csv(name: str) -> bool:
    return name.lower().endswith((".csv", ".csv.gz")) and not name.startswith(".")


def _of_folder(path: Path) -> list[Member]:
    return [Member(one.name, one, "", one.stat().st_size) for one in path.iterdir() if one.is_file()]


def _of_zip(path: Path) -> list[Member]:
    if not zipfile.is_zipfile(path):
        damaged = path.suffix.lower() == ".zip"
        raise refusal("H003" if damaged else "H002", name=path.name)
    with zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    for entry in entries:
        parts = PurePosixPath(entry.filename.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts or ":" in entry.filename:
            raise refusal("H005", name=path.name, entry=entry.filename)
        if entry.flag_bits & 1:
            raise refusal("H004", name=path.name)
        if entry.file_size > max(LARGEST_UNWATCHED, LARGEST_RATIO * entry.compress_size):
            raise refusal("H006", name=path.name)
    if sum(entry.file_size for entry in entries) > LARGEST_TOTAL:
        raise refusal("H006", name=path.name)
    exports = [entry for entry in entries if entry.filename.lower().endswith("export.csv")]
    folders = sorted({str(PurePosixPath(entry.filename).parent) for entry in exports})
    if len(folders) > 1:
        raise refusal("H019", name=path.name, names=", ".join(folders))
    wanted = folders[0] if folders else "."
    return [
        Member(PurePosixPath(entry.filename).name, path, entry.filename, entry.compress_size)
        for entry in entries
        if str(PurePosixPath(entry.filename).parent) == wanted and not entry.filename.lower().endswith(".gz")
    ]

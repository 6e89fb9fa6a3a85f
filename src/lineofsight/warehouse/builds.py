"""Builds: facts as they stood at one moment, in files that never change.

The rules. *All or nothing*: a build is written in a folder of a passing name, brought to disk, and gets its name by one
rename; `current` points to another build by one rename, so that a reader has one whole build whatever happens to the
writer. *One writer*: the kernel holds the lock and lets go of it however the process ends. *Counted again*: a replaced
build stays for a day, or as long as somebody has pinned it; only when many replaced builds fill the disk do the oldest
go sooner. *For the owner alone*: folders and files can be read by nobody else, and files be written by nobody.

    builds/
      00000017-3fa9c2e1/manifest.json, participant.parquet, ...
      current -> 00000017-3fa9c2e1
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lineofsight.commands import command_here
from lineofsight.measures.catalogue import Catalogue
from lineofsight.problems import Problem

if TYPE_CHECKING:  # readers of builds need no Arrow
    from .facts import WrittenFile

FORMAT = 1
CURRENT = "current"
LOCK = "lock"
MANIFEST = "manifest.json"
PASSING = ".making-"
KEEP_REPLACED = timedelta(days=1)
KEEP_SURELY = timedelta(minutes=10)  # somebody may be reading it just now
KEEP_REPLACED_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """A build that can be read. as_at: the agency's day on which it was made. made_by: the version of the program."""

    number: int
    hash: str
    folder: Path
    made_at: datetime
    made_by: str
    as_at: date
    catalogue: Catalogue
    files: Mapping[str, tuple[Path, ...]]
    rows: Mapping[str, int]

    @property
    def name(self) -> str:
        return self.folder.name


class Draft:
    """A build in the making: a folder to write files into, until `publish`."""

    def __init__(self, root: Path, number: int) -> None:
        self._root = root
        self._number = number
        self.folder = root / f"{PASSING}{number:08d}"
        self.folder.mkdir(mode=0o700)

    def publish(
        self,
        catalogue: Catalogue,
        written: Mapping[str, WrittenFile],
        *,
        made_at: datetime,
        made_by: str,
        as_at: date,
    ) -> Build:
        """Make it the current build. written: the file of each table of the catalogue, complete and on disk."""
        if written.keys() != catalogue.tables.keys():
            raise Problem("W106", "A table of the catalogue has no file, or a file no table.", "Report this fault.")
        content = {
            "format": FORMAT,
            "as_at": as_at.isoformat(),
            "catalogue_hash": catalogue.content_hash,
            "tables": {
                name: {"files": [asdict(written[name])], "rows": written[name].rows} for name in catalogue.tables
            },
        }
        digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
        manifest = {
            **content,
            "number": self._number,
            "hash": digest,
            "made_at": made_at.isoformat(),
            "made_by": made_by,
            "catalogue": json.loads(catalogue.to_json()),
        }
        _write(self.folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())
        _sync_folder(self.folder)
        final = self._root / f"{self._number:08d}-{digest[:8]}"
        if not (final / MANIFEST).exists():  # else: the same number and content, from before a database came back
            self.folder.rename(final)
        _point(self._root, final.name)
        return open_build(final)


@contextmanager
def new_build(root: Path, number: int) -> Iterator[Draft]:
    """A draft of this number, with the lock held; waits for another writer. What a killed one left is removed."""
    with only_builder(root):
        for left in root.glob(f"{PASSING}*"):
            shutil.rmtree(left)
        draft = Draft(root, number)
        try:
            yield draft
        finally:
            shutil.rmtree(draft.folder, ignore_errors=True)


@contextmanager
def only_builder(root: Path) -> Iterator[None]:
    """Hold the lock of the builds in this folder, which is made when it is not there."""
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(root / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def current_name(root: Path) -> str:
    """The name of the current build; empty when there is none."""
    try:
        return os.readlink(root / CURRENT)
    except FileNotFoundError:
        return ""


def open_current(root: Path) -> Build | None:
    """The current build; None when none has been made yet."""
    name = current_name(root)
    return open_build(root / name) if name else None


def open_build(folder: Path) -> Build:
    """The build in this folder. Raises W107 when it is not there or written by another version."""
    if not (folder / MANIFEST).exists():
        raise Problem(
            "W107", f"The figures of {folder.name} are not kept any more.", "Use those of now, or make them anew."
        )
    return _read(folder)


@lru_cache(maxsize=8)
def _read(folder: Path) -> Build:
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
    if manifest["format"] != FORMAT:
        raise Problem("W107", f"{folder.name} was made by another version.", f"Make it anew: {command_here('build')}.")
    return Build(
        number=manifest["number"],
        hash=manifest["hash"],
        folder=folder,
        made_at=datetime.fromisoformat(manifest["made_at"]),
        made_by=manifest["made_by"],
        as_at=date.fromisoformat(manifest["as_at"]),
        catalogue=Catalogue.from_json(json.dumps(manifest["catalogue"])),
        files={
            name: tuple(folder / file["name"] for file in table["files"]) for name, table in manifest["tables"].items()
        },
        rows={name: table["rows"] for name, table in manifest["tables"].items()},
    )


def build_names(root: Path) -> list[str]:
    """The names of all builds that are there, oldest first."""
    return [path.parent.name for path in sorted(root.glob(f"[0-9]*/{MANIFEST}"), key=_made_at)]


def sweep(root: Path, *, now: datetime, pinned: Collection[int] = ()) -> list[str]:
    """Remove builds that nobody needs any more; their names. Never the current one, nor a pinned number."""
    with only_builder(root):
        names = build_names(root)
        current = current_name(root)
        removed = []
        kept_bytes = 0
        for name, successor in reversed(list(pairwise(names))):
            if name == current or int(name.split("-")[0]) in pinned:
                continue
            replaced_for = now - datetime.fromtimestamp(_made_at(root / successor / MANIFEST), now.tzinfo)
            kept_bytes += _bytes_of(root / name)
            too_many = kept_bytes > KEEP_REPLACED_BYTES and replaced_for > KEEP_SURELY
            if replaced_for > KEEP_REPLACED or too_many:
                (root / name / MANIFEST).unlink()  # first, so that nobody opens a half
                shutil.rmtree(root / name)
                removed.append(name)
        return removed


def _point(root: Path, name: str) -> None:
    passing = root / f"{CURRENT}.new"
    passing.unlink(missing_ok=True)
    passing.symlink_to(name)
    passing.replace(root / CURRENT)
    _sync_folder(root)


def _write(path: Path, content: bytes) -> None:
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o400), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _made_at(manifest: Path) -> float:
    return manifest.stat().st_mtime


def _bytes_of(folder: Path) -> int:
    return sum(path.stat().st_blocks * 512 for path in folder.iterdir())

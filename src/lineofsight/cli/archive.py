"""The backup file: one .tar.gz with the database, the files of the home, and a manifest.

The manifest is the last member: which version made the backup and when, which kind of database, the rows of every
table, and the SHA-256 of every other member. Whoever restores compares what came out with it.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from lineofsight.problems import Problem

MANIFEST = "manifest.json"
READ_AT_ONCE = 1_048_576


@dataclass(frozen=True)
class Manifest:
    """rows: table → rows. files: member → SHA-256, hex. kind: "sqlite" or "postgresql". made_at: ISO, UTC."""

    version: str
    made_at: str
    kind: str
    rows: dict[str, int]
    files: dict[str, str]


class _Hashed(io.RawIOBase):
    """Reads through to a file and hashes what goes by."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        piece = self._source.read(size)
        self.digest.update(piece)
        return piece


def write_archive(
    target: Path, members: Iterable[tuple[str, Path]], *, version: str, made_at: str, kind: str, rows: dict[str, int]
) -> Manifest:
    """Write the members and their manifest; on disk, whole, when this returns. Raises S120 when target exists.

    members: (name inside, path). Only the owner can read the file: it holds everything about everybody.
    """
    if target.exists():
        raise Problem("S120", f"{target} is there already.", "Name a new file; a backup never overwrites one.")
    partial = target.with_name(f"{target.name}.partial")
    files: dict[str, str] = {}
    try:
        descriptor = os.open(partial, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            with tarfile.open(fileobj=out, mode="w:gz", compresslevel=6) as archive:
                for name, path in members:
                    with open(path, "rb") as source:
                        member = archive.gettarinfo(arcname=name, fileobj=source)
                        hashed = _Hashed(source)
                        archive.addfile(member, hashed)
                        files[name] = hashed.digest.hexdigest()
                manifest = Manifest(version, made_at, kind, rows, files)
                text = json.dumps(asdict(manifest), indent=1).encode()
                last = tarfile.TarInfo(MANIFEST)
                last.size, last.mode = len(text), 0o600
                archive.addfile(last, io.BytesIO(text))
            out.flush()
            os.fsync(out.fileno())
        partial.rename(target)
        _sync_folder(target.parent)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise Problem(
            "S121", f"The backup could not be written: {error}.", "Free disk space, or name another place."
        ) from error
    return manifest


def read_archive(source: Path, into: Path) -> Manifest:
    """Unpack into an empty folder and compare every file with the manifest. Raises S122, S123."""
    found: dict[str, str] = {}
    manifest: Manifest | None = None
    try:
        with tarfile.open(source, mode="r:gz") as archive:
            for member in archive:
                content = archive.extractfile(member) if member.isfile() else None
                if content is None:
                    continue
                if member.name == MANIFEST:
                    manifest = Manifest(**json.load(content))
                else:
                    found[member.name] = _unpack(content, _inside(into, member.name))
    except (OSError, EOFError, tarfile.TarError, ValueError, TypeError) as error:
        raise Problem("S122", f"{source} cannot be read: {error}.", "Use another backup.") from error
    if manifest is None:
        raise Problem("S122", f"{source} is not a backup of Line of Sight: it has no manifest.", "Use another file.")
    damaged = sorted(name for name in manifest.files | found if manifest.files.get(name) != found.get(name))
    if damaged:
        raise Problem("S123", f"{source} is damaged: {damaged[0]} is not what was put into it.", "Use another backup.")
    return manifest


def _inside(folder: Path, name: str) -> Path:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ValueError(f"a member leads out of the folder ({name})")
    return path


def _unpack(content: IO[bytes], path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        while piece := content.read(READ_AT_ONCE):
            digest.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

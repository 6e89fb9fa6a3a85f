"""The file as a package of parts (ECMA-376, part 2): is it a workbook at all, is it whole, is it safe to open?

The rule: nothing is unpacked before its size is known, and every refusal says what the file is instead.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from .catalogue import refusal

UNPACKED_MOST = 512 * 2**20  # bytes
_PARTS_MOST = 10_000
_SMALL_PART_MOST = 8 * 2**20  # bytes; the parts that are read whole
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_UNREADABLE = (BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError, RuntimeError, KeyError)


@dataclass(frozen=True, slots=True)
class Package:
    """parts: the name of each sheet's part, by the sheet's title. made_at: UTC, ISO 8601."""

    path: Path
    file: str
    parts: dict[str, str]
    made_at: str


def inspect_package(path: Path, file: str) -> Package:
    """What can be known of a workbook without opening its sheets. Raises a Problem W001 to W010."""
    if not path.is_file():
        raise refusal("W001", file=file)
    with path.open("rb") as stream:
        start = stream.read(4096)
    if not start:
        raise refusal("W002", file=file)
    if start.startswith(_OLE):
        raise refusal("W008" if _is_encrypted(path) else "W003", file=file)
    if not start.startswith(b"PK"):
        raise refusal("W005" if _is_text(start) else "W007", file=file)
    try:
        with ZipFile(path) as package:
            return _inspect_parts(package, path, file)
    except (*_UNREADABLE, ElementTree.ParseError) as damage:
        raise refusal("W009", file=file) from damage


def part_in_blocks(package: Package, part: str) -> Iterator[bytes]:
    """The part's bytes in blocks that end with a row, about 1 MB each. Raises W009 when it cannot be unpacked."""
    try:
        with ZipFile(package.path) as zipped, zipped.open(part) as stream:
            yield from _blocks(stream)
    except _UNREADABLE as damage:
        raise refusal("W009", file=package.file) from damage


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while block := stream.read(2**20):
        block = rest + block
        end = block.rfind(b"row>") + 4
        if end > 3:
            yield block[:end]
            rest = block[end:]
        else:
            rest = block
    yield rest


def _is_encrypted(path: Path) -> bool:
    """A workbook with a password is an OLE file with a stream EncryptedPackage (MS-OFFCRYPTO, 2.3.4.4)."""
    with path.open("rb") as stream:
        return _ENCRYPTED in stream.read(2**20) or _ENCRYPTED in _last_bytes(stream)


def _last_bytes(stream: IO[bytes]) -> bytes:
    size = stream.seek(0, 2)
    stream.seek(max(0, size - 2**20))
    return stream.read()


def _is_text(start: bytes) -> bool:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return b"\x00" not in start and sum(byte < 9 for byte in start) == 0 and not start.startswith(b"%PDF")


def _inspect_parts(package: ZipFile, path: Path, file: str) -> Package:
    parts = package.infolist()
    names = {part.filename for part in parts}
    if "mimetype" in names and package.read("mimetype")[:46].startswith(b"application/vnd.oasis.opendocument"):
        raise refusal("W004", file=file)
    if "xl/workbook.bin" in names:
        raise refusal("W006", file=file)
    if "xl/workbook.xml" not in names:
        raise refusal("W007", file=file)
    if sum(part.file_size for part in parts) > UNPACKED_MOST or len(parts) > _PARTS_MOST:
        raise refusal("W010", file=file, most=UNPACKED_MOST // 2**20)
    targets = {
        relation.get("Id"): relation.get("Target", "") for relation in _tree(package, "xl/_rels/workbook.xml.rels")
    }
    sheets = {
        element.get("name", ""): _inside_xl(targets[_relation_id(element)])
        for element in _tree(package, "xl/workbook.xml").iter()
        if element.tag.endswith("}sheet")
    }
    return Package(path, file, sheets, _made_at(package, names, path))


def _tree(package: ZipFile, part: str) -> ElementTree.Element:
    if package.getinfo(part).file_size > _SMALL_PART_MOST:
        raise ValueError(part)
    text = package.read(part)
    if b"<!DOCTYPE" in text:  # no workbook has one; a file that does means harm
        raise ValueError(part)
    return ElementTree.fromstring(text)


def _relation_id(element: ElementTree.Element) -> str:
    return next(value for name, value in element.attrib.items() if name.endswith("}id"))


def _inside_xl(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _made_at(package: ZipFile, names: set[str], path: Path) -> str:
    """When the workbook was last saved: what it says of itself, otherwise the time of the file."""
    if "docProps/core.xml" in names:
        for element in _tree(package, "docProps/core.xml"):
            if element.tag.endswith("}modified") and re.fullmatch(
                r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.text or ""
            ):
                return str(element.text)
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

"""The examples of docs/reference/measures: each section with its records, its measure, and what it must give.

A section is a heading and what follows it. Its fenced blocks:

    records    what is in the records (`drawing`)
    yaml       the measure, or one of several
    cells      the values of a table, line by line
    figures    the cells it must give; `on <day>` in its first line sets the day of the figures, `scope ...` the scope
    members    who must be behind a cell
    said       the sentences that say the measure
    explained  for a unit in a period, why it is counted or not
    refused    the codes of the problems with which the measure must be refused, each with its place
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

PAGES = Path(__file__).resolve().parents[2] / "docs" / "reference" / "measures"
DAY_OF_FIGURES = date(2027, 12, 31)
_PART = re.compile(r"^(#{2,4}) (?P<title>.+?)$|^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_SETTING = re.compile(r"^(on|scope|who) (.+)$")


@dataclass(frozen=True)
class Expected:
    """A block of figures, members or refusals: its settings and its lines of cells."""

    kind: str
    settings: dict[str, str]
    lines: tuple[tuple[str, ...], ...]

    @property
    def as_at(self) -> date:
        return date.fromisoformat(self.settings["on"]) if "on" in self.settings else DAY_OF_FIGURES


@dataclass(frozen=True)
class Example:
    page: str
    title: str
    records: str
    measure: str
    expected: Expected

    def __str__(self) -> str:
        words = re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")
        return f"{self.page}:{words}:{self.expected.kind}"


def examples(kind: str) -> list[Example]:
    """The examples of one kind, on every page."""
    return [each for page in sorted(PAGES.glob("*.md")) for each in _on_page(page) if each.expected.kind == kind]


def _on_page(page: Path) -> Iterator[Example]:
    title = records = measure = ""
    for part in _PART.finditer(page.read_text(encoding="utf-8")):
        if part["title"]:
            title, records, measure = part["title"], "", ""
        elif part["kind"] == "records":
            records = part["body"]
        elif part["kind"] == "yaml":
            measure = part["body"]
        elif part["kind"] in ("figures", "cells", "members", "said", "explained", "refused"):
            yield Example(page.stem, title, records, measure, _expected(part["kind"], part["body"]))


def _expected(kind: str, body: str) -> Expected:
    settings: dict[str, str] = {}
    lines = []
    for line in body.splitlines():
        setting = _SETTING.match(line)
        if setting and not lines:
            settings[setting[1]] = setting[2]
        elif line.strip():
            lines.append(tuple(cell.strip() for cell in line.split("|")))
    return Expected(kind, settings, tuple(lines))

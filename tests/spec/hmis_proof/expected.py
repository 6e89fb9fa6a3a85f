"""The official tables and the exports they belong to, as the shared data have them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from lineofsight.measures import Period, own_dates
from tests.spec.hmis_proof.installation import SHARED

COLUMNS = "ABCDEFGH"
WITHOUT_HEADER = ("Q5a",)


@dataclass(frozen=True)
class Official:
    """One table of one report. project_types: as the export codes them. excluded: cells in doubt at their source."""

    report: str
    case: str
    question: str
    path: Path
    exports: tuple[str, ...]
    project_types: frozenset[str]
    period: Period
    excluded: frozenset[str]

    def cells(self) -> dict[str, str]:
        """The text of every cell that is compared and filled, by its name."""
        with self.path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        named = {
            f"{COLUMNS[place]}{line}": text
            for line, row in enumerate(rows, start=1)
            for place, text in enumerate(row)
            if place and text.strip() and (line > 1 or self.question in WITHOUT_HEADER)
        }
        return {name: text for name, text in named.items() if name not in self.excluded}


def officials(questions: frozenset[str]) -> list[Official]:
    """Those of the annual reports, of these questions."""
    with (SHARED / "expected_index.csv").open(encoding="utf-8", newline="") as file:
        return [_official(row) for row in csv.DictReader(file) if row["question"] in questions and _is_annual(row)]


def number(text: str) -> Decimal:
    """
    >>> number("$1,200"), number("")
    (Decimal('1200'), Decimal('0'))
    """
    return Decimal(text.replace("$", "").replace(",", "").replace("%", "").strip() or 0)


def _is_annual(row: dict[str, str]) -> bool:
    return row["report"] in ("apr", "caper")


def _official(row: dict[str, str]) -> Official:
    return Official(
        report=f"{row['kit']} {row['report']}",
        case=row["case"],
        question=row["question"],
        path=SHARED / row["file"],
        exports=tuple(row["input_folders"].split(";")),
        project_types=frozenset(row["project_types"].split(";")),
        period=own_dates("the year", date.fromisoformat(row["period_start"]), date.fromisoformat(row["period_end"])),
        excluded=frozenset(row["exclude_cells"].split()),
    )

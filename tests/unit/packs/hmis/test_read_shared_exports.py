"""The shared test exports (not part of this repository) read with every line accounted for."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from pathlib import Path

import pytest

from lineofsight.packs.rows import Table, Weight
from tests.unit.packs.hmis.export_builder import Result, read

SHARED = Path(__file__).parents[5] / "shared" / "data" / "hmis"

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=f"The shared exports are not at {SHARED}.")

EXPORTS_OF_FY2022 = (
    "coordinated_entry",
    "es_nbn",
    "es_with_ce",
    "homeless_prevention",
    "psh",
    "rrh",
    "rrh_2",
    "rrh_esg",
    "services_only",
    "so",
    "th",
    "th_coc",
)


def lines_of(folder: Path) -> Counter[str]:
    """Rows after the first line of each file, counted without our reader."""
    counted: Counter[str] = Counter()
    for path in folder.iterdir():
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        rows = sum(1 for row in csv.reader(io.StringIO(content.decode(), newline="")) if row)
        counted[path.name.removesuffix(".gz")] = rows - 1
    return +counted


def accounted_for(result: Result) -> Counter[str]:
    """Lines that are a row, a deleted row, or rejected. A project or funder is more than one row of ours."""
    rejected = {(one.file, one.line) for one in result.problems if one.weight is Weight.ROW}
    return Counter(file for file, _ in {(row.file, row.line) for row in result.rows} | rejected)


@pytest.mark.parametrize("name", EXPORTS_OF_FY2022)
def test_accounts_for_every_line_of_fy2022(name: str) -> None:
    result = read(SHARED / "fy2022" / name)

    lines = lines_of(SHARED / "fy2022" / name)
    assert accounted_for(result) == lines
    assert len(result.keys(Table.PARTICIPANT)) == lines["Client.csv"]
    assert len(result.keys(Table.ENROLLMENT)) == lines["Enrollment.csv"]
    assert result.problems == []


@pytest.fixture(scope="module")
def fy2026() -> Result:
    return read(SHARED / "fy2026")


def test_accounts_for_every_line_of_fy2026(fy2026: Result) -> None:
    lines = lines_of(SHARED / "fy2026")

    assert accounted_for(fy2026) == lines
    assert len(fy2026.keys(Table.PARTICIPANT)) == lines["Client.csv"]
    assert len(fy2026.keys(Table.ENROLLMENT)) == lines["Enrollment.csv"]


def test_rejects_no_row_of_fy2026(fy2026: Result) -> None:
    assert Counter((one.code, one.column, one.weight) for one in fy2026.problems) == {
        ("H206", "RaceNone", Weight.VALUE): 1,
        ("H308", "DateUpdated", Weight.NOTE): 1,
        ("H311", "ExitDate", Weight.NOTE): 4,
        ("H206", "CurrentLivingSituation", Weight.VALUE): 1,
        ("H312", "TypeProvided", Weight.NOTE): 1,
        ("H311", "DateProvided", Weight.NOTE): 18,
    }


def test_keeps_hashed_names_of_fy2026_out_of_the_names(fy2026: Result) -> None:
    names = {row.values["first_name"] for row in fy2026.rows if row.table is Table.PARTICIPANT}

    assert names == {""}


def test_has_each_key_once_in_its_table(fy2026: Result) -> None:
    keys = Counter((row.table, row.key) for row in fy2026.rows)

    assert [key for key, count in keys.items() if count > 1] == []

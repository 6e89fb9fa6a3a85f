"""What Export.csv says: which system made the export, when, in which edition, and what it covers."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from lineofsight.packs.rows import SourceIdentity

from .layout import EDITIONS
from .opening import Member
from .problems import refusal
from .survey import header_of, numbered, survey

REPORTING_PERIOD = "3"
FULL_REFRESH = "2"
NOT_HASHED = ("", "1")
LONGEST_KEY = 200

_YEAR = re.compile(r"(?:FY\s*)?(20\d\d)\b", re.IGNORECASE)
_ONLY_IN = {"FY2022": {"ethnicity", "female", "male"}, "FY2026": {"sex", "mideastnafrican"}}  # columns of Client.csv


@dataclass(frozen=True, slots=True)
class ExportFacts:
    """The one row of Export.csv, read. made_on: the day of the export; today where it does not say."""

    identity: SourceIdentity
    edition: str
    export_id: str
    made_on: date
    is_hashed: bool


def facts_of(export: Member, client_columns: list[str], today: date) -> ExportFacts:
    """Reads Export.csv. Raises a Problem if it has not one row, or the edition is unknown or contradicted."""
    given = _row_of(export)
    edition = _edition(given.get("csvversion", ""), client_columns)
    made_at = given.get("exportdate", "")
    return ExportFacts(
        identity=SourceIdentity(
            kind="hmis",
            key=_key(given),
            title=given.get("sourcename") or given.get("softwarename") or given.get("sourceid") or "HMIS",
            made_at=_time(made_at) or made_at[:40],
            layout=edition,
            covers_from=_day(given.get("exportstartdate", "")),
            covers_to=_day(given.get("exportenddate", "")),
            complete=(given.get("exportperiodtype"), given.get("exportdirective")) == (REPORTING_PERIOD, FULL_REFRESH),
        ),
        edition=edition,
        export_id=given.get("exportid", ""),
        made_on=_day(made_at[:10]) or today,
        is_hashed=given.get("hashstatus", "") not in NOT_HASHED,
    )


def _row_of(export: Member) -> dict[str, str]:
    names = [name.lower() for name in header_of(export)]
    surveyed = survey(export, (), None)
    rows = [cells for _, cells in numbered(export, surveyed.encoding) if not isinstance(cells, csv.Error)]
    if len(rows) != 1:
        raise refusal("H015", rows=str(len(rows)))
    return dict(zip(names, (cell.strip() for cell in rows[0]), strict=False))


def _key(given: dict[str, str]) -> str:
    """The same for every export of a system: the kind of source and its id, else its name."""
    name = given.get("sourceid") or given.get("sourcename") or given.get("softwarename") or "unnamed"
    return f"{given.get('sourcetype', '')}:{name}"[:LONGEST_KEY]


def _edition(version: str, client_columns: list[str]) -> str:
    columns = {name.lower() for name in client_columns}
    by_columns = [edition for edition in EDITIONS if columns & _ONLY_IN[edition]]
    if not version and len(by_columns) == 1:
        return by_columns[0]
    match = _YEAR.search(version)
    named = f"FY{match.group(1)}" if match else ""
    if named not in EDITIONS:
        raise refusal("H014", version=version, known=" and ".join(EDITIONS))
    if by_columns and named not in by_columns:
        raise refusal("H020", edition=named, other=by_columns[0])
    return named


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _time(text: str) -> str:
    try:
        return datetime.fromisoformat(text).replace(microsecond=0).isoformat()
    except ValueError:
        return ""


def current_day() -> date:
    """The day in universal time; only for an export that does not say when it was made."""
    return datetime.now(tz=UTC).date()

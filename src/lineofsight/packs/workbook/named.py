"""Programs, sites, funders and grants: rows that a workbook only names. Each name becomes one row.

Spellings that differ in case, space, accents or punctuation are one name, and a note says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lineofsight.packs.rows import SourceRow, Table, Value, Weight

from .lines import CheckedLine
from .names import name_key


@dataclass(slots=True)
class NamedRows:
    """The rows so far, by table and key, in the order in which they were first named."""

    rows: dict[Table, dict[str, SourceRow]] = field(
        default_factory=lambda: {table: {} for table in (Table.SITE, Table.PROGRAM, Table.FUNDER, Table.GRANT)}
    )
    spellings: set[tuple[Table, str]] = field(default_factory=set)

    def key_of(self, table: Table, name: str, line: CheckedLine, column: str, **further: Value) -> str | None:
        """The key of a name, which is a row from now on; None for an empty name. A new spelling is noted."""
        if not name:
            return None
        key = name_key(name)
        first = self.rows[table].setdefault(
            key, SourceRow(table, key, line.table.title, line.line.number, {"name": name, **further})
        )
        if first.values["name"] != name and (table, name) not in self.spellings:
            self.spellings.add((table, name))
            line.raise_doubt(
                "W062",
                column,
                name,
                Weight.NOTE,
                first=first.values["name"],
                first_line=first.line,
                first_sheet=first.file,
            )
        return key

    def grant_key_of(self, pays: str, line: CheckedLine) -> str | None:
        """The grant of «Who pays»: a funder alone, or «funder: grant». A funder alone is a grant of the same name."""
        funder, _, grant = (part.strip() for part in pays.partition(":"))
        funder_key = self.key_of(Table.FUNDER, funder or grant, line, "Who pays")
        key = name_key(f"{funder} {grant}")
        if funder_key is None:
            return None
        if key not in self.rows[Table.GRANT]:
            values: dict[str, Value] = {"name": grant or funder, "funder_key": funder_key}
            self.rows[Table.GRANT][key] = SourceRow(Table.GRANT, key, line.table.title, line.line.number, values)
        return key

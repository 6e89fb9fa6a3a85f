"""The catalogue of what can be wrong with an HMIS export: code, weight, sentence, next step.

Each sentence is for the person who mends it in the HMIS. The reference page of the documentation is made from
`CATALOGUE`. H0 stops the import, H1 costs a row, H2 a value (or the row, in a column no row can do without), H3 costs
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from lineofsight.packs.rows import RowProblem, Weight
from lineofsight.problems import Problem

LONGEST_VALUE_SHOWN = 120  # characters


@dataclass(frozen=True, slots=True)
class Trouble:
    """One entry. sentence and remedy may name facts in braces."""

    code: str
    weight: Weight
    sentence: str
    remedy: str

    def words(self, **facts: str) -> str:
        """The sentence and the next step with the facts filled in."""
        return f"{self.sentence} {self.remedy}".format(**facts).strip()


# The export cannot be read.
STOPS_THE_IMPORT = (
    ("H001", "There is nothing at {path}.", "Check the path and try again."),
    (
        "H002",
        "{name} is neither a folder nor a zip file.",
        "Give the folder with the CSV files, or the zip file as the HMIS made it.",
    ),
    ("H003", "The zip file {name} is damaged.", "Download it from the HMIS again."),
    ("H004", "The zip file {name} is locked with a password.", "Unpack it and give the folder."),
    (
        "H005",
        "The zip file {name} holds an entry that points outside of it: {entry}.",
        "An HMIS makes no such file. Do not unpack it; export again.",
    ),
    (
        "H006",
        "{name} unpacks to far more than a CSV file can.",
        "An HMIS makes no such file. Do not unpack it; export again.",
    ),
    (
        "H007",
        "There is no Export.csv in {name}.",
        "Give the folder or zip file in which Client.csv, Enrollment.csv and Export.csv stand together.",
    ),
    ("H008", "{file} is there more than once: {names}.", "Keep the one that belongs to this export."),
    ("H009", "{file} is missing.", "Export again from the HMIS with all files."),
    ("H010", "{file} is empty; not even the line with the column names is there.", "Export again from the HMIS."),
    ("H011", "{file} has the column {column} twice.", "Export again, or delete the column that is wrong."),
    ("H012", "{file} has no column {column}.", "No row can be read without it. Export again with all columns."),
    ("H013", "{file} holds the columns of {other}.", "Two files have changed names. Export again from the HMIS."),
    (
        "H014",
        "Export.csv names the format “{version}”, which we do not know.",
        "We read {known}. Choose one of these in the HMIS when you export.",
    ),
    ("H015", "Export.csv must have one row; it has {rows}.", "Export again from the HMIS."),
    ("H016", "The letters of {file} are in no encoding we know.", "Save the file as UTF-8, or export again."),
    (
        "H017",
        "{file} has zero bytes in line {line}; it is damaged or not a text file.",
        "Export again from the HMIS.",
    ),
    (
        "H018",
        "In {file} a quote mark is opened in line {line} and never closed.",
        "Close or remove it; the lines after it cannot be told apart.",
    ),
    ("H019", "{name} holds more than one export: {names}.", "Import them one after the other."),
    (
        "H020",
        "Export.csv says {edition}, but Client.csv has columns of {other}.",
        "Files of two exports are mixed. Export again from the HMIS.",
    ),
    ("H021", "The zip file {name} is packed in a way we cannot unpack.", "Unpack it and give the folder."),
)
# A row is not read because another one is not.
FOLLOWS_A_ROW = (
    (
        "H105",
        "Left out because line {their_line} of {other}, to which it belongs, was not read.",
        "Mend that line; this one follows.",
    ),
)
# A row is not read.
COSTS_A_ROW = (
    ("H101", "The row has no {column}.", "Every row needs its number. Enter it or export again."),
    (
        "H102",
        "{rows} have the same {column}: lines {lines}. We read none of them.",
        "Merge or delete what is there twice in the HMIS.",
    ),
    (
        "H103",
        "One enrollment has several exits: lines {lines}. We read none of them.",
        "Delete the exits that are wrong in the HMIS.",
    ),
    ("H104", "There is no such row in {other}.", "Correct the {column}, or export again with all of {other}."),
    (
        "H106",
        "Enrollment {enrollment} is of client {client}; this row says another.",
        "Correct the client or the enrollment.",
    ),
    (
        "H107",
        "Cells of the line: {cells}; columns that the first line names: {columns}.",
        "Look for a comma or a line break that is not within quote marks.",
    ),
    ("H108", "The quote marks of this line do not fit.", 'Write a quote mark within a text twice ("").'),
    ("H109", "{label} is missing.", "No row can be read without it. Enter it in the HMIS."),
    ("H110", "The exit is before the entry on {entry}.", "Correct one of the two dates."),
    ("H111", "The number is longer than {longest} characters.", "Look for two cells run together."),
)
# A value is not read; in a column no row can do without, the row is not read.
COSTS_A_VALUE = (
    ("H201", "There is no such day: {why}", "Correct the date."),
    ("H202", "Not a date of the form 2026-03-11 (year, month, day).", "Perhaps {perhaps}."),
    ("H203", "Not a date of the form 2026-03-11 (year, month, day).", "Correct it in the HMIS."),
    ("H204", "The day is long after the export was made.", "Perhaps {perhaps}."),
    ("H205", "A birth before 1875.", "Correct the year."),
    ("H206", "Not in the list “{title}”{codes}.", "Choose one of the list in the HMIS."),
    ("H207", "A code of {other}; this export says {edition}.", "Export again in one format."),
    ("H208", "Not a number of the form 1480.00.", "Leave out currency signs and commas."),
    ("H209", "Not a whole number.", "Write digits only."),
    ("H210", "Longer than {longest} characters.", "Shorten it in the HMIS."),
    ("H211", "The end is before the start on {start}.", "Correct one of the two dates."),
    ("H212", "Not a time of the form 2026-03-11 14:30:00.", "Correct it in the HMIS."),
    ("H213", "The day is before 1900.", "Perhaps {perhaps}."),
    ("H214", "Too large a number.", "Look for two numbers run together."),
)
# Worth knowing.
COSTS_NOTHING = (
    (
        "H301",
        "The letters of {file} are in Windows-1252, not in UTF-8.",
        "Check a name with an accent in the preview.",
    ),
    (
        "H302",
        "{files} not there.",
        "We read the export without. Export with all files if the project collects them.",
    ),
    ("H303", "{columns} not part of {edition}.", "We keep them aside with each row."),
    ("H304", "{columns} missing.", "Reports that need them will be empty there."),
    ("H305", "{files} not part of the format.", "We do not read them."),
    ("H306", "The birth date {birth} is after this entry.", "Correct one of the two dates."),
    ("H307", "The day is before the entry on {entry}.", "Correct one of the two dates if it is wrong."),
    (
        "H308",
        "Values of {column} that are not times: {count}, the first in line {first}.",
        "We keep them aside as they stand.",
    ),
    (
        "H309",
        "Rows of another export: {column} differs from Export.csv, first in line {first}.",
        "Check that the files belong together.",
    ),
    ("H310", "The letters of {file} are in UTF-16.", "We read it. UTF-8 is the rule of the format."),
    ("H311", "The day is after the export was made.", "We read it. Correct it if it is wrong."),
    ("H312", "The HMIS numbers no such type of service within “{title}”.", "We read it under its number."),
    (
        "H313",
        "It belongs to a row of {other} that the HMIS has deleted.",
        "We take it as deleted too.",
    ),
)

CATALOGUE = {
    code: Trouble(code, weight, sentence, remedy)
    for weight, entries in (
        (Weight.FILE, STOPS_THE_IMPORT),
        (Weight.ROW, COSTS_A_ROW),
        (Weight.FOLLOWS, FOLLOWS_A_ROW),
        (Weight.VALUE, COSTS_A_VALUE),
        (Weight.NOTE, COSTS_NOTHING),
    )
    for code, sentence, remedy in entries
}


def refusal(code: str, **facts: str) -> Problem:
    """The Problem that stops an import.

    >>> str(refusal("H009", file="Client.csv"))
    'Client.csv is missing. Export again from the HMIS with all files.'
    """
    trouble = CATALOGUE[code]
    return Problem(code, trouble.sentence.format(**facts), trouble.remedy.format(**facts))


def found(
    code: str,
    file: str,
    line: int | None,
    column: str = "",
    value: str = "",
    weight: Weight | None = None,
    /,
    **facts: str,
) -> RowProblem:
    """A problem at a place. weight: if the place makes it heavier than the catalogue says."""
    trouble = CATALOGUE[code]
    return RowProblem(
        code=code,
        weight=weight or trouble.weight,
        file=file,
        line=line,
        column=column,
        value=value[:LONGEST_VALUE_SHOWN],
        reason=trouble.words(column=column, **facts),
    )

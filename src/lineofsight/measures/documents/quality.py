"""From a document to a `QualityCheck`: the shape alone. Everything that is wrong is told at once."""

from __future__ import annotations

from collections.abc import Mapping

from lineofsight.measures.documents.derives import read_derives
from lineofsight.measures.documents.reading import read_identifier
from lineofsight.measures.documents.sheet import Sheet, kind_of
from lineofsight.measures.problems import MeasureProblem, MeasureProblems, did_you_mean
from lineofsight.measures.quality import CountedTitle, MendAt, QualityCheck, ToldTo
from lineofsight.measures.tables import ROWS, Grain

NUMBER = "{number}"


def read_quality_check(document: object) -> QualityCheck:
    """The check that a document declares. Raises `MeasureProblems` with everything that is wrong with it."""
    if not isinstance(document, Mapping):
        wrong = MeasureProblem(
            "M101", "", f"A check is keys with values, not {kind_of(document)}.", "Begin with check: and its id."
        )
        raise MeasureProblems("", [wrong], kind="check")
    sheet = Sheet(document)
    check = QualityCheck(
        check=read_identifier(sheet, "check", example="rent_without_move_in"),
        title=_title(sheet),
        sentence=sheet.text("sentence", needed="Say in a plain sentence why it cannot be right, or what it does."),
        looks_for=sheet.text("looks_for", needed="Say in half a sentence what is looked for."),
        grain=_grain(sheet),
        instrument=sheet.text("instrument"),
        derive=read_derives(sheet),
        finds=sheet.text("finds", needed="Say which rows are findings, as ${exit_date} < ${entry_date}."),
        mend=sheet.word("mend", MendAt) or MendAt.CLIENT,
        tell=_told(sheet),
        beside_one=sheet.text("beside_one"),
        touches=sheet.texts("touches"),
    )
    sheet.close()
    _check_fits(sheet, check)
    if sheet.problems:
        raise MeasureProblems(check.check, sheet.problems, kind="check")
    return check


def _title(sheet: Sheet) -> CountedTitle:
    inner = sheet.sheet("title")
    if inner is None:
        if not sheet.has("title"):
            sheet.trouble("M103", "title", "It is missing.", 'Write {one: "{number} ...", several: "{number} ..."}.')
        return CountedTitle("", "")
    title = CountedTitle(inner.text("one", needed="Say it of one."), inner.text("several", needed="Say it of several."))
    inner.close()
    for key, text in (("one", title.one), ("several", title.several)):
        if text and NUMBER not in text:
            inner.trouble("M105", key, "It does not say how many.", f"Write {NUMBER} where the number goes.")
    return title


def _grain(sheet: Sheet) -> Grain:
    grain = sheet.word("grain", Grain) or Grain.ENROLLMENT
    if grain not in ROWS:
        words = ", ".join(ROWS)
        sheet.trouble("M131", "grain", f"A {grain} is of no program.", f"Write one of: {words}.")
    return grain


def _told(sheet: Sheet) -> tuple[ToldTo, ...]:
    told = []
    for place, word in enumerate(sheet.texts("tell"), start=1):
        if word in ToldTo.__members__.values():
            told.append(ToldTo(word))
        else:
            sheet.trouble("M105", f"tell[{place}]", f'"{word}" is not a role for it.', did_you_mean(word, ToldTo))
    if not told and not sheet.has("tell"):
        sheet.trouble("M103", "tell", "It is missing.", f"Name who is told, of: {', '.join(ToldTo)}.")
    return tuple(told)


def _check_fits(sheet: Sheet, check: QualityCheck) -> None:
    if check.instrument and check.grain is not Grain.ASSESSMENT:
        sheet.trouble("M111", "instrument", "Only assessments have an instrument.", "Leave it out.")
    if check.mend is MendAt.ENTRY and check.grain is Grain.ENROLLMENT:
        sheet.trouble("M111", "mend", "An enrollment is no entry.", "Write mend: enrollment, or mend: client.")

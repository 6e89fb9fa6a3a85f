"""Reading the derives of a document: looked up in other records, or worked out from the row itself."""

from __future__ import annotations

from itertools import pairwise

from lineofsight.measures.definition import ONE_RECORD, Derive, Kinship, Pick, Rule
from lineofsight.measures.documents.sheet import NAME, Sheet
from lineofsight.measures.tables import ROWS, Grain


def read_derives(sheet: Sheet) -> tuple[Derive, ...]:
    several = sheet.sheet("derive")
    if several is None:
        return ()
    made = []
    for name in several.values:
        inner = several.sheet_of(str(name), several.take(str(name)))
        if inner is None:
            several.trouble("M103", str(name), "It is empty.", "Write from, where, pick and value.")
            continue
        if not NAME.fullmatch(str(name)):
            several.trouble(
                "M105", str(name), "It cannot be a name.", "Use small letters, digits and underscores, a letter first."
            )
        made.append(_derive(str(name), inner))
    return tuple(made)


def _derive(name: str, sheet: Sheet) -> Derive:
    if not sheet.has("from"):
        return _worked_out(name, sheet)
    pick = sheet.word("pick", Pick, otherwise=Pick.LATEST) or Pick.LATEST
    derive = Derive(
        name=name,
        source=sheet.word("from", Grain),
        where=sheet.text("where"),
        pick=pick,
        by=sheet.texts("by"),
        value=sheet.text("value"),
        link=sheet.word("link", Kinship, otherwise=Kinship.ENROLLMENT) or Kinship.ENROLLMENT,
        instrument=sheet.text("instrument"),
    )
    sheet.close()
    _check_derive(sheet, derive)
    return derive


def _worked_out(name: str, sheet: Sheet) -> Derive:
    """A derive that looks at no other records: a value, the first of some rules, a band, or a set of codes."""
    rules = tuple(_rule(inner) for inner in sheet.sheets("first"))
    needed = "Write from: and the records to look at, or value: and a calculation on the row, or first: and rules."
    value = sheet.text("value", needed="" if rules or sheet.has("first") else needed)
    derive = Derive(name=name, value=value, first=rules, cuts=sheet.numbers("cuts"), sets=sheet.texts("sets"))
    ways = [key for key in ("first", "cuts", "sets") if sheet.has(key)]
    if len(ways) > 1 or (ways == ["first"] and value):
        sheet.trouble("M111", ways[-1], "A derive is worked out in one way.", "Keep first, or value with cuts or sets.")
    if any(not rule.when for rule in rules[:-1]):
        sheet.trouble("M103", "first", "Only the last rule may hold for all others.", "Write when: in those before it.")
    numbers = [float(cut) for cut in derive.cuts]
    if any(low >= high for low, high in pairwise(numbers)):
        sheet.trouble("M104", "cuts", "The cuts do not rise.", "Write them from the lowest to the highest, each once.")
    sheet.close(ignored=("from",))
    return derive


def _rule(sheet: Sheet) -> Rule:
    rule = Rule(sheet.text("when"), sheet.text("then", needed="Write the value, as 'family' in quotes, or 3."))
    sheet.close()
    return rule


def _check_derive(sheet: Sheet, derive: Derive) -> None:
    if derive.source is not None and derive.source not in ROWS:
        sheet.trouble(
            "M105",
            "from",
            f"A {derive.source} has no day.",
            "Look at enrollments, services or assessments; a person's own answers need no derive.",
        )
    if derive.pick not in (Pick.EXISTS, Pick.COUNT) and not derive.value:
        sheet.trouble(
            "M103", "value", f"pick: {derive.pick} needs one.", "Write which answer is taken, as ${monthly_income}."
        )
    if derive.pick in (Pick.EXISTS, Pick.COUNT) and derive.value:
        sheet.trouble(
            "M111",
            "value",
            f"pick: {derive.pick} looks at no value.",
            "Leave value out, or add it to where as not(${x} = '').",
        )
    if derive.by and derive.pick not in ONE_RECORD:
        sheet.trouble("M111", "by", f"pick: {derive.pick} needs no order.", "Leave by out.")
    if derive.instrument and derive.source is not Grain.ASSESSMENT:
        sheet.trouble("M111", "instrument", "Only assessments have an instrument.", "Leave it out.")
    if derive.source is Grain.ENROLLMENT and derive.link is Kinship.ENROLLMENT:
        sheet.trouble(
            "M111",
            "link",
            "A row has one enrollment only.",
            "Write link: participant for the person's other enrollments, or link: household.",
        )

"""What belongs together in a document: what each source and each statistic needs, and what does not fit it."""

from __future__ import annotations

from collections.abc import Mapping

from lineofsight.measures.definition import About, Direction, MeasureDefinition, Statistic
from lineofsight.measures.documents.sheet import Sheet, is_written
from lineofsight.measures.tables import ROWS, Grain

_PARTS = ("numerator", "value", "for_each", "percentile", "change", "received")
"""What belongs to some statistic; a definition has those of its own alone."""
_COMPUTED = ("population", *_PARTS, "derive", "represented_by", "over", "instrument", "cases")
_CALLED = {"for_each": "lower sum", "percentile": "percentile of its own", "received": "intended amount"}
_WHAT_TO_WRITE = {
    "numerator": "Say which of the population count, as ${stage} = 'completed'.",
    "value": "Say what is taken of each unit, as ${wait_days}.",
    "for_each": "Say by what the sum is divided, as ${household_size}.",
    "percentile": "Write a number from 0 to 100, as 90.",
    "change": "Write {value: ${score}, from: start, to: exit}.",
    "received": "Write {where: ..., intended: ${intended_contacts}, at_least: 0.8}.",
}
_OTHERWISE = {
    "numerator": "Leave statistic out for a share, or leave numerator out.",
    "value": "Write statistic: sum, mean or median, or leave value out.",
    "for_each": "Write statistic: ratio, or leave for_each out.",
    "percentile": "Write statistic: percentile, or leave percentile out.",
    "change": "Write statistic: paired_change or share_improved, or leave change out.",
    "received": "Write statistic: share_received or ratio, or leave received out.",
}


def check_reported(sheet: Sheet, definition: MeasureDefinition) -> None:
    """A bare percentage is never kept: it cannot be checked, added up or given a range."""
    two_counts = "A bare percentage is never kept. Name the two counts under reported: numerator and denominator."
    reported = definition.reported
    if reported is None:
        if not any(problem.path == "reported" for problem in sheet.problems):
            sheet.trouble("M110", "reported", "It is missing.", two_counts)
    elif definition.statistic in (Statistic.PROPORTION, Statistic.RATIO) and not reported.denominator:
        sheet.trouble("M110", "reported.denominator", f"A {definition.statistic} needs two counts.", two_counts)
    elif definition.statistic is Statistic.COUNT and reported.denominator:
        sheet.trouble(
            "M110", "reported.denominator", "A count has one number.", "Leave it out, or write statistic: proportion."
        )
    if definition.statistic not in (Statistic.COUNT, Statistic.PROPORTION, Statistic.RATIO):
        sheet.trouble("M110", "statistic", f"A reported measure has no {definition.statistic}.", two_counts)
    for key in _COMPUTED:
        if sheet.has(key):
            remedy = "Leave it out: nothing is computed. Say it in words under reported or in_words."
            sheet.trouble("M110", key, "A reported measure has none.", remedy)


def check_computed(sheet: Sheet, definition: MeasureDefinition) -> None:
    if sheet.has("reported"):
        sheet.trouble("M110", "reported", "This measure is computed.", "Write source: reported, or leave it out.")
    if definition.about is About.COMMUNITY:
        sheet.trouble("M110", "about", "What is computed is about clients.", "Leave it out, or write source: reported.")
    _check_statistic(sheet, definition)
    if definition.over is not None and definition.over not in ROWS:
        remedy = "Write over: enrollment; the person's own columns are there too."
        sheet.trouble("M131", "over", f"A {definition.over} has no day and no program.", remedy)
    if definition.instrument and Grain.ASSESSMENT not in (definition.over, definition.count):
        sheet.trouble(
            "M111", "instrument", "Only assessments have an instrument.", "Write over: assessment, or leave it out."
        )
    is_compared = definition.change is not None or definition.received is not None
    if is_compared and Grain.ENROLLMENT not in (definition.over or Grain.ENROLLMENT, definition.count):
        sheet.trouble("M131", "over", "What is compared is of an enrollment.", "Leave over out.")
    if is_compared and definition.count in (Grain.SERVICE, Grain.ASSESSMENT):
        trouble = f"What is compared is of an enrollment, not of one {definition.count}."
        sheet.trouble("M131", "count", trouble, "Write count: enrollment, or count: participant.")
    for number, names in enumerate(definition.cross, start=1):
        _check_cross(sheet, f"cross[{number}]", names, definition.by)
    repeated = sorted({name for name in definition.by if definition.by.count(name) > 1})
    if repeated:
        sheet.trouble("M111", "by", f"{repeated[0]} stands there twice.", "Name each group once.")


def _check_cross(sheet: Sheet, place: str, names: tuple[str, ...], by: tuple[str, ...]) -> None:
    missing = [name for name in names if name not in by]
    if len(names) < 2 or len(set(names)) < len(names):
        sheet.trouble("M111", place, "A cross is of two groups or more.", "Write [program, gender], say.")
    elif missing:
        remedy = "Add it to by: what is told within another is also told for itself."
        sheet.trouble("M111", place, f"{missing[0]} is not in by.", remedy)


def _check_statistic(sheet: Sheet, definition: MeasureDefinition) -> None:
    """What each statistic needs, and what does not belong to it."""
    statistic = definition.statistic
    needed = statistic.parts
    if statistic is Statistic.RATIO and definition.received is not None:
        needed = ("received",)
    article = "An" if statistic.value[0] in "aeiou" else "A"
    words = statistic.replace("_", " ")
    for key in _PARTS:
        if key in needed and not sheet.has(key):
            sheet.trouble("M103", key, f"{article} {words} needs one.", _WHAT_TO_WRITE[key])
        if sheet.has(key) and key not in needed:
            sheet.trouble("M111", key, f"{article} {words} has no {_CALLED.get(key, key)}.", _OTHERWISE[key])
    received, change = definition.received, definition.change
    if statistic is Statistic.SHARE_RECEIVED and received is not None and not _has(sheet, "received", "at_least"):
        sheet.trouble("M103", "received.at_least", "It is missing.", "Write which part is enough, as 0.8.")
    if statistic is Statistic.RATIO and received is not None and received.at_least:
        sheet.trouble("M111", "received.at_least", "A ratio has no limit.", "Leave it out, or leave statistic out.")
    if statistic is not Statistic.SHARE_IMPROVED or change is None:
        return
    if not _has(sheet, "change", "improved_by"):
        sheet.trouble("M103", "change.improved_by", "It is missing.", "Write from which change on, as 5.")
    if definition.direction is Direction.NONE:
        remedy = "Write direction: increase, or direction: decrease."
        sheet.trouble("M103", "direction", "Nobody can tell which way is better.", remedy)


def _has(sheet: Sheet, key: str, inner: str) -> bool:
    found = sheet.values.get(key)
    return isinstance(found, Mapping) and is_written(found.get(inner))

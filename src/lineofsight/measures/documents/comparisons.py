"""Reading what is compared: a change from one collection point to another, and an amount received."""

from __future__ import annotations

from lineofsight.measures.definition import COLLECTION_DAYS, Change, CollectionPoint, Received, Statistic
from lineofsight.measures.documents.sheet import Sheet

_SUMMARIES = (Statistic.MEAN, Statistic.MEDIAN)


def read_change(sheet: Sheet) -> Change | None:
    inner = sheet.sheet("change")
    if inner is None:
        return None
    summary = inner.word("summary", Statistic, otherwise=Statistic.MEDIAN) or Statistic.MEDIAN
    if summary not in _SUMMARIES:
        inner.trouble("M105", "summary", f"A {summary} of changes is not told.", "Write mean or median.")
    start, end = _point(inner, "from"), _point(inner, "to")
    if start.stage and start.stage == end.stage:
        inner.trouble("M111", "to", f"{end.stage} is compared with itself.", "Name two collection points.")
    change = Change(
        value=inner.text("value", needed="Write what is compared, as ${score}."),
        start=start,
        end=end,
        instrument=inner.text("instrument"),
        summary=summary,
        improved_by=_above_zero(inner, "improved_by", "5"),
    )
    inner.close()
    return change


def read_received(sheet: Sheet) -> Received | None:
    inner = sheet.sheet("received")
    if inner is None:
        return None
    received = Received(
        where=inner.text("where"),
        amount=inner.text("amount"),
        intended=inner.text("intended", needed="Write the intended amount, as ${intended_contacts}, or a number."),
        at_least=_above_zero(inner, "at_least", "0.8"),
    )
    if received.at_least and float(received.at_least) > 1:
        inner.trouble("M104", "at_least", f"{received.at_least} is more than all of it.", "Write a share, as 0.8.")
    inner.close()
    return received


def _point(sheet: Sheet, key: str) -> CollectionPoint:
    """A stage; or with a window: {stage: exit, within: 30 days, day: ${exit_date}}."""
    found = sheet.take(key)
    if found is None:
        sheet.trouble("M103", key, "It is missing.", "Write the collection point, as start.")
        return CollectionPoint("")
    if isinstance(found, str):
        return CollectionPoint(found.strip())
    inner = sheet.sheet_of(key, found)
    if inner is None:
        return CollectionPoint("")
    stage = inner.text("stage", needed="Write the collection point, as exit.")
    day = inner.text("day")
    within = inner.days("within") if inner.has("within") else None
    if day and within is None:
        inner.trouble("M103", "within", "It is missing.", "Write how near to the day, as 30 days, or leave day out.")
    if within is not None and stage and not day and stage not in COLLECTION_DAYS:
        inner.trouble("M103", "day", f"Nobody knows the day of {stage}.", "Write a date, as ${exit_date} + 180.")
    inner.close(ignored=("within",))
    return CollectionPoint(stage, day, within)


def _above_zero(sheet: Sheet, key: str, example: str) -> str:
    """The digits of a number above 0; empty when there is none."""
    found = sheet.number(key)
    if found is None:
        return ""
    if found <= 0:
        sheet.trouble("M104", key, f"{found} is not above 0.", f"Write {example}, say.")
        return ""
    return sheet.digits(found)

"""What an author chooses of a measure, read from its document. A document that is not finished is read as far as it is.

The questions are those of a sentence: of whom, who belongs to a period when, the share (the sum, the typical value) of
what, told apart by what, known after how long.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lineofsight.measures.choices.conditions import EVERYBODY, Conditions, conditions_of
from lineofsight.measures.documents.reading import usual_statistic

Document = Mapping[str, object]
ENTRY, EXIT, DAY = "${entry_date}", "${exit_date}", "${date}"


class When(StrEnum):
    """When somebody belongs to a period."""

    NOT_CHOSEN = ""
    LEFT = "left"
    BEGAN = "began"
    HERE = "here"  # on one day of it at least
    LAST_DAY = "last_day"
    SERVED = "served"
    ASKED = "asked"
    ON_DAY = "on_day"  # another day
    BETWEEN = "between"  # open between two other days on one day at least


class Tells(StrEnum):
    """What is worked out of those who are included."""

    SHARE = "share"
    COUNT = "count"
    IMPROVED = "improved"
    CHANGE = "change"
    RECEIVED = "received"
    SUM = "sum"
    MEAN = "mean"
    MEDIAN = "median"
    PERCENTILE = "percentile"
    RATIO = "ratio"
    DIFFERENT = "different"  # different values

    @property
    def is_of_a_value(self) -> bool:
        return self in (Tells.SUM, Tells.MEAN, Tells.MEDIAN, Tells.PERCENTILE, Tells.RATIO, Tells.DIFFERENT)


class Speaks(StrEnum):
    """Which record speaks for somebody who has several."""

    LATEST = "latest"
    EARLIEST = "earliest"
    AS_WRITTEN = "as_written"  # in an order of the author's own


STATISTICS = {
    "proportion": Tells.SHARE,
    "count": Tells.COUNT,
    "share_improved": Tells.IMPROVED,
    "paired_change": Tells.CHANGE,
    "share_received": Tells.RECEIVED,
    "sum": Tells.SUM,
    "mean": Tells.MEAN,
    "median": Tells.MEDIAN,
    "percentile": Tells.PERCENTILE,
    "ratio": Tells.RATIO,
    "count_distinct": Tells.DIFFERENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What is compared: an answer at two collection points; by how much somebody has improved, and the summary."""

    value: str = ""
    start: str = "start"
    end: str = "exit"
    improved_by: str = ""
    summary: str = "median"


@dataclass(frozen=True, slots=True, kw_only=True)
class WasReceived:
    """What was received against what was intended, as expressions; amount empty: how often."""

    where: str = ""
    intended: str = ""
    amount: str = ""
    at_least: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is worked out, with what it needs; the rest of it is empty."""

    tells: Tells = Tells.SHARE
    numerator: Conditions = EVERYBODY
    value: str = ""
    for_each: str = ""
    percentile: str = ""
    compared: Compared = Compared()
    received: WasReceived = WasReceived()


@dataclass(frozen=True, slots=True, kw_only=True)
class Belongs:
    """To which period somebody belongs. day: of ON_DAY; day and until: of BETWEEN."""

    when: When = When.NOT_CHOSEN
    day: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """texts: title, question and the rest of the sheet. matures_after: days in digits; empty: nobody chose."""

    count: str = "participant"
    belongs: Belongs = Belongs()
    population: Conditions = EVERYBODY
    told: Told = Told()
    speaks: Speaks = Speaks.LATEST
    by: tuple[str, ...] = ()
    matures_after: str = ""
    direction: str = ""
    asks: str = ""
    texts: Mapping[str, str]


TEXTS = ("title", "question", "unit", "rationale", "information_use", "limits")


def choices_of(document: Document) -> Choices:
    """What a form shows of this document.

    >>> choices_of({"count": "enrollment", "period": "${exit_date}", "population": "${age} > 3"}).told.tells
    <Tells.COUNT: 'count'>
    """
    return Choices(
        count=text(document, "count"),
        belongs=_belongs(document),
        population=conditions_of(text(document, "population")),
        told=_told(document),
        speaks=_speaks(document),
        by=_texts(document.get("by")),
        matures_after=_days(document.get("matures_after")),
        direction=text(document, "direction"),
        asks=text(document, "asks"),
        texts={name: text(document, name) for name in TEXTS},
    )


def text(document: Mapping[str, object], key: str) -> str:
    """The text of a key; empty where there is none."""
    found = document.get(key)
    if isinstance(found, bool):
        return "true()" if found else "false()"
    return str(found).strip() if isinstance(found, str | int | float) else ""


def inner(document: Mapping[str, object], key: str) -> Mapping[str, object]:
    """The keys below a key; none where there are none."""
    found = document.get(key)
    return found if isinstance(found, Mapping) else {}


def _belongs(document: Document) -> Belongs:
    found = document.get("period")
    if isinstance(found, Mapping):
        ends = _texts(found.get("active"))
        if len(ends) != 2:
            return Belongs(when=When.LAST_DAY)
        return (
            Belongs(when=When.HERE) if ends == (ENTRY, EXIT) else Belongs(when=When.BETWEEN, day=ends[0], until=ends[1])
        )
    day = text(document, "period")
    if day in (ENTRY, EXIT):
        return Belongs(when=When.BEGAN if day == ENTRY else When.LEFT)
    if day == DAY:
        rows = document.get("over") or document.get("count")
        return Belongs(when=When.ASKED if rows == "assessment" else When.SERVED)
    return Belongs(when=When.ON_DAY, day=day) if day else Belongs()


def _told(document: Document) -> Told:
    statistic = text(document, "statistic") or usual_statistic(dict(document.items())).value
    tells = STATISTICS.get(statistic, Tells.COUNT)
    if tells is Tells.DIFFERENT and not text(document, "value"):
        tells = Tells.COUNT
    change, received = inner(document, "change"), inner(document, "received")
    return Told(
        tells=tells,
        numerator=conditions_of(text(document, "numerator")),
        value=text(document, "value"),
        for_each=text(document, "for_each"),
        percentile=text(document, "percentile"),
        compared=Compared(
            value=text(change, "value"),
            start=_stage(change, "from"),
            end=_stage(change, "to"),
            improved_by=text(change, "improved_by"),
            summary=text(change, "summary") or "median",
        )
        if change
        else Compared(),
        received=WasReceived(**{key: text(received, key) for key in ("where", "intended", "amount", "at_least")}),
    )


def _stage(change: Mapping[str, object], side: str) -> str:
    return text(inner(change, side), "stage") or text(change, side)


def _speaks(document: Document) -> Speaks:
    found = inner(document, "represented_by")
    if not found:
        return Speaks.LATEST
    is_usual = dict(found) == speaker(text(found, "pick"), document)
    return (
        Speaks(text(found, "pick")) if is_usual and text(found, "pick") in ("latest", "earliest") else Speaks.AS_WRITTEN
    )


def speaker(pick: str, document: Document) -> dict[str, object]:
    """The record that speaks, in the order of the day that decides about the period."""
    day = text(document, "period")
    order = day or (ENTRY if rows_of(document) == "enrollment" else DAY)
    return {"pick": pick, "by": [order, "${id}"]}


def rows_of(document: Document) -> str:
    """Which records a measure of something coarser reads, as far as its document says so."""
    return text(document, "over") or ("service" if text(document, "period") == DAY else "enrollment")


def _texts(found: object) -> tuple[str, ...]:
    if isinstance(found, str):
        return (found,)
    return tuple(str(each) for each in found) if isinstance(found, list | tuple) else ()


def _days(found: object) -> str:
    return str(found).split()[0] if found not in (None, "") else ""

"""Valid definitions and tables by chance, drawn in the words of `tests/spec/drawing`.

The rule: what is drawn here is valid; a refusal is a fault of the checks or of the drawing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random

from tests.generative.measures.drawn_derives import derives_on
from tests.generative.measures.drawn_words import (
    CHOICES,
    DATES,
    FORMS,
    GROUPS,
    NUMBERS,
    OF_SERVICE,
    Document,
    Drawn,
    condition_of,
    conditions_on,
)

STATISTICS = (
    ("proportion", "paired_change"),
    ("mean", "share_improved"),
    ("count", "share_received"),
    ("sum", "ratio received"),
    ("median", "percentile"),
    ("ratio", "count_distinct"),
)
"""Each case has a definition of each of these, so that all are drawn equally often."""
_OF_ENROLLMENTS = ("paired_change", "share_improved", "share_received", "ratio received")


def definitions(chance: Random, statistics: tuple[str, ...]) -> Drawn:
    """A definition of a computed measure, of one of these statistics."""
    made = Drawn({"measure": "drawn", "title": "Drawn", "asks": "how_much"})
    statistic = chance.choice(statistics)
    rows = chance.choice(("enrollment", "enrollment", "service", "assessment"))
    if statistic in _OF_ENROLLMENTS:
        rows = "enrollment"
    form = chance.choice(tuple(FORMS)) if rows == "assessment" else ""
    units = {"enrollment": ("participant", "household"), "service": ("participant", "enrollment", "household")}
    unit = chance.choice((rows, *units.get(rows, ("participant", "enrollment"))))
    made.document |= {"count": unit, "over": rows}
    made.uses[f"unit {unit}"] += 1
    made.uses[f"rows {rows}"] += 1
    derives = derives_on(chance, made, rows)
    conditions = [*conditions_on(rows, form), *derives["condition"] * 4]
    numbers = [*NUMBERS[form or rows], *derives["number"] * 4]
    made.conditions, made.numbers = conditions, numbers
    _period(chance, made, rows, derives)
    if chance.randint(0, 3):
        made.document["population"] = condition_of(chance, conditions)
    _statistic(chance, made, rows, statistic, conditions, numbers)
    _representative(chance, made, rows, unit)
    _groups(chance, made, rows, derives)
    if form:
        _name_the_form(chance, made, form)
    return made


IN_TABLES = ("count", "proportion", "sum", "mean", "median", "percentile", "ratio", "count_distinct")


def tables(chance: Random) -> Drawn:
    """A table document, on what a drawn definition says of whom it tells."""
    made = definitions(chance, ("count",))
    document = {key: value for key, value in made.document.items() if key not in _NOT_OF_TABLES}
    has_speaker = "represented_by" in document or document["count"] == document["over"]
    lines: list[Document] = [{"line": "all"}]
    columns: list[Document] = [{"column": "all"}]
    for key, parts in (("line", lines), ("column", columns)):
        for number in range(chance.randint(1, 3)):
            part: Document = {key: f"{key}{number}"}
            if chance.randint(0, 3):
                part["when"] = condition_of(chance, made.conditions)
            if key == "column" and has_speaker:
                part |= _in_a_cell(chance, made)
            parts.append(part)
    document |= {"table": "drawn", "lines": lines, "columns": columns}
    if has_speaker and chance.choice((True, False)):
        document |= _in_a_cell(chance, made)
    return Drawn(document, made.uses + Counter(["table"]))


_NOT_OF_TABLES = ("measure", "asks", "statistic", "by", "cross")


def _in_a_cell(chance: Random, made: Drawn) -> Document:
    statistic = chance.choice(IN_TABLES)
    made.uses[f"table {statistic}"] += 1
    told: Document = {"statistic": statistic}
    if statistic == "proportion":
        told["numerator"] = condition_of(chance, made.conditions)
    elif statistic != "count":
        told["value"] = chance.choice(made.numbers)
    if statistic == "ratio":
        told["for_each"] = chance.choice(made.numbers)
    if statistic == "percentile":
        told["percentile"] = chance.choice((0, 33, 100))
    return told


def _statistic(chance: Random, made: Drawn, rows: str, named: str, conditions: list[str], numbers: list[str]) -> None:
    statistic = named.removesuffix(" received")
    made.document["statistic"] = statistic
    made.uses[f"statistic {named}"] += 1
    if statistic == "proportion":
        made.document["numerator"] = condition_of(chance, conditions)
    elif named in ("share_received", "ratio received"):
        made.document["received"] = _received(chance, at_least=named == "share_received")
    elif statistic in ("paired_change", "share_improved"):
        made.document["change"] = _change(chance, made, is_share=statistic == "share_improved")
    elif statistic == "count_distinct":
        made.document["value"] = chance.choice((*numbers, *DATES.get(rows, ("${date}",)), *CHOICES.get(rows, ())))
    elif statistic != "count":
        made.document["value"] = chance.choice(numbers)
    if named == "ratio":
        made.document["for_each"] = chance.choice(numbers)
    if statistic == "percentile":
        made.document["percentile"] = chance.choice((0, 12.5, 25, 90, 100))


def _received(chance: Random, *, at_least: bool) -> Document:
    drawn: Document = {"intended": chance.choice(("${intended_contacts}", "2", "${intended_contacts} * 1.5"))}
    if chance.choice((True, False)):
        drawn["where"] = chance.choice((*OF_SERVICE, "${date} >= ${period.start} and ${date} <= ${period.end}"))
    if chance.choice((True, False)):
        drawn["amount"] = chance.choice(("${hours}", "${quantity}", "${amount}"))
    return drawn | ({"at_least": chance.choice((0.5, 1))} if at_least else {})


def _change(chance: Random, made: Drawn, *, is_share: bool) -> Document:
    value = chance.choice(("${score}", "${score}", "${monthly_income}", "${weight}"))
    drawn: Document = {"value": value, "from": "start", "to": chance.choice(("exit", "update"))}
    if chance.choice((True, False)):
        drawn["from"] = {"stage": "start", "within": chance.choice((0, "1 day", "30 days"))}
        drawn["to"] = {"stage": "exit", "within": chance.choice((1, "14 days")), "day": "${exit_date} - 1"}
        made.uses["window"] += 1
    if is_share:
        made.document["direction"] = chance.choice(("increase", "decrease"))
        return drawn | {"improved_by": chance.choice((1, 2.5))}
    return drawn | {"summary": chance.choice(("mean", "median"))}


def _some(chance: Random, names: Sequence[str], most: int) -> list[str]:
    """Up to so many of the names, each once."""
    return chance.sample(sorted(set(names)), k=chance.randint(0, most))


def _period(chance: Random, made: Drawn, rows: str, derives: dict[str, list[str]]) -> None:
    kind = chance.choice(("event", "event", "active", "as_of"))
    made.uses[f"period {kind}"] += 1
    days = [*DATES.get(rows, ("${date}",)), *(derives["day"] if kind == "event" else ())]
    if kind == "event":
        made.document["period"] = chance.choice(days)
        made.document["matures_after"] = chance.choice((0, "1 day", "30 days", "400 days"))
    elif kind == "active":
        made.document["period"] = {"active": ["${entry_date}", chance.choice(("${exit_date}", *days))]}
    else:
        made.document["period"] = {"as_of": "end"}


def _representative(chance: Random, made: Drawn, rows: str, unit: str) -> None:
    if unit == rows or (made.document["statistic"] == "count" and chance.choice((True, False))):
        return
    pick, among = chance.choice(("latest", "earliest")), chance.choice(("population", "period"))
    order = chance.choice((["${exit_date}", "${id}"], ["${entry_date}"], ["${intended_contacts}", "${entry_date}"]))
    made.document["represented_by"] = {"pick": pick, "by": order, "among": among}
    made.uses[f"represented {pick}"] += 1
    made.uses[f"among {among}"] += 1


def _groups(chance: Random, made: Drawn, rows: str, derives: dict[str, list[str]]) -> None:
    by = _some(chance, (*GROUPS[""], *derives["group"]), 3)
    by += _some(chance, GROUPS[rows], 2)
    by += [name for name in derives["group"][:1] if name not in by]
    made.document["by"] = by
    if len(by) > 1 and chance.choice((True, False)):
        made.document["cross"] = [by[:2], by[-2:]][: chance.randint(1, 2)]
        made.uses["cross"] += 1
    for name in by:
        made.uses["group derive" if name in derives["group"] else f"group {name}"] += 1


def _name_the_form(chance: Random, made: Drawn, form: str) -> None:
    """Rows of assessments are those of the forms that ask what is named; a form can also be named itself."""
    instrument = {"income": "income", "score": chance.choice(("scale", "checkup")), "checkup": "checkup"}[form]
    if chance.choice((True, False)):
        made.document["instrument"] = instrument
        made.uses["instrument"] += 1

"""Derives by chance: lookups, calculations, rules, bands and sets, on the row and on other records like it."""

from __future__ import annotations

from random import Random

from tests.generative.measures.drawn_words import (
    CHOICES,
    DATES,
    FORMS,
    NUMBERS,
    Drawn,
    condition_of,
    conditions_on,
)

# pick: the sorts of value it takes, and what can be said with what it gives
_PICKED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "latest": (("number", "day", "choice"), ()),
    "earliest": (("number", "day", "choice"), ()),
    "exists": ((), ("condition", "group")),
    "count": ((), ("number",)),
    "count_distinct": (("number", "day", "choice"), ("number",)),
    "sum": (("number",), ()),
    "minimum": (("number", "day"), ()),
    "maximum": (("number", "day"), ()),
    "mean": (("number",), ()),
}


def derives_on(chance: Random, made: Drawn, rows: str) -> dict[str, list[str]]:
    """Up to three derives in the document; what can be said with them, by kind."""
    said: dict[str, list[str]] = {"condition": [], "number": [], "day": [], "group": []}
    written: dict[str, object] = {}
    if rows == "enrollment" and not chance.randint(0, 3):
        written |= _busiest(chance, made)
        said["number"].append("${busiest}")
        said["condition"].append("${busiest} > ${visits}")
    for number in range(chance.randint(0, 3)):
        name = f"d{number}"
        kind = chance.choice(("lookup", "lookup", "lookup", "lookup", "calculation", "first", "cuts", "sets"))
        if kind in ("first", "cuts", "sets"):
            written[name] = _sorted_out(chance, made, rows, kind, said)
            said["group"].append(name)
            said["condition"].append(f"${{{name}}} = 'other'")
            continue
        if kind == "calculation":
            number_or_day = chance.choice(("days-between(${entry_date}, ${period.end})", "${intended_contacts} + 1"))
            written[name] = {"value": chance.choice([number_or_day, *said["number"]])}
            said["number"].append(f"${{{name}}}")
            said["condition"].append(f"${{{name}}} > 2")
            made.uses["calculation"] += 1
            continue
        written[name] = _lookup(chance, made, rows, name, said)
    if written:
        made.document["derive"] = written
    return said


def _busiest(chance: Random, made: Drawn) -> dict[str, object]:
    """A count in the period, and what is picked of it among the enrollments of the household or the person."""
    made.uses["derive of a record by period"] += 1
    within = chance.choice(("${date} >= ${period.start} and ${date} <= ${period.end}", "${date} > ${period.end}"))
    pick, link = (
        chance.choice(("maximum", "sum", "latest")),
        chance.choice(("household", "participant")),
    )
    return {
        "visits": {"from": "service", "where": within, "pick": "count"},
        "busiest": {"from": "enrollment", "link": link, "pick": pick, "value": "${visits}"},
    }


def _sorted_out(chance: Random, made: Drawn, rows: str, kind: str, said: dict[str, list[str]]) -> dict[str, object]:
    """Rules, bands or sets on the row."""
    made.uses[kind] += 1
    if kind == "sets":
        return {"value": "${destination}", "sets": chance.choice((["permanent"], ["destination", "permanent"]))}
    numbers = ["${intended_contacts}", *NUMBERS.get(rows, ()), *said["number"]]
    if kind == "cuts":
        return {"value": chance.choice(numbers), "cuts": chance.choice(([1], [0, 2, 2.5], [-1, 100]))}
    conditions = [*conditions_on(rows, ""), *said["condition"]]
    rules = [{"when": condition_of(chance, conditions), "then": f"'{code}'"} for code in ("one", "two")]
    return {"first": [*rules, {"then": "'other'"}] if chance.choice((True, False)) else rules}


def _lookup(chance: Random, made: Drawn, rows: str, name: str, said: dict[str, list[str]]) -> dict[str, object]:
    source = chance.choice(("enrollment", "service", "assessment"))
    links = ("participant", "household") if source == "enrollment" else ("enrollment", "participant", "household")
    link = chance.choice(links)
    form = chance.choice(tuple(FORMS)) if source == "assessment" else ""
    pick = chance.choice((*_PICKED, "latest", "earliest", "latest", "earliest"))
    lookup: dict[str, object] = {"from": source, "link": link, "pick": pick}
    for part in (f"pick {pick}", f"from {source}", f"link {link}"):
        made.uses[part] += 1
    own = [*conditions_on(source, form), "${self.entry_date} < ${self.exit_date}", "${id} != ${self.id}"]
    own += [f"{each.replace('${', '${self.')}" for each in said["condition"] if "(" not in each]
    of_record = [each for each in said["condition"] if source == rows]  # a derive of the record looked at
    own += of_record * 3
    own.append({"enrollment": "${entry_date} <= ${self.exit_date}"}.get(source, "${date} <= ${self.exit_date}"))
    own.append({"enrollment": "${exit_date} >= ${period.start}"}.get(source, "${date} >= ${period.start}"))
    of_period = ("period.", "visits", "self.d", "${d")  # what may stand on the period
    free = [each for each in own if not any(part in each.replace("${date}", "") for part in of_period)]
    is_free = chance.choice((True, False))  # of the period, so that it can decide about it
    if chance.choice((True, False)):
        lookup["where"] = condition_of(chance, free if is_free else own)
    else:
        is_free = True
    values, answers = _PICKED[pick]
    value = {
        "number": (*NUMBERS[form or source], *(said["number"] if source == rows else ()) * 2),
        "day": DATES.get(source, ("${date}",)),
        "choice": CHOICES[form or source],
    }
    if values:
        sort = chance.choice(values)
        lookup["value"] = chance.choice(value[sort])
        answers = (
            {"number": ("number",), "day": ("day",), "choice": ("group",)}[sort]
            if pick != "count_distinct"
            else answers
        )
    if source == rows and "${d" in f"{lookup.get('where')} {lookup.get('value')}".replace("${date}", ""):
        made.uses["derive of a record"] += 1
    if pick in ("latest", "earliest") and chance.choice((True, False)):
        lookup["by"] = [chance.choice(NUMBERS[form or source])]
        made.uses["by"] += 1
    for answer in answers:
        if answer == "day" and not is_free:
            continue
        said[answer].append(name if answer == "group" else f"${{{name}}}")
    if "number" in answers:
        said["condition"].append(f"${{{name}}} >= 1")
    if "day" in answers:
        said["condition"].append(f"${{{name}}} > ${{entry_date}}")
    return lookup

"""Valid definitions by chance, drawn in the words of `tests/spec/drawing`.

The rule: what is drawn here is valid; a refusal is a fault of the checks or of the drawing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from hypothesis import strategies as st

Document = dict[str, object]

# Conditions and values that hold on the rows of a grain, of the linked enrollment and person too.
OF_PERSON = (
    "${birth_date} > date('2000-01-01')",
    "${birth_date} = ''",
    "selected(${gender}, 'woman')",
    "${is_veteran}",
    "${township} = 'school'",
    "years-between(${birth_date}, ${period.end}) >= 18",
)
OF_ENROLLMENT = (
    "${destination} = 'rental'",
    "code-in(${destination}, 'permanent')",
    "${intended_contacts} >= 3",
    "${intended_contacts} = ''",
    "days-between(${entry_date}, ${exit_date}) > 1",
    "${entry_date} <= ${period.start}",
    "${exit_date} != ${move_in_date}",
    "${program.field} = 'rapid_rehousing'",
    "${enrollment_stage} = 'completed'",
    "${program} != 'tutoring'",
)
OF_SERVICE = (
    "${service_type} = 'visit'",
    "${amount} > 0.1",
    "${hours} < 2",
    "selected(${topics_done}, 'home')",
    "${quantity} = 1",
)
OF_FORM = ("${stage} = 'start'", "${date} > date('2024-02-28')")
FORMS = {
    "income": ("${monthly_income} > 100", "${employed}", "${monthly_income} = ''"),
    "score": ("${score} >= 2", "${score} = ''"),
    "checkup": ("${score} >= 2 or ${likes_it} = 'school'", "${weight} > 71"),
}
NUMBERS = {
    "enrollment": ("${intended_contacts}", "days-between(${entry_date}, ${exit_date})", "${intended_contacts} * 1.5"),
    "service": ("${amount}", "${amount} * 2", "${hours}", "${quantity}", "${intended_contacts} + ${hours}"),
    "income": ("${monthly_income}", "${monthly_income} * 12"),
    "score": ("${score}",),
    "checkup": ("${weight}", "${score}", "${score} div 2"),
}
DATES = {"enrollment": ("${entry_date}", "${exit_date}", "${move_in_date}"), "service": ("${date}", "${recorded_on}")}
GROUPS = {
    "": ("program", "site", "age_band", "gender", "race", "is_veteran", "township", "destination", "relationship"),
    "service": ("service_type", "paid_by", "topics_done"),
    "enrollment": ("paid_by", "enrollment_stage"),
    "assessment": ("stage", "instrument"),
}


@dataclass
class Drawn:
    """A document, and the parts of the language it uses."""

    document: Document
    uses: Counter[str] = field(default_factory=Counter)


@st.composite
def definitions(draw: st.DrawFn) -> Drawn:
    """A definition of a computed measure."""
    made = Drawn({"measure": "drawn", "title": "Drawn", "asks": "how_much"})
    rows = draw(st.sampled_from(("enrollment", "enrollment", "service", "assessment")))
    form = draw(st.sampled_from(tuple(FORMS))) if rows == "assessment" else ""
    units = {"enrollment": ("participant", "household"), "service": ("participant", "enrollment", "household")}
    unit = draw(st.sampled_from((rows, *units.get(rows, ("participant", "enrollment")))))
    made.document |= {"count": unit, "over": rows}
    made.uses[f"unit {unit}"] += 1
    made.uses[f"rows {rows}"] += 1
    derives = _derives(draw, made, rows)
    conditions = [*_conditions(rows, form), *derives["condition"] * 4]
    numbers = [*NUMBERS[form or rows], *derives["number"] * 4]
    _period(draw, made, rows, derives)
    if draw(st.integers(0, 3)):
        made.document["population"] = _condition(draw, conditions)
    statistic = draw(st.sampled_from(("proportion", "mean", "count", "sum", "proportion", "median", "sum")))
    made.document["statistic"] = statistic
    made.uses[f"statistic {statistic}"] += 1
    if statistic == "proportion":
        made.document["numerator"] = _condition(draw, conditions)
    elif statistic != "count":
        made.document["value"] = draw(st.sampled_from(numbers))
    _representative(draw, made, rows, unit)
    _groups(draw, made, rows, derives)
    if form:
        _name_the_form(draw, made, form)
    return made


def _conditions(rows: str, form: str) -> list[str]:
    own = {"service": OF_SERVICE, "enrollment": (), "assessment": (*OF_FORM, *FORMS.get(form, ()))}[rows]
    return [*own, *OF_ENROLLMENT, *OF_PERSON]


def _condition(draw: st.DrawFn, conditions: list[str]) -> str:
    first, second = draw(st.sampled_from(conditions)), draw(st.sampled_from(conditions))
    shapes = (
        "{0}",
        "{0}",
        "not({0})",
        "({0}) or ({1})",
        "({0}) or not({1})",
        "({0}) and ({1})",
        "if({0}, {1}, not({0}))",
    )
    shape = draw(st.sampled_from(shapes))
    return shape.format(first, second)


def _period(draw: st.DrawFn, made: Drawn, rows: str, derives: dict[str, list[str]]) -> None:
    kind = draw(st.sampled_from(("event", "event", "active", "as_of")))
    made.uses[f"period {kind}"] += 1
    days = [*DATES.get(rows, ("${date}",)), *(derives["day"] if kind == "event" else ())]
    if kind == "event":
        made.document["period"] = draw(st.sampled_from(days))
        made.document["matures_after"] = draw(st.sampled_from((0, "1 day", "30 days", "400 days")))
    elif kind == "active":
        made.document["period"] = {"active": ["${entry_date}", draw(st.sampled_from(("${exit_date}", *days)))]}
    else:
        made.document["period"] = {"as_of": "end"}


def _representative(draw: st.DrawFn, made: Drawn, rows: str, unit: str) -> None:
    if unit == rows or (made.document["statistic"] == "count" and draw(st.booleans())):
        return
    pick, among = draw(st.sampled_from(("latest", "earliest"))), draw(st.sampled_from(("population", "period")))
    order = draw(
        st.sampled_from((["${exit_date}", "${id}"], ["${entry_date}"], ["${intended_contacts}", "${entry_date}"]))
    )
    made.document["represented_by"] = {"pick": pick, "by": order, "among": among}
    made.uses[f"represented {pick}"] += 1
    made.uses[f"among {among}"] += 1


def _groups(draw: st.DrawFn, made: Drawn, rows: str, derives: dict[str, list[str]]) -> None:
    by = draw(st.lists(st.sampled_from((*GROUPS[""], *derives["group"])), unique=True, max_size=3))
    by += draw(st.lists(st.sampled_from(GROUPS[rows]), unique=True, max_size=2))
    by += [name for name in derives["group"][:1] if name not in by]
    made.document["by"] = by
    for name in by:
        made.uses["group derive" if name in derives["group"] else f"group {name}"] += 1


def _name_the_form(draw: st.DrawFn, made: Drawn, form: str) -> None:
    """Rows of assessments are those of the forms that ask what is named; a form can also be named itself."""
    instrument = {"income": "income", "score": draw(st.sampled_from(("scale", "checkup"))), "checkup": "checkup"}[form]
    if draw(st.booleans()):
        made.document["instrument"] = instrument
        made.uses["instrument"] += 1


def _derives(draw: st.DrawFn, made: Drawn, rows: str) -> dict[str, list[str]]:
    """Up to three derives in the document; what can be said with them, by kind."""
    said: dict[str, list[str]] = {"condition": [], "number": [], "day": [], "group": []}
    written: dict[str, object] = {}
    for number in range(draw(st.integers(0, 3))):
        name = f"d{number}"
        kind = draw(st.sampled_from(("lookup", "lookup", "lookup", "calculation")))
        if kind == "calculation":
            number_or_day = draw(
                st.sampled_from(("days-between(${entry_date}, ${period.end})", "${intended_contacts} + 1"))
            )
            written[name] = {"value": draw(st.sampled_from([number_or_day, *said["number"]]))}
            said["number"].append(f"${{{name}}}")
            said["condition"].append(f"${{{name}}} > 2")
            made.uses["calculation"] += 1
            continue
        written[name] = _lookup(draw, made, rows, name, said)
    if written:
        made.document["derive"] = written
    return said


def _lookup(draw: st.DrawFn, made: Drawn, rows: str, name: str, said: dict[str, list[str]]) -> dict[str, object]:
    source = draw(st.sampled_from(("enrollment", "service", "assessment")))
    links = ("participant", "household") if source == "enrollment" else ("enrollment", "participant", "household")
    link = draw(st.sampled_from(links))
    form = draw(st.sampled_from(tuple(FORMS))) if source == "assessment" else ""
    pick = draw(st.sampled_from((*_PICKED, "latest", "earliest", "latest", "earliest")))
    lookup: dict[str, object] = {"from": source, "link": link, "pick": pick}
    for part in (f"pick {pick}", f"from {source}", f"link {link}"):
        made.uses[part] += 1
    own = [*_conditions(source, form), "${self.entry_date} < ${self.exit_date}", "${id} != ${self.id}"]
    own += [f"{each.replace('${', '${self.')}" for each in said["condition"] if "(" not in each]
    own.append({"enrollment": "${entry_date} <= ${self.exit_date}"}.get(source, "${date} <= ${self.exit_date}"))
    own.append({"enrollment": "${exit_date} >= ${period.start}"}.get(source, "${date} >= ${period.start}"))
    free = [each for each in own if "period." not in each and "self.d" not in each]
    is_free = draw(st.booleans())  # of the period, so that it can decide about it
    if draw(st.booleans()):
        lookup["where"] = _condition(draw, free if is_free else own)
    else:
        is_free = True
    values, answers = _PICKED[pick]
    value = {
        "number": NUMBERS[form or source],
        "day": DATES.get(source, ("${date}",)),
        "choice": _CHOICES[form or source],
    }
    if values:
        sort = draw(st.sampled_from(values))
        lookup["value"] = draw(st.sampled_from(value[sort]))
        answers = (
            {"number": ("number",), "day": ("day",), "choice": ("group",)}[sort]
            if pick != "count_distinct"
            else answers
        )
    if pick in ("latest", "earliest") and draw(st.booleans()):
        lookup["by"] = [draw(st.sampled_from(NUMBERS[form or source]))]
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


_CHOICES = {
    "enrollment": ("${destination}", "${program}"),
    "service": ("${service_type}",),
    "income": ("${employed}",),
    "score": ("${stage}",),
    "checkup": ("${likes_it}",),
}
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

"""From choices back to a document: what was chosen otherwise is written, all the rest stays to the letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lineofsight.expressions import ExpressionProblem, names_in, parse
from lineofsight.measures.choices.choices import (
    DAY,
    ENTRY,
    EXIT,
    STATISTICS,
    TEXTS,
    Choices,
    Document,
    Speaks,
    Tells,
    Told,
    When,
    choices_of,
    inner,
    rows_of,
    speaker,
    text,
)
from lineofsight.measures.choices.conditions import text_of

Derives = Mapping[str, Mapping[str, object]]
_STATISTIC = {tells: statistic for statistic, tells in STATISTICS.items()}
_OF_WHAT_IS_TOLD = ("statistic", "numerator", "value", "for_each", "percentile", "change", "received")
_USUAL_RECORDS = {
    When.SERVED: "service",
    When.LEFT: "enrollment",
    When.BEGAN: "enrollment",
    When.HERE: "enrollment",
}
_PEOPLE = ("participant", "household")
_WITHOUT_A_WORD = (Tells.SHARE, Tells.COUNT, Tells.IMPROVED, Tells.CHANGE, Tells.RECEIVED)


def document_of(choices: Choices, document: Document, offered: Derives | None = None) -> dict[str, object]:
    """The document with these choices. offered: derives that are there by name once an expression names them, and gone
    when none does any more.

    >>> document = {"count": "enrollment", "period": "${exit_date}", "population": "${age}>=18", "limits": "Few"}
    >>> document_of(choices_of(document), document) == document
    True
    """
    made = dict(document)
    before = choices_of(document)
    for name in TEXTS:
        if choices.texts.get(name, "") != before.texts[name]:
            _put(made, name, choices.texts.get(name, ""))
    for key in ("asks", "count", "direction"):
        if getattr(choices, key) != getattr(before, key):
            _put(made, key, getattr(choices, key))
    if choices.matures_after != before.matures_after:
        days = choices.matures_after
        _put(made, "matures_after", f"{days} days" if days else "")
    if choices.by != before.by:
        _put(made, "by", list(choices.by))
        made = _without_lost_crosses(made)
    if choices.population != before.population:
        _put(made, "population", text_of(choices.population))
    if choices.told != before.told:
        _write_told(made, choices.told, document)
    if (choices.belongs, choices.count) != (before.belongs, before.count):
        _write_period(made, choices)
    _write_speaker(made, choices, before)
    return _with_derives(made, offered or {})


def _write_told(made: dict[str, object], told: Told, document: Document) -> None:
    for key in _OF_WHAT_IS_TOLD:
        made.pop(key, None)
    if told.tells not in _WITHOUT_A_WORD:
        made["statistic"] = _STATISTIC[told.tells]
    if told.tells is Tells.SHARE:
        if told.numerator:
            made["numerator"] = text_of(told.numerator)
        else:
            made["statistic"] = "proportion"  # so that the missing half is told, and it is not taken for a count
    if told.tells.is_of_a_value:
        _put(made, "value", told.value)
    if told.tells is Tells.RATIO:
        if told.received.intended and not told.value:
            made["received"] = _filled(told.received.where, told.received.amount, told.received.intended, "")
        else:
            _put(made, "for_each", told.for_each)
    if told.tells is Tells.PERCENTILE:
        _put(made, "percentile", number_of(told.percentile))
    if told.tells in (Tells.IMPROVED, Tells.CHANGE):
        made["change"] = _change(told, inner(document, "change"))
        if told.tells is Tells.IMPROVED and not told.compared.improved_by:
            made["statistic"] = "share_improved"
    if told.tells is Tells.RECEIVED:
        received = told.received
        made["received"] = _filled(received.where, received.amount, received.intended, received.at_least)


def _change(told: Told, before: Mapping[str, object]) -> dict[str, object]:
    compared = told.compared
    made = {
        key: value for key, value in before.items() if key in ("instrument",) and _is_same_value(before, compared.value)
    }
    made |= {
        "value": compared.value,
        "from": _side(compared.start, before.get("from")),
        "to": _side(compared.end, before.get("to")),
    }
    if told.tells is Tells.IMPROVED:
        _put(made, "improved_by", number_of(compared.improved_by))
    elif compared.summary != "median" or "summary" in before:
        made["summary"] = compared.summary
    return made


def _is_same_value(before: Mapping[str, object], value: str) -> bool:
    return text(before, "value") == value


def _side(stage: str, before: object) -> object:
    """A collection point; its window stays with it."""
    return dict(before) if isinstance(before, Mapping) and before.get("stage") == stage else stage


def _filled(where: str, amount: str, intended: str, at_least: str) -> dict[str, object]:
    made: dict[str, object] = {}
    for key, value in (("where", where), ("amount", amount), ("intended", intended), ("at_least", number_of(at_least))):
        _put(made, key, value)
    return made


def _write_period(made: dict[str, object], choices: Choices) -> None:
    belongs = choices.belongs
    days = {When.LEFT: EXIT, When.BEGAN: ENTRY, When.SERVED: DAY, When.ASKED: DAY, When.ON_DAY: belongs.day}
    if belongs.when is When.NOT_CHOSEN:
        return
    if belongs.when is When.LAST_DAY:
        made["period"] = {"as_of": "end"}
    elif belongs.when is When.HERE:
        made["period"] = {"active": [ENTRY, EXIT]}
    elif belongs.when is When.BETWEEN:
        made["period"] = {"active": [belongs.day, belongs.until]}
    else:
        _put(made, "period", days[belongs.when])
    _write_records(made, choices)


def _write_records(made: dict[str, object], choices: Choices) -> None:
    """On which records the day stands. Nobody needs to say so of services, nor of a stay."""
    over, when = made.get("over"), choices.belongs.when
    if when is When.ASKED:
        over = "assessment"
    elif over != _USUAL_RECORDS.get(when, over):
        over = None
    _put(made, "over", over if over != choices.count else None)
    if "assessment" not in (over, choices.count):
        made.pop("instrument", None)


def _write_speaker(made: dict[str, object], choices: Choices, before: Choices) -> None:
    has_several = choices.count in _PEOPLE or (choices.count == "enrollment" and rows_of(made) != "enrollment")
    needs_one = has_several and choices.told.tells is not Tells.COUNT
    now = (choices.count, choices.told.tells, choices.belongs, choices.speaks)
    is_same = now == (before.count, before.told.tells, before.belongs, before.speaks)
    if is_same:
        return
    if not needs_one:
        made.pop("represented_by", None)
    elif choices.speaks is not Speaks.AS_WRITTEN or "represented_by" not in made:
        pick = Speaks.LATEST if choices.speaks is Speaks.AS_WRITTEN else choices.speaks
        made["represented_by"] = speaker(pick.value, made)


def _without_lost_crosses(made: dict[str, object]) -> dict[str, object]:
    """Groups within each other, of groups that are still told."""
    crosses = made.get("cross")
    if isinstance(crosses, list):
        groups = made.get("by") or []
        kept = [each for each in crosses if isinstance(groups, list) and set(each) <= set(groups)]
        _put(made, "cross", kept)
    return made


def _with_derives(made: dict[str, object], offered: Derives) -> dict[str, object]:
    derives = dict(inner(made, "derive"))
    used = set(_names(made, derives, offered))
    for name, derive in offered.items():
        if name in used and name not in derives:
            derives[name] = dict(derive)
        elif name not in used and derives.get(name) == derive:
            del derives[name]
    if derives != dict(inner(made, "derive")):
        _put(made, "derive", derives)
    return made


def _names(made: Mapping[str, object], derives: Mapping[str, object], offered: Derives) -> Iterator[str]:
    """Every name in an expression of the document, its own derives and those they would bring along."""
    waiting: list[object] = [value for key, value in made.items() if key not in (*TEXTS, "derive", "cases", "in_words")]
    waiting += [value for name, value in derives.items() if value != offered.get(name)]
    seen: set[str] = set()
    while waiting:
        found = waiting.pop()
        if isinstance(found, Mapping):
            waiting.extend(found.values())
        elif isinstance(found, list | tuple):
            waiting.extend(found)
        elif isinstance(found, str):
            for name in (*_names_in(found), found):
                if name not in seen:
                    seen.add(name)
                    yield name
                    waiting.append(offered.get(name))


def _names_in(written: str) -> tuple[str, ...]:
    try:
        return tuple(names_in(parse(written))) if "${" in written else ()
    except ExpressionProblem:
        return ()


def number_of(digits: str) -> int | float | str:
    """Digits as a document writes them; what is no number stays as it was typed, to be told.

    >>> number_of("5"), number_of("0.8"), number_of("five")
    (5, 0.8, 'five')
    """
    try:
        return int(digits)
    except ValueError:
        pass
    try:
        return float(digits)
    except ValueError:
        return digits


def _put(made: dict[str, object], key: str, value: object) -> None:
    """Write a value; nothing in it: leave the key out."""
    if value in ("", None, [], {}):
        made.pop(key, None)
    else:
        made[key] = value

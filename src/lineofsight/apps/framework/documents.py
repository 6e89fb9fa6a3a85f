"""Reading a measure's document without computing it: which data elements it names, and what it says in words.

A document is what `measures` will check and compile; until a definition is complete it may say in plain words who is
counted (`in_words`) and name its data elements (`data_elements`), as candidates of the starter library do. Both forms
are read here. Pure; asks no database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lineofsight.measures import Statistic, usual_statistic

Document = Mapping[str, Any]

REFERENCE = re.compile(r"\$\{\s*([^}]+?)\s*\}")
EXPRESSIONS = ("period", "population", "numerator", "value", "for_each", "represented_by", "lines", "columns")
COMPARISONS = ("change", "received")
"""What compares: its own expressions name data elements, and it makes names for the other expressions."""
RECORDS = ("self", "participant", "household", "enrollment", "service", "session", "assessment")
DIMENSIONS = ("program", "site", "grant", "service_type", "instrument")
WORDS = ("population", "numerator", "value")


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """A data element that a definition names; instrument: the one it must come from, empty when any will do."""

    element: str
    instrument: str = ""


def elements_named(document: Document) -> frozenset[Named]:
    """The data elements behind a definition, whether it is written as expressions or in words.

    >>> document = {"period": "${exit_date}", "numerator": "${wage} > 15",
    ...     "derive": {"wage": {"from": "assessment", "instrument": "job_check", "value": "${hourly_wage}"}}}
    >>> sorted(each.element for each in elements_named(document))
    ['exit_date', 'hourly_wage']
    >>> change = {"value": "${score}", "instrument": "scale", "from": "start", "to": "exit"}
    >>> elements_named({"change": change, "population": "${value_at_start} > 3"})
    frozenset({Named(element='score', instrument='scale')})
    """
    derived: Mapping[str, Any] = document.get("derive") or {}
    found = {Named(str(element)) for element in document.get("data_elements") or ()}
    own = str(document.get("instrument", ""))
    for key in EXPRESSIONS:
        found |= {Named(element, own) for element in _references(document.get(key))}
    for rule in derived.values():
        found |= {Named(element, _instrument(rule)) for element in _references(rule)}
    implied = _implied(document)
    found = {each for each in found if each.element not in implied}
    for key in COMPARISONS:
        rule = document.get(key)
        found |= {Named(element, _instrument(rule)) for element in _references(rule)}
    said_where = {each.element for each in found if each.instrument}
    return frozenset(
        each for each in found if each.element not in derived and (each.instrument or each.element not in said_where)
    )


def _instrument(rule: object) -> str:
    return str(rule.get("instrument", "")) if isinstance(rule, Mapping) else ""


def _implied(document: Document) -> frozenset[str]:
    """The names that a comparison makes for the other expressions."""
    made = {"received", "intended"} if document.get("received") else set()
    change = document.get("change")
    if isinstance(change, Mapping):
        points = [change.get(side) for side in ("from", "to")]
        stages = [point.get("stage") if isinstance(point, Mapping) else point for point in points]
        made |= {f"value_at_{stage}" for stage in stages}
    return frozenset(made)


def in_words(document: Document) -> dict[str, str]:
    """Who is counted, what counts and what is added up: as sentences where the document has them, else as written."""
    said: Mapping[str, Any] = document.get("in_words") or {}
    found = {key: str(said.get(key) or document.get(key) or "") for key in WORDS}
    return {key: text for key, text in found.items() if text}


def is_only_words(document: Document) -> bool:
    """Whether it says in words alone what is counted, and lacks what the language needs to count it.

    >>> is_only_words({"in_words": {"numerator": "Those who stay"}})
    True
    >>> is_only_words({"in_words": {"numerator": "Those who stay"}, "numerator": "${days} > 30"})
    False
    >>> is_only_words({"in_words": {"population": "All who left"}, "count": "participant", "period": "${exit_date}"})
    False
    """
    said: dict[object, object] = {key: text for key, text in (document.get("in_words") or {}).items() if text}
    if document.get("source", "computed") != "computed" or not said:
        return False
    if any(document.get(key) for key in (*WORDS, "derive", *COMPARISONS)):
        return False
    statistic = document.get("statistic") or usual_statistic(said | dict(document.items()))
    parts = Statistic(statistic).parts if statistic in Statistic.__members__.values() else ()
    return any(not document.get(key) for key in ("count", "period", *parts))


def within_fields(document: Document, fields: Iterable[str], title: str) -> dict[str, Any]:
    """The document, counting in programs of these fields of work alone, and saying so. One that does so already stays
    as it is.

    >>> within_fields({"population": "${age} >= 18"}, ["safe_haven", "day_shelter"], "Shelter")["population"]
    "selected('day_shelter safe_haven', ${program.field}) and (${age} >= 18)"
    """
    several = sorted(fields)
    if counts_within_fields(document, several):
        return dict(document)
    condition, written = _is_of(several), str(document.get("population") or "")
    said = dict(document.get("in_words") or {})
    if said or not written:
        said["population"] = _("%(whom)s; in the field “%(field)s” alone") % {
            "whom": said.get("population") or _("Everybody"),
            "field": title,
        }
    return {
        **document,
        "population": f"{condition} and ({written})" if written else condition,
        "in_words": said,
        "cases": [_in_a_program(each, several[0]) for each in document.get("cases") or ()],
    }


def counts_within_fields(document: Document, fields: Iterable[str]) -> bool:
    """Whether it counts in programs of these fields of work alone."""
    return _is_of(sorted(fields)) in str(document.get("population") or "")


def _is_of(fields: list[str]) -> str:
    return f"selected('{' '.join(fields)}', ${{program.field}})"


def _in_a_program(case: Mapping[str, Any], field: str) -> dict[str, Any]:
    """A made-up person of the author, who is in a program of the field unless the author said in which."""
    given = dict(case.get("given") or {})
    return {**case, "given": {**given, "program": {"field": field, **(given.get("program") or {})}}}


def days_until_known(document: Document) -> int:
    """Days from the end of a period until its figure is known.

    >>> days_until_known({"matures_after": "180 days"}), days_until_known({})
    (180, 0)
    """
    first = str(document.get("matures_after") or "0").split()[0]
    return int(first) if first.isdecimal() else 0


def groups_of(document: Document) -> tuple[str, ...]:
    """The groups its figures are shown by."""
    return tuple(str(group) for group in document.get("by") or ())


def _references(part: object) -> Iterator[str]:
    """Every `${name}` in a value, however deep; what stands before the dot says whose it is and is left out."""
    if isinstance(part, str):
        for name in REFERENCE.findall(part):
            before, dot, rest = name.partition(".")
            if before == "period":
                continue
            if dot and before in RECORDS:
                yield rest
            elif dot and before in DIMENSIONS:
                yield before
            else:
                yield name
    elif isinstance(part, Mapping):
        for each in part.values():
            yield from _references(each)
    elif isinstance(part, list | tuple):
        for each in part:
            yield from _references(each)

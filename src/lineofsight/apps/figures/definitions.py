"""From a published definition to what an engine can count, checked against the facts there are.

A definition that cannot be counted yet is no fault of a page: it is told in a sentence, with what to write instead.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from lineofsight.apps.framework.documents import is_only_words
from lineofsight.apps.framework.models import MeasureSource, MeasureVersion
from lineofsight.measures import Catalogue, Grain, MeasureProblems, Query, check_document

UNCOUNTED = ("numerator", "value", "represented_by", "unit", "cases", "reported", "per", "in_words")
"""What a definition says beside who is included: left out where people alone are counted."""


def query_of(version: MeasureVersion, catalogue: Catalogue) -> Query | MeasureProblems | None:
    """What to count; why it cannot be counted yet; None where nothing is to be: counted elsewhere, or said in words."""
    if version.source != MeasureSource.COMPUTED or is_only_words(version.document):
        return None
    return _checked(json.dumps(version.document, sort_keys=True, default=str), catalogue)


def people_queries(version: MeasureVersion, query: Query, catalogue: Catalogue) -> tuple[Query, ...]:
    """Who is behind a figure that counts something else than people: those included, of a value those who have one;
    of a share, also those on either side.

    A person has many stays and visits, so that a large figure may be about few.
    """
    document = version.document
    included = str(document.get("population") or "")
    sides = [included]
    if query.value is not None:
        sides = [_both(included, f"({document['value']}) != ''")]
    if query.numerator is not None:
        counted = str(document["numerator"])
        sides = [_both(included, counted), _both(included, f"not({counted})")]
    people: Mapping[str, Any] = {key: value for key, value in document.items() if key not in UNCOUNTED}
    found = []
    for side in sides:
        asked = {**people, "count": Grain.PARTICIPANT.value, "over": query.rows.value, "statistic": "count"}
        made = _checked(json.dumps({**asked, "population": side}, sort_keys=True, default=str), catalogue)
        if isinstance(made, MeasureProblems):
            raise made
        found.append(made)
    return tuple(found)


def _both(one: str, other: str) -> str:
    return f"({one}) and ({other})" if one else f"({other})"


@lru_cache(maxsize=512)
def _checked(document: str, catalogue: Catalogue) -> Query | MeasureProblems:
    """The same document on the same catalogue is checked once."""
    try:
        return check_document(json.loads(document), catalogue)
    except MeasureProblems as problems:
        return problems

"""From a published definition to what an engine can count, checked against the facts there are.

A definition that cannot be counted yet is no fault of a page: it is told in a sentence, with what to write instead.
"""

from __future__ import annotations

import json
from functools import lru_cache

from lineofsight.apps.framework.documents import Document, is_only_words
from lineofsight.apps.framework.models import MeasureSource, MeasureVersion
from lineofsight.measures import Catalogue, MeasureProblems, Query, check_document, people_behind, read_definition


def query_of(version: MeasureVersion, catalogue: Catalogue) -> Query | MeasureProblems | None:
    """What to count; why it cannot be counted yet; None where nothing is to be: counted elsewhere, or said in words."""
    if version.source != MeasureSource.COMPUTED or is_only_words(version.document):
        return None
    return _checked(_as_text(version), catalogue)


def query_of_draft(document: Document, catalogue: Catalogue) -> Query | None:
    """What a draft counts; None while it cannot be counted."""
    if document.get("source", MeasureSource.COMPUTED) != MeasureSource.COMPUTED or is_only_words(document):
        return None
    found = _checked(json.dumps(document, sort_keys=True, default=str), catalogue)
    return None if isinstance(found, MeasureProblems) else found


def people_queries(version: MeasureVersion, catalogue: Catalogue) -> tuple[Query, ...]:
    """Who is behind a figure that counts something else than people; of a share, on either side."""
    return _people(_as_text(version), catalogue)


@lru_cache(maxsize=512)
def _checked(document: str, catalogue: Catalogue) -> Query | MeasureProblems:
    """The same document on the same catalogue is checked once."""
    try:
        return check_document(json.loads(document), catalogue)
    except MeasureProblems as problems:
        return problems


@lru_cache(maxsize=512)
def _people(document: str, catalogue: Catalogue) -> tuple[Query, ...]:
    return people_behind(read_definition(json.loads(document)), catalogue)


def _as_text(version: MeasureVersion) -> str:
    return json.dumps(version.document, sort_keys=True, default=str)

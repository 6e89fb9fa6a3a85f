"""A definition word by word, as it is counted: sentences made from the checked query, in the agency's words."""

from __future__ import annotations

from lineofsight.apps.agency.words import Words
from lineofsight.apps.figures.definitions import query_of
from lineofsight.apps.figures.selectors.builds import current_build
from lineofsight.apps.framework.models import MeasureVersion
from lineofsight.measures import Grain, Query, in_sentences
from lineofsight.measures.words.names import NOUNS


def exact_sentences(version: MeasureVersion, words: Words) -> tuple[str, ...]:
    """None where it is not counted from records, or cannot be yet."""
    build = current_build()
    query = query_of(version, build.catalogue) if build is not None else None
    if build is None or not isinstance(query, Query):
        return ()
    nouns = {
        **NOUNS,
        Grain.PARTICIPANT: (words.client, words.clients),
        Grain.ENROLLMENT: (words.enrollment, words.enrollments),
    }
    return in_sentences(query, build.catalogue, nouns)

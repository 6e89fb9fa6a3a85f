"""Whether a definition may be published: it means something in the records, and its author's made-up people agree.

The rule: everything that is wrong is told at once, each with its place in the document. What others count, and what is
said in words alone, is not computed and has no made-up people.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lineofsight.apps.agency.words import the_words
from lineofsight.measures import (
    Grain,
    MeasureDefinition,
    MeasureProblem,
    MeasureProblems,
    check_definition,
    check_document,
    in_sentences,
    read_definition,
)
from lineofsight.measures.made_up.running import CaseTold, run_cases
from lineofsight.measures.words.names import NOUNS, Nouns
from lineofsight.problems import Problem

from .documents import Document, is_only_words
from .facts_of_now import FactsOfNow, facts_of_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """problems: what keeps it from being published, in the order of the document. sentences: what it says; empty while
    it says nothing that can be counted. cases: what it says of each made-up person."""

    problems: tuple[MeasureProblem, ...]
    sentences: tuple[str, ...] = ()
    cases: tuple[CaseTold, ...] = ()

    @property
    def is_ready(self) -> bool:
        return not self.problems


def readiness_of(document: Document) -> Readiness:
    """Everything that is wrong with a definition on the facts there are now."""
    if is_only_words(document) or _is_reported_in_words(document):
        return Readiness(problems=())
    try:
        definition = read_definition(document)
    except MeasureProblems as wrong:
        return Readiness(problems=wrong.problems)
    if definition.is_reported:
        return Readiness(problems=())
    facts = facts_of_now()
    if facts is None:
        return Readiness(problems=(_no_facts(),))
    return _of_computed(definition, facts)


def sentences_of(document: Document) -> tuple[str, ...]:
    """What a computed definition says; nothing where it cannot be counted, or is said in words alone."""
    facts = facts_of_now()
    if facts is None or document.get("source") == "reported" or is_only_words(document):
        return ()
    try:
        return in_sentences(check_document(document, facts.catalogue), facts.catalogue, our_nouns())
    except MeasureProblems:
        return ()


def check_is_ready(document: Document) -> None:
    """Raise F031 with a sentence for each thing that is wrong."""
    found = readiness_of(document)
    if not found.is_ready:
        said = " ".join(str(each) for each in found.problems)
        raise Problem("F031", _("It cannot be published yet."), said)


def hash_of_document(document: Document) -> str:
    """A SHA-256 of a definition, the same for the same words."""
    return hashlib.sha256(json.dumps(document, sort_keys=True, default=str).encode()).hexdigest()


def our_nouns() -> Nouns:
    """One and several of what can be counted, in the agency's words."""
    words = the_words()
    return {
        **NOUNS,
        Grain.PARTICIPANT: (words.client, words.clients),
        Grain.ENROLLMENT: (words.enrollment, words.enrollments),
    }


def _of_computed(definition: MeasureDefinition, facts: FactsOfNow) -> Readiness:
    try:
        query = check_definition(definition, facts.catalogue)
        cases = run_cases(definition, facts.catalogue, facts.places, our_nouns())
    except MeasureProblems as wrong:
        return Readiness(problems=wrong.problems)
    problems = [problem for each in cases for problem in each.problems]
    if not cases:
        problems.append(_no_case())
    return Readiness(problems=tuple(problems), sentences=in_sentences(query, facts.catalogue, our_nouns()), cases=cases)


def _no_case() -> MeasureProblem:
    return MeasureProblem(
        "F032",
        "cases",
        _("No made-up person says what is meant."),
        _("Write down at least one, and what you expect: somebody who is included, best beside one who is not."),
    )


def _no_facts() -> MeasureProblem:
    return MeasureProblem(
        "F033",
        "",
        _("There are no figures yet, so nobody can tell whether it can be counted."),
        _("Records become figures within a minute of being written; come back then."),
    )


def _is_reported_in_words(document: Document) -> bool:
    """Counts of others that are named by nothing but words."""
    said: dict[str, Any] = dict(document)
    return said.get("source") == "reported" and not said.get("reported")

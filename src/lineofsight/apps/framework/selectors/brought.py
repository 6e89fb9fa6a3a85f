"""What a file of definitions would do to the library, before anything is written: new, changed, the same, refused.

The rule: each document is judged for itself, and what is wrong with it is told with its line and with what to write
instead. Whether its words mean something in the records here is told by the measure's own page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from lineofsight.apps.forms.models import DataElement
from lineofsight.measures import MeasureProblems, read_definition
from lineofsight.packs.documents import ReadDocument

from ..documents import Document, elements_named, is_only_words
from ..models import Asks, Measure, MeasureVersion
from ..record_columns import RECORD_COLUMNS
from ..version_changes import Changed, changes_between

LONGEST = {"measure": 80, "title": 200, "question": 300, "unit": 60}


class Plan(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in one line, and what to write instead."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMeasure:
    """One document of the file. changes: to what the library has. draft_of: who wrote the draft that it replaces.
    not_asked: keys of data elements that it needs and nobody asks here."""

    line: int
    key: str
    title: str
    plan: Plan
    document: Mapping[str, Any] = field(default_factory=dict)
    wrong: tuple[Wrong, ...] = ()
    changes: tuple[Changed, ...] = ()
    draft_of: str = ""
    not_asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """The documents in their order. fingerprint: of the file and of what it was compared with."""

    measures: tuple[PlannedMeasure, ...]
    fingerprint: str

    def of(self, plan: Plan) -> tuple[PlannedMeasure, ...]:
        return tuple(each for each in self.measures if each.plan is plan)

    @property
    def written(self) -> tuple[PlannedMeasure, ...]:
        """What an import would write: the new and the changed ones."""
        return tuple(each for each in self.measures if each.plan in (Plan.NEW, Plan.CHANGED))


def preview_of(documents: Sequence[ReadDocument]) -> Preview:
    """Three queries, however many documents there are."""
    keys = [str(each.content.get("measure")) for each in documents if each.content]
    newest = _newest(keys)
    known = {*DataElement.objects.values_list("key", flat=True), *RECORD_COLUMNS}
    planned: list[PlannedMeasure] = []
    for read in documents:
        wrong = tuple(_wrong(read, {each.key for each in planned}))
        planned.append(_refused(read, wrong) if wrong else _planned(read, newest, known))
    seen = repr([(each.key, each.plan, each.wrong, each.changes, each.draft_of, each.document) for each in planned])
    return Preview(tuple(planned), hashlib.sha256(seen.encode()).hexdigest()[:16])


def kept_documents(measures: Sequence[Measure] | None = None) -> list[Document]:
    """The newest definition of each measure as a file says it, published or still a draft, by key. One query."""
    versions = MeasureVersion.objects.select_related("measure").order_by("measure__key", "number")
    if measures is not None:
        versions = versions.filter(measure__in=measures)
    newest = {each.measure_id: each for each in versions}
    return [_as_file(each) for each in newest.values()]


def _as_file(version: MeasureVersion) -> Document:
    rest = {name: value for name, value in version.document.items() if name != "measure"}
    return {"measure": version.measure.key, **rest}


def _newest(keys: Sequence[str]) -> dict[str, MeasureVersion]:
    versions = MeasureVersion.objects.filter(measure__key__in=keys).select_related("measure", "changed_by")
    return {each.measure.key: each for each in versions.order_by("number")}


def _planned(read: ReadDocument, newest: Mapping[str, MeasureVersion], known: set[str]) -> PlannedMeasure:
    document = read.content or {}
    key, version = str(document["measure"]), newest.get(str(document["measure"]))
    before = _as_file(version) if version is not None else None
    is_draft = version is not None and version.published_at is None
    plan = Plan.NEW if before is None else Plan.SAME if before == document else Plan.CHANGED
    named = set() if document.get("source") == "reported" else {each.element for each in elements_named(document)}
    return PlannedMeasure(
        line=read.line,
        key=key,
        title=str(document.get("title")),
        plan=plan,
        document=document,
        changes=changes_between(before, document) if before is not None and plan is Plan.CHANGED else (),
        draft_of=_writer(version) if is_draft and plan is Plan.CHANGED and version is not None else "",
        not_asked=tuple(sorted(named - known)),
    )


def _writer(version: MeasureVersion) -> str:
    return version.changed_by.name if version.changed_by else _("somebody")


def _refused(read: ReadDocument, wrong: tuple[Wrong, ...]) -> PlannedMeasure:
    content = read.content or {}
    return PlannedMeasure(
        line=read.line,
        key=str(content.get("measure") or ""),
        title=str(content.get("title") or content.get("measure") or _("Without a name")),
        plan=Plan.REFUSED,
        wrong=wrong,
    )


def _wrong(read: ReadDocument, before: set[str]) -> Iterator[Wrong]:
    content = read.content
    if content is None:
        yield Wrong(read.line, _("It is not keys with values. A measure begins with measure: and its id."))
        return
    if read.twice:
        yield Wrong(read.line_of(read.twice), _("The key %(key)s stands there twice. Keep one.") % {"key": read.twice})
        return
    if "measure" not in content:
        other = next((kind for kind in ("table", "check") if kind in content), "")
        yield Wrong(
            read.line,
            _("It is a %(kind)s, not a measure. The library holds measures alone; leave it out.") % {"kind": other}
            if other
            else _("It has no measure: and so no id. Write measure: and an id in small letters, as exits_to_a_home."),
        )
        return
    if str(content["measure"]) in before:
        yield Wrong(read.line, _("A measure of this id stands above. Keep one, or give it another id."))
        return
    for name, longest in LONGEST.items():
        if len(str(content.get(name) or "")) > longest:
            sentence = _("%(key)s is too long. The most is %(number)s letters; say it shorter.")
            yield Wrong(read.line_of(name), sentence % {"key": name, "number": longest})
    yield from _wrong_in_words(read, content) if is_only_words(content) else _wrong_in_the_language(read, content)


def _wrong_in_words(read: ReadDocument, content: Mapping[str, Any]) -> Iterator[Wrong]:
    """Of one that says in words alone who is counted, the names are all that can be judged."""
    if not str(content.get("title") or "").strip():
        yield Wrong(read.line, _("title: It is missing. Say in a few words what it tells."))
    if content.get("asks") not in Asks.values:
        yield Wrong(read.line_of("asks"), _("asks: Write one of: %(words)s.") % {"words": ", ".join(Asks.values)})


def _wrong_in_the_language(read: ReadDocument, content: Mapping[str, Any]) -> Iterator[Wrong]:
    try:
        read_definition(content)
    except MeasureProblems as problems:
        for each in problems.problems:
            yield Wrong(read.line_of(each.path), str(each))

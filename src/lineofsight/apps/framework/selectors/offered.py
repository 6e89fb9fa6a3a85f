"""What packs offer: searched by words, question and field of work; and the sheet of one of them.

The rule: what a measure needs is told before it is adopted, and what of that is kept here. Missing is no refusal: it is
counted once it is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import Program
from lineofsight.apps.agency.words import the_words
from lineofsight.apps.forms.models import DataElement, InstrumentElement
from lineofsight.measures import Statistic, usual_statistic
from lineofsight.packs.documents import write_documents
from lineofsight.packs.offered import OfferedMeasure, fields_of_work, offered_measure, offered_measures

from ..documents import Document, elements_named, in_words
from ..models import Asks, Measure
from ..record_columns import RECORD_COLUMNS, column_in_words
from ..version_changes import in_one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRow:
    """A measure that packs offer. missing: how many of the data elements it needs are not asked here. here: the id of
    the measure in the library; None where it is not adopted yet."""

    offered: OfferedMeasure
    question: str
    asks: str
    missing: int
    needs: int
    here: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OffersOfWork:
    key: str
    title: str
    is_ours: bool
    rows: tuple[OfferRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryOfPacks:
    """looks: whether something is looked for, so that every field that has a hit stands open. offered: how
    many there are in all."""

    fields: tuple[OffersOfWork, ...]
    looks: bool
    offered: int

    @property
    def number(self) -> int:
        return sum(len(field.rows) for field in self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededElement:
    label: str
    where: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedSheet:
    """Everything a pack says of a measure. said: its parts in words; written: its expressions, word by word."""

    offered: OfferedMeasure
    field: str
    asks: str
    here: int | None
    said: tuple[tuple[str, str], ...]
    written: tuple[tuple[str, str], ...]
    needs: tuple[NeededElement, ...]
    cases: int
    document: str

    @property
    def missing(self) -> int:
        return sum(not each.is_here for each in self.needs)


def library_of_packs(today: date, looked_for: Mapping[str, str]) -> LibraryOfPacks:
    """What is offered and found, the fields of the agency's own programs first. Three queries."""
    here = dict(Measure.objects.values_list("key", "pk"))
    known = _known()
    going_on = Program.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=today))
    ours = set(going_on.values_list("field", flat=True))
    found = []
    for key, field in fields_of_work().items():
        rows = tuple(
            _row(each, here, known)
            for each in offered_measures()
            if each.field == key and _is_looked_for(each, looked_for, field.title)
        )
        if rows:
            is_ours = not field.programs or any(map(field.is_about, ours))
            found.append(OffersOfWork(key=key, title=field.title, is_ours=is_ours, rows=rows))
    return LibraryOfPacks(
        fields=tuple(sorted(found, key=lambda each: not each.is_ours)),
        looks=any(looked_for.values()),
        offered=len(offered_measures()),
    )


def offered_sheet(key: str) -> OfferedSheet | None:
    """The sheet of the measure of this key. Four queries."""
    offered = offered_measure(key)
    if offered is None:
        return None
    document = offered.document
    here = Measure.objects.filter(key=key).values_list("pk", flat=True).first()
    return OfferedSheet(
        offered=offered,
        field=fields_of_work()[offered.field].title if offered.field in fields_of_work() else "",
        asks=str(Asks(str(document.get("asks"))).label),
        here=here,
        said=tuple(said_of(document)),
        written=tuple(written_of(document)),
        needs=needed_elements(document),
        cases=len(list(document.get("cases") or [])),  # type: ignore[arg-type]
        document=write_documents([document]),
    )


def said_of(document: Document) -> list[tuple[str, str]]:
    """The parts of a definition in words, each under its heading."""
    words = in_words(document)
    directions = {"increase": _("Up"), "decrease": _("Down")}
    reported = document.get("reported") or {}
    keyed: dict[object, object] = dict(document.items())
    is_improved = usual_statistic(keyed) is Statistic.SHARE_IMPROVED  # of them more is good
    good = "increase" if is_improved else str(document.get("direction"))
    parts = [
        (_("Who is included"), words.get("population") or str(reported.get("denominator") or "")),
        (_("Which of them count"), words.get("numerator") or str(reported.get("numerator") or "")),
        (_("What is taken of each"), words.get("value", "")),
        (_("Who counts it"), str(reported.get("from") or "")),
        (_("Known after"), str(document.get("matures_after") or "")),
        (_("Which way is good"), directions.get(good, _("Neither; read it beside another"))),
        (_("Told apart by"), in_one_line(document.get("by") or []).replace("_", " ")),
        (_("Why it is counted"), str(document.get("rationale") or "")),
        (_("Who does what with it"), str(document.get("information_use") or "")),
        (_("What it does not say"), str(document.get("limits") or "")),
    ]
    return [(title, text) for title, text in parts if text]


def written_of(document: Document) -> list[tuple[str, str]]:
    """The expressions of a definition, as they are written."""
    titles = {
        "count": _("What is counted"),
        "period": _("To which period somebody belongs"),
        "population": _("Who is included"),
        "numerator": _("Which of them count"),
        "statistic": _("What is said of them"),
        "value": _("What is taken of each"),
        "for_each": _("By what it is divided"),
        "percentile": _("Which percentile"),
        "change": _("What is compared"),
        "received": _("What was received, and what was intended"),
        "represented_by": _("Who speaks for somebody with several"),
    }
    found = [(title, in_one_line(document[key])) for key, title in titles.items() if document.get(key)]
    for name, rule in dict(document.get("derive") or {}).items():
        found.append((_("What “%(name)s” means") % {"name": str(name).replace("_", " ")}, in_one_line(rule)))
    return found


def _is_looked_for(offered: OfferedMeasure, looked_for: Mapping[str, str], field: str) -> bool:
    document = offered.document
    if looked_for.get("asks") not in ("", None, document.get("asks")):
        return False
    if looked_for.get("field") not in ("", None, offered.field):
        return False
    parts = (offered.title, document.get("question"), document.get("information_use"), document.get("rationale"), field)
    text = " ".join([*map(str, parts), *in_words(document).values()]).casefold()
    return all(word in text for word in looked_for.get("words", "").casefold().split())


def _row(offered: OfferedMeasure, here: Mapping[str, int], known: set[str]) -> OfferRow:
    named = _named(offered.document)
    return OfferRow(
        offered=offered,
        question=str(offered.document.get("question") or ""),
        asks=str(Asks(str(offered.document.get("asks"))).label),
        missing=len(named - known),
        needs=len(named),
        here=here.get(offered.key),
    )


def _named(document: Document) -> set[str]:
    if document.get("source") == "reported":
        return set()
    return {each.element for each in elements_named(document)}


def _known() -> set[str]:
    return {*DataElement.objects.values_list("key", flat=True), *RECORD_COLUMNS}


def needed_elements(document: Document) -> tuple[NeededElement, ...]:
    """Each data element it names: by its label, and in which forms it is asked, or where the records keep it. Two
    queries."""
    named = _named(document)
    labels = dict(DataElement.objects.filter(key__in=named).values_list("key", "label"))
    asked: dict[str, list[str]] = {}
    rows = InstrumentElement.objects.filter(element__key__in=named).values_list("element__key", "instrument__title")
    for key, title in rows.order_by("instrument__title"):
        asked.setdefault(key, []).append(title)
    found = []
    for key in sorted(named):
        kept = column_in_words(key, the_words())
        label = labels.get(key) or (kept[0] if kept else key.replace("_", " "))
        where = ", ".join(asked.get(key, [])) or (kept[1] if kept else "")
        found.append(NeededElement(label=label, where=where, is_here=key in labels or key in RECORD_COLUMNS))
    return tuple(sorted(found, key=lambda each: (each.is_here, each.label)))

"""What the page of the editor shows beside its questions: the sentence, what is wrong beside each, figures of now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.agency.selectors.agency import the_agency
from lineofsight.measures import MeasureProblem
from lineofsight.measures.choices.choices import Choices, choices_of

from ..documents import Document
from ..facts_of_now import FigureNow, PersonNow, Preview, facts_to_choose_from, people_now, preview_of
from ..growing import Slot, growing_sentence
from ..mistakes import mistakes_in
from ..offered_fields import OfferedFields, groups_offered, in_small
from ..readiness import Readiness, readiness_of
from .values import amount_in_words, share_in_words, time_in_words

QUESTION_OF: Mapping[str, str] = {  # the first part of a place in the document → the question it is about
    "title": "texts",
    "asks": "texts",
    "question": "texts",
    "count": "whom",
    "over": "whom",
    "instrument": "whom",
    "represented_by": "whom",
    "period": "when",
    "population": "who",
    "statistic": "what",
    "numerator": "what",
    "value": "what",
    "for_each": "what",
    "percentile": "what",
    "change": "what",
    "received": "what",
    "complete": "what",
    "by": "by",
    "cross": "by",
    "matures_after": "wait",
    "direction": "direction",
    "unit": "direction",
    "cases": "cases",
}
SHARES = ("proportion", "share_improved", "share_received")


@dataclass(frozen=True)
class Figured:
    """One line of the preview: its time, and both figures in words."""

    title: str
    draft: str
    published: str


def editing_of(document: Document, published: Document | None, reader: StaffMember) -> Editing:
    """A definition as it is kept."""
    choices = choices_of(document)
    offered = OfferedFields.for_document(facts_to_choose_from(), document, choices)
    return Editing(document=document, choices=choices, offered=offered, published=published, reader=reader)


@dataclass(frozen=True)
class Editing:
    """A definition as it is being written, for one reader. with_people: name a few, whose turn it is."""

    document: Document
    choices: Choices
    offered: OfferedFields
    published: Document | None
    reader: StaffMember
    with_people: bool = False
    turn: int = 0

    @cached_property
    def readiness(self) -> Readiness:
        return readiness_of(self.document)

    @cached_property
    def sentence(self) -> tuple[Slot, ...]:
        return growing_sentence(self.choices, self.offered)

    @cached_property
    def beside(self) -> Mapping[str, list[MeasureProblem]]:
        """What is wrong, by the question it is about; on top what is about none."""
        found: dict[str, list[MeasureProblem]] = {}
        for problem in self.readiness.problems:
            first = problem.path.split(".")[0].split("[")[0]
            question = QUESTION_OF.get(first, "top")
            if question == "top" and first == "derive":
                question = self._question_of_derive(problem.path)
            found.setdefault(question, []).append(_in_words_of_the_page(problem))
        for question, conditions in (("who", self.choices.population), ("what", self.choices.told.numerator)):
            if any(not row.right and not row.test.needs_nothing for row in conditions.rows):
                found[question] = [_unfinished()]
        return found

    @cached_property
    def preview(self) -> Preview | None:
        if self.beside.keys() - {"cases"}:
            return None
        return preview_of(self.document, self.published, self.reader)

    @cached_property
    def mistakes(self) -> tuple[str, ...]:
        """What measures like this are prone to, where it is found here."""
        return mistakes_in(self.document, self.preview)

    @cached_property
    def figures(self) -> tuple[Figured, ...]:
        """The newest first."""
        first_month = the_agency().year_first_month
        return tuple(
            Figured(
                title=time_in_words(each.start, each.end, first_month),
                draft=self.in_words(each.draft),
                published=self.in_words(each.published, self.published) if each.published else "",
            )
            for each in reversed(self.preview.periods if self.preview else ())
        )

    @cached_property
    def latest(self) -> tuple[str, str] | None:
        """The figure of the newest period with anybody in it, and its time."""
        latest = self.preview.latest if self.preview else None
        if latest is None:
            return None
        return self.in_words(latest.draft), time_in_words(latest.start, latest.end, the_agency().year_first_month)

    @cached_property
    def groups(self) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        found = self.preview.groups if self.preview else {}
        titles = dict(groups_offered(self.offered))
        return tuple(
            (
                in_small(titles.get(name, name.replace("_", " "))),
                tuple((title, self.in_words(one)) for title, one in several),
            )
            for name, several in found.items()
        )

    @cached_property
    def people(self) -> tuple[PersonNow, ...]:
        return people_now(self.document, self.reader, self.turn) if self.with_people else ()

    def in_words(self, figure: FigureNow, document: Document | None = None) -> str:
        """“61%, 44 of 72”; “12.5 days”; “44”."""
        said = document or self.document
        statistic = self.statistic(said)
        if figure.value is None:
            return "–"
        if statistic in SHARES and figure.numerator is not None:
            told = {"share": share_in_words(round(figure.value, 4)), "counted": figure.numerator, "of": figure.of}
            return _("%(share)s, %(counted)s of %(of)s") % told
        return figure_in_words(figure.value, str(said.get("unit") or ""))

    @staticmethod
    def statistic(document: Document) -> str:
        change = document.get("change") or {}
        usual = "proportion" if document.get("numerator") or document.get("received") else "count"
        if isinstance(change, Mapping) and change.get("improved_by"):
            usual = "share_improved"
        return str(document.get("statistic") or usual)

    def _question_of_derive(self, path: str) -> str:
        """The question in which a word of its own is used."""
        name = path.split(".")[1] if "." in path else ""
        for key, question in QUESTION_OF.items():
            if f"${{{name}}}" in str(self.document.get(key) or ""):
                return question
        return "top"


NOT_CHOSEN: Mapping[str, Promise] = {  # a place in which something is missing → what to choose on the page
    "count": gettext_lazy("Choose whom to count."),
    "period": gettext_lazy("Choose when somebody belongs to a period."),
    "numerator": gettext_lazy("Say who of them made it."),
    "value": gettext_lazy("Choose of what it is worked out."),
    "for_each": gettext_lazy("Choose by what it is divided."),
    "percentile": gettext_lazy("Write how many of 100, as 50 for the middle one."),
    "change.value": gettext_lazy("Choose which answer is compared."),
    "change.improved_by": gettext_lazy("Write by how much at least, as 5."),
    "received.intended": gettext_lazy("Write which answer says how much was intended."),
    "received.at_least": gettext_lazy("Write which part is enough, as 0.8."),
    "direction": gettext_lazy("Choose which way is good."),
}


def _in_words_of_the_page(problem: MeasureProblem) -> MeasureProblem:
    """What is missing is chosen here, and not written as in a document."""
    said = NOT_CHOSEN.get(problem.path) if problem.code == "M103" else None
    return problem if said is None else MeasureProblem(problem.code, problem.path, str(said), "")


def _unfinished() -> MeasureProblem:
    """Said in place of what the expression language says of half a condition."""
    return MeasureProblem(
        "F039",
        "",
        _("One condition is not finished."),
        _("Choose what it is compared with, or take the condition away."),
    )


def figure_in_words(value: float, unit: str) -> str:
    """
    >>> figure_in_words(44.0, ""), figure_in_words(12.46, "days")
    ('44', '12.5 days')
    """
    return amount_in_words(Decimal(str(round(value, 1))), unit)

"""The page of one measure in its place: the answer, the chart, the table, where it differs, what is counted, by whom.

The rule: every figure is the one the door gives this viewer (`figures.py`); what is shown beside it comes from the
framework. A period that is not over yet stands in the table, and is said to be so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.agency.words import Words, the_words
from lineofsight.apps.figures.selectors.door import sees_exact, series_of
from lineofsight.apps.figures.selectors.released import released_lengths
from lineofsight.apps.figures.values import Figure, PeriodFigure, Series
from lineofsight.apps.framework.documents import in_words, is_only_words
from lineofsight.apps.framework.models import MeasureVersion, ProgramModel
from lineofsight.apps.framework.permissions import can_compare
from lineofsight.measures import Which
from lineofsight.statistics import SHOWN_BELOW, Share, wilson

from ..charts.above import Event
from ..wording.amounts import UnitKind, write_amount, write_count
from ..wording.beside import incomplete_in_words, sums_in_words, why_incomplete
from ..wording.lengths import lengths_in_words
from ..wording.missing import where_records_end, why_none
from ..wording.periods import span_in_words
from ..wording.sentences import said
from ..wording.withheld import never_shown
from .breakdown import Breakdown, breakdowns
from .charts import ChartShown, chart_shown
from .compared import ComparedRow, compared_rows, remarks_of_days
from .exactly import exact_sentences
from .judging import Judged, breaks_of, judge
from .measure_answer import first_words
from .next_step import NextStep, next_step
from .people_address import Asked, has_people, people_address
from .rows import MeasureRow, counts_of, measure_row, period_words, place_of
from .standings import withheld_words
from .uses import Use, uses_now
from .versions_page import OneVersion, history_of

NOTES_IN_THE_CHART = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One period, latest first. remark: not over yet, corrected since, some too early to count. href: to its people,
    for those inside. sums: of a ratio, in words."""

    period: str
    people: str
    counted: str
    value: str
    interval: str
    withheld: str
    remark: str
    href: str = ""
    sums: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow:
    """What was meant to be reached in a stretch of days, and what was counted in it as a whole."""

    period: str
    target: str
    value: str
    counts: str
    remark: str


@dataclass(frozen=True, slots=True)
class LookAt:
    """A link to the people behind the latest figure."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class UsedIn:
    title: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurePage:
    """definition: who is included, what counts, what is taken of each, in words. exactly: the same, word by word as it
    is counted. counted: what the figures rest on, as a heading. said_more: notes beside the trend.
    against: the sentence on the target, where the distance from it could be chance. left_out: whom the latest figure
    leaves out since something is missing. breaks: from when on another definition counts. compared: what was handed
    in, for those inside. history: the versions of the definition, newest first, with what changed. why_none: why there
    is no period to show. records_end: that records break off, and when. next_step: for its owner. sees_exact: the
    viewer sees exact figures where they are not asked for as released. lengths: how long periods are, where others see
    other ones."""

    use: Use
    row: MeasureRow
    judged: Judged
    question: str
    chart: ChartShown | None
    table: tuple[TableRow, ...]
    targets: tuple[TargetRow, ...]
    people: tuple[LookAt, ...]
    breakdowns: tuple[Breakdown, ...]
    definition: tuple[tuple[str, str], ...]
    exactly: tuple[str, ...]
    counted: str
    history: tuple[OneVersion, ...]
    breaks: str
    used_in: tuple[UsedIn, ...]
    said_more: tuple[str, ...]
    against: str
    is_only_words: bool
    why_none: str
    records_end: str
    left_out: str = ""
    compared: tuple[ComparedRow, ...] = ()
    may_compare: bool = False
    next_step: NextStep | None = None
    sees_exact: bool = False
    lengths: str = ""

    @property
    def is_inside(self) -> bool:
        return self.judged.series.is_inside

    @property
    def never_shown(self) -> str:
        return never_shown([self.judged.series])

    @property
    def is_share(self) -> bool:
        return self.judged.unit.kind is UnitKind.SHARE

    @property
    def answer(self) -> tuple[str, str]:
        """In words and in bold, with the latest figure and its counts; then the trend."""
        row = self.row
        if row.withheld:
            return _("%(period)s is withheld: %(why)s.") % {"period": row.period, "why": row.withheld}, row.say
        if not row.latest:
            if self.judged.series.refusal:
                return _("This measure cannot be counted yet: %(why)s") % {"why": self.judged.series.refusal}, ""
            if self.is_only_words:
                return _("It is said in words and not counted yet."), ""
            return _("There is no figure yet."), ""
        parts = {
            "words": first_words(self.judged),
            "latest": f"{row.latest} {row.latest_unit}".strip(),
            "counts": row.counts,
            "period": row.period,
        }
        if row.counts:
            return _("%(words)s: %(latest)s in %(period)s, %(counts)s.") % parts, row.say
        return _("%(words)s: %(latest)s in %(period)s.") % parts, row.say


def measure_page(
    assignment_id: int, viewer: StaffMember, *, today: date, words: Words, as_released: bool
) -> MeasurePage | None:
    """The page; None when the measure is not in use there any more. as_released: as the board sees it. About ten
    queries."""
    uses = uses_now(today)
    use = next((each for each in uses if each.pk == assignment_id), None)
    if use is None:
        return None
    series = series_of([use], viewer, with_groups=True, as_released=as_released)
    page = lay_out(use, series[use.pk], today=today, words=words, uses=uses, events=_events(use, series[use.pk]))
    compared = compared_rows(use, viewer) if has_people(series[use.pk]) else ()
    return replace(
        page,
        table=_with_what_was_handed_in(page.table, series[use.pk], compared),
        compared=compared,
        may_compare=has_people(series[use.pk]) and can_compare(viewer, use.assignment.program, use.assignment.site),
        next_step=next_step(use, page.judged) if use.assignment.owner_id == viewer.pk else None,
        sees_exact=sees_exact([use], viewer),
        lengths=lengths_in_words(series, released_lengths(series)),
    )


def _with_what_was_handed_in(
    table: tuple[TableRow, ...], series: Series, compared: Sequence[ComparedRow]
) -> tuple[TableRow, ...]:
    """Beside the figure of exactly the same days stands what was handed in, with its explanation."""
    remarks = remarks_of_days(compared)
    days = [(each.start, each.end) for each in reversed(series.periods)]
    return tuple(
        replace(row, remark=", ".join(part for part in (row.remark, remarks[its]) if part)) if its in remarks else row
        for row, its in zip(table, days, strict=True)
    )


def lay_out(
    use: Use, series: Series, *, today: date, words: Words, uses: Sequence[Use], events: Sequence[Event]
) -> MeasurePage:
    """The page from a use and its figures. Two queries: the drawings, and the versions of the definition."""
    exactly = exact_sentences(use.version, words)
    judged = judge(series, unit=use.unit, good=use.good, target=use.target)
    reach = said(judged.reach, judged.unit) if judged.reach else ""
    row = measure_row(use, series)
    more = [said(each, judged.unit) for each in (judged.said.others if judged.said else ())]
    more += [said(each, judged.unit) for each in (judged.said.notes if judged.said else ())]
    if reach and reach != row.say:
        more.append(reach)
    return MeasurePage(
        use=use,
        row=row,
        judged=judged,
        question=use.version.question or use.version.title,
        chart=chart_shown(judged, events),
        table=tuple(_table_row(each, series, judged, use) for each in reversed(series.periods)),
        targets=tuple(_target_rows(use, series, judged)),
        people=tuple(_people(use, judged)),
        breakdowns=breakdowns(judged, words, use=use if has_people(series) else None, counted=use.counted(words)),
        definition=_definition(use.version, exactly),
        exactly=exactly,
        counted=use.counted(words),
        history=history_of(
            list(use.assignment.measure.versions.filter(published_at__isnull=False).select_related("published_by"))
        ),
        breaks=_breaks(series),
        used_in=tuple(_used_in(use, uses)),
        said_more=tuple(more),
        against=said(judged.against, judged.unit) if judged.is_near_target and judged.against else "",
        is_only_words=is_only_words(use.version.document),
        why_none=why_none(series),
        records_end=where_records_end(series),
        left_out=_left_out(judged, use),
    )


def _left_out(judged: Judged, use: Use) -> str:
    if judged.latest is None or not judged.latest.figure.incomplete:
        return ""
    told = {"who": incomplete_in_words(judged.latest.figure), "why": why_incomplete(use.version.document)}
    return _("%(who)s: %(why)s.") % told


def _table_row(each: PeriodFigure, series: Series, judged: Judged, use: Use) -> TableRow:
    figure = each.figure
    if figure.withheld is not None:
        return TableRow(
            period=period_words(each, series),
            people="",
            counted="",
            value="",
            interval="",
            withheld=withheld_words(figure.withheld, series.minimum),
            remark="",
        )
    return TableRow(
        period=period_words(each, series),
        people=write_count(figure.denominator) if figure.denominator is not None else "",
        counted=write_count(figure.numerator) if figure.numerator is not None else "",
        value=write_amount(figure.value, judged.unit) if figure.value is not None else "",
        interval=_interval(figure, judged),
        withheld="",
        remark=_remark(each, says_version=bool(breaks_of(series))),
        sums=sums_in_words(figure.sums, judged.unit) if figure.sums and any(figure.sums) else "",
        href=people_address(use, Asked(first=each.start, last=each.end)) if has_people(series) else "",
    )


def _target_rows(use: Use, series: Series, judged: Judged) -> Iterator[TargetRow]:
    """The periods of its targets that have begun, newest first."""
    targets = {(each.starts_on, each.ends_on): each for each in use.assignment.periods.all()}
    for each in reversed(series.of_targets):
        target = targets[each.start, each.end]
        yield TargetRow(
            period=target.name or span_in_words(each.start, each.end),
            target=write_amount(target.target, judged.unit) if target.target is not None else "",
            value=write_amount(each.figure.value, judged.unit) if each.figure.value is not None else "",
            counts=counts_of(each.figure, judged.unit),
            remark=_remark(each),
        )


def _people(use: Use, judged: Judged) -> Iterator[LookAt]:
    """For those inside: who is behind the latest figure, part by part; nobody's list is offered twice."""
    latest = judged.latest
    if latest is None or not has_people(judged.series):
        return
    figure = latest.figure
    whole = figure.denominator or 0
    parts = [(Which.DENOMINATOR, whole, _("all %(number)s"))]
    if figure.numerator is not None:
        parts = [
            (Which.NOT_NUMERATOR, whole - figure.numerator, _("%(number)s not counted")),
            (Which.NUMERATOR, figure.numerator, _("%(number)s counted")),
        ]
    parts.append((Which.INCOMPLETE, figure.incomplete, _("%(number)s cannot be compared")))
    parts.append((Which.TOO_EARLY, figure.too_early, _("%(number)s too early to count")))
    for which, number, title in parts:
        if number:
            asked = Asked(first=latest.start, last=latest.end, which=which)
            yield LookAt(title % {"number": write_count(number)}, people_address(use, asked))


def _interval(figure: Figure, judged: Judged) -> str:
    if figure.numerator is None or not figure.denominator or figure.denominator >= SHOWN_BELOW:
        return ""
    interval = wilson(Share(figure.numerator, figure.denominator))
    if interval is None:
        return ""
    return f"{write_amount(interval.low, judged.unit)}–{write_amount(interval.high, judged.unit)}"


def _remark(each: PeriodFigure, *, says_version: bool = False) -> str:
    remarks = []
    if not each.is_settled:
        remarks.append(_("so far"))
    if each.figure.too_early:
        remarks.append(_("%(number)s too early to count") % {"number": write_count(each.figure.too_early)})
    if each.figure.incomplete:
        remarks.append(incomplete_in_words(each.figure))
    if each.is_restated:
        remarks.append(_("corrected since"))
    if says_version:
        remarks.append(_("by version %(number)s") % {"number": each.version})
    if each.figure.value is None:
        remarks.append(_("nobody to count"))
    return ", ".join(remarks)


def _definition(version: MeasureVersion, exactly: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """What is counted, as its author says it; where nobody said it, as it is counted."""
    written = in_words(version.document)
    if exactly and not version.document.get("in_words"):
        return ((_("Counted"), exactly[0]),)
    titles = {
        "population": _("Who is included"),
        "numerator": _("Which of them count"),
        "value": _("What is taken of each"),
    }
    return tuple((title, written[key]) for key, title in titles.items() if key in written)


def _used_in(use: Use, uses: Sequence[Use]) -> list[UsedIn]:
    found = []
    if use.assignment.outcome_id:
        found.append(UsedIn(_("Board scorecard"), reverse("results")))
    if use.assignment.program_id:
        program = use.assignment.program
        name = program.name if program else ""
        found.append(UsedIn(name, reverse("program_result", args=[use.assignment.program_id])))
    found += [
        UsedIn(_("%(measure)s: %(place)s") % {"measure": each.version.title, "place": place_of(each)},
               reverse("result", args=[each.pk]))
        for each in uses
        if each.assignment.measure_id == use.assignment.measure_id and each.pk != use.pk
    ]  # fmt: skip
    return found


def _breaks(series: Series) -> str:
    """From when on another definition counts: what is on the two sides of it cannot be compared."""
    found = breaks_of(series)
    if not found:
        return ""
    newest = found[-1]
    return _("Version %(number)s of the definition counts from %(period)s on; earlier figures are of another one.") % {
        "number": newest.version,
        "period": period_words(newest, series),
    }


def _events(use: Use, series: Series) -> tuple[Event, ...]:
    """What happened while its figures were made: another model of the program, and what the newest notes are about. Two
    queries at most."""
    if series.latest is None:
        return ()
    models = ProgramModel.objects.filter(program=use.assignment.program_id).order_by("starts_on")
    found = [
        Event(each.starts_on, _("The %(program)s is meant another way") % vars(the_words())) for each in models[1:]
    ]
    for note in list(use.assignment.notes.all())[:NOTES_IN_THE_CHART]:
        found.append(Event(note.about_from, _("Note of %(name)s") % {"name": note.written_by.name}))
    return tuple(each for each in sorted(found, key=lambda each: each.day) if each.day <= series.latest.end)

"""One measure as a row of a scorecard: name, sentence, sparkline, latest, target, how it stands, the owner's note."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from lineofsight.apps.figures.values import Figure, PeriodFigure, Series
from lineofsight.statistics import Noun

from ..charts.sparkline import Sparkline, sparkline
from ..wording.amounts import Unit, write_amount, write_count
from ..wording.beside import sums_in_words
from ..wording.missing import why_none
from ..wording.periods import period_in_words, span_in_words
from ..wording.sentences import counted, said
from .judging import Judged, judge
from .standings import standing_words, withheld_words
from .uses import Use


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """What the owner says is behind the figures, dated."""

    behind: str
    trying: str
    by: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """latest: written in its unit; counts: what is behind it ("64 of 110"); withheld: why no figure is shown, else
    empty. before: the same period a year earlier, in words. spark_name: the sparkline for those who do not see it;
    span: over how long it goes. says_place: its place is said, because another row has the same title."""

    use: Use
    judged: Judged
    title: str
    place: str
    href: str
    say: str
    spark: Sparkline | None
    spark_name: str
    span: str
    latest: str
    latest_unit: str
    counts: str
    period: str
    withheld: str
    target: str
    kind: str
    standing: str
    before: str
    note: NoteRow | None
    says_place: bool = False

    @property
    def name(self) -> str:
        """Its title, as it stands among others."""
        named = {"measure": self.title, "place": self.place}
        return _("%(measure)s: %(place)s") % named if self.says_place else self.title


def measure_row(use: Use, series: Series) -> MeasureRow:
    """The row. Pure."""
    judged = judge(series, unit=use.unit, good=use.good, target=use.target)
    kind, standing = standing_words(judged.standing)
    figure = judged.latest.figure if judged.latest else None
    value = figure.value if figure and figure.withheld is None else None
    return MeasureRow(
        use=use,
        judged=judged,
        title=use.name,
        place=place_of(use),
        href=reverse("result", args=[use.pk]),
        say=sentence_of(judged),
        spark=sparkline(judged.reading, target=judged.target, good=judged.good) if judged.reading else None,
        spark_name=spark_name(judged),
        span=span_of(judged),
        latest=write_amount(value, judged.unit) if value is not None else "",
        latest_unit=judged.unit.name,
        counts=counts_of(figure, judged.unit),
        period=period_of(judged.latest, series),
        withheld=withheld_words(figure.withheld, series.minimum) if figure and figure.withheld else "",
        target=write_amount(judged.target, judged.unit) if judged.target is not None else "",
        kind=kind,
        standing=standing,
        before=before_of(judged),
        note=note_of(use),
    )


def place_of(use: Use) -> str:
    program, site = use.assignment.program, use.assignment.site
    if program is None:
        return _("The whole agency")
    return f"{program.name}, {site.name}" if site else program.name


def sentence_of(judged: Judged) -> str:
    """The one sentence on the trend; a target that lies out of reach is said when nothing moved."""
    if judged.series.refusal:
        return _("This measure cannot be counted yet.")
    if judged.said is None:
        if judged.latest is not None:
            return _("No figure may be shown.")
        return why_none(judged.series) or _("No period with a figure is over yet.")
    if judged.reach is not None and not judged.is_signal:
        return said(judged.reach, judged.unit)
    return said(judged.said.first, judged.unit)


def counts_of(figure: Figure | None, unit: Unit) -> str:
    """The two counts of a share, the two sums of a ratio; whom any other figure rests on."""
    if figure is None or figure.withheld is not None or figure.denominator is None:
        return ""
    if figure.numerator is not None:
        return _("%(part)s of %(whole)s") % {
            "part": write_count(figure.numerator),
            "whole": write_count(figure.denominator),
        }
    if figure.sums is not None and any(figure.sums):
        return sums_in_words(figure.sums, unit)
    if figure.value is not None and float(figure.value) == float(figure.denominator):
        return ""  # a count rests on what it counts
    return _("rests on %(number)s") % {"number": write_count(figure.denominator)}


def period_of(period: PeriodFigure | None, series: Series) -> str:
    if period is None:
        return ""
    return period_words(period, series)


def period_words(period: PeriodFigure, series: Series) -> str:
    """The period by its name where it has a fixed length, else by its days."""
    whole_months = period.start.day == 1
    return span_in_words(period.start, period.end) if whole_months else period_in_words(period.start, series.every)


def before_of(judged: Judged) -> str:
    """Against the same period last year, with the interval where there is one."""
    if judged.year_before_said is not None:
        return said(judged.year_before_said, judged.unit)
    latest, before = judged.latest, judged.year_before
    if latest is None or before is None or latest.figure.value is None or before.figure.value is None:
        return ""
    return _("%(before)s a year before.") % {"before": write_amount(before.figure.value, judged.unit)}


def spark_name(judged: Judged) -> str:
    """The sparkline in words: from when to when, from what to what."""
    if judged.reading is None:
        return ""
    shown = [point for point in judged.reading.series.points if point.value is not None]
    values = [point.value for point in shown if point.value is not None]
    every = judged.reading.series.every
    words = {
        "first": period_in_words(shown[0].start, every),
        "last": period_in_words(shown[-1].start, every),
        "low": write_amount(min(values), judged.unit),
        "high": write_amount(max(values), judged.unit),
        "latest": write_amount(values[-1], judged.unit),
    }
    return _("%(first)s to %(last)s: between %(low)s and %(high)s, latest %(latest)s") % words


def span_of(judged: Judged) -> str:
    """Over how long the sparkline goes."""
    if judged.reading is None:
        return ""
    present, series = judged.reading.present, judged.reading.series
    return _("last %(periods)s") % {"periods": counted(present.last - present.first + 1, Noun(series.every))}


def note_of(use: Use) -> NoteRow | None:
    note = use.note
    if note is None:
        return None
    return NoteRow(behind=note.behind, trying=note.trying, by=note.written_by.name, on=note.written_on)

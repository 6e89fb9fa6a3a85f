"""What was handed in of a measure, beside what is counted now: the difference, and how far our records explain it.

The rule: what is certain, what is possible and what has no reason are told apart; nothing is explained away. For those
inside the place alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.figures.in_force import version_then
from lineofsight.apps.figures.selectors.computed import figures_of_days
from lineofsight.apps.figures.selectors.door import inside_now
from lineofsight.apps.figures.selectors.since_handed_in import Between, Difference, Reason, since_handed_in
from lineofsight.apps.figures.selectors.two_versions import State
from lineofsight.apps.figures.values import Figure
from lineofsight.apps.framework.models import DifferenceExplanation, MeasureAssignment, MeasureSource, SubmittedFigure
from lineofsight.apps.framework.selectors.library import newest_version
from lineofsight.apps.framework.selectors.submitted import earlier_versions, explanations_of, submitted_figures
from lineofsight.apps.framework.services.submitted import Ours

from ..wording.amounts import Unit, UnitKind, points_in_words, write_amount, write_count
from ..wording.handed_in import reason_words, signed, what_explains
from ..wording.periods import span_in_words
from .people_address import PEOPLE_PER_PAGE
from .rows import counts_of, place_of
from .uses import Use

CERTAIN = (Reason.WRITTEN_AFTER, Reason.VANISHED)
POSSIBLE = (Reason.ADDED_AFTER, Reason.CHANGED_AFTER, Reason.LAST_DAY, Reason.FIRST_DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """One figure that was handed in. theirs, ours: the figure, and its counts. is_same: there is no difference.
    explanation: the newest; is_of_another: it speaks of another figure of ours than that of now."""

    figure: SubmittedFigure
    period: str
    report: str
    handed_in: str
    theirs: tuple[str, str]
    ours: tuple[str, str]
    difference: str
    is_same: bool
    explanation: DifferenceExplanation | None
    is_of_another: bool
    href: str

    @property
    def remark(self) -> str:
        """Beside the figure of the same days, wherever it is shown."""
        said = " ".join(part for part in self.theirs if part)
        told = _("handed in: %(figure)s (%(report)s)") % {"figure": said, "report": self.report}
        return f"{told}. {self.explanation.text}" if self.explanation else told


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRow:
    """How many of our figure have a reason. counted: of a share."""

    words: str
    included: str
    counted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonBetween:
    name: str
    about: str
    why: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedPage:
    """people: those of our figure with a reason, and who has vanished from it. sentences: what explains the difference
    and what does not."""

    use: Use
    place: str
    row: ComparedRow
    reasons: tuple[ReasonRow, ...]
    sentences: tuple[str, ...]
    people: tuple[PersonBetween, ...]
    page: Page[Between]
    not_shown: int
    explanations: tuple[DifferenceExplanation, ...]
    earlier: tuple[SubmittedFigure, ...]
    ours: Ours | None
    is_share: bool

    @property
    def answer(self) -> tuple[str, str]:
        told = {"theirs": _whole(self.row.theirs), "ours": _whole(self.row.ours)}
        if self.row.is_same:
            return _("We count what was handed in: %(ours)s.") % told, ""
        return _("%(theirs)s was handed in; we count %(ours)s now.") % told, ""


def compared_rows(use: Use, viewer: StaffMember) -> tuple[ComparedRow, ...]:
    """Everything that was handed in of a measure in its place, for somebody inside it. Some seven queries."""
    figures = submitted_figures(use.assignment)
    inside = inside_now(viewer) if figures else None
    if inside is None:
        return ()
    ours = figures_of_days(use, inside, [(each.starts_on, each.ends_on) for each in figures])
    return tuple(_row(each, ours.get((each.starts_on, each.ends_on)), use) for each in figures)


def compared_page(use: Use, figure: SubmittedFigure, viewer: StaffMember, *, number: str) -> ComparedPage | None:
    """One of them, with the people in the difference. None before there are facts."""
    inside = inside_now(viewer)
    if inside is None:
        return None
    days = figure.starts_on, figure.ends_on
    use = Use(assignment=use.assignment, version=version_then(use, figure.ends_on), period=use.period, note=use.note)
    ours = figures_of_days(use, inside, [days]).get(days)
    difference = since_handed_in(use, inside, days, figure.submitted_on)
    explanations = explanations_of(figure)
    row = _row(figure, ours, use, explanations)
    page = Paginator(difference.rows if difference else (), PEOPLE_PER_PAGE).get_page(number)
    return ComparedPage(
        use=use,
        place=place_of(use),
        row=row,
        reasons=tuple(_reasons(difference, is_share=use.version.is_share)) if difference else (),
        sentences=tuple(_explained(figure, ours, difference)) if difference and ours else (),
        people=tuple(_person(each, is_share=use.version.is_share) for each in page),
        page=page,
        not_shown=difference.not_shown if difference else 0,
        explanations=tuple(explanations),
        earlier=tuple(earlier_versions(figure)),
        ours=_ours(ours, use, inside.build.number) if ours else None,
        is_share=use.version.is_share,
    )


def use_of(figure: SubmittedFigure) -> Use | None:
    """The measure in the place that the figure is about, also where it is used no more. Two queries."""
    place = {"measure": figure.measure_id, "program": figure.program_id, "site": figure.site_id}
    assignments = MeasureAssignment.objects.filter(**place).select_related(
        "measure", "program", "site", "outcome", "owner"
    )
    assignment = assignments.order_by("-pk").first()
    version = newest_version(assignment.measure) if assignment else None
    if assignment is None or version is None or version.source != MeasureSource.COMPUTED:
        return None
    return Use(assignment=assignment, version=version, period=None, note=None)


def remarks_of_days(rows: Iterable[ComparedRow]) -> dict[tuple[date, date], str]:
    """Days → what was handed in for exactly them, with the explanation."""
    found: dict[tuple[date, date], list[str]] = {}
    for row in rows:
        found.setdefault((row.figure.starts_on, row.figure.ends_on), []).append(row.remark)
    return {days: "; ".join(several) for days, several in found.items()}


def _row(
    figure: SubmittedFigure,
    ours: Figure | None,
    use: Use,
    explanations: Sequence[DifferenceExplanation] | None = None,
) -> ComparedRow:
    unit = use.unit
    theirs = _figure_handed_in(figure)
    explained = list(figure.explanations.all()) if explanations is None else explanations
    newest = next(iter(explained), None)
    gap = _gap(theirs, ours, unit)
    return ComparedRow(
        figure=figure,
        period=span_in_words(figure.starts_on, figure.ends_on),
        report=_("%(report)s, to %(whom)s") % {"report": figure.report, "whom": figure.to_whom},
        handed_in=date_format(figure.submitted_on),
        theirs=_said(theirs, unit),
        ours=_said(ours, unit) if ours else ("", ""),
        difference=gap,
        is_same=ours is not None and _is_same(theirs, ours, unit),
        explanation=newest,
        is_of_another=newest is not None and ours is not None and not _speaks_of(newest, ours),
        href=reverse("submitted_figure", args=[figure.pk]),
    )


def _figure_handed_in(figure: SubmittedFigure) -> Figure:
    if figure.amount is not None:
        return Figure(value=float(figure.amount))
    if figure.count is not None:
        return Figure(value=float(figure.count), denominator=figure.count)
    numerator, denominator = figure.numerator or 0, figure.denominator or 0
    return Figure(value=numerator / denominator if denominator else None, numerator=numerator, denominator=denominator)


def _said(figure: Figure, unit: Unit) -> tuple[str, str]:
    value = write_amount(figure.value, unit) if figure.value is not None else _("nobody")
    return (f"{value} {unit.name}".strip(), counts_of(figure, unit))


def _whole(said: tuple[str, str]) -> str:
    return f"{said[0]} ({said[1]})" if said[1] else said[0] or _("nothing")


def _gap(theirs: Figure, ours: Figure | None, unit: Unit) -> str:
    """What we have more or less than was handed in."""
    if ours is None:
        return _("cannot be counted")
    if theirs.numerator is not None and ours.numerator is not None:
        counts = _("%(counted)s counted, %(included)s included") % {
            "counted": signed(ours.numerator - theirs.numerator),
            "included": signed((ours.denominator or 0) - (theirs.denominator or 0)),
        }
        if ours.value is None or theirs.value is None:
            return counts
        return f"{counts}; {points_in_words(ours.value - theirs.value)}"
    if ours.value is None or theirs.value is None:
        return ""
    if unit.kind is UnitKind.COUNT:
        return signed(round(ours.value - theirs.value))
    gap = ours.value - theirs.value
    return ("+" if gap > 0 and not unit.is_change else "") + write_amount(gap, unit)


def _is_same(theirs: Figure, ours: Figure, unit: Unit) -> bool:
    if theirs.numerator is not None:
        return (theirs.numerator, theirs.denominator) == (ours.numerator, ours.denominator)
    if theirs.value is None or ours.value is None:
        return theirs.value is ours.value
    return write_amount(theirs.value, unit) == write_amount(ours.value, unit)


def _speaks_of(explanation: DifferenceExplanation, ours: Figure) -> bool:
    then = explanation.our_numerator, explanation.our_denominator, explanation.our_value
    return then == (ours.numerator, ours.denominator, ours.value)


def _ours(figure: Figure, use: Use, build: int) -> Ours:
    return Ours(
        numerator=figure.numerator,
        denominator=figure.denominator,
        value=figure.value,
        version=use.version.number,
        build=build,
    )


def _reasons(difference: Difference, *, is_share: bool) -> Iterator[ReasonRow]:
    for reason in Reason:
        if difference.included.get(reason, 0):
            is_gone = reason is Reason.VANISHED
            yield ReasonRow(
                words=reason_words(reason),
                included=write_count(difference.included[reason]),
                counted=write_count(difference.counted.get(reason, 0)) if is_share and not is_gone else "",
            )


def _explained(figure: SubmittedFigure, ours: Figure, difference: Difference) -> Iterator[str]:
    """The arithmetic of it, for whoever is included and, of a share, for whoever is counted."""
    theirs = _figure_handed_in(figure)
    if theirs.denominator is None or ours.denominator is None:
        yield _("How far each of them moves the figure is not worked out.")
        return
    possible = sum(difference.included.get(each, 0) for each in POSSIBLE)
    yield what_explains(
        ours.denominator - theirs.denominator,
        written=difference.included.get(Reason.WRITTEN_AFTER, 0),
        vanished=difference.included.get(Reason.VANISHED, 0),
        possible=possible,
        whom=_("included"),
    )
    if theirs.numerator is not None and ours.numerator is not None:
        yield what_explains(
            ours.numerator - theirs.numerator,
            written=difference.counted.get(Reason.WRITTEN_AFTER, 0),
            vanished=0,
            possible=possible + difference.included.get(Reason.VANISHED, 0),
            whom=_("counted"),
        )


def _person(between: Between, *, is_share: bool) -> PersonBetween:
    stay = between.row.enrollment
    where = f"{stay.program.name}, {stay.site.name}" if stay.site else stay.program.name
    state = {State.COUNTED: _("counted"), State.INCLUDED: _("not counted")}.get(between.state, "") if is_share else ""
    return PersonBetween(
        name=stay.participant.display_name,
        about=" · ".join(part for part in (where, state) if part),
        why=reason_words(between.reason) + ".",
        href=reverse("client", args=[stay.participant.pk]),
    )

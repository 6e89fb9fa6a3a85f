"""What was handed in of a measure in a place, each with what its author says about the difference."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from ..models import DifferenceExplanation, MeasureAssignment, SubmittedFigure


def submitted_figures(assignment: MeasureAssignment) -> list[SubmittedFigure]:
    """The figures that count, newest period first; the others are their earlier versions. Two queries."""
    explained = DifferenceExplanation.objects.select_related("written_by").order_by("-id")
    rows = (
        SubmittedFigure.objects.filter(
            measure=assignment.measure_id, program=assignment.program_id, site=assignment.site_id
        )
        .select_related("written_by", "attachment")
        .defer("attachment__content")
        .prefetch_related(Prefetch("explanations", queryset=explained))
        .order_by("version")
    )
    newest = {(each.starts_on, each.ends_on, each.to_whom, each.report): each for each in rows}
    return sorted(newest.values(), key=lambda each: (each.ends_on, each.starts_on, each.report), reverse=True)


def earlier_versions(figure: SubmittedFigure) -> list[SubmittedFigure]:
    """What stood there before, newest first. One query."""
    return list(
        _of_the_same(figure).filter(version__lt=figure.version).select_related("written_by").order_by("-version")
    )


def newest_of(figure: SubmittedFigure) -> SubmittedFigure:
    """The version of it that counts. One query."""
    return _of_the_same(figure).select_related("written_by", "measure", "program", "site").order_by("-version")[0]


def explanations_of(figure: SubmittedFigure) -> list[DifferenceExplanation]:
    """Everything that was said of the difference, of any version of the figure, newest first. One query."""
    of_any = DifferenceExplanation.objects.filter(figure__in=_of_the_same(figure).values("pk"))
    return list(of_any.select_related("written_by", "figure").order_by("-id"))


def _of_the_same(figure: SubmittedFigure) -> QuerySet[SubmittedFigure]:
    return SubmittedFigure.objects.filter(
        measure=figure.measure_id,
        program=figure.program_id,
        site=figure.site_id,
        starts_on=figure.starts_on,
        ends_on=figure.ends_on,
        to_whom=figure.to_whom,
        report=figure.report,
    )

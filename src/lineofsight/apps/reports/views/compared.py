"""Compare with what was handed in: a figure typed in, the difference, the people in it, and the explanation."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.forms.sending import sent, status_of, succeeds
from lineofsight.apps.agency.permissions import staff_of
from lineofsight.apps.agency.selectors.agency import the_agency
from lineofsight.apps.figures.permissions import check_can_see_people_behind
from lineofsight.apps.figures.services.looking import note_looking
from lineofsight.apps.framework.forms.submitted import ExplanationForm, SubmittedCorrectionForm, SubmittedForm
from lineofsight.apps.framework.models import MeasureSource, SubmittedFigure
from lineofsight.apps.framework.permissions import can_compare, check_can_compare
from lineofsight.apps.framework.selectors.submitted import newest_of
from lineofsight.apps.framework.services.submitted import explain_difference, keep_submitted

from ..permissions import check_can_see_results
from ..selectors.compared import compared_page, use_of
from ..selectors.uses import Use, use_now

BESIDE = {
    "F076": ["attachment"],
    "F091": ["source"],
    "F092": ["numerator"],
    "F093": ["submitted_on"],
    "F094": ["why", "period"],
    "F095": ["text"],
}


def submitted_add(request: HttpRequest, assignment_id: int) -> HttpResponse:
    check_can_see_results(request.user)
    use = use_now(assignment_id, today())
    if use is None:
        raise Http404
    check_can_compare(request.user, use.assignment.program, use.assignment.site)
    if use.version.source != MeasureSource.COMPUTED:
        raise Http404
    form = SubmittedForm(
        request.POST or None,
        request.FILES or None,
        version=use.version,
        first_month=the_agency().year_first_month,
    )
    kept = None
    if request.method == "POST":
        kept = sent(
            form,
            lambda: keep_submitted(
                use.assignment, use.version, form.submitted, upload=form.upload, actor=staff_of(request.user)
            ),
            beside=BESIDE,
        )
    if kept is not None:
        messages.success(request, _("The figure is kept. Here is what we count for the same days."))
        return redirect("submitted_figure", kept.pk)
    return render(request, "reports/submitted_form.html", {"form": form, "use": use}, status=status_of(form))


def submitted_figure(request: HttpRequest, figure_id: int) -> HttpResponse:
    """The two figures, the people between them, and the explanation, which is written here."""
    use, figure = _figure(request, figure_id)
    staff = staff_of(request.user)
    may_write = can_compare(staff, figure.program, figure.site)
    if request.method == "POST":
        check_can_compare(staff, figure.program, figure.site)
    page = compared_page(use, figure, staff, number=request.GET.get("page", "1"))
    if page is None:
        raise Http404
    form = ExplanationForm(request.POST or None)
    ours = page.ours
    if (
        request.method == "POST"
        and ours is not None
        and succeeds(
            form, lambda: explain_difference(figure, form.cleaned_data["text"], ours, actor=staff), beside=BESIDE
        )
    ):
        messages.success(request, _("The explanation stays with the figure."))
        return redirect("submitted_figure", figure.pk)
    days = figure.starts_on, figure.ends_on
    note_looking(use.assignment, days=days, which="handed_in", people=page.page.paginator.count, actor=staff)
    context = {"page": page, "form": form, "may_write": may_write}
    return render(request, "reports/submitted_figure.html", context, status=status_of(form))


def submitted_correct(request: HttpRequest, figure_id: int) -> HttpResponse:
    use, figure = _figure(request, figure_id)
    check_can_compare(request.user, figure.program, figure.site)
    form = SubmittedCorrectionForm(
        request.POST or None,
        request.FILES or None,
        version=use.version,
        first_month=the_agency().year_first_month,
        figure=figure,
    )
    kept = None
    if request.method == "POST":
        kept = sent(
            form,
            lambda: keep_submitted(
                use.assignment,
                use.version,
                form.submitted,
                why=form.cleaned_data["why"],
                upload=form.upload,
                replaces=figure,
                actor=staff_of(request.user),
            ),
            beside=BESIDE,
        )
    if kept is not None:
        messages.success(request, _("The figure is corrected; the earlier one stays to be seen."))
        return redirect("submitted_figure", kept.pk)
    context = {"form": form, "use": use, "figure": figure}
    return render(request, "reports/submitted_form.html", context, status=status_of(form))


def _figure(request: HttpRequest, figure_id: int) -> tuple[Use, SubmittedFigure]:
    """The version of it that counts, for somebody inside its place."""
    check_can_see_results(request.user)
    figure = newest_of(get_object_or_404(SubmittedFigure, pk=figure_id))
    use = use_of(figure)
    if use is None:
        raise Http404
    check_can_see_people_behind(staff_of(request.user), use.assignment)
    return use, figure

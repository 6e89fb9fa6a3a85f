"""The pages of imports: bring a file, see what it would change, decide, write."""

from __future__ import annotations

from io import BytesIO, StringIO
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lineofsight.apps.agency.models import ImportRun, StaffMember, Standing
from lineofsight.apps.agency.permissions import check_can_import
from lineofsight.packs.rows import Weight
from lineofsight.packs.workbook import EXAMPLES, write_example, write_template
from lineofsight.problems import Problem

from . import selectors, services
from .folder import folder_of
from .near_names import Answer
from .staging import OF_ROWS
from .tasks import read_import, write_import
from .uploads import keep_upload, kind_of

State = ImportRun.State
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 20
EXAMPLES_SHOWN = 5  # of rows that cannot be read and of values set aside; the list has all of them
PROBLEMS_A_PAGE = 25  # each is a paragraph on a phone


def _me(request: HttpRequest) -> StaffMember:
    check_can_import(request.user)
    return cast(StaffMember, request.user)


def _run(run_id: int) -> ImportRun:
    """A run as it stands once what was interrupted is mended: one that waits has its staged rows."""
    services.mend_interrupted_runs()
    return get_object_or_404(selectors.runs(), pk=run_id)


def _ready_run(run_id: int) -> ImportRun:
    """A run whose staged rows can be looked at."""
    run = _run(run_id)
    if run.state != State.READY:
        raise Http404
    return run


def _run_with_problems(run_id: int) -> tuple[ImportRun, tuple[Weight, ...]]:
    """A run whose problems can be listed, and which of them."""
    run = _run(run_id)
    weights = selectors.weights_told(run)
    if not weights:
        raise Http404
    return run, weights


@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    staff = _me(request)
    services.mend_interrupted_runs()
    runs = Paginator(selectors.runs(), SHOWN).get_page(request.GET.get("page"))
    told, untold = selectors.told_sources(staff)
    return render(
        request,
        "imports/imports.html",
        {
            "page": runs,
            "runs": selectors.told_runs(list(runs), staff),
            "sources": [(source, selectors.day_in_words(source.last_made_at)) for source in told],
            "untold_sources": untold,
            "examples": EXAMPLES,
        },
    )


@require_POST
def import_new(request: HttpRequest) -> HttpResponse:
    staff = _me(request)
    files = request.FILES.getlist("files")
    try:
        names = [file.name or "" for file in files]
        kind = kind_of(names)
    except Problem as problem:
        messages.error(request, str(problem))
        return redirect("imports")
    title = names[0] if len(names) == 1 else _("%(count)s CSV files") % {"count": len(names)}
    run = services.begin_run(kind, title, actor=staff)
    try:
        kept = keep_upload(files, folder_of(run.pk))
    except OSError:
        services.stop_run(run, actor=staff)
        raise
    read_import.enqueue(run.pk, kept)
    return redirect("import_run", run.pk)


@require_GET
def import_run(request: HttpRequest, run_id: int) -> HttpResponse:
    staff = _me(request)
    run = _run(run_id)
    discretion = selectors.discretion_of(run, staff)
    told = selectors.weights_told(run) if run.state == State.WRITTEN else ()
    page: dict[str, object] = {
        "run": run,
        "told": selectors.told_run(run, staff),
        "discretion": discretion,
        "lists_left_out": bool(told),
        "values_left_out": discretion.shown_problems(*({Weight.VALUE} & {*told})),
        "is_busy": run.state in (State.READING, State.WRITING),
        "not_read": discretion.shown_left_out(*OF_ROWS),
    }
    if run.state == State.READY:
        preview = _preview(run, staff, discretion)
        services.note_opening(run, rows=_rows_in(preview), actor=staff)
        page |= preview
    if not page["is_busy"]:
        page |= _figures(run, discretion)
    return render(request, "imports/run.html", page)


def _preview(run: ImportRun, staff: StaffMember, discretion: selectors.Discretion) -> dict[str, object]:
    return {
        "unreadable": selectors.problems(run, discretion, Weight.ROW, limit=EXAMPLES_SHOWN),
        "follows": discretion.shown_left_out(Weight.FOLLOWS),
        "set_aside": selectors.problems(run, discretion, Weight.VALUE, limit=EXAMPLES_SHOWN),
        "values": discretion.shown_problems(Weight.VALUE),
        "notes": selectors.kinds_of_notes(run, discretion),
        "changes": selectors.changed_fields(run, staff, discretion, limit=5)[:SHOWN],
        "near": selectors.names_nearly_here(run),
        "left": services.things_left(run, discretion),
        "kept_until": services.kept_until(run),
        "examples": selectors.new_rows(run, discretion, limit=3),
        "new_staff": discretion.shown_counts.get("staff", {}).get("new", 0),
    }


def _rows_in(preview: dict[str, Any]) -> int:
    """How many rows a preview speaks of one by one; several changed fields are one row."""
    changed = {(change.target, change.id) for change in preview["changes"]}
    return len(changed) + sum(len(preview[part]) for part in ("unreadable", "set_aside", "notes", "examples"))


def _figures(run: ImportRun, discretion: selectors.Discretion) -> dict[str, object]:
    shown = {count: discretion.shown(count) for count in ("new", "changed", "same", "vanished")}
    identity = run.summary.get("identity", {})
    titles = selectors.table_titles()
    not_read = discretion.shown_left_out(*OF_ROWS)
    return {
        **shown,
        "nothing_shown_changes": not (shown["new"] or shown["changed"] or shown["vanished"] or not_read),
        "made_on": selectors.day_in_words(identity.get("made_at")),
        "covers_from": selectors.day_in_words(identity.get("covers_from")),
        "covers_to": selectors.day_in_words(identity.get("covers_to")),
        "tables": [(titles[name], counts) for name, counts in discretion.shown_counts.items()],
    }


@require_POST
def import_decide(request: HttpRequest, run_id: int) -> HttpResponse:
    staff = _me(request)
    run = _run(run_id)
    wish = request.POST.get("wish")
    if wish == "throw_away":
        services.stop_run(run, actor=staff)
        messages.info(request, _("Thrown away. Nothing was written."))
        return redirect("imports")
    if run.state != State.READY:
        return redirect("import_run", run.pk)
    vanished = request.POST.get("vanished")
    if vanished == "each":
        return redirect("import_vanished", run.pk)
    services.decide(
        run,
        vanished=vanished if vanished in ImportRun.Vanished.values else None,
        leave_out_unreadable=request.POST.get("unreadable") == "leave_out",
        near=_said_of_near_names(request, run),
        actor=staff,
    )
    left = services.things_left(run)
    if left:
        messages.warning(request, _("Not yet: %(left)s.") % {"left": "; ".join(left)})
        return redirect("import_run", run.pk)
    services.begin_writing(run, actor=staff)
    write_import.enqueue(run.pk, staff.pk)
    return redirect("import_run", run.pk)


def _said_of_near_names(request: HttpRequest, run: ImportRun) -> dict[tuple[str, int], Answer]:
    asked = [(each.target, each.n) for each in selectors.names_nearly_here(run)]
    said = {(target, n): request.POST.get(f"near-{target}-{n}", "") for target, n in asked}
    return {row: Answer(answer) for row, answer in said.items() if answer in Answer.__members__.values()}


def import_vanished(request: HttpRequest, run_id: int) -> HttpResponse:
    """Each vanished row with its own decision, a page at a time; those that are not shown are decided together."""
    staff = _me(request)
    run = _ready_run(run_id)
    discretion = selectors.discretion_of(run, staff)
    page = Paginator(range(discretion.shown("vanished")), 50).get_page(request.GET.get("page"))
    rows = selectors.vanished_rows(run, staff, discretion, limit=50, offset=max(page.start_index() - 1, 0))
    if request.method == "POST":
        hidden = selectors.hidden_vanished(run, discretion)
        wanted = {(row.target, row.id): request.POST.get(f"{row.target}-{row.id}", "") for row in rows}
        wanted |= dict.fromkeys(hidden, request.POST.get("hidden", ""))
        choices = {Standing.NO_LONGER_IN_SOURCE.value, Standing.WITHDRAWN.value}
        chosen = {row: standing for row, standing in wanted.items() if standing in choices}
        services.decide(run, each=chosen, actor=staff)
        if page.has_next():
            return redirect(f"{request.path}?page={page.next_page_number()}")
        return redirect("import_run", run.pk)
    services.note_opening(run, rows=len(rows), actor=staff)
    told = selectors.told_run(run, staff)
    shown = {"run": run, "told": told, "rows": rows, "page": page, "discretion": discretion}
    return render(request, "imports/vanished.html", shown)


@require_GET
def import_problems(request: HttpRequest, run_id: int) -> HttpResponse:
    staff = _me(request)
    run, weights = _run_with_problems(run_id)
    discretion = selectors.discretion_of(run, staff)
    code = request.GET.get("code", "")
    number = selectors.count_of_kind(run, discretion, code) if code else discretion.shown_problems(*weights)
    page = Paginator(range(number), PROBLEMS_A_PAGE).get_page(request.GET.get("page"))
    start = max(page.start_index() - 1, 0)
    found = selectors.problems(run, discretion, code=code, limit=PROBLEMS_A_PAGE, offset=start)
    services.note_opening(run, rows=len(found), actor=staff)
    return render(
        request,
        "imports/problems.html",
        {
            "run": run,
            "told": selectors.told_run(run, staff),
            "found": found,
            "page": page,
            "discretion": discretion,
            "code": code,
            "not_read": discretion.shown_left_out(*OF_ROWS),
            "set_aside": discretion.shown_problems(*({Weight.VALUE} & {*weights})),
        },
    )


@require_GET
def import_problems_csv(request: HttpRequest, run_id: int) -> HttpResponse:
    """Every problem as a file for the person who mends the source."""
    staff = _me(request)
    run, _weights = _run_with_problems(run_id)
    written = StringIO()
    rows = selectors.write_problems(run, written, selectors.discretion_of(run, staff))
    services.note_saving(run, rows=rows, actor=staff)
    return HttpResponse(
        written.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="import-{run_id}-problems.csv"'},
    )


@require_GET
def import_template(request: HttpRequest) -> HttpResponse:
    _me(request)
    written = BytesIO()
    write_template(written)
    return _sheet(written, "line-of-sight-template.xlsx")


@require_GET
def import_example(request: HttpRequest, name: str) -> HttpResponse:
    _me(request)
    if name not in EXAMPLES:
        raise Http404
    written = BytesIO()
    write_example(name, written)
    return _sheet(written, f"line-of-sight-example-{name}.xlsx")


def _sheet(written: BytesIO, name: str) -> HttpResponse:
    return HttpResponse(
        written.getvalue(),
        content_type=SHEET,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )

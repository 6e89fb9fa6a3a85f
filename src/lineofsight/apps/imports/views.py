"""The pages of imports: bring a file, see what it would change, decide, write."""

from __future__ import annotations

from io import BytesIO, StringIO
from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lineofsight.apps.agency.models import ImportRun, Source, StaffMember, Standing
from lineofsight.apps.agency.permissions import check_can_import
from lineofsight.packs.rows import Weight
from lineofsight.packs.workbook import EXAMPLES, write_example, write_template
from lineofsight.problems import Problem

from . import selectors, services
from .folder import folder_of
from .tasks import read_import, write_import
from .uploads import keep_upload, kind_of

State = ImportRun.State
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 20


def _me(request: HttpRequest) -> StaffMember:
    check_can_import(request.user)
    return cast(StaffMember, request.user)


def _ready_run(run_id: int) -> ImportRun:
    """A run whose staged rows can be looked at."""
    run = get_object_or_404(ImportRun, pk=run_id)
    if run.state != State.READY:
        raise Http404
    return run


@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    _me(request)
    services.mend_interrupted_runs()
    sources = [(source, selectors.day_in_words(source.last_made_at)) for source in Source.objects.all()]
    runs = Paginator(selectors.runs(), SHOWN).get_page(request.GET.get("page"))
    return render(
        request,
        "imports/imports.html",
        {"runs": runs, "sources": sources, "examples": EXAMPLES},
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
    _me(request)
    services.mend_interrupted_runs()
    run = get_object_or_404(selectors.runs(), pk=run_id)
    problems = run.summary.get("problems", {})
    page: dict[str, object] = {
        "run": run,
        "is_busy": run.state in (State.READING, State.WRITING),
        "problems": problems,
        "not_read": problems.get(Weight.ROW, 0) + problems.get(Weight.FOLLOWS, 0),
    }
    if run.state == State.READY:
        page |= {
            "unreadable": selectors.problems(run, Weight.ROW, limit=SHOWN),
            "set_aside": selectors.problems(run, Weight.VALUE, limit=SHOWN),
            "notes": selectors.problems(run, Weight.NOTE, limit=SHOWN),
            "changes": selectors.changed_fields(run, limit=5)[:SHOWN],
            "left": services.things_left(run),
            "kept_until": services.kept_until(run),
            "examples": selectors.new_rows(run, limit=3),
            "new_staff": run.counts.get("staff", {}).get("new", 0),
        }
    if run.counts:
        totals = {count: selectors.total(run, count) for count in ("new", "changed", "same", "vanished")}
        identity = run.summary.get("identity", {})
        page |= totals | {
            "nothing_changes": not (totals["new"] or totals["changed"] or totals["vanished"] or page["not_read"]),
            "made_on": selectors.day_in_words(identity.get("made_at")),
            "covers_from": selectors.day_in_words(identity.get("covers_from")),
            "covers_to": selectors.day_in_words(identity.get("covers_to")),
        }
        page["tables"] = [(selectors.table_title(name), counts) for name, counts in run.counts.items()]
    return render(request, "imports/run.html", page)


@require_POST
def import_decide(request: HttpRequest, run_id: int) -> HttpResponse:
    staff = _me(request)
    run = get_object_or_404(ImportRun, pk=run_id)
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
    )
    left = services.things_left(run)
    if left:
        messages.warning(request, _("Not yet: %(left)s.") % {"left": "; ".join(left)})
        return redirect("import_run", run.pk)
    services.begin_writing(run)
    write_import.enqueue(run.pk, staff.pk)
    return redirect("import_run", run.pk)


def import_vanished(request: HttpRequest, run_id: int) -> HttpResponse:
    """Each vanished row with its own decision; a page at a time."""
    _me(request)
    run = _ready_run(run_id)
    total = selectors.total(run, "vanished")
    page = Paginator(range(total), 50).get_page(request.GET.get("page"))
    rows = selectors.vanished_rows(run, limit=50, offset=max(page.start_index() - 1, 0))
    if request.method == "POST":
        wanted = {(row.target, row.id): request.POST.get(f"{row.target}-{row.id}", "") for row in rows}
        choices = {Standing.NO_LONGER_IN_SOURCE.value, Standing.WITHDRAWN.value}
        services.decide(run, each={row: standing for row, standing in wanted.items() if standing in choices})
        if page.has_next():
            return redirect(f"{request.path}?page={page.next_page_number()}")
        return redirect("import_run", run.pk)
    return render(request, "imports/vanished.html", {"run": run, "rows": rows, "page": page})


@require_GET
def import_problems(request: HttpRequest, run_id: int) -> HttpResponse:
    _me(request)
    run = _ready_run(run_id)
    page = Paginator(range(sum(run.summary["problems"].values())), 100).get_page(request.GET.get("page"))
    found = selectors.problems(run, limit=100, offset=max(page.start_index() - 1, 0))
    problems = run.summary["problems"]
    return render(
        request,
        "imports/problems.html",
        {
            "run": run,
            "found": found,
            "page": page,
            "not_read": problems.get(Weight.ROW, 0) + problems.get(Weight.FOLLOWS, 0),
            "set_aside": problems.get(Weight.VALUE, 0),
        },
    )


@require_GET
def import_problems_csv(request: HttpRequest, run_id: int) -> HttpResponse:
    """Every problem as a file for the person who mends the source."""
    _me(request)
    run = _ready_run(run_id)
    written = StringIO()
    selectors.write_problems(run, written)
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

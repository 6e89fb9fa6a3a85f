"""`lineofsight import hmis PATH`, `lineofsight import workbook PATH` and `lineofsight template PATH`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lineofsight.problems import Problem

from .installation import add_home_option, check_ready, existing_home, start_django

if TYPE_CHECKING:
    from lineofsight.apps.agency.models import ImportRun
    from lineofsight.apps.imports.near_names import Answer
    from lineofsight.apps.imports.selectors.problems import StagedProblem

SHOWN = 20


def add_to(verbs: Any) -> None:
    importing = verbs.add_parser(
        "import",
        help="bring records from an HMIS export or a workbook",
        description="Shows what would change, asks, and then writes everything or nothing.",
    )
    kinds = importing.add_subparsers(title="kinds", metavar="KIND", required=True)
    for kind, path_help in (
        ("hmis", "a folder or zip of HUD HMIS CSV files"),
        ("workbook", "a filled template workbook (.xlsx)"),
    ):
        parser = kinds.add_parser(kind, help=path_help)
        parser.add_argument("path", metavar="PATH", help=path_help)
        parser.add_argument("--yes", action="store_true", help="write without asking")
        parser.add_argument("--preview", action="store_true", help="show what would change and write nothing")
        parser.add_argument(
            "--leave-out-unreadable", action="store_true", help="write all but the rows that cannot be read"
        )
        parser.add_argument(
            "--vanished",
            choices=["keep", "withdraw"],
            help="rows here that the source no longer has: keep them, marked, or take them out of the figures",
        )
        parser.add_argument(
            "--near-names",
            choices=["same", "new"],
            help="programs and sites that would be new and are nearly one that is known: the same, or really new ones",
        )
        parser.add_argument("--problems", metavar="FILE", help="save every problem to this CSV file")
        add_home_option(parser)
        parser.set_defaults(run=run_import, kind=kind)
    template = verbs.add_parser("template", help="write the empty template workbook")
    template.add_argument("path", metavar="PATH", help="where to write it (.xlsx)")
    template.set_defaults(run=run_template)


def run_template(arguments: argparse.Namespace) -> int:
    from lineofsight.packs.workbook import write_template

    write_template(Path(arguments.path))
    print(f"Written: {arguments.path}")
    return 0


def run_import(arguments: argparse.Namespace) -> int:
    path = Path(arguments.path).expanduser().resolve()
    if not path.exists():
        raise Problem("I030", f"There is nothing at {path}.", "Name the folder, zip or workbook to import.")
    existing_home(arguments.home)
    start_django()
    check_ready()
    from lineofsight.apps.agency.models import ImportRun
    from lineofsight.apps.agency.permissions import COMMAND_LINE
    from lineofsight.apps.imports import services

    run = services.begin_run(arguments.kind, path.name, actor=COMMAND_LINE)
    services.read_run(run, path, report=_show_progress)
    _end_progress()
    if run.state == ImportRun.State.REFUSED:
        raise Problem("I031", run.refusal, "Nothing was written.")
    services.decide(
        run,
        vanished=arguments.vanished,
        leave_out_unreadable=arguments.leave_out_unreadable,
        near=_said_of_near_names(run, arguments.near_names),
        actor=COMMAND_LINE,
    )
    _show_preview(run, arguments.problems)
    left = services.things_left(run)
    would_write = not (left or arguments.preview)
    nobody_to_ask = would_write and not (arguments.yes or sys.stdin.isatty())
    wish = ("y" if arguments.yes else _ask()) if would_write and not nobody_to_ask else ""
    if wish != "y":
        services.stop_run(run, actor=COMMAND_LINE)
        if left:
            raise Problem(
                "I032",
                f"Nothing was written. Left to decide: {'; '.join(left)}.",
                "Add --near-names same|new, --leave-out-unreadable or --vanished keep|withdraw, and import again.",
            )
        if nobody_to_ask:
            raise Problem(
                "I033",
                "Nothing was written: there is no terminal to ask on.",
                "Add --yes to write without asking, or --preview to look only.",
            )
        print("Nothing was written.")
        return 0
    services.write_run(run, actor=COMMAND_LINE)
    print("Written.")
    return 0


def _said_of_near_names(run: ImportRun, answer: str | None) -> dict[tuple[str, int], Answer]:
    """One answer for all of them; a page asks of each."""
    from lineofsight.apps.imports import selectors
    from lineofsight.apps.imports.near_names import Answer

    if answer is None:
        return {}
    return {(each.target, each.n): Answer(answer) for each in selectors.names_nearly_here(run)}


def _ask() -> str:
    return input("Write this? [y/N] ").strip().lower()


def _show_preview(run: ImportRun, problems_file: str | None) -> None:
    from lineofsight.apps.imports import selectors
    from lineofsight.packs.rows import Weight

    everything = selectors.discretion_of(run, None)
    identity, titles = run.summary["identity"], selectors.table_titles()
    print(f"From {identity['title']}, {identity['layout']}, made {identity['made_at']}.")
    print(f"{'':22}{'rows':>10}{'new':>10}{'changed':>10}{'same':>10}{'vanished':>10}")
    for name, counts in run.counts.items():
        figures = "".join(f"{counts[each]:>10,}" for each in ("rows", "new", "changed", "same", "vanished"))
        print(f"{titles[name]:22}{figures}")
    for weight, title in (
        (Weight.ROW, "Rows that cannot be read"),
        (Weight.FOLLOWS, "Rows that belong to them"),
        (Weight.VALUE, "Values set aside"),
    ):
        total = run.summary["problems"].get(weight.value, 0)
        if total:
            rows = run.summary["left_out"].get(weight.value, total)
            print(f"{title}: {rows:,}")
            for problem in selectors.problems(run, everything, weight, limit=SHOWN):
                print(f"  {_in_a_line(problem)}")
            if total > SHOWN:
                print(f"  and {total - SHOWN:,} more; --problems FILE saves them all")
    for near in selectors.names_nearly_here(run):
        print(f"{titles[near.target]}: “{near.name}” would be new. Did you mean “{near.like}”?")
    for number, kind in enumerate(selectors.kinds_of_notes(run, everything)):
        if number == 0:
            print("Good to know:")
        more = f" ({kind.number:,} of this kind)" if kind.number > 1 else ""
        print(f"  {_in_a_line(kind.first)}{more}")
    if problems_file:
        with open(problems_file, "w", encoding="utf-8", newline="") as file:
            selectors.write_problems(run, file, everything)
        print(f"Every problem is in {problems_file}.")


def _in_a_line(problem: StagedProblem) -> str:
    where = f"{problem.file} line {problem.line}" if problem.line else problem.file
    value = f" “{problem.value}”" if problem.value else ""
    return f"{where} {problem.column}{value}: {problem.reason}"


def _show_progress(run: ImportRun) -> None:
    if sys.stderr.isatty():
        progress = run.progress
        text = (
            f"comparing {progress['comparing']}"
            if "comparing" in progress
            else (
                f"{progress.get('file', '')}: {progress.get('lines_read', 0):,} of {progress.get('total_lines', 0):,}"
            )
        )
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def _end_progress() -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)

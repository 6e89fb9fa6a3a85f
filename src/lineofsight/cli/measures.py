"""`lineofsight measures export` and `lineofsight measures import`: the definitions of the library as YAML."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from lineofsight.problems import Problem, counted

from .installation import add_home_option, check_ready, existing_home, start_django


def add_to(verbs: Any) -> None:
    parser = verbs.add_parser(
        "measures",
        help="definitions of measures as YAML files, out and in",
        description="Definitions of measures as YAML files, in the format of packs.",
    )
    kinds = parser.add_subparsers(title="directions", metavar="DIRECTION", required=True)
    out = kinds.add_parser("export", help="write definitions to a file, or to the screen")
    out.add_argument("keys", metavar="MEASURE", nargs="*", help="ids of measures; none: all of them")
    out.add_argument("--to", metavar="FILE", help="where to write; the screen without it")
    add_home_option(out)
    out.set_defaults(run=export)
    bring = kinds.add_parser(
        "import",
        help="bring definitions from a file, as drafts",
        description="Shows what is new, changed, the same or refused, asks, and writes drafts. Publishes nothing.",
    )
    bring.add_argument("path", metavar="FILE", help="YAML documents")
    bring.add_argument("--as", metavar="SIGN_IN_NAME", dest="sign_in_name", required=True, help="whose drafts they are")
    bring.add_argument("--yes", action="store_true", help="write without asking")
    add_home_option(bring)
    bring.set_defaults(run=bring_in)


def export(arguments: argparse.Namespace) -> int:
    _start(arguments)
    from lineofsight.apps.framework.models import Measure
    from lineofsight.apps.framework.selectors.brought import kept_documents
    from lineofsight.packs.documents import write_documents

    chosen = list(Measure.objects.filter(key__in=arguments.keys)) if arguments.keys else None
    unknown = sorted(set(arguments.keys) - {each.key for each in chosen or ()})
    if unknown:
        raise Problem("S141", f"The library has no measure {unknown[0]}.", "Without ids all of them are written.")
    documents = kept_documents(chosen)
    text = write_documents(documents)
    if not arguments.to:
        print(text, end="")
        return 0
    Path(arguments.to).expanduser().write_text(text, encoding="utf-8")
    print(f"Written: {counted(len(documents), 'measure', 'measures')} to {arguments.to}")
    return 0


def bring_in(arguments: argparse.Namespace) -> int:
    path = Path(arguments.path).expanduser()
    if not path.is_file():
        raise Problem("S142", f"There is no file at {path}.", "Name a file of YAML documents.")
    _start(arguments)
    from lineofsight.apps.agency.models import StaffMember
    from lineofsight.apps.framework.selectors.brought import Plan, preview_of
    from lineofsight.apps.framework.services.bringing import bring_measures
    from lineofsight.packs.documents import read_documents, text_of_file

    actor = StaffMember.objects.filter(sign_in_name=arguments.sign_in_name, is_active=True).first()
    if actor is None:
        raise Problem("S143", f"Nobody signs in as {arguments.sign_in_name}.", "Name a performance lead or a director.")
    documents = read_documents(text_of_file(path.read_bytes()))
    preview = preview_of(documents)
    for each in preview.measures:
        print(f"{each.plan.value:8} line {each.line:<5} {each.key or '?':40} {each.title}")
        for wrong in each.wrong:
            print(f"{'':8} line {wrong.line}: {wrong.sentence}")
    if not preview.written:
        print("Nothing to write.")
        return 0 if not preview.of(Plan.REFUSED) else 2
    if not (arguments.yes or sys.stdin.isatty()):
        raise Problem("S144", "Nothing was written: there is no terminal to ask on.", "Add --yes to write the drafts.")
    number = counted(len(preview.written), "draft", "drafts")
    if not arguments.yes and input(f"Write {number}? [y/N] ").strip().lower() != "y":
        print("Nothing was written.")
        return 0
    bring_measures(documents, seen=preview.fingerprint, actor=actor)
    print(f"Written: {number}. Nothing is published.")
    return 0


def _start(arguments: argparse.Namespace) -> None:
    existing_home(arguments.home)
    start_django()
    check_ready()

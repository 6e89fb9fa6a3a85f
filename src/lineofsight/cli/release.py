"""`lineofsight release`: release the figures of closed periods to people outside, and check the ledger of releases.

The server does this by itself once a day. By hand it is for an installation that no server runs, and to see what is
withheld and why something is not released.
"""

from __future__ import annotations

import argparse
import time
from typing import Any

from lineofsight.problems import Problem, counted

from .installation import add_home_option, check_ready, existing_home, start_django


def add_to(verbs: Any) -> None:
    parser = verbs.add_parser(
        "release",
        help="release figures of closed periods to people outside",
        description="Release the figures of every period that closed long enough ago (settings.toml, "
        "release_after_days) to people outside: the board, and staff beyond their own program. Few people are "
        "withheld. What is released already stays as it is. The server does this by itself once a day.",
    )
    parser.add_argument(
        "--verify",
        action="store_true",
        help="release nothing; check that every release is as the ledger says, and try to recover what is withheld",
    )
    parser.add_argument(
        "--digest",
        default="",
        help="with --verify: a digest kept elsewhere, which must still be one of the ledger's",
    )
    add_home_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    existing_home(arguments.home)
    start_django()
    check_ready()
    if arguments.digest and not arguments.verify:
        raise Problem("S133", "A digest was given, and nothing to check.", "Write --verify beside it.")
    return verify(arguments.digest.strip().lower()) if arguments.verify else release()


def release() -> int:
    from lineofsight.apps.figures.releasing import release_what_is_due
    from lineofsight.apps.figures.selectors.ledger import last_digest

    began = time.monotonic()
    found = release_what_is_due()
    done = found.done
    seconds = time.monotonic() - began
    print(
        f"Released: {counted(done.released, 'table', 'tables')}, and {done.restated:,} corrected, in {seconds:.1f} s. "
        f"{counted(done.shown, 'figure is', 'figures are')} shown, {done.withheld:,} withheld."
    )
    written = done.released + done.restated
    if written:
        print(
            f"Audited: {counted(written, 'table', 'tables')}, {done.withheld:,} hidden, nothing recoverable. "
            f"{done.closed_by_audit:,} of them are hidden because the audit could have recovered others."
        )
    for each in done.refused:
        print(f"Not released: measure in use {each.assignment.pk}, {each.starts_on} to {each.ends_on}. {each.why}")
    for title, why in found.uncounted.items():
        print(f"Not counted yet: {title}. {why}")
    print(f"Keep this elsewhere, to check the ledger with: {last_digest()}")
    return 0


def verify(kept: str = "") -> int:
    """Check every line. kept: a digest written down elsewhere; without one, lines cut from the end are not noticed."""
    from lineofsight.apps.figures.models import LedgerLine
    from lineofsight.apps.figures.selectors.ledger import broken_lines, last_digest

    broken = broken_lines()
    if broken:
        first = broken[0]
        where = f"Line {first.line} of the ledger of releases" if first.line else f"Release {first.release}"
        raise Problem(
            "S131",
            f"{where} does not fit: {first.reason}",
            "Keep this database as it is, and compare it with the last backup.",
        )
    if kept and not LedgerLine.objects.filter(digest=kept).exists():
        raise Problem(
            "S132",
            f"No line of the ledger of releases has the digest {kept}.",
            "Either it was copied wrongly, or the ledger was cut or written anew since. Compare it with a backup of "
            "the day on which the digest was kept.",
        )
    fit = counted(LedgerLine.objects.count(), "line of the ledger fits", "lines of the ledger fit")
    print(f"{fit} what was released. It ends at {last_digest()}.")
    if not kept:
        print("That nothing is missing at its end is sure only with a digest kept elsewhere: --verify --digest DIGEST.")
    return recover()


def recover() -> int:
    """Try to recover what is withheld from all that was ever released."""
    from lineofsight.apps.figures.beside import audit_published
    from lineofsight.apps.figures.selectors.builds import current_build

    build = current_build()
    seen = audit_published(build.catalogue if build is not None else None)
    tables = f"{counted(seen.tables, 'table', 'tables')}, {seen.hidden:,} hidden"
    if seen.recoverable:
        first = "; ".join(seen.recoverable[:3])
        raise Problem(
            "S134",
            f"Audited: {tables}, {len(seen.recoverable):,} recoverable. For instance: {first}.",
            "What was seen cannot be withdrawn. End the measure in that place, so that no more of it is released, and "
            "tell whoever answers for privacy.",
        )
    print(f"Audited: {tables}, nothing recoverable.")
    if build is None:
        print("There are no facts to read definitions with: each measure was compared with itself alone.")
    return 0

"""`lineofsight trail seal` and `lineofsight trail verify`."""

from __future__ import annotations

import argparse
from typing import Any

from lineofsight.problems import Problem, counted

from .installation import add_home_option, check_ready, existing_home, start_django


def add_to(verbs: Any) -> None:
    parser = verbs.add_parser(
        "trail",
        help="seal the trail, or check its seals",
        description="The trail says who did what, and who opened whose file. Seals show whether it was tampered with.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    seal = actions.add_parser("seal", help="seal every entry now (a running server does so each minute)")
    add_home_option(seal)
    seal.set_defaults(run=run_seal)
    verify = actions.add_parser("verify", help="check every seal against the entries")
    add_home_option(verify)
    verify.set_defaults(run=run_verify)


def run_seal(arguments: argparse.Namespace) -> int:
    _open(arguments)
    from lineofsight.apps.agency.models import TrailSeal
    from lineofsight.apps.agency.services.trail import seal_all

    made = seal_all()
    last = TrailSeal.objects.order_by("-id").first()
    print(f"{made:,} {'seal' if made == 1 else 'seals'} made.")
    if last:
        print(f"Keep the last one elsewhere: seal {last.pk}, up to entry {last.last_entry}, {last.digest}")
    return 0


def run_verify(arguments: argparse.Namespace) -> int:
    _open(arguments)
    from lineofsight.apps.agency.models import TrailSeal
    from lineofsight.apps.agency.selectors.seals import verify_seals

    broken = verify_seals()
    if broken:
        raise Problem(
            "S130",
            f"Seal {broken[0].seal} does not fit its entries {broken[0].first_entry} to {broken[0].last_entry}: "
            f"{broken[0].reason}",
            "Keep this database as it is, and compare it with the last backup.",
        )
    seals = TrailSeal.objects.count()
    print(f"{counted(seals, 'seal fits its entries', 'seals fit their entries')}. Nothing was altered or taken away.")
    return 0


def _open(arguments: argparse.Namespace) -> None:
    existing_home(arguments.home)
    start_django()
    check_ready()

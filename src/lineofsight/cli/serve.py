"""`lineofsight serve`: the pages and the work behind them, until Ctrl-C."""

from __future__ import annotations

import argparse
import os
from typing import Any

from .installation import add_home_option, check_ready, existing_home, start_django
from .processes import keep_serving
from .serving import only_server_of


def add_to(verbs: Any) -> None:
    parser = verbs.add_parser(
        "serve",
        help="serve the pages, and work behind them, until Ctrl-C",
        description="Serve the pages of this installation and do the work behind them, until Ctrl-C.",
    )
    add_home_option(parser)
    add_address_options(parser)
    parser.set_defaults(run=run)


def add_address_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (default: 8000)")
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        help="the address to listen on (default: 127.0.0.1, this machine alone; a proxy stands in front of it)",
    )


def run(arguments: argparse.Namespace) -> int:
    home = existing_home(arguments.home)
    start_django()
    check_ready()
    with only_server_of(home, f"http://{arguments.host}:{arguments.port}"):
        return serve_here(arguments.host, arguments.port)


def serve_here(host: str, port: int) -> int:
    """Serve the installation Django was started for. Raises S110-S112 when the port cannot be had."""
    from django.conf import settings
    from django.db import connection

    one_writer = connection.vendor == "sqlite"
    connection.close()
    here = f"http://{host}:{port}"
    address = settings.CHOSEN.get("address") or here
    os.environ["LINEOFSIGHT_ADDRESS"] = address
    workers = 1 if one_writer else min(4, os.cpu_count() or 1)

    def say_ready() -> None:
        print(f"Line of Sight is at {address}/  (Ctrl-C stops it)", flush=True)

    return keep_serving(host, port, workers=workers, when_ready=say_ready)

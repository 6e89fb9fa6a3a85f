"""System checks that speak of the database as it is. They run with every migration and at every start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.db import connections

from lineofsight.commands import command_here

from .triggers import missing_triggers


def check_triggers(databases: Sequence[str] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """agency.E001: the triggers that keep history and guard the trail are all there."""
    found: list[checks.CheckMessage] = []
    for alias in databases or []:
        missing = missing_triggers(connections[alias])
        if missing:
            found.append(
                checks.Error(
                    f"Database triggers are missing: {len(missing)}, the first is {missing[0]}.",
                    hint=f"Run: {command_here('migrate')}",
                    id="agency.E001",
                )
            )
    return found


def register_checks() -> None:
    checks.register(check_triggers, checks.Tags.database)

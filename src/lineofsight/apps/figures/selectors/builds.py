"""Which facts there are, and whether they are those of now. Opens no file of facts and loads no Arrow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from lineofsight import __version__
from lineofsight.apps.agency.clock import today
from lineofsight.warehouse import builds

from ..models import Build, ChangeMark
from ..triggers import newest_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """What a page says of its figures. made_at: None before the first build. refusal: why they are not newer."""

    made_at: datetime | None
    is_behind: bool
    refusal: str


def builds_folder() -> Path:
    """Where the builds of this installation are kept."""
    return Path(settings.HOME) / "builds"


def current_build() -> builds.Build | None:
    """The facts to count in now; None before the first build. No query."""
    return builds.open_current(builds_folder())


def kept_build(name: str) -> builds.Build:
    """The build of this name, to count a figure again. Raises W107 when it is not kept any more. No query."""
    return builds.open_build(builds_folder() / Path(name).name)


def needs_build() -> bool:
    """Is there something that the facts do not hold yet? At most three queries.

    After a refusal only once something has changed, or on another day, or with another version of the program.
    """
    if ChangeMark.objects.filter(is_taken=False).exists():
        return True
    last = Build.objects.first()
    if last is None or (last.as_at, last.made_by) != (today(), __version__):
        return True
    if last.newest_ids != newest_ids(connection):
        return True
    if last.state == Build.State.REFUSED:
        return False
    if last.looked_at is None:
        return True
    return last.state != Build.State.MADE or builds.current_name(builds_folder()) != last.name


def freshness() -> Freshness:
    """How fresh the figures of now are. At most four queries."""
    current, last = current_build(), Build.objects.first()
    return Freshness(
        made_at=current.made_at if current else None,
        is_behind=needs_build(),
        refusal=last.refusal if last else "",
    )


def looked_at() -> datetime | None:
    """When the records of the newest build were looked through for faults; None before that. One query."""
    return Build.objects.filter(looked_at__isnull=False).values_list("looked_at", flat=True).first()

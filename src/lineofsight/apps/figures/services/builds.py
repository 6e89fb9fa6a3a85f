"""What is written about builds: their numbers and ends, which changes they hold, lasting codes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import date, timedelta

from django.db import connection, models, transaction

from lineofsight import __version__
from lineofsight.apps.agency.clock import now
from lineofsight.apps.agency.models import Grant, Program, Site
from lineofsight.apps.records.models import ServiceType
from lineofsight.problems import Problem
from lineofsight.warehouse import builds

from ..models import Build, ChangeMark, LastingCode
from ..selectors.builds import builds_folder
from ..triggers import newest_ids

NAMED: dict[str, type[models.Model]] = {
    "program": Program,
    "site": Site,
    "grant": Grant,
    "service_type": ServiceType,
}
KEEP_ENDED = timedelta(days=30)


def begin_build(as_at: date) -> Build:
    """A build with the next number."""
    return Build.objects.create(as_at=as_at, made_by=__version__, began_at=now())


def take_changes(build: Build) -> list[int]:
    """Ids of the marks of every change committed until now: what a snapshot opened after this surely holds."""
    with transaction.atomic():
        ids = list(ChangeMark.objects.values_list("id", flat=True))
        ChangeMark.objects.filter(id__in=ids, is_taken=False).update(is_taken=True)
        build.newest_ids = newest_ids(connection)
        build.save()
    return ids


def finish_build(build: Build, made: builds.Build, *, marks: Collection[int]) -> None:
    """It is the current one; the changes it holds are marked no more."""
    with transaction.atomic():
        _end(build, Build.State.MADE)
        build.name, build.rows = made.name, sum(made.rows.values())
        build.save()
        ChangeMark.objects.filter(id__in=marks).delete()


def refuse_build(build: Build, problem: Problem) -> None:
    """The facts of before stay, and the pages that show them say why."""
    with transaction.atomic():
        _end(build, Build.State.REFUSED)
        build.refusal = str(problem)
        build.save()


def interrupt_build(build: Build, problem: Problem) -> None:
    """As refused, but by something that may pass without a change of the records: it is tried again."""
    build.refusal = str(problem)
    build.save()


def sweep_builds() -> list[str]:
    """Remove builds that were replaced long ago, and what is known of them; their names."""
    removed = builds.sweep(builds_folder(), now=now())
    kept = builds.build_names(builds_folder())
    Build.objects.exclude(name__in=kept).filter(began_at__lt=now() - KEEP_ENDED).exclude(
        pk=Build.objects.values("pk")[:1]
    ).delete()
    return removed


def name_codes() -> None:
    """Give each program, site, grant and service type that has none its lasting code, made of its name of now."""
    known = {(each.table, each.row_id): each.code for each in LastingCode.objects.all()}
    new = []
    for table, model in NAMED.items():
        taken = {code for (of, _row), code in known.items() if of == table}
        for row_id, name in model._default_manager.order_by("id").values_list("id", "name"):
            if (table, row_id) not in known:
                code = free_code(str(name), taken) or free_code(f"{table} {row_id}", taken)
                taken.add(code)
                new.append(LastingCode(table=table, row_id=row_id, code=code))
    if new:
        LastingCode.objects.bulk_create(new, batch_size=300)


def free_code(name: str, taken: Collection[str]) -> str:
    """A code made of a name, other than those taken; empty when nothing of the name can stand in a code.

    >>> free_code("Coordinator’s talk", {"coordinators_talk"})
    'coordinators_talk_2'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    code = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60].rstrip("_")
    if not code or code not in taken:
        return code
    number = 2
    while f"{code}_{number}" in taken:
        number += 1
    return f"{code}_{number}"


def _end(build: Build, state: Build.State) -> None:
    build.state = state
    build.seconds = (now() - build.began_at).total_seconds()

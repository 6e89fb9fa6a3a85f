"""Imports as work in the background, so that nobody waits with a page."""

from __future__ import annotations

from contextlib import suppress
from shutil import rmtree

from django_tasks import task

from lineofsight.apps.agency.models import ImportRun, StaffMember
from lineofsight.problems import Problem

from .folder import folder_of
from .services import read_run, write_run


@task()
def read_import(run_id: int, file_name: str) -> None:
    """Read what was uploaded into the run's folder under `file_name`."""
    uploaded = folder_of(run_id) / file_name
    read_run(ImportRun.objects.get(pk=run_id), uploaded)
    # The staged rows hold all of it; a file full of names need not lie about until somebody decides.
    if uploaded.is_dir():
        rmtree(uploaded, ignore_errors=True)
    else:
        uploaded.unlink(missing_ok=True)


@task()
def write_import(run_id: int, actor_id: int) -> None:
    """Write a decided run. When it cannot be written, the run says why and stays ready."""
    with suppress(Problem):
        write_run(ImportRun.objects.get(pk=run_id), actor=StaffMember.objects.get(pk=actor_id))

"""Whether another import from the same source came between the reading of a run and its writing."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import ImportRun
from lineofsight.problems import Problem


def newest_written(kind: str, key: str) -> int:
    """The id of the last run written from this source; 0 when there is none."""
    written = ImportRun.objects.filter(source__kind=kind, source__key=key, state=ImportRun.State.WRITTEN)
    newest = written.order_by("-id").first()
    return newest.pk if newest else 0


def refuse_overtaken(run: ImportRun) -> None:
    """Raise when this run was compared with records that another import has changed since."""
    identity = run.summary["identity"]
    if newest_written(identity["kind"], identity["key"]) != identity["staged_after"]:
        raise Problem(
            "I005",
            _("Another import from %(source)s was written since this one was read.") % {"source": identity["title"]},
            _("Throw this one away and read the file again."),
        )

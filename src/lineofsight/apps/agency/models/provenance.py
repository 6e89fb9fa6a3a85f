"""Where every row comes from: typed here, or brought by an import from a source that stays its master.

The rule: a row knows its source, its id there, the import that last wrote it, and a hash of what was written, so that
the same file twice changes nothing.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .history import KeptRecord


class Source(models.Model):
    """A system outside: an HMIS, a workbook that lives in a folder. `key` is the same in each of its exports."""

    class Kind(models.TextChoices):
        HMIS = "hmis", _("HMIS export (HUD CSV)")
        WORKBOOK = "workbook", _("Template workbook")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    key = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    last_made_at = models.CharField(max_length=40, blank=True)  # the time the newest imported export says of itself

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="source_once"),
            models.CheckConstraint(condition=Q(kind__in=["hmis", "workbook"]), name="source_kind_known"),
        ]
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title


class ImportRun(models.Model):
    """One import from the first byte to the decision. Counts and decisions stay; the staged rows go when it ends."""

    class State(models.TextChoices):
        READING = "reading", _("Reading")
        READY = "ready", _("Waiting for your decision")
        WRITING = "writing", _("Writing")
        WRITTEN = "written", _("Written")
        REFUSED = "refused", _("Cannot be read")
        STOPPED = "stopped", _("Stopped; nothing was written")

    class Vanished(models.TextChoices):
        """What becomes of rows that are here and no longer in the source."""

        UNDECIDED = "undecided", _("Not decided")
        KEEP = "keep", _("Keep them, marked “no longer in the source”")
        WITHDRAW = "withdraw", _("Take them out of the figures")

    kind = models.CharField(max_length=20, choices=Source.Kind.choices)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="runs")
    file_name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.READING)
    vanished = models.CharField(max_length=12, choices=Vanished.choices, default=Vanished.UNDECIDED)
    leave_out_unreadable = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    progress = models.JSONField(default=dict)  # {"file":…, "lines_read":…, "total_lines":…, "files_read":…, "files":…}
    counts = models.JSONField(default=dict)  # {table: {"rows":…, "new":…, "changed":…, "same":…, "vanished":…}}
    summary = models.JSONField(default=dict)  # what the preview shows beside the counts
    refusal = models.TextField(blank=True)  # why it cannot be read: a sentence
    # What is written of the history ahead of this run has larger ids than this; none when nothing was.
    history_after = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["hmis", "workbook"]), name="import_run_kind_known"),
            models.CheckConstraint(
                condition=Q(state__in=["reading", "ready", "writing", "written", "refused", "stopped"]),
                name="import_run_state_known",
            ),
            models.CheckConstraint(
                condition=Q(vanished__in=["undecided", "keep", "withdraw"]), name="import_run_vanished_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.file_name}"


class Standing(models.TextChoices):
    """Whether a row still stands in its source."""

    CURRENT = "current", _("Current")
    NO_LONGER_IN_SOURCE = "no_longer_in_source", _("No longer in the source")  # still counts
    WITHDRAWN = "withdrawn", _("Taken out of the figures")  # stays in the history, can come back


class SourcedRecord(KeptRecord):
    """A row with its provenance. A row without a source was typed here."""

    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    source_key = models.CharField(max_length=120, blank=True)
    source_hash = models.CharField(max_length=80, blank=True)
    last_import = models.ForeignKey(
        ImportRun, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    standing = models.CharField(max_length=20, choices=Standing.choices, default=Standing.CURRENT)
    kept_aside = models.JSONField(default=dict, blank=True)  # columns nobody knows, as they stood

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_key"],
                condition=Q(source__isnull=False),
                name="%(app_label)s_%(class)s_source_key_once",
            ),
            models.CheckConstraint(
                condition=Q(source__isnull=True, source_key="") | (Q(source__isnull=False) & ~Q(source_key="")),
                name="%(app_label)s_%(class)s_source_has_key",
            ),
            models.CheckConstraint(
                condition=Q(standing__in=[choice.value for choice in Standing]),
                name="%(app_label)s_%(class)s_standing_known",
            ),
        ]


class SourceRow(SourcedRecord):
    """A row of a source that describes programs, not people (inventory, affiliation), kept whole for reports."""

    table = models.CharField(max_length=60)  # the source's own file name, without its ending
    program_key = models.CharField(max_length=120, blank=True)
    answers = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.table} {self.source_key}"

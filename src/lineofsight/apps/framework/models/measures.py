"""The library of measures: what can be counted here, and what each word of its definition meant at which time.

The rules: a published version never changes. The database refuses it (`frozen_once`), so that a figure of last year can
be read with the definition of last year. And nobody's own definition is published before somebody else has looked.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lineofsight.apps.agency.models import KeptRecord
from lineofsight.measures.definition import About, Statistic


class Asks(models.TextChoices):
    """The three questions of Results-Based Accountability (Friedman, 2005)."""

    HOW_MUCH = "how_much", _("How much did we do?")
    HOW_WELL = "how_well", _("How well did we do it?")
    BETTER_OFF = "better_off", _("Is anyone better off?")


class MeasureSource(models.TextChoices):
    COMPUTED = "computed", _("Computed from our records")
    REPORTED = "reported", _("Typed in or brought from elsewhere")


class Measure(KeptRecord):
    """One measure through all its versions. `pack` says where it was adopted from; empty: the agency's own."""

    key = models.SlugField(max_length=80, unique=True)
    pack = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["key"]
        verbose_name = _("measure")

    def __str__(self) -> str:
        return self.key


class MeasureVersion(KeptRecord):
    """A definition as it was published. The columns beside the document are read from it, for lists."""

    frozen_once: ClassVar[str] = "published_at"

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    document = models.JSONField()  # the definition; the YAML of a pack says the same
    title = models.CharField(max_length=200)
    question = models.CharField(max_length=300, blank=True)
    asks = models.CharField(max_length=12, choices=Asks.choices)
    source = models.CharField(max_length=12, choices=MeasureSource.choices)
    statistic = models.CharField(max_length=20)
    direction = models.CharField(max_length=12, blank=True)
    unit = models.CharField(max_length=60, blank=True)  # of the value; empty: people, or a share
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")  # of the draft

    class Meta:
        ordering = ["measure_id", "-number"]
        verbose_name = _("version of a measure")
        constraints = [
            models.UniqueConstraint(fields=["measure", "number"], name="measure_version_once"),
            models.UniqueConstraint(
                fields=["measure"], condition=Q(published_at__isnull=True), name="measure_has_one_draft"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="measure_version_has_title"),
            models.CheckConstraint(
                condition=Q(asks__in=["how_much", "how_well", "better_off"]), name="measure_version_asks_known"
            ),
            models.CheckConstraint(
                condition=Q(source__in=["computed", "reported"]), name="measure_version_source_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_share(self) -> bool:
        """Whether the value is a share of two counts, shown as a percentage."""
        return self.statistic in ("proportion", "share_improved", "share_received")

    @property
    def is_of_a_value(self) -> bool:
        """Whether it is a mean, a median, a sum or a change worked out here, which can rest on fewer people than are
        included. Of what is reported only the counts are known."""
        of_a_value = [each.value for each in Statistic if each.is_of_a_value]
        return self.source == MeasureSource.COMPUTED and self.statistic in (
            *of_a_value,
            Statistic.PAIRED_CHANGE.value,
        )

    @property
    def is_about_community(self) -> bool:
        """Whether its counts are about everybody in a county or a state, and public already."""
        return self.source == MeasureSource.REPORTED and self.document.get("about") == About.COMMUNITY

    @property
    def has_two_counts(self) -> bool:
        """Whether a reported value of it takes two counts, not one."""
        return self.is_share or self.statistic == "ratio"


class LookVerdict(models.TextChoices):
    WAITING = "waiting", _("Waits for a look")
    APPROVED = "approved", _("Looked at")
    SENT_BACK = "sent_back", _("Sent back")


class MeasureLook(KeptRecord):
    """A second person's look at a draft before it is published. It holds for the words it was about and no others."""

    frozen_once: ClassVar[str] = "looked_at"

    version = models.ForeignKey(MeasureVersion, on_delete=models.PROTECT, related_name="looks")
    document_hash = models.CharField(max_length=64)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=LookVerdict.choices, default=LookVerdict.WAITING)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    looked_at = models.DateTimeField(null=True, blank=True)
    sentence = models.CharField(max_length=500, blank=True)  # why it was sent back, or a remark

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = _("look at a measure")
        constraints = [
            models.UniqueConstraint(fields=["version"], condition=Q(verdict="waiting"), name="measure_look_waits_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=["waiting", "approved", "sent_back"]), name="measure_look_verdict_known"
            ),
            models.CheckConstraint(
                condition=Q(verdict="waiting", looked_by__isnull=True, looked_at__isnull=True)
                | Q(~Q(verdict="waiting"), looked_by__isnull=False, looked_at__isnull=False),
                name="measure_look_has_a_looker",
            ),
            models.CheckConstraint(
                condition=Q(looked_by__isnull=True) | ~Q(looked_by=models.F("asked_by")),
                name="measure_look_is_of_somebody_else",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="sent_back") | ~Q(sentence=""), name="measure_look_sent_back_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} ({self.get_verdict_display()})"

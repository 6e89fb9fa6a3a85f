"""What the figures keep in the operational database: builds, what has changed since, lasting codes; what is wrong
in the records; what was released, and the ledger of it.

The facts themselves stand in files (`lineofsight.warehouse.builds`); they can always be made again from the records.
What was released cannot be made again, and the database refuses to change it (`frozen_once`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lineofsight.apps.agency.models import Program, Site
from lineofsight.apps.framework.models import MeasureAssignment, MeasureVersion
from lineofsight.apps.records.models import Enrollment, Participant
from lineofsight.disclosure import Rule
from lineofsight.statistics import Every


class Build(models.Model):
    """One making of the facts, from its beginning on. Its id is the number of the build; a number never comes again.

    name: the folder of the build. newest_ids: of the watched tables, on SQLite, before its snapshot. refusal: why the
    facts could not be made; then those of before stayed.
    """

    class State(models.TextChoices):
        MAKING = "making", _("Being made")
        MADE = "made", _("Made")
        REFUSED = "refused", _("Could not be made")

    state = models.CharField(max_length=8, choices=State.choices, default=State.MAKING)
    name = models.CharField(max_length=40, blank=True)
    as_at = models.DateField()
    made_by = models.CharField(max_length=40)  # the version of the program
    began_at = models.DateTimeField()
    newest_ids = models.JSONField(default=dict)
    seconds = models.FloatField(null=True, blank=True)
    rows = models.BigIntegerField(null=True, blank=True)
    refusal = models.TextField(blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)  # when what is wrong in it had been written down

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["making", "made", "refused"]), name="build_state_known"),
        ]

    def __str__(self) -> str:
        return f"build {self.pk}"


class ChangeMark(models.Model):
    """A table of records or meanings that changed since the facts were made. Written by triggers (`triggers.py`).

    is_taken: a build that began after the change is being made.
    """

    table = models.CharField(max_length=60)
    is_taken = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.table


class LastingCode(models.Model):
    """The word by which definitions name a program, site, grant or service type, whatever its name becomes."""

    table = models.CharField(max_length=20)  # of the warehouse
    row_id = models.BigIntegerField()
    code = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "row_id"], name="lasting_code_of_row_once"),
            models.UniqueConstraint(fields=["table", "code"], name="lasting_code_once"),
        ]

    def __str__(self) -> str:
        return self.code


class Fault(models.Model):
    """One stay with something missing or impossible in its records, as of the newest build that was looked through.

    found_by: the id of a check, of the house or declared by a pack. entry: the service or assessment at fault, where
    it is one. elements: the keys of the data elements that are missing, with a space between. program, site: of the
    stay, then.
    """

    found_by = models.CharField(max_length=80)
    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="faults")
    entry = models.BigIntegerField(null=True, blank=True)
    elements = models.TextField(blank=True)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name = _("fault in the records")
        indexes = [models.Index(fields=["program", "found_by", "site", "enrollment"], name="fault_in_a_place")]

    def __str__(self) -> str:
        return f"{self.found_by} {self.enrollment_id}"


class FaultCount(models.Model):
    """How many stays in a program at a site have a fault, and how many entries are at fault: what a page counts with,
    however many faults there are."""

    found_by = models.CharField(max_length=80)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    elements = models.TextField(blank=True)
    stays = models.PositiveIntegerField()
    entries = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("count of faults")

    def __str__(self) -> str:
        return f"{self.stays} {self.found_by}"


class PossibleDouble(models.Model):
    """Somebody who looked like somebody else when the records were looked through. Whether both may be seen is asked of
    each reader."""

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("person who may be here twice")

    def __str__(self) -> str:
        return f"person {self.participant_id}"


class TeamEntries(models.Model):
    """How complete and how quick the entries of a team are: a program at a site, of the newest build looked through.

    asked_of: people who should have been asked at start or exit by now; asked: those who were. delays: days from a
    service to its entry → number of services. workers: who typed them, so that one person's work is told apart to
    nobody who may not see it.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    asked = models.PositiveIntegerField(default=0)
    asked_of = models.PositiveIntegerField(default=0)
    delays = models.JSONField(default=dict)
    workers = models.JSONField(default=list)

    class Meta:
        ordering = ["program_id", "site_id"]
        verbose_name = _("entries of a team")
        constraints = [
            models.UniqueConstraint(fields=["program", "site"], name="team_entries_once"),
            models.UniqueConstraint(
                fields=["program"], condition=Q(site__isnull=True), name="team_entries_without_site_once"
            ),
        ]

    def __str__(self) -> str:
        return f"entries of program {self.program_id}"


class Release(models.Model):
    """A table as everybody outside sees it: one measure in its place for one closed period.

    number: above 1 it is a restatement, and the highest counts. every: the length of all periods of the measure.
    is_backfill: of a period that was closed long before the measure was first released. counts_people: else it counts
    stays or visits, of which one person has many. protected: the programs that were under protection, by their ids; it
    was made without the others' rows. minimum: the fewest people behind a figure, then. of_values: whether its figures
    rest on values, not on counts of people; empty: released before that was kept. sums: how its rows, and the places
    inside, made up its total: {"rows": {group: "exact" or "overlap"}, "parts": also "rest", "inside": places}.
    audited_tables: with how many tables it was audited; empty: released before there was an audit.
    """

    frozen_once: ClassVar[str] = "released_at"

    class Length(models.TextChoices):
        MONTH = Every.MONTH.value, _("Month")
        QUARTER = Every.QUARTER.value, _("Quarter")
        YEAR = Every.YEAR.value, _("Year")
        PERIOD = Every.PERIOD.value, _("Own days")

    assignment = models.ForeignKey(MeasureAssignment, on_delete=models.PROTECT, related_name="releases")
    version = models.ForeignKey(MeasureVersion, on_delete=models.PROTECT, related_name="+")
    every = models.CharField(max_length=8, choices=Length.choices)
    starts_on = models.DateField()
    ends_on = models.DateField()
    number = models.PositiveIntegerField(default=1)
    is_reported = models.BooleanField(default=False)
    is_backfill = models.BooleanField(default=False)
    counts_people = models.BooleanField(default=True)
    leaves_programs_out = models.BooleanField(default=False)
    protected = models.JSONField(default=list)
    minimum = models.PositiveIntegerField()
    of_values = models.BooleanField(null=True, blank=True)
    sums = models.JSONField(default=dict)
    audited_tables = models.PositiveIntegerField(null=True, blank=True)
    build = models.BigIntegerField(null=True, blank=True)  # empty: counted elsewhere
    released_at = models.DateTimeField()

    class Meta:
        ordering = ["assignment_id", "starts_on", "ends_on", "number"]
        verbose_name = _("release")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "starts_on", "ends_on", "number"], name="release_number_once"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="release_ends_after_start"),
            models.CheckConstraint(
                condition=Q(every__in=["month", "quarter", "year", "period"]), name="release_every_known"
            ),
        ]

    def __str__(self) -> str:
        return f"release {self.pk}"


class ReleasedFigure(models.Model):
    """One figure of a release, of everybody or of a group: a value, or the rule by which it is withheld. A withheld one
    has no number at all.

    upper, lower: the two sums of a ratio. incomplete: who is left out since something is missing; empty where that is
    not told. people: who stood behind it, to compare a correction with; never shown.
    """

    frozen_once: ClassVar[str] = "release_id"

    class WithheldBy(models.TextChoices):
        NOTHING = "", _("Shown")
        FEW_PEOPLE = Rule.FEW_PEOPLE.value, _("Few people")
        FEW_ON_ONE_SIDE = Rule.FEW_ON_ONE_SIDE.value, _("Few on one side")
        FEW_OR_PROTECTS = Rule.FEW_OR_PROTECTS.value, _("Few people, or it would show another")

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="figures")
    group_by = models.CharField(max_length=80, blank=True)  # empty: everybody
    group = models.CharField(max_length=200, blank=True)
    label = models.CharField(max_length=300, blank=True)
    value = models.FloatField(null=True, blank=True)
    numerator = models.BigIntegerField(null=True, blank=True)
    denominator = models.BigIntegerField(null=True, blank=True)
    upper = models.FloatField(null=True, blank=True)
    lower = models.FloatField(null=True, blank=True)
    incomplete = models.BigIntegerField(null=True, blank=True)
    people = models.BigIntegerField(null=True, blank=True)
    withheld_by = models.CharField(max_length=16, choices=WithheldBy.choices, blank=True)

    class Meta:
        ordering = ["release_id", "id"]
        verbose_name = _("released figure")
        constraints = [
            models.UniqueConstraint(fields=["release", "group_by", "group"], name="released_figure_once"),
            models.CheckConstraint(
                condition=Q(withheld_by="")
                | Q(value__isnull=True, numerator__isnull=True, denominator__isnull=True, people__isnull=True),
                name="released_figure_withheld_has_no_number",
            ),
            models.CheckConstraint(
                condition=Q(withheld_by="") | Q(upper__isnull=True, lower__isnull=True, incomplete__isnull=True),
                name="released_figure_withheld_has_no_sums",
            ),
            models.CheckConstraint(
                condition=Q(upper__isnull=True, lower__isnull=True) | Q(upper__isnull=False, lower__isnull=False),
                name="released_figure_has_both_sums",
            ),
            models.CheckConstraint(
                condition=Q(withheld_by__in=["", "few_people", "few_on_one_side", "few_or_protects"]),
                name="released_figure_withheld_by_known",
            ),
        ]

    def __str__(self) -> str:
        return f"figure {self.pk} of release {self.release_id}"


class LedgerLine(models.Model):
    """One line of the ledger of releases: what was released, restated or refused, in the order in which it was.

    content: SHA-256 of the release with every figure of it; empty for a refusal. digest: SHA-256 of the digest before
    and of this line, so that nothing can be altered, taken away or put in between unnoticed.
    """

    frozen_once: ClassVar[str] = "at"

    class Act(models.TextChoices):
        RELEASED = "released", _("Released")
        RESTATED = "restated", _("Released anew, corrected")
        REFUSED = "refused", _("Correction refused")

    at = models.DateTimeField()
    act = models.CharField(max_length=8, choices=Act.choices)
    assignment = models.ForeignKey(MeasureAssignment, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    release = models.OneToOneField(Release, on_delete=models.PROTECT, null=True, blank=True, related_name="line")
    shown = models.PositiveIntegerField(default=0)
    withheld = models.PositiveIntegerField(default=0)
    why = models.CharField(max_length=300, blank=True)  # of a refusal; never with a number in it
    content = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("line of the ledger")
        constraints = [
            models.CheckConstraint(
                condition=Q(act__in=["released", "restated", "refused"]), name="ledger_line_act_known"
            ),
            models.CheckConstraint(
                condition=Q(act="refused", release__isnull=True) | (~Q(act="refused") & Q(release__isnull=False)),
                name="ledger_line_names_its_release",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.act} {self.assignment_id}"

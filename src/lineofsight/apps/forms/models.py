"""Data elements and the code lists and instruments made of them.

A data element is a meaning with a type and a unit; it owns one column for ever. An instrument is a set of data
elements asked together.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CodeSet(models.Model):
    """A named list of codes, such as HUD's destinations."""

    key = models.CharField(max_length=120, unique=True)
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Code(models.Model):
    code_set = models.ForeignKey(CodeSet, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=300)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["code_set_id", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["code_set", "code"], name="code_once")]

    def __str__(self) -> str:
        return self.label


class CodeGroup(models.Model):
    """Codes of one list that are counted together, such as the destinations that are homes for good."""

    code_set = models.ForeignKey(CodeSet, on_delete=models.CASCADE, related_name="groups")
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    codes = models.ManyToManyField(Code, related_name="groups")

    class Meta:
        ordering = ["code_set_id", "key"]
        constraints = [models.UniqueConstraint(fields=["code_set", "key"], name="code_group_once")]

    def __str__(self) -> str:
        return self.title


class DataElement(models.Model):
    """A meaning with a type and a unit. Its key never changes and is never used again for another meaning.

    minimum, maximum: the smallest and the largest number that can be an answer. at_most: the key of another element,
    whose answer this one is never more than when one instrument asks both, as days missed of the days there were.
    """

    class Type(models.TextChoices):
        TEXT = "text", _("Text")
        INTEGER = "integer", _("Whole number")
        DECIMAL = "decimal", _("Number")
        MONEY = "money", _("Amount of money")
        DATE = "date", _("Date")
        DATETIME = "datetime", _("Date and time")
        BOOLEAN = "boolean", _("Yes or no")
        CODE = "code", _("One of a list")
        CODES = "codes", _("Several of a list")

    key = models.CharField(max_length=120, unique=True)
    label = models.CharField(max_length=300)
    type = models.CharField(max_length=10, choices=Type.choices)
    unit = models.CharField(max_length=40, blank=True)
    code_set = models.ForeignKey(CodeSet, on_delete=models.PROTECT, null=True, blank=True, related_name="elements")
    minimum = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    maximum = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    at_most = models.CharField(max_length=120, blank=True, default="")
    pack = models.CharField(max_length=40, blank=True)  # who defined it; empty: this agency

    class Meta:
        ordering = ["label", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    type__in=["text", "integer", "decimal", "money", "date", "datetime", "boolean", "code", "codes"]
                ),
                name="element_type_known",
            ),
            models.CheckConstraint(
                condition=Q(code_set__isnull=True) | Q(type__in=["code", "codes"]),
                name="element_code_set_only_for_codes",
            ),
            models.CheckConstraint(
                condition=Q(type__in=["integer", "decimal", "money"])
                | Q(minimum__isnull=True, maximum__isnull=True, at_most=""),
                name="element_range_only_for_numbers",
            ),
            models.CheckConstraint(
                condition=Q(minimum__isnull=True) | Q(maximum__isnull=True) | Q(minimum__lte=models.F("maximum")),
                name="element_range_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Instrument(models.Model):
    """Data elements asked together: a scale, an intake, HUD's income and benefits."""

    key = models.CharField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    pack = models.CharField(max_length=40, blank=True)
    elements = models.ManyToManyField(DataElement, through="InstrumentElement", related_name="instruments")

    class Meta:
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title


class InstrumentElement(models.Model):
    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="items")
    element = models.ForeignKey(DataElement, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    required = models.BooleanField(default=False)

    class Meta:
        ordering = ["instrument_id", "position"]
        constraints = [models.UniqueConstraint(fields=["instrument", "element"], name="instrument_element_once")]

    def __str__(self) -> str:
        return f"{self.instrument_id} {self.position}"

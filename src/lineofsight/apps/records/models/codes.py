"""The code lists that the core records share, whatever form or source an answer came from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class BirthDateQuality(models.TextChoices):
    FULL = "full", _("Known")
    APPROXIMATE = "approximate", _("Approximate or partial")
    NOT_KNOWN = "not_known", _("Does not know")
    NOT_SAID = "not_said", _("Prefers not to say")
    NOT_ASKED = "not_asked", _("Not asked")


class Gender(models.TextChoices):
    """Several may be true of one person."""

    WOMAN = "woman", _("Woman or girl")
    MAN = "man", _("Man or boy")
    NON_BINARY = "non_binary", _("Non-binary")
    TRANSGENDER = "transgender", _("Transgender")
    QUESTIONING = "questioning", _("Questioning")
    CULTURALLY_SPECIFIC = "culturally_specific", _("Culturally specific identity")
    DIFFERENT = "different", _("Different identity")
    NOT_KNOWN = "not_known", _("Does not know")
    NOT_SAID = "not_said", _("Prefers not to say")


class RaceEthnicity(models.TextChoices):
    """Several may be true of one person."""

    AMERICAN_INDIAN = "american_indian", _("American Indian, Alaska Native or Indigenous")
    ASIAN = "asian", _("Asian or Asian American")
    BLACK = "black", _("Black, African American or African")
    HISPANIC = "hispanic", _("Hispanic or Latina/e/o")
    MIDDLE_EASTERN = "middle_eastern", _("Middle Eastern or North African")
    PACIFIC_ISLANDER = "pacific_islander", _("Native Hawaiian or Pacific Islander")
    WHITE = "white", _("White")
    NOT_KNOWN = "not_known", _("Does not know")
    NOT_SAID = "not_said", _("Prefers not to say")


class Relationship(models.TextChoices):
    HEAD = "head", _("Head of household")
    CHILD = "child", _("Child")
    SPOUSE = "spouse", _("Spouse or partner")
    OTHER_RELATIVE = "other_relative", _("Other relative")
    NOT_RELATED = "not_related", _("Not related")
    NOT_ASKED = "not_asked", _("Not asked")


class Stage(models.TextChoices):
    """Where an enrollment stands."""

    APPLIED = "applied", _("Applied")
    WAITLISTED = "waitlisted", _("Waitlisted")
    ENROLLED = "enrolled", _("Enrolled")
    ACTIVE = "active", _("Active")
    COMPLETED = "completed", _("Completed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DENIED = "denied", _("Denied")


class CollectionPoint(models.TextChoices):
    """When an assessment is made."""

    START = "start", _("At start")
    UPDATE = "update", _("Update")
    ANNUAL = "annual", _("Annual")
    EXIT = "exit", _("At exit")
    FOLLOW_UP = "follow_up", _("Follow-up")

"""Staff members, their roles with scope, and the one-time links that let them in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from .agency import Program, Site


class StaffMember(AbstractBaseUser):
    """Someone who works here. Signs in with `sign_in_name` or work email; some have no address at work."""

    sign_in_name = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    job_title = models.CharField(max_length=150, blank=True)
    number = models.CharField(max_length=60, blank=True)  # the agency's own staff number, from its list
    language = models.CharField(max_length=10, blank=True)
    supervisor = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="supervised")
    is_active = models.BooleanField(default=True)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    USERNAME_FIELD = "sign_in_name"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = BaseUserManager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="staff_email_once"),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="staff_number_once"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(joined_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="staff_leaves_after_joining",
            ),
            models.CheckConstraint(
                condition=Q(supervisor__isnull=True) | ~Q(supervisor=F("id")), name="staff_not_own_supervisor"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What somebody does here; the order is that of their home page."""

    FRONT_LINE = "front_line", _("Front-line worker")
    SUPERVISOR = "supervisor", _("Supervisor")
    PROGRAM_MANAGER = "program_manager", _("Program manager")
    PERFORMANCE_LEAD = "performance_lead", _("Performance lead")
    DIRECTOR = "director", _("Director")
    BOARD_MEMBER = "board_member", _("Board member")
    COACH = "coach", _("Coach")
    ADMINISTRATOR = "administrator", _("Administrator")


class RoleAssignment(models.Model):
    """One role in one place. No program: all programs that are not protected. No site: all sites."""

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=Role.choices)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["staff_id", "id"]
        constraints = [
            models.UniqueConstraint(
                F("staff"), F("role"), Coalesce("program", 0), Coalesce("site", 0), name="role_once_per_place"
            ),
            models.CheckConstraint(
                condition=Q(role__in=[choice.value for choice in Role]), name="role_assignment_role_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()


class Invitation(models.Model):
    """A one-time link to choose a password. Only the hash of its code is kept."""

    class Purpose(models.TextChoices):
        INVITE = "invite", _("Invitation")
        RESET = "reset", _("New password")

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="invitations")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=["invite", "reset"]), name="invitation_purpose_known")
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.pk}"

"""Rows of an import as they stand here. They come from the querysets of visibility and from nowhere else."""

from __future__ import annotations

from typing import Any

from django.db import models

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.records.models import Assessment, Service
from lineofsight.apps.records.selectors.visibility import enrollments_visible_to, participants_visible_to

from ..belonging import OF_PEOPLE
from ..targets import Target


def rows_here(target: Target, ids: list[int], viewer: StaffMember | None, *with_: str) -> dict[int, Any]:
    """The rows by id, without those this viewer may not see. with_: what is fetched along with them."""
    found: models.QuerySet[Any] = target.model._default_manager.all()
    if viewer is not None and target.name in OF_PEOPLE:
        stays = enrollments_visible_to(viewer).values("pk")
        found = {
            "participant": participants_visible_to(viewer),
            "enrollment": enrollments_visible_to(viewer),
            "service": Service.objects.filter(enrollment__in=stays),
            "assessment": Assessment.objects.filter(enrollment__in=stays),
        }[target.name]
    if with_:
        found = found.select_related(*with_)
    return {record.pk: record for record in found.filter(pk__in=ids)}

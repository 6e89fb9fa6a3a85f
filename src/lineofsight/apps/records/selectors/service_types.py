"""Kinds of service, and what uses them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from lineofsight.apps.agency.models import Program
from lineofsight.apps.agency.selectors.keeping import kept_here

from ..models import Service, ServiceType
from .standing import services_standing


@dataclass(frozen=True)
class ServiceTypeRow:
    """services: how many were written down as this kind and not taken out of the figures. is_kept_here: whether its
    name and unit are changed here."""

    service_type: ServiceType
    services: int
    is_kept_here: bool


def service_type_rows() -> list[ServiceTypeRow]:
    """Every kind of service by name. Three queries."""
    used = dict(services_standing().order_by().values("type").annotate(uses=Count("pk")).values_list("type", "uses"))
    found = ServiceType.objects.select_related("program", "source")
    ours = set(ServiceType.objects.filter(kept_here()).order_by().values_list("pk", flat=True))
    return [ServiceTypeRow(one, used.get(one.pk, 0), one.pk in ours) for one in found]


def programs_using(service_type: ServiceType) -> QuerySet[Program]:
    """Programs of which services of this kind are written down, those taken out of the figures too."""
    services = Service.objects.filter(type=service_type)
    return Program.objects.filter(pk__in=services.values("enrollment__program"))

"""Units of quantities as the pages of this app say them."""

from __future__ import annotations

from django import template

from ..models import Service
from ..units import unit_for

register = template.Library()


@register.filter
def unit(service: Service) -> str:
    """ "visits", or "visit" when it was one; empty when the kind of service has no unit."""
    return unit_for(service.quantity, service.type.unit)

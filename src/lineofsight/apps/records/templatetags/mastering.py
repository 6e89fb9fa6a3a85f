"""Where a row of a list is kept, for the pages of this app."""

from __future__ import annotations

from django import template

from lineofsight.apps.agency.models import Source

from ..models import Assessment, Enrollment, Service
from ..selectors.mastering import keeper_of

register = template.Library()


@register.filter
def keeper(record: Enrollment | Service | Assessment) -> Source | None:
    """The source that keeps this row; nothing when it is changed here."""
    return keeper_of(record)

"""The agency's today. The made-up agency lives on a fixed day, so that its story never grows old."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The day in the agency's time zone."""
    fixed: date | None = settings.FIXED_TODAY
    return fixed or timezone.localdate()


def now() -> datetime:
    """The moment, aware, in UTC. Always the real one: the trail never lives in the past."""
    return timezone.now()

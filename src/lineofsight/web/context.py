"""What every template may use: the agency, its words, the navigation of this person."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.selectors.agency import the_agency
from lineofsight.apps.agency.words import words_of

from .navigation import navigation_of


def the_house(request: HttpRequest) -> dict[str, Any]:
    agency = the_agency()
    return {
        "agency": agency,
        "words": words_of(agency),
        "today": today(),
        "navigation": navigation_of(request),
        "sends_mail": bool(settings.MAIL),
        "lives_on_a_fixed_day": settings.FIXED_TODAY is not None,
    }

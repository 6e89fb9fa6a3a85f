"""What every template may use: the agency, its words, the navigation of this person."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.selectors.agency import the_agency
from lineofsight.apps.agency.words import words_of
from lineofsight.apps.framework.permissions import can_edit_framework
from lineofsight.apps.framework.selectors.beginning import waits_to_be_measured

from .navigation import navigation_of


def the_house(request: HttpRequest) -> dict[str, Any]:
    agency = the_agency()
    return {
        "agency": agency,
        "words": words_of(agency),
        "today": today(),
        "navigation": navigation_of(request),
        "sends_mail": bool(settings.MAIL),
        "begins_to_measure": SimpleLazyObject(lambda: _begins_to_measure(request)),
        "lives_on_a_fixed_day": settings.FIXED_TODAY is not None,
    }


def _begins_to_measure(request: HttpRequest) -> bool:
    """Whether the next step of this person is to begin to measure. Asked by the pages that would lead there; an import
    and the set-up know nothing of measures themselves."""
    user = getattr(request, "user", None)
    return user is not None and can_edit_framework(user) and waits_to_be_measured()

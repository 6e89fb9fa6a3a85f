"""What tables and days are called on screens."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lineofsight.apps.agency.words import the_words


def day_in_words(moment: str | None) -> str:
    """The day of an ISO date or time as pages write it; other text as it stands."""
    try:
        return date_format(date.fromisoformat((moment or "")[:10]), "DATE_FORMAT")
    except ValueError:
        return moment or ""


def table_titles() -> dict[str, str]:
    """What a row of each target is called on screens, in the agency's own words; one query."""
    words = the_words()
    return {
        "staff": _("Staff"),
        "site": _("Site"),
        "program": words.Program,
        "funder": _("Funder"),
        "grant": _("Grant"),
        "service_type": _("Kind of service"),
        "reference": _("About %(programs)s") % {"programs": words.programs},
        "participant": words.Client,
        "household": _("Household"),
        "enrollment": words.Enrollment,
        "service": _("Service"),
        "assessment": _("Assessment"),
    }

"""Why there is no figure, and where records break off, in words. The reason is what the door says."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lineofsight.apps.figures.values import Series, WhyNone

from .periods import month_and_year


def why_none(series: Series) -> str:
    """Why there is no period to show; empty when there is one."""
    match series.why_none:
        case WhyNone.NO_BUILD:
            return _("The figures are being made. They stand here in a minute.")
        case WhyNone.NOT_RELEASED:
            return _("Nothing has been released yet. Figures are released some days after a period is over.")
        case WhyNone.NOTHING_HAPPENED:
            return _("Nothing that it could count has been recorded here yet: no service, assessment or end of a stay.")
        case WhyNone.NOBODY:
            return _("There are records, and nobody in them is one whom this measure counts.")
        case WhyNone.NOT_REPORTED:
            return _("It is counted elsewhere, and nobody has written down a figure yet.")
        case None:
            return ""


def where_records_end(series: Series) -> str:
    """That records break off, and when; empty where they come."""
    if series.records_end is None:
        return ""
    return _("Records end in %(month)s.") % {"month": month_and_year(series.records_end)}

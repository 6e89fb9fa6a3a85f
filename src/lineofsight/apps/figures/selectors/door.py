"""The one door through which pages get figures: asked for a viewer, answered as this viewer may see them.

The rule: no page counts anything, nor asks a table of records or of releases for a figure. Who is inside a place sees
it exact and fresh; everybody else sees what was released to all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Program, Protection, StaffMember
from lineofsight.apps.agency.selectors.agency import the_agency
from lineofsight.apps.framework.models import MeasureSource
from lineofsight.apps.framework.permissions import can_see_inside
from lineofsight.statistics import Every

from ..scopes import minimum_of
from ..values import Series, Used, WhyNone
from .builds import current_build
from .computed import Inside, computed_series
from .released import released_series
from .reported import reported_series, values_reported


def series_of(
    uses: Iterable[Used], viewer: StaffMember, *, with_groups: bool = False, as_released: bool = False
) -> Mapping[int, Series]:
    """Use → its figures as this viewer sees them, for every use asked for. with_groups: of the latest period.
    as_released: as everybody outside sees them, whoever asks."""
    asked = list(uses)
    inside = [each for each in asked if not as_released and _is_inside(viewer, each)]
    inside_of = {each.assignment.pk for each in inside}
    found = {
        each.assignment.pk: Series(
            every=Every.MONTH,
            why_none=WhyNone.NO_BUILD if each.assignment.pk in inside_of else WhyNone.NOT_RELEASED,
        )
        for each in asked
    }
    reported = [each for each in inside if each.version.source == MeasureSource.REPORTED]
    values = values_reported(reported) if reported else {}
    found |= {each.assignment.pk: reported_series(each, values[each.assignment.pk], today()) for each in reported}
    computed = [each for each in inside if each.version.source == MeasureSource.COMPUTED]
    if computed and (seen := inside_now(viewer)) is not None:
        found |= computed_series(computed, seen, with_groups=with_groups)
    outside = [each for each in asked if each.assignment.pk not in inside_of]
    found |= released_series(outside, with_groups=with_groups) if outside else {}
    return {
        each.assignment.pk: replace(series, minimum=max(series.minimum, minimum_of(each)))
        for each in asked
        if (series := found[each.assignment.pk])
    }


def sees_exact(uses: Iterable[Used], viewer: StaffMember) -> bool:
    """Whether this viewer is inside the place of one of them, and so may see it as everybody outside does as well."""
    return any(_is_inside(viewer, each) for each in uses)


def inside_now(viewer: StaffMember) -> Inside | None:
    """For whom figures are counted, on the facts of now; None before there are any. Two queries."""
    build = current_build()
    if build is None:
        return None
    return Inside(
        viewer=viewer,
        protected=tuple(Program.objects.exclude(protection=Protection.NONE)),
        first_month=the_agency().year_first_month or 1,
        build=build,
    )


def _is_inside(viewer: StaffMember, use: Used) -> bool:
    return can_see_inside(viewer, use.assignment.program, use.assignment.site)

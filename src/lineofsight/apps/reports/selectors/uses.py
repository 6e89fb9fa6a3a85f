"""Measures in use, with everything a page says beside their figures: the definition, the target, the owner's note."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from lineofsight.apps.agency.words import Words
from lineofsight.apps.framework.models import MeasureAssignment, MeasureVersion, OwnerNote, PerformancePeriod
from lineofsight.apps.framework.selectors.line import newest_versions, present_target
from lineofsight.statistics import Direction

from ..wording.amounts import Unit, unit_of

GOOD = {"increase": Direction.UP, "decrease": Direction.DOWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A measure in a place. period: what it should reach now; None when nobody has said. note: the owner's newest."""

    assignment: MeasureAssignment
    version: MeasureVersion
    period: PerformancePeriod | None
    note: OwnerNote | None

    @property
    def pk(self) -> int:
        return self.assignment.pk

    @property
    def is_outcome(self) -> bool:
        """Whether it shows an outcome of the framework; whatever else it asks, that makes it one on every page."""
        return self.assignment.outcome_id is not None

    @property
    def asks(self) -> str:
        """Which of the three questions it answers where it is used: how_much, how_well, better_off."""
        return "better_off" if self.is_outcome else self.assignment.asks

    @property
    def unit(self) -> Unit:
        return unit_of(self.version)

    @property
    def good(self) -> Direction | None:
        return GOOD.get(self.version.direction)

    @property
    def target(self) -> float | None:
        found: Decimal | None = self.period.target if self.period else None
        return float(found) if found is not None else None

    def counted(self, words: Words) -> str:
        """What its figures rest on, as a heading: people, stays, services."""
        titles = {
            "household": _("Households"),
            "enrollment": words.Enrollments,
            "service": _("Services"),
            "assessment": _("Assessments"),
        }
        return titles.get(str(self.version.document.get("count")), words.Clients)

    @property
    def name(self) -> str:
        """A sentence about people: the outcome it shows, else the measure's own title."""
        return self.assignment.outcome.title if self.assignment.outcome else self.version.title


def use_now(assignment_id: int, today: date) -> Use | None:
    """One of them. Four queries."""
    return next(iter(uses_now(today, Q(pk=assignment_id))), None)


def uses_now(today: date, among: Q | None = None) -> tuple[Use, ...]:
    """Measures in use whose definition is published, in the order in which they were taken into use. Four queries."""
    versions = newest_versions()
    assignments = (
        MeasureAssignment.objects.filter(among or Q(), ended_on__isnull=True)
        .select_related("measure", "program", "site", "outcome", "owner")
        .prefetch_related("periods", "notes__written_by")
    )
    return tuple(
        Use(
            assignment=each,
            version=versions[each.measure_id],
            period=present_target(each.periods.all(), today),
            note=next(iter(each.notes.all()), None),
        )
        for each in assignments
        if each.measure_id in versions and versions[each.measure_id].published_at is not None
    )

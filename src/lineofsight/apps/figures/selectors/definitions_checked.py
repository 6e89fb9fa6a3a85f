"""What definitions are checked against where they are written: the newest facts, and what codes are called."""

from __future__ import annotations

from lineofsight.apps.agency.models import Program
from lineofsight.apps.framework.facts_of_now import FactsOfNow
from lineofsight.apps.records.models import ServiceType
from lineofsight.measures.by_hand.facts import Row

from ..models import LastingCode
from .builds import current_build
from .labels import labels_of


def facts_to_check() -> FactsOfNow | None:
    """None before the first facts. Three queries."""
    build = current_build()
    if build is None:
        return None
    codes = {(code.table, code.row_id): code.code for code in LastingCode.objects.all()}
    programs: dict[str, Row] = {
        codes.get(("program", row.pk), ""): {"name": row.name, "field": row.field, "protection": row.protection}
        for row in Program.objects.all()
    }
    kinds: dict[str, Row] = {
        codes.get(("service_type", row.pk), ""): {"name": row.name, "unit": row.unit, "is_contact": row.is_contact}
        for row in ServiceType.objects.all()
    }
    return FactsOfNow(
        catalogue=build.catalogue,
        places={"program": programs, "service_type": kinds},
        as_at=build.as_at,
        labels=labels_of,
    )

"""What is offered to be written down: what is in use in the program first, nothing that is written down elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Source
from lineofsight.apps.forms.models import DataElement, Instrument, InstrumentElement
from lineofsight.apps.records.models import Assessment, Enrollment, Service, ServiceType
from lineofsight.apps.records.selectors.offers import instruments_for, service_types_for
from tests.cast import Clients, Programs

pytestmark = pytest.mark.django_db


@pytest.fixture
def hmis(programs: Programs) -> Source:
    """The system in which the other program is kept."""
    source = Source.objects.create(kind=Source.Kind.HMIS, key="hmis", title="ServicePoint")
    programs.workforce.mastered_in = source
    programs.workforce.save()
    return source


def instrument(title: str, *, pack: str = "") -> Instrument:
    made = Instrument.objects.create(key=title, title=title, pack=pack)
    asked = DataElement.objects.create(key=title, label=title, type="text")
    InstrumentElement.objects.create(instrument=made, element=asked, position=0)
    return made


def fill(filled: Instrument, enrollment: Enrollment, *, source: Source | None = None) -> None:
    where = {"source": source, "source_key": filled.title} if source else {}
    Assessment.objects.create(enrollment=enrollment, instrument=filled, point="start", date=today(), **where)


def test_offers_instruments_in_use_first_the_latest_on_top(enrollment: Enrollment) -> None:
    check, belonging, never = instrument("Check"), instrument("Belonging"), instrument("Another")
    fill(belonging, enrollment)
    fill(check, enrollment)

    offered = instruments_for([enrollment])

    assert offered.used == (check, belonging)
    assert offered.others == (never,)


def test_offers_what_is_in_use_in_another_program_below(enrollment: Enrollment, clients: Clients) -> None:
    check = instrument("Check")
    fill(check, Enrollment.objects.exclude(program=enrollment.program).first() or enrollment)

    assert instruments_for([enrollment]).others == (check,)


def test_offers_no_instrument_that_is_filled_elsewhere(enrollment: Enrollment, hmis: Source) -> None:
    income = instrument("HUD income", pack="hmis")
    fill(income, enrollment, source=hmis)

    offered = instruments_for([enrollment])

    assert offered.used + offered.others == ()


def test_offers_an_instrument_of_a_pack_that_is_filled_here(enrollment: Enrollment, hmis: Source) -> None:
    income = instrument("HUD income", pack="hmis")
    fill(income, enrollment)

    assert instruments_for([enrollment]).used == (income,)


def test_offers_what_a_finished_import_brought(enrollment: Enrollment) -> None:
    Source.objects.create(kind=Source.Kind.WORKBOOK, key="old", title="The old workbook")
    wellbeing = instrument("Wellbeing", pack="workbook")

    assert instruments_for([enrollment]).others == (wellbeing,)


def test_offers_kinds_of_service_in_use_or_made_for_the_program_first(enrollment: Enrollment) -> None:
    advice, made, used = (
        ServiceType.objects.create(name="Advice"),
        ServiceType.objects.create(name="Mentor meeting", program=enrollment.program),
        ServiceType.objects.create(name="Visit"),
    )
    Service.objects.create(enrollment=enrollment, type=used, date=today())

    assert list(service_types_for([enrollment])) == [made, used, advice]


def test_offers_no_kind_of_service_that_is_written_down_elsewhere(
    enrollment: Enrollment, hmis: Source, visit: ServiceType
) -> None:
    ServiceType.objects.create(name="Bed night", source=hmis, source_key="bed")

    assert list(service_types_for([enrollment])) == [visit]


def imported_kind(name: str, **columns: Any) -> ServiceType:
    workbook, _made = Source.objects.get_or_create(kind=Source.Kind.WORKBOOK, key="book", title="The workbook")
    return ServiceType.objects.create(name=name, source=workbook, source_key=name, **columns)


def test_offers_a_kind_that_an_import_brought_only_where_it_is_in_use(
    enrollment: Enrollment, programs: Programs, clients: Clients
) -> None:
    tutoring, advice = imported_kind("Tutoring"), imported_kind("Job advice")
    elsewhere = Enrollment.objects.create(
        participant=clients.other, program=programs.workforce, stage="active", entry_date=today()
    )
    Service.objects.create(enrollment=enrollment, type=tutoring, date=today())
    Service.objects.create(enrollment=elsewhere, type=advice, date=today())

    assert list(service_types_for([enrollment])) == [tutoring]
    assert list(service_types_for([elsewhere])) == [advice]


def test_offers_it_everywhere_once_somebody_says_so(enrollment: Enrollment) -> None:
    opened = imported_kind("Tutoring", is_open_to_all=True)

    assert list(service_types_for([enrollment])) == [opened]


def test_offers_no_kind_of_service_of_another_program(enrollment: Enrollment, programs: Programs) -> None:
    ServiceType.objects.create(name="Job search", program=programs.workforce)

    assert list(service_types_for([enrollment])) == []

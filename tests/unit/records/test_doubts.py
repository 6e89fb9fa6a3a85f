"""What is hardly so is asked about once, and taken when the writer is sure of exactly that."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.doubts import Doubted
from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.forms.answers import Asked
from lineofsight.apps.records.models import Enrollment, Service, ServiceType
from lineofsight.apps.records.services.doubts import doubts_of_answers, doubts_of_delivery
from lineofsight.apps.records.services.entries import Delivery, correct_service, record_service
from tests.seen import as_it_is

pytestmark = pytest.mark.django_db


@pytest.fixture
def training(db: None) -> ServiceType:
    return ServiceType.objects.create(name="Training", unit="hours")


def of(kind: ServiceType, quantity: int, amount: int | None = None) -> Delivery:
    money = None if amount is None else Decimal(amount)
    return Delivery(type=kind, date=today(), quantity=Decimal(quantity), amount=money, staff=None, note="")


def write_down(enrollment: Enrollment, kind: ServiceType, quantity: int, amount: int | None = None) -> None:
    Service.objects.bulk_create(
        Service(enrollment=enrollment, type=kind, date=today(), quantity=quantity, amount=amount) for _ in range(5)
    )


def test_doubts_more_hours_than_a_day_has(
    enrollment: Enrollment, training: ServiceType, front_line_worker: StaffMember
) -> None:
    with pytest.raises(Doubted, match=r"9,000 hours: A day has 24 hours\. Correct it, or say that it is right\."):
        record_service(enrollment, of(training, 9000), entry_id=uuid4(), actor=front_line_worker)

    assert not Service.objects.exists()


def test_takes_what_the_writer_is_sure_of(
    enrollment: Enrollment, training: ServiceType, front_line_worker: StaffMember
) -> None:
    record_service(
        enrollment, of(training, 40), entry_id=uuid4(), actor=front_line_worker, sure_of=frozenset({"40 hours"})
    )

    assert Service.objects.get().quantity == 40


def test_is_not_sure_of_another_slip(
    enrollment: Enrollment, training: ServiceType, front_line_worker: StaffMember
) -> None:
    with pytest.raises(Doubted, match="400 hours"):
        record_service(enrollment, of(training, 400), entry_id=uuid4(), actor=front_line_worker, sure_of={"40 hours"})


def test_asks_no_query_about_what_is_usual_anywhere(
    visit: ServiceType, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert doubts_of_delivery(visit, Decimal(10), Decimal(1000)) == []


def test_doubts_more_than_ten_times_the_usual(enrollment: Enrollment, visit: ServiceType) -> None:
    write_down(enrollment, visit, 2)

    assert doubts_of_delivery(visit, Decimal(20), None) == []
    (doubt,) = doubts_of_delivery(visit, Decimal(21), None)
    assert (doubt.about, doubt.reason) == ("quantity", f"Usual is 2 {visit.unit}.")


def test_one_slip_let_through_moves_nothing(enrollment: Enrollment, visit: ServiceType) -> None:
    write_down(enrollment, visit, 1)
    Service.objects.create(enrollment=enrollment, type=visit, date=today(), quantity=9000)

    assert len(doubts_of_delivery(visit, Decimal(90), None)) == 1


def test_doubts_little_of_a_kind_it_does_not_know(visit: ServiceType) -> None:
    assert doubts_of_delivery(visit, Decimal(1000), None) == []
    assert len(doubts_of_delivery(visit, Decimal(1001), None)) == 1


def test_doubts_five_times_the_usual_dollars(enrollment: Enrollment, visit: ServiceType) -> None:
    write_down(enrollment, visit, 1, 900)

    assert doubts_of_delivery(visit, Decimal(1), Decimal(4_499)) == []
    (doubt,) = doubts_of_delivery(visit, Decimal(1), Decimal(9_000))
    assert (doubt.about, doubt.answer, doubt.reason) == ("amount", "$9,000.00", "Usual is $900.00.")


def test_compares_money_for_what_is_hardly_ever_paid_for_with_what_is_paid_for_any(
    enrollment: Enrollment, visit: ServiceType, training: ServiceType
) -> None:
    write_down(enrollment, visit, 1, 540)

    (doubt,) = doubts_of_delivery(training, Decimal(1), Decimal(9_000))

    assert doubt.reason == "Usual is $540.00."


def test_doubts_much_money_where_there_is_nothing_to_compare_with(visit: ServiceType) -> None:
    assert doubts_of_delivery(visit, Decimal(1), Decimal(9_999)) == []
    assert len(doubts_of_delivery(visit, Decimal(1), Decimal(10_000))) == 1


def test_asks_again_only_where_the_amount_was_corrected(
    enrollment: Enrollment, training: ServiceType, front_line_worker: StaffMember
) -> None:
    service = Service.objects.create(enrollment=enrollment, type=training, date=today(), quantity=40)
    noted = Delivery(type=training, date=today(), quantity=Decimal(40), amount=None, staff=None, note="A whole week.")

    assert correct_service(service, noted, seen=as_it_is(service), actor=front_line_worker) == ["note"]
    service.refresh_from_db()
    with pytest.raises(Doubted):
        correct_service(service, of(training, 50), seen=as_it_is(service), actor=front_line_worker)


@pytest.mark.parametrize(
    ("unit", "possible", "hardly"),
    [("people", 30, 31), ("years", 120, 121), ("days", 366, 367), ("hours a week", 168, 169), ("", 100_000, 100_001)],
)
def test_doubts_answers_by_their_unit(unit: str, possible: int, hardly: int) -> None:
    element = Asked("one", "How many?", "integer", unit=unit)

    assert doubts_of_answers([element], {"one": possible}, {}) == []
    assert [doubt.about for doubt in doubts_of_answers([element], {"one": hardly}, {})] == ["one"]


def test_leaves_an_answer_that_has_a_range_of_its_own(db: None) -> None:
    element = Asked("one", "How many?", "integer", unit="people", maximum=Decimal(500))

    assert doubts_of_answers([element], {"one": 400}, {}) == []


def test_does_not_ask_again_about_an_answer_that_stood_there(db: None) -> None:
    element = Asked("one", "How many?", "integer", unit="people")

    assert doubts_of_answers([element], {"one": 40}, {"one": 40}) == []

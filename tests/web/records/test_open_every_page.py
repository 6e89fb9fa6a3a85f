"""Every page of the records app opens for somebody who works with the person it is about."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.cast import Clients

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.forms.models import DataElement, Instrument, InstrumentElement
from lineofsight.apps.records.models import Assessment, Enrollment, Service, ServiceType, Task


@pytest.fixture
def full_file(clients: Clients, front_line_worker: StaffMember) -> Enrollment:
    enrollment = Enrollment.objects.get(participant=clients.own)
    visit = ServiceType.objects.create(name="Home visit", unit="visits")
    Service.objects.create(
        enrollment=enrollment, type=visit, date=today(), staff=front_line_worker, note="She practiced the call."
    )
    element = DataElement.objects.create(key="income", label="Monthly income", type="money")
    check = Instrument.objects.create(key="check", title="12-month check")
    InstrumentElement.objects.create(instrument=check, element=element, position=0)
    Assessment.objects.create(
        enrollment=enrollment, instrument=check, point="start", date=today(), answers={"income": "1480.00"}
    )
    Task.objects.create(
        owner=front_line_worker,
        made_by=front_line_worker,
        enrollment=enrollment,
        what="Call her aunt",
        due_on=today(),
    )
    return enrollment


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/clients/",
        "/clients/?q=maya",
        "/clients/?list=all&stage=all",
        "/clients/add/",
        "/clients/{person}/",
        "/clients/{person}/change/",
        "/clients/{person}/services/",
        "/clients/{person}/services/?notes",
        "/clients/{person}/history/",
        "/clients/{person}/opened/",
        "/clients/{person}/enroll/",
        "/clients/{person}/service/",
        "/clients/{person}/assessment/",
        "/clients/{person}/assessment/{instrument}/",
        "/clients/{person}/task/",
        "/enrollments/{enrollment}/stage/",
        "/enrollments/{enrollment}/stage/?end",
        "/enrollments/{enrollment}/correct/",
        "/enrollments/{enrollment}/staff/",
        "/service/",
        "/services/{service}/",
        "/assessments/{assessment}/",
    ],
)
def test_opens(address: str, full_file: Enrollment, as_front_line_worker: Client) -> None:
    page = as_front_line_worker.get(
        address.format(
            person=full_file.participant_id,
            enrollment=full_file.pk,
            instrument=Instrument.objects.get().pk,
            service=Service.objects.get().pk,
            assessment=Assessment.objects.get().pk,
        )
    )

    assert page.status_code == 200
    assert page.content.decode().count("<h1>") == 1

"""What the tests of records share: the enrollment of the cast's own client, and a kind of service."""

from __future__ import annotations

import pytest

from lineofsight.apps.records.models import Enrollment, ServiceType
from tests.cast import Clients


@pytest.fixture
def enrollment(clients: Clients) -> Enrollment:
    """Maya Ramirez in Mentoring, active for 90 days, looked after by the front-line worker."""
    return Enrollment.objects.get(participant=clients.own)


@pytest.fixture
def visit(db: None) -> ServiceType:
    return ServiceType.objects.create(name="Home visit", unit="visits")

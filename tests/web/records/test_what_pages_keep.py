"""What a page keeps: values that are not asked for, and silence about what may not be seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lineofsight.apps.agency.models import StaffMember
from tests.cast import Programs, Sites

from .conftest import FullFile


def test_keeps_a_site_at_which_the_program_works_no_more(
    full_file: FullFile, programs: Programs, sites: Sites, as_program_manager: Client
) -> None:
    programs.mentoring.sites.set([sites.south])
    address = f"/enrollments/{full_file.enrollment.pk}/correct/"
    shown = as_program_manager.get(address).content.decode()

    assert f'<option value="{sites.north.pk}" selected>North house</option>' in shown


@pytest.mark.parametrize("kind", ["services", "assessments"])
def test_take_the_same_questions_for_what_is_not_there_and_what_may_not_be_seen(
    full_file: FullFile, other_worker: StaffMember, signed_in: Callable[[StaffMember], Client], kind: str
) -> None:
    browser = signed_in(other_worker)
    hidden = full_file.service.pk if kind == "services" else full_file.assessment.pk

    with CaptureQueriesContext(connection) as for_the_hidden:
        refused = browser.get(f"/{kind}/{hidden}/")
    with CaptureQueriesContext(connection) as for_nothing:
        nowhere = browser.get(f"/{kind}/{hidden + 1000}/")

    assert (refused.status_code, nowhere.status_code) == (404, 404)
    assert len(for_the_hidden) == len(for_nothing)

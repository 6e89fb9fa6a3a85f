"""Pages say plainly that there is nothing, and lead to what is to be done next."""

from __future__ import annotations

import re

from django.test import Client

from lineofsight.apps.records.models import StaffAssignment

from .conftest import FullFile


def test_says_that_nobody_is_on_the_list(full_file: FullFile, as_front_line_worker: Client) -> None:
    StaffAssignment.objects.all().delete()

    page = as_front_line_worker.get("/").content.decode()

    assert "Nobody is on your list yet." in page
    assert "Everyone on your list was seen." not in page
    assert "0 people" not in page


def test_says_one_visit(full_file: FullFile, as_front_line_worker: Client) -> None:
    page = as_front_line_worker.get(full_file.address("/clients/{person}/services/")).content.decode()

    assert '<span class="los-second">visit</span>' in page


def test_says_that_there_are_no_services(full_file: FullFile, as_front_line_worker: Client) -> None:
    full_file.service.delete()

    page = as_front_line_worker.get(full_file.address("/clients/{person}/")).content.decode()

    assert "There are no services yet." in page
    assert "All 0" not in page


def test_leads_from_the_phone_number_to_its_question(full_file: FullFile, as_front_line_worker: Client) -> None:
    page = as_front_line_worker.get(full_file.address("/clients/{person}/")).content.decode()
    form = as_front_line_worker.get(full_file.address("/clients/{person}/change/")).content.decode()

    assert full_file.address('href="/clients/{person}/change/#id_phone"') in page
    assert 'id="id_phone"' in form


def test_leads_from_the_top_of_the_file_to_the_person(full_file: FullFile, as_front_line_worker: Client) -> None:
    page = as_front_line_worker.get(full_file.address("/clients/{person}/")).content.decode()

    assert page.index('href="#about"') < page.index('id="about"')


def test_leads_the_performance_lead_to_an_import(as_performance_lead: Client) -> None:
    page = as_performance_lead.get("/").content.decode()

    assert re.search(r'<a class="btn btn-primary" href="/import/">Import</a>', page)

"""Whoever sees exact figures is told not to hand them on, can see what outsiders see, and knows where it differs."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from lineofsight.apps.agency.models import Agency, Program, Protection, StaffMember
from lineofsight.apps.agency.words import the_words
from lineofsight.apps.figures.releasing import InUse, release_what_is_due
from lineofsight.apps.reports.printed.pages import measure_data, scorecard_data
from lineofsight.apps.reports.selectors.measure_page import measure_page
from lineofsight.apps.reports.selectors.scorecard import scorecard
from tests.unit.figures.conftest import Riverside
from tests.unit.figures.counted import DAYS, LEFT, TODAY, count, leave, published, used

EXACT = "Exact figures; not for handing on."
FOR_BOARD = "For staff and board. Fewer than 5 people are never shown outside."


@pytest.fixture
def few(riverside: Riverside) -> InUse:
    """Three people left Mentoring each month of 2026: a month says nothing outside, a quarter does."""
    for month in range(1, 11):
        leave(riverside.programs.mentoring, date(2026, month, 10), completed=3)
    use = used(published(LEFT), riverside.programs.mentoring)
    count()
    release_what_is_due()
    return use


def page(who: StaffMember, address: str) -> str:
    client = Client()
    client.force_login(who)
    return str(client.get(address).content.decode())


def strings(who: StaffMember, address: str) -> str:
    client = Client()
    client.force_login(who)
    return ZipFile(BytesIO(client.get(address).content)).read("xl/sharedStrings.xml").decode()


def test_leads_from_the_exact_figures_of_a_measure_to_the_released_ones_and_back(
    few: InUse, riverside: Riverside
) -> None:
    address = f"/results/measures/{few.assignment.pk}/"

    exact, released = page(riverside.manager, address), page(riverside.manager, f"{address}?as=released")

    assert "Exact figures of" in exact
    assert 'Not for handing on. <a href="?as=released">What outsiders see</a>' in exact
    assert "October 2026" in exact
    assert "July to September 2026" in released
    assert "October 2026" not in released
    assert '<a href="?">Back to the exact figures</a>' in released
    assert f"{address}page.pdf?as=released" in released
    assert f"{address}page.xlsx?as=released" in released
    assert "people/?from=" not in released


def test_leads_from_a_program_to_what_outsiders_see(few: InUse, riverside: Riverside) -> None:
    address = f"/results/programs/{riverside.programs.mentoring.pk}/"

    exact, released = page(riverside.manager, address), page(riverside.manager, f"{address}?as=released")

    assert '<a href="?as=released">What outsiders see</a>' in exact
    assert f'href="/results/measures/{few.assignment.pk}/?as=released"' in released
    assert "July to September 2026" in released
    assert "October 2026" not in released


def test_leads_nobody_outside_to_exact_figures(few: InUse, riverside: Riverside) -> None:
    address = f"/results/measures/{few.assignment.pk}/"

    board = page(riverside.board, f"{address}?as=released")

    assert FOR_BOARD in board
    assert "Not for handing on." not in board
    assert "exact figures" not in board


def test_says_on_paper_and_in_workbooks_that_exact_figures_are_not_for_handing_on(
    few: InUse, riverside: Riverside
) -> None:
    agency, words = Agency.objects.get(), the_words()
    line = f"{EXACT} Use the released version."

    def printed(who: StaffMember, *, as_released: bool) -> str:
        made = measure_page(few.assignment.pk, who, today=TODAY, words=words, as_released=as_released)
        assert made is not None
        return str(measure_data(made, agency, words)["source"])

    sheet = f"/results/measures/{few.assignment.pk}/page.xlsx"
    assert printed(riverside.manager, as_released=False).endswith(line)
    assert printed(riverside.manager, as_released=True).endswith(FOR_BOARD)
    assert printed(riverside.board, as_released=False).endswith(FOR_BOARD)
    assert line in strings(riverside.manager, sheet)
    assert line not in strings(riverside.manager, f"{sheet}?as=released")
    assert line not in strings(riverside.board, sheet)


def test_says_the_same_of_the_scorecard(riverside: Riverside) -> None:
    for month in range(1, 11):
        leave(riverside.programs.mentoring, date(2026, month, 10), completed=20)
    used(published({**LEFT, "asks": "how_much"}))
    count()
    release_what_is_due()

    exact = scorecard_data(scorecard(riverside.lead, TODAY), Agency.objects.get())
    released = scorecard_data(scorecard(riverside.lead, TODAY, as_released=True), Agency.objects.get())

    assert exact["source"].endswith(f"{EXACT} Use the released version.")
    assert released["source"].endswith(FOR_BOARD)
    assert EXACT in strings(riverside.lead, "/results/scorecard.xlsx")
    assert EXACT not in strings(riverside.lead, "/results/scorecard.xlsx?as=released")


def test_says_how_many_people_the_rule_of_the_figures_asks_for(riverside: Riverside) -> None:
    Program.objects.filter(pk=riverside.programs.workforce.pk).update(protection=Protection.VICTIM_SERVICES)
    whole, days = used(published(LEFT)), used(published(DAYS))
    sheltered = used(whole.version, riverside.programs.workforce)
    count()

    def foot_of(use: InUse) -> str:
        return page(riverside.board, f"/results/measures/{use.assignment.pk}/")

    assert FOR_BOARD in foot_of(whole)
    assert "For staff and board. Fewer than 10 people are never shown outside." in foot_of(sheltered)
    assert "For staff and board. Fewer than 11 people are never shown outside." in foot_of(days)
    both = "Fewer than 5 people are never shown outside, and in some of these measures fewer than 11."
    assert both in page(riverside.board, "/results/")
    assert both in strings(riverside.board, "/results/scorecard.xlsx")


def test_says_where_outsiders_see_longer_periods(few: InUse, riverside: Riverside) -> None:
    measure = f"/results/measures/{few.assignment.pk}/"
    program = f"/results/programs/{riverside.programs.mentoring.pk}/"
    to_insiders = "People outside see quarters where you see months, so that enough people stand behind a figure."
    to_outsiders = "Where shorter periods would rest on too few people, figures are shown by quarter."

    assert to_insiders in page(riverside.manager, measure)
    assert to_insiders in page(riverside.manager, program)
    assert to_outsiders in page(riverside.board, measure)
    assert to_outsiders in page(riverside.board, program)


def test_says_nothing_of_lengths_where_everybody_sees_months(riverside: Riverside) -> None:
    for month in range(1, 11):
        leave(riverside.programs.mentoring, date(2026, month, 10), completed=20)
    use = used(published(LEFT), riverside.programs.mentoring)
    count()
    release_what_is_due()
    address = f"/results/measures/{use.assignment.pk}/"

    assert "enough people stand" not in page(riverside.manager, address)
    assert "shorter periods" not in page(riverside.board, address)

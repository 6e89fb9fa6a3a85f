"""The board scorecard, on the screen, as PDF and as a workbook."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lineofsight.apps.figures.values import Series
from lineofsight.apps.framework.models import MeasureAssignment, OwnerNote
from lineofsight.apps.reports.selectors import scorecard
from tests.unit.framework.conftest import Small
from tests.unit.reports.made import STEADY, shares

PAGE = "/results/"


def test_answers_its_question_in_the_first_sentence(
    as_board_member: Client, use: MeasureAssignment, given: Series
) -> None:
    page = as_board_member.get(PAGE).content.decode()

    assert "<b>Not as we mean to: the one outcome with a target misses it.</b>" in page
    assert "Children stay has been below its usual level for 8 months in a row: a real worsening." in page


def test_shows_value_counts_target_and_the_year_before(
    as_board_member: Client, use: MeasureAssignment, given: Series
) -> None:
    page = as_board_member.get(PAGE).content.decode()

    assert f'<b><a href="/results/measures/{use.pk}/">53%</a></b>' in page
    assert "53 of 100" in page
    assert ">70%</p>" in page
    assert "Not met" in page
    assert "53% against 71% a year before" in page
    assert 'aria-label="January 2025 to September 2026: between 52% and 73%, latest 53%"' in page


def test_shows_the_dated_note_of_the_owner(as_board_member: Client, use: MeasureAssignment, given: Series) -> None:
    OwnerNote.objects.update(written_on="2026-11-09")

    page = as_board_member.get(PAGE).content.decode()

    assert "<b>Lena Vogel, November 9, 2026, on what is behind it:</b> Rents rose." in page
    assert "What we will try:" not in page


def test_labels_what_will_be_tried_on_the_page_and_in_the_workbook(
    as_board_member: Client, use: MeasureAssignment, given: Series
) -> None:
    OwnerNote.objects.update(trying="We ask landlords.")

    page = as_board_member.get(PAGE).content.decode()
    book = ZipFile(BytesIO(as_board_member.get(f"{PAGE}scorecard.xlsx").content))
    strings = book.read("xl/sharedStrings.xml").decode()

    assert "<b>What we will try:</b> We ask landlords." in page
    assert "We ask landlords." in strings
    assert "What we will try" in strings


def test_says_in_the_workbook_where_each_row_is_of(
    as_board_member: Client, use: MeasureAssignment, given: Series
) -> None:
    book = ZipFile(BytesIO(as_board_member.get(f"{PAGE}scorecard.xlsx").content))
    strings = book.read("xl/sharedStrings.xml").decode()

    assert "Where" in strings
    assert "Mentoring" in strings


def test_says_what_the_board_could_ask(as_board_member: Client, use: MeasureAssignment, given: Series) -> None:
    page = as_board_member.get(PAGE).content.decode()

    assert "What the board could ask" in page
    assert "Children stay: worse since February 2026. What was different then" in page


def test_never_writes_zero_for_a_withheld_figure(
    as_board_member: Client, use: MeasureAssignment, given: Series, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = shares([*STEADY, None])
    monkeypatch.setattr(scorecard, "series_of", lambda uses, viewer, as_released: {each.pk: hidden for each in uses})

    page = as_board_member.get(PAGE).content.decode()

    assert '<span class="los-withheld"><span>withheld</span></span>' in page
    assert "fewer than 5 people" in page
    assert "0%" not in page.replace("70%", "")


def test_says_too_few_of_the_trend_beside_the_value(
    as_board_member: Client, use: MeasureAssignment, given: Series, monkeypatch: pytest.MonkeyPatch
) -> None:
    use.periods.all().delete()
    few = shares(STEADY[:5])
    monkeypatch.setattr(scorecard, "series_of", lambda uses, viewer, as_released: {each.pk: few for each in uses})

    page = as_board_member.get(PAGE).content.decode()

    assert "Trend: too early to tell, 5 of 12 points." in page
    assert "Trend: too early" in page
    assert ">73%</a></b>" in page


def test_says_what_cannot_be_said_while_nothing_is_counted(as_board_member: Client, use: MeasureAssignment) -> None:
    page = as_board_member.get(PAGE).content.decode()

    assert "We cannot say yet: no outcome has both a figure and a target." in page
    assert "No figure yet" in page


def test_names_outcomes_without_a_measure(as_board_member: Client, small: Small) -> None:
    assert "No measure yet: Children stay." in as_board_member.get(PAGE).content.decode()


def test_asks_a_fixed_number_of_queries(
    as_board_member: Client,
    use: MeasureAssignment,
    given: Series,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(16):
        as_board_member.get(PAGE)


def test_is_not_for_somebody_without_a_role(as_stranger: Client, small: Small) -> None:
    assert as_stranger.get(PAGE).status_code == 403
    assert "/results/" not in as_stranger.get("/").content.decode()


def test_fits_two_pages_as_pdf(as_board_member: Client, use: MeasureAssignment, given: Series) -> None:
    answer = as_board_member.get(f"{PAGE}scorecard.pdf")

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert 1 <= answer.content.count(b"/Type /Page\n") + answer.content.count(b"/Type/Page/") <= 2


def test_is_a_workbook_of_typed_cells(as_board_member: Client, use: MeasureAssignment, given: Series) -> None:
    sheet = _sheet(as_board_member.get(f"{PAGE}scorecard.xlsx").content)

    assert "<v>0.53</v>" in sheet
    assert "<f>" not in sheet


def test_lets_no_title_become_a_formula(
    as_board_member: Client, use: MeasureAssignment, small: Small, given: Series
) -> None:
    small.outcome.title = '=HYPERLINK("http://example.org")'
    small.outcome.save()

    assert "<f>" not in _sheet(as_board_member.get(f"{PAGE}scorecard.xlsx").content)


def test_writes_a_withheld_cell_as_a_word(
    as_board_member: Client, use: MeasureAssignment, given: Series, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = replace(shares([*STEADY, None]))
    monkeypatch.setattr(scorecard, "series_of", lambda uses, viewer, as_released: {each.pk: hidden for each in uses})

    book = as_board_member.get(f"{PAGE}scorecard.xlsx").content

    assert "<v>0</v>" not in _sheet(book).replace('t="s"><v>0</v>', "")
    assert "withheld" in ZipFile(BytesIO(book)).read("xl/sharedStrings.xml").decode()


def _sheet(book: bytes) -> str:
    return ZipFile(BytesIO(book)).read("xl/worksheets/sheet1.xml").decode()

"""The page of one measure: answer, picture or table, groups, definition; and what it takes along."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lineofsight.apps.agency.clock import today
from lineofsight.apps.figures.values import Series
from lineofsight.apps.framework.models import MeasureAssignment, OwnerNote
from lineofsight.apps.reports.charts.renderer import draw
from lineofsight.apps.reports.models import Drawing
from lineofsight.apps.reports.services import draw_what_is_wanted


def test_answers_with_the_figure_and_its_counts(
    as_program_manager: Client, use: MeasureAssignment, given: Series
) -> None:
    page = as_program_manager.get(f"/results/measures/{use.pk}/").content.decode()

    assert (
        "<b>Fewer than a year ago: 53% in September 2026, 53 of 100.</b> Below its usual level for 8 months in a row"
        in page
    )
    assert "The target is 70%." in page


def test_never_waits_for_its_picture(as_board_member: Client, use: MeasureAssignment, given: Series) -> None:
    page = as_board_member.get(f"/results/measures/{use.pk}/").content.decode()

    assert "The picture is being drawn." in page
    assert '<details class="los-more" open>' in page
    assert Drawing.objects.count() == 2


def test_looks_for_its_picture_by_itself_and_not_for_ever(
    as_board_member: Client, use: MeasureAssignment, given: Series
) -> None:
    address = f"/results/measures/{use.pk}/"

    first = as_board_member.get(address).content.decode()
    tenth = as_board_member.get(f"{address}?look=9&by=site").content.decode()
    last = as_board_member.get(f"{address}?look=10").content.decode()

    assert f'hx-get="{address}?look=1" hx-trigger="load delay:2s" hx-select="#picture"' in first
    assert f'hx-get="{address}?look=10&amp;by=site"' in tenth
    assert "hx-trigger" not in last
    assert "Look again" in last


def test_marks_in_the_chart_what_a_note_is_about(
    as_board_member: Client, use: MeasureAssignment, given: Series
) -> None:
    OwnerNote.objects.update(about_from="2026-02-01")

    as_board_member.get(f"/results/measures/{use.pk}/")

    drawn = str(Drawing.objects.latest("pk").spec)
    assert "Note of Lena Vogel" in drawn
    assert "February 1, 2026" in drawn


def test_shows_its_owner_what_to_do_next(
    as_performance_lead: Client, as_board_member: Client, use: MeasureAssignment, given: Series
) -> None:
    OwnerNote.objects.all().delete()
    address = f"/results/measures/{use.pk}/"

    assert f'href="/line-of-sight/uses/{use.pk}/note/"' in as_performance_lead.get(address).content.decode()
    assert "Next: say what is behind it" not in as_board_member.get(address).content.decode()


def test_shows_its_picture_in_both_widths_and_keeps_the_table(
    as_board_member: Client, use: MeasureAssignment, given: Series
) -> None:
    as_board_member.get(f"/results/measures/{use.pk}/")
    draw_what_is_wanted(draw)

    page = as_board_member.get(f"/results/measures/{use.pk}/").content.decode()

    assert "The picture is being drawn." not in page
    assert page.count('role="img" aria-label="Run chart, January 2025 to September 2026.') == 2
    assert "Show the 21 periods as a table" in page


def test_names_a_withheld_group_and_shows_nothing_of_it(
    as_board_member: Client, use: MeasureAssignment, given: Series
) -> None:
    page = as_board_member.get(f"/results/measures/{use.pk}/").content.decode()
    row = page[page.index("South house") : page.index("<tfoot>")]

    assert row.count('<span class="los-withheld"><span>withheld</span></span>') == 2
    assert "%" not in row
    assert "fewer than 5 people" in row


def test_shows_how_far_off_a_group_could_be_by_chance(
    as_board_member: Client, use: MeasureAssignment, given: Series
) -> None:
    assert "54%–77%" in as_board_member.get(f"/results/measures/{use.pk}/").content.decode()


def test_says_who_owns_it_and_why_this_target(as_board_member: Client, use: MeasureAssignment, given: Series) -> None:
    page = as_board_member.get(f"/results/measures/{use.pk}/").content.decode()

    assert "Lena Vogel" in page
    assert "Our own level of 2024" in page
    assert "Version 1" in page


def test_says_that_there_is_no_figure_yet(as_board_member: Client, use: MeasureAssignment) -> None:
    page = as_board_member.get(f"/results/measures/{use.pk}/").content.decode()

    assert "<b>There is no figure yet.</b>" in page
    assert "page.pdf" not in page


def test_is_gone_when_it_is_used_there_no_more(as_board_member: Client, use: MeasureAssignment, given: Series) -> None:
    use.ended_on = today() - timedelta(days=1)
    use.save()

    assert as_board_member.get(f"/results/measures/{use.pk}/").status_code == 404


def test_asks_a_fixed_number_of_queries(
    as_board_member: Client,
    use: MeasureAssignment,
    given: Series,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    as_board_member.get(f"/results/measures/{use.pk}/")
    draw_what_is_wanted(draw)

    with django_assert_max_num_queries(18):
        as_board_member.get(f"/results/measures/{use.pk}/")


def test_is_refused_without_a_role(as_stranger: Client, use: MeasureAssignment, given: Series) -> None:
    assert as_stranger.get(f"/results/measures/{use.pk}/").status_code == 403
    assert as_stranger.get(f"/results/measures/{use.pk}/page.pdf").status_code == 403
    assert as_stranger.get(f"/results/measures/{use.pk}/page.xlsx").status_code == 403


def test_goes_along_as_pdf_with_its_picture(as_board_member: Client, use: MeasureAssignment, given: Series) -> None:
    without = as_board_member.get(f"/results/measures/{use.pk}/page.pdf").content
    draw_what_is_wanted(draw)

    drawn = as_board_member.get(f"/results/measures/{use.pk}/page.pdf").content

    assert drawn.startswith(b"%PDF-")
    assert len(drawn) > len(without)


def test_goes_along_as_a_workbook_with_what_it_means(
    as_board_member: Client, use: MeasureAssignment, given: Series
) -> None:
    OwnerNote.objects.update(trying="We ask landlords.")

    answer = as_board_member.get(f"/results/measures/{use.pk}/page.xlsx")
    book = ZipFile(BytesIO(answer.content))
    periods, strings = book.read("xl/worksheets/sheet1.xml").decode(), book.read("xl/sharedStrings.xml").decode()

    assert periods.count("<row ") == 22
    assert "<v>0.53</v>" in periods
    assert "People leave to a home" in strings
    assert "<t>What we will try</t>" in strings
    assert "<t>We ask landlords.</t>" in strings
    assert "Fewer than 5 people are never shown outside." in strings

"""How one program is doing."""

from __future__ import annotations

import pytest
from django.test import Client

from lineofsight.apps.figures.values import Series
from lineofsight.apps.framework.models import MeasureAssignment
from lineofsight.apps.reports.selectors import program_page
from tests.cast import Programs
from tests.unit.reports.made import STEADY, shares


def test_lists_what_really_moved(
    as_program_manager: Client, use: MeasureAssignment, given: Series, programs: Programs
) -> None:
    page = as_program_manager.get(f"/results/programs/{programs.mentoring.pk}/").content.decode()

    assert "How is Mentoring doing?" in page
    assert "One measure really moved." in page
    assert "Better off: Children stay" in page
    assert "Target 70% not met" in page


def test_folds_what_did_not_move_into_one_line(
    as_program_manager: Client,
    use: MeasureAssignment,
    given: Series,
    programs: Programs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        program_page, "series_of", lambda uses, viewer, **_seen: {each.pk: shares(STEADY) for each in uses}
    )

    page = as_program_manager.get(f"/results/programs/{programs.mentoring.pk}/").content.decode()

    assert "<summary>1 measure: no real change. See them</summary>" in page
    assert "Nothing has really changed." in page


def test_says_that_nothing_is_measured(as_director: Client, programs: Programs) -> None:
    page = as_director.get(f"/results/programs/{programs.workforce.pk}/").content.decode()

    assert "No measure is used here yet." in page


def test_lists_programs_by_name(as_board_member: Client, use: MeasureAssignment, given: Series) -> None:
    page = as_board_member.get("/results/programs/").content.decode()

    assert "Mentoring" in page
    assert "the one outcome with a target misses it" in page


def test_shows_the_way_to_missing_data_to_those_who_mend_it(
    as_program_manager: Client, as_board_member: Client, use: MeasureAssignment, given: Series, programs: Programs
) -> None:
    address = f"/results/programs/{programs.mentoring.pk}/"

    assert "/results/quality/" in as_program_manager.get(address).content.decode()
    assert "/results/quality/" not in as_board_member.get(address).content.decode()


def test_is_refused_without_a_role(as_stranger: Client, programs: Programs) -> None:
    assert as_stranger.get(f"/results/programs/{programs.mentoring.pk}/").status_code == 403
    assert as_stranger.get("/results/programs/").status_code == 403

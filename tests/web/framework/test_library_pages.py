"""The library of packs, definitions as files, and the reference sheet."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.forms.models import DataElement
from lineofsight.apps.framework.models import Measure, MeasureVersion
from lineofsight.apps.framework.services.measures import adopt_measures
from lineofsight.packs.documents import read_documents
from lineofsight.packs.offered import offered_measure

STARTERS = "/line-of-sight/measures/adopt/"
BRING = "/line-of-sight/measures/bring/"
LEFT = "measure: who_left\ntitle: Who left\nasks: how_much\ncount: participant\nperiod: ${exit_date}\n"


def adopted(key: str, actor: StaffMember) -> Measure:
    offered = offered_measure(key)
    assert offered is not None
    return adopt_measures([offered], actor=actor)[0]


def test_finds_a_measure_by_words_question_and_work(as_director: Client) -> None:
    by_words = as_director.get(STARTERS, {"words": "lonely"}).content.decode()
    by_question = as_director.get(STARTERS, {"asks": "how_much", "field": "food_basic_needs"}).content.decode()

    assert "1 of 70 measures." in by_words
    assert "Older adults feel less lonely" in by_words
    assert "Food per pantry visit" in by_question
    assert "Fewer worries about food" not in by_question


def test_says_when_nothing_is_found(as_director: Client) -> None:
    assert "No measure has these words." in as_director.get(STARTERS, {"words": "zeppelin"}).content.decode()


def test_shows_what_an_offered_measure_says_and_what_is_missing_for_it(as_board_member: Client) -> None:
    DataElement.objects.create(key="food_pounds", label="Pounds of food", type="decimal")
    page = as_board_member.get(f"{STARTERS}food_per_visit/").content.decode()

    assert "It runs once 1 more thing is asked here." in page
    assert "Pounds of food" in page
    assert "household size" in page
    assert "not asked here" in page
    assert "Adopt it" not in page


def test_adopts_from_the_sheet(as_director: Client) -> None:
    assert "Adopt it" in as_director.get(f"{STARTERS}less_lonely/").content.decode()
    as_director.post(STARTERS, {"keys": ["less_lonely"]})

    assert Measure.objects.get().key == "less_lonely"
    assert "It is in your library." in as_director.get(f"{STARTERS}less_lonely/").content.decode()


def test_knows_no_measure_that_nobody_offers(as_director: Client) -> None:
    assert as_director.get(f"{STARTERS}no-such-measure/").status_code == 404


def test_gives_one_and_all_as_yaml(as_board_member: Client, performance_lead: StaffMember) -> None:
    kept = adopted("less_lonely", performance_lead)
    adopted("food_per_visit", performance_lead)

    one = as_board_member.get(f"/line-of-sight/measures/{kept.pk}/measure.yaml")
    all_of_them = as_board_member.get("/line-of-sight/measures/all.yaml")

    assert one.headers["Content-Disposition"] == 'attachment; filename="less_lonely.yaml"'
    assert [each.content for each in read_documents(one.content.decode())] == [offered_measure("less_lonely").document]  # type: ignore[union-attr]
    assert len(read_documents(all_of_them.content.decode())) == 2


def test_shows_a_file_before_anything_is_written_and_then_writes_drafts(as_director: Client) -> None:
    file = SimpleUploadedFile("mine.yaml", f"{LEFT}---\nmeasure: broken\ntitle: Broken\n".encode())
    preview = as_director.post(BRING, {"file": file})
    page = preview.content.decode()
    assert not Measure.objects.exists()

    answer = as_director.post(BRING, {"text": page_text(page), "fingerprint": preview.context["preview"].fingerprint})

    assert "New draft" in page
    assert "Line 7:" in page
    assert "Refused" in page
    assert answer.headers["Location"] == "/line-of-sight/measures/"
    assert MeasureVersion.objects.get().published_at is None


def page_text(page: str) -> str:
    """What the preview carries to the second step."""
    return page.split('<textarea name="text" hidden>\n')[1].split("</textarea>")[0].replace("&#x27;", "'")


def test_loses_nothing_of_what_was_pasted_when_it_is_no_yaml(as_director: Client) -> None:
    answer = as_director.post(BRING, {"text": "measure: x\n  title: kept words"})

    assert answer.status_code == 422
    assert "Line 2 is not YAML" in answer.content.decode()
    assert "kept words" in answer.content.decode()


def test_prints_a_sheet_without_a_figure(as_board_member: Client, performance_lead: StaffMember) -> None:
    kept = adopted("completed_program", performance_lead)

    page = as_board_member.get(f"/line-of-sight/measures/{kept.pk}/sheet/").content.decode()
    made = as_board_member.get(f"/line-of-sight/measures/{kept.pk}/sheet.pdf")

    assert "People who leave early rarely reach the outcome" in page
    assert "First day" not in page or "Stage of the" in page
    assert "Version 1" in page
    assert made.content.startswith(b"%PDF-")
    assert made.headers["Content-Disposition"] == 'attachment; filename="completed_program.pdf"'


def test_says_on_the_sheet_what_changed_from_version_to_version(
    as_board_member: Client, performance_lead: StaffMember
) -> None:
    kept = adopted("completed_program", performance_lead)
    first = kept.versions.get()
    MeasureVersion.objects.create(
        measure=kept,
        number=2,
        document={**first.document, "matures_after": "30 days"},
        published_at=first.published_at,
        published_by=performance_lead,
        title=first.title,
        asks=first.asks,
        source=first.source,
        statistic=first.statistic,
    )

    page = as_board_member.get(f"/line-of-sight/measures/{kept.pk}/sheet/").content.decode()

    assert "<dt>Known after</dt><dd><del>7 days</del> <ins>30 days</ins></dd>" in page

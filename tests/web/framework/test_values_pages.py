"""Figures from elsewhere on screen: typed, pasted, from a file; corrected; and the file beside them."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lineofsight.apps.agency.models import StaffMember, TrailEntry
from lineofsight.apps.agency.seen import token_of
from lineofsight.apps.framework.models import Attachment, Measure, ReportedValue
from lineofsight.apps.framework.services.measures import change_measure, words_of
from tests.cast import Programs
from tests.looked_at import publish_with_a_look

TYPED = {"place": ":", "period": "2025", "numerator": "1,558", "denominator": "1874", "source": "The state"}


def add(measure: Measure) -> str:
    return f"/line-of-sight/measures/{measure.pk}/figures/add/"


def sheet(measure: Measure) -> str:
    return f"/line-of-sight/measures/{measure.pk}/figures/sheet/"


def test_keeps_a_typed_figure(as_performance_lead: Client, share: Measure) -> None:
    as_performance_lead.post(add(share), TYPED)

    page = as_performance_lead.get(f"/line-of-sight/measures/{share.pk}/").content.decode()
    assert "83.1%" in page
    assert "1,558 of 1,874" in page
    assert "Reported by others" in page


def test_refuses_a_percentage_and_keeps_what_was_typed(as_performance_lead: Client, share: Measure) -> None:
    answer = as_performance_lead.post(add(share), {**TYPED, "numerator": "83%"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "You wrote 83%. Give the two counts: how many, and of how many." in page
    assert 'value="83%"' in page
    assert not ReportedValue.objects.exists()


def test_says_beside_the_time_that_something_is_there(as_performance_lead: Client, share: Measure) -> None:
    as_performance_lead.post(add(share), TYPED)

    answer = as_performance_lead.post(add(share), {**TYPED, "numerator": "1560"})

    assert answer.status_code == 422
    assert "1,558 of 1,874 is there for these days already." in answer.content.decode()


def test_corrects_a_figure_and_shows_what_was_there(as_performance_lead: Client, share: Measure) -> None:
    as_performance_lead.post(add(share), TYPED)
    address = f"/line-of-sight/figures/{ReportedValue.objects.get().pk}/correct/"

    said = {"numerator": "1560", "denominator": "1874", "source": "The state", "why": "Two came late."}
    as_performance_lead.post(address, said)

    page = as_performance_lead.get(f"/line-of-sight/measures/{share.pk}/").content.decode()
    assert "Two came late." in page
    assert "1,558 of 1,874" in page
    assert "1,560 of 1,874" in page


def test_answers_409_when_somebody_corrected_it_first(as_performance_lead: Client, share: Measure) -> None:
    as_performance_lead.post(add(share), TYPED)
    address = f"/line-of-sight/figures/{ReportedValue.objects.get().pk}/correct/"
    said = {"numerator": "1560", "denominator": "1874", "source": "The state", "why": "Two came late."}
    as_performance_lead.post(address, said)

    answer = as_performance_lead.post(address, {**said, "numerator": "1559"})

    assert answer.status_code == 409
    assert "has corrected this meanwhile" in answer.content.decode()


def test_shows_a_pasted_sheet_before_writing_it(as_performance_lead: Client, share: Measure) -> None:
    as_performance_lead.post(add(share), TYPED)
    said = {
        "place": ":",
        "text": "Year\tGraduates\tCohort\n2024\t1549\t1880\n2025\t1560\t1874",
        "source": "The state",
        "why": "Two came late.",
    }

    preview = as_performance_lead.post(sheet(share), said)

    page = preview.content.decode()
    assert "Nothing is written yet." in page
    assert "Corrects 1,558 of 1,874" in page
    assert ReportedValue.objects.count() == 1
    fingerprint = preview.context["read"].fingerprint
    as_performance_lead.post(sheet(share), {**said, "fingerprint": fingerprint})
    assert ReportedValue.objects.count() == 3


def test_writes_nothing_when_a_line_is_wrong(as_performance_lead: Client, share: Measure) -> None:
    said = {"place": ":", "text": "2024\t1549\t1880\n2025\t83%", "source": "The state"}

    preview = as_performance_lead.post(sheet(share), said)

    page = preview.content.decode()
    assert "1 line cannot be read; nothing is written." in page
    assert "You wrote 83%." in page
    answer = as_performance_lead.post(sheet(share), {**said, "fingerprint": preview.context["read"].fingerprint})
    assert answer.status_code == 200
    assert not ReportedValue.objects.exists()


def test_reads_a_csv_file(as_performance_lead: Client, number: Measure) -> None:
    file = SimpleUploadedFile("cases.csv", b"\xef\xbb\xbfQuarter,Cases\nQ1 2026,412\nQ2 2026,398\n")

    preview = as_performance_lead.post(sheet(number), {"place": ":", "file": file, "source": "The court"})

    read = preview.context["read"]
    said = {"place": ":", "text": preview.context["form"]["text"].value(), "source": "The court"}
    as_performance_lead.post(sheet(number), {**said, "fingerprint": read.fingerprint})
    assert list(ReportedValue.objects.order_by("starts_on").values_list("count", flat=True)) == [412, 398]


def test_shows_the_preview_again_when_figures_changed_meanwhile(as_performance_lead: Client, share: Measure) -> None:
    said = {"place": ":", "text": "2025\t1560\t1874", "source": "The state"}
    fingerprint = as_performance_lead.post(sheet(share), said).context["read"].fingerprint
    as_performance_lead.post(add(share), TYPED)

    answer = as_performance_lead.post(sheet(share), {**said, "fingerprint": fingerprint})

    assert answer.status_code == 200
    assert ReportedValue.objects.count() == 1


FILE = ('the "table".pdf', b"%PDF-1.7", "text/html")


def test_gives_the_file_back_to_be_saved(as_performance_lead: Client, share: Measure) -> None:
    as_performance_lead.post(add(share), {**TYPED, "attachment": SimpleUploadedFile(*FILE)})

    answer = as_performance_lead.get(f"/line-of-sight/attachments/{Attachment.objects.get().pk}/")

    assert answer.content == b"%PDF-1.7"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    taken = TrailEntry.objects.filter(action=TrailEntry.Action.VIEWED).get()
    assert (taken.subject, taken.subject_id) == ("framework.attachment", Attachment.objects.get().pk)


@pytest.mark.parametrize("place", ["agency", "mentoring", "safe_harbor"])
def test_keeps_exact_counts_of_clients_from_those_outside(
    place: str,
    as_performance_lead: Client,
    as_board_member: Client,
    as_front_line_worker: Client,
    share: Measure,
    programs: Programs,
) -> None:
    where = ":" if place == "agency" else f"{getattr(programs, place).pk}:"
    few = {**TYPED, "place": where, "numerator": "2", "denominator": "3"}
    as_performance_lead.post(add(share), {**few, "attachment": SimpleUploadedFile(*FILE)})

    for outside in (as_board_member, as_front_line_worker):
        page = outside.get(f"/line-of-sight/measures/{share.pk}/").content.decode()
        assert "2 of 3" not in page
        assert "66.7%" not in page
        assert "Exact counts are for those inside the place they are about." in page
        assert outside.get(f"/line-of-sight/attachments/{Attachment.objects.get().pk}/").status_code == 403
    assert "2 of 3" in as_performance_lead.get(f"/line-of-sight/measures/{share.pk}/").content.decode()


def test_shows_a_supervisor_the_counts_of_the_own_program_without_correcting_them(
    as_performance_lead: Client, as_supervisor: Client, share: Measure, programs: Programs
) -> None:
    few = {**TYPED, "numerator": "2", "denominator": "3"}
    as_performance_lead.post(add(share), {**few, "place": f"{programs.mentoring.pk}:"})
    as_performance_lead.post(add(share), {**few, "place": f"{programs.workforce.pk}:", "numerator": "1"})

    page = as_supervisor.get(f"/line-of-sight/measures/{share.pk}/").content.decode()

    assert "2 of 3" in page
    assert "1 of 3" not in page
    assert "/correct/" not in page


def test_shows_everybody_what_is_about_the_whole_community(
    as_performance_lead: Client,
    as_board_member: Client,
    performance_lead: StaffMember,
    director: StaffMember,
    share: Measure,
) -> None:
    words = words_of(share.versions.get().document)
    change_measure(share, {"about": "community"}, seen=token_of(words), actor=performance_lead)
    publish_with_a_look(share, performance_lead, director)
    as_performance_lead.post(add(share), {**TYPED, "attachment": SimpleUploadedFile(*FILE)})

    assert "1,558 of 1,874" in as_board_member.get(f"/line-of-sight/measures/{share.pk}/").content.decode()
    assert as_board_member.get(f"/line-of-sight/attachments/{Attachment.objects.get().pk}/").status_code == 200


def test_refuses_a_page_as_a_file(as_performance_lead: Client, share: Measure) -> None:
    file = SimpleUploadedFile("table.html", b"<script>")

    answer = as_performance_lead.post(add(share), {**TYPED, "attachment": file})

    assert "table.html is of a kind we do not keep." in answer.content.decode()
    assert not Attachment.objects.exists()


def test_offers_a_manager_their_own_places(as_program_manager: Client, share: Measure, programs: Programs) -> None:
    places = as_program_manager.get(add(share)).context["form"].fields["place"].choices

    assert [title for _key, title in places] == ["Mentoring", "Mentoring, North house", "Mentoring, South house"]


def test_has_no_such_page_for_a_computed_measure(as_performance_lead: Client, computed: Measure) -> None:
    assert as_performance_lead.get(add(computed)).status_code == 404

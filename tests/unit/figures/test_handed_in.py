"""Compare with what was handed in: the figure of then, that of now, and how far our records explain the difference."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from lineofsight.apps.agency.models import StaffMember, Standing, TrailEntry
from lineofsight.apps.figures.releasing import InUse
from lineofsight.apps.framework.models import DifferenceExplanation, SubmittedFigure
from lineofsight.apps.records.models import Enrollment
from tests.unit.figures.conftest import Riverside
from tests.unit.figures.counted import STAYS, count, leave, published, used

SENT = datetime(2026, 10, 20, 12, tzinfo=UTC)
REPORT = {
    "period": "2026-09-01 to 2026-09-30",
    "numerator": "8",
    "denominator": "10",
    "to_whom": "The county",
    "report": "Quarterly report",
    "submitted_on": "2026-10-20",
    "source": "Table 2, page 4",
}


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Rows are written at this moment from now on."""
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def stays(riverside: Riverside, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Enrollment]]:
    """Ten had left by September when the report went out. Since then two were written down, one was corrected, and one
    was taken out of the figures."""
    mentoring = riverside.programs.mentoring
    at(monkeypatch, datetime(2026, 10, 1, 12, tzinfo=UTC))
    then = leave(mentoring, date(2026, 9, 10), completed=6, withdrawn=1)
    last_day = leave(mentoring, date(2026, 9, 30), completed=2)
    gone = leave(mentoring, date(2026, 9, 12), completed=1)
    at(monkeypatch, datetime(2026, 11, 2, 12, tzinfo=UTC))
    later = leave(mentoring, date(2026, 9, 20), completed=2)
    then[0].stage = "withdrawn"
    then[0].save()
    gone[0].standing = Standing.WITHDRAWN
    gone[0].save()
    count()
    return {"then": then, "last_day": last_day, "gone": gone, "later": later}


@pytest.fixture
def use(stays: dict[str, list[Enrollment]], riverside: Riverside) -> InUse:
    return used(published(STAYS), riverside.programs.mentoring)


def of(who: StaffMember) -> Client:
    client = Client()
    client.force_login(who)
    return client


def hand_in(use: InUse, who: StaffMember, **more: Any) -> Any:
    return of(who).post(f"/results/measures/{use.assignment.pk}/handed-in/", {**REPORT, **more})


def test_shows_both_and_the_difference(use: InUse, riverside: Riverside) -> None:
    answer = hand_in(use, riverside.manager)
    figure = SubmittedFigure.objects.get()
    page = of(riverside.manager).get(f"/results/handed-in/{figure.pk}/").content.decode()

    assert answer.headers["Location"] == f"/results/handed-in/{figure.pk}/"
    assert "80% (8 of 10) was handed in; we count 82% (9 of 11) now." in page
    assert "+1 counted, +1 included; 2 points" in page


def test_tells_what_is_certain_what_is_possible_and_what_is_left(use: InUse, riverside: Riverside) -> None:
    hand_in(use, riverside.manager)
    page = of(riverside.manager).get(f"/results/handed-in/{SubmittedFigure.objects.get().pk}/").content.decode()

    assert (
        "+1 included: 2 were written down after it was handed in and 1 was taken out of the figures since, "
        "which is all of it." in page
    )
    assert "+1 counted: 2 were written down after it was handed in, which leaves −1. 4 could be behind it." in page


def test_names_those_in_it_with_the_reason(
    use: InUse, riverside: Riverside, stays: dict[str, list[Enrollment]]
) -> None:
    hand_in(use, riverside.manager)
    page = of(riverside.manager).get(f"/results/handed-in/{SubmittedFigure.objects.get().pk}/").content.decode()

    assert page.count("Written after the report was handed in.") == 2
    assert page.count("Changed after it was handed in.") == 1
    assert page.count("On the last day of the period.") == 2
    assert page.count("Taken out of the figures since.") == 1
    assert TrailEntry.objects.filter(detail__of="handed_in", detail__people=6).exists()


def test_keeps_the_explanation_with_the_figure_for_ever(use: InUse, riverside: Riverside) -> None:
    hand_in(use, riverside.manager)
    figure = SubmittedFigure.objects.get()
    of(riverside.manager).post(f"/results/handed-in/{figure.pk}/", {"text": "Two files came late."})
    kept = DifferenceExplanation.objects.get()

    assert (kept.our_numerator, kept.our_denominator, kept.written_by) == (9, 11, riverside.manager)
    assert TrailEntry.objects.filter(subject="framework.differenceexplanation", subject_id=kept.pk).exists()
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE framework_differenceexplanation SET text = 'no'")


def test_shows_the_explanation_wherever_that_figure_stands(use: InUse, riverside: Riverside) -> None:
    hand_in(use, riverside.manager)
    figure = SubmittedFigure.objects.get()
    of(riverside.manager).post(f"/results/handed-in/{figure.pk}/", {"text": "Two files came late."})
    measure = f"/results/measures/{use.assignment.pk}/"

    page = of(riverside.manager).get(measure).content.decode()
    people = of(riverside.manager).get(f"{measure}people/?from=2026-09-01&to=2026-09-30").content.decode()

    assert page.count("Two files came late.") >= 1
    assert "For these days, handed in: 80% 8 of 10 (Quarterly report, to The county). Two files came late." in people


def test_says_when_our_figure_has_changed_since_it_was_explained(
    use: InUse, riverside: Riverside, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(use, riverside.manager)
    address = f"/results/handed-in/{SubmittedFigure.objects.get().pk}/"
    of(riverside.manager).post(address, {"text": "Two files came late."})
    leave(riverside.programs.mentoring, date(2026, 9, 21), completed=1)
    count()

    assert "Our figure has changed since this was written." in of(riverside.manager).get(address).content.decode()


def test_tells_nobody_outside(use: InUse, riverside: Riverside) -> None:
    hand_in(use, riverside.manager)
    figure = SubmittedFigure.objects.get()

    assert of(riverside.board).get(f"/results/handed-in/{figure.pk}/").status_code == 403
    assert of(riverside.worker).get(f"/results/handed-in/{figure.pk}/").status_code == 403
    assert "Quarterly report" not in of(riverside.board).get(f"/results/measures/{use.assignment.pk}/").content.decode()
    assert hand_in(use, riverside.board).status_code == 403
    assert SubmittedFigure.objects.count() == 1


def test_keeps_a_copy_for_those_inside_alone(use: InUse, riverside: Riverside) -> None:
    hand_in(use, riverside.manager, attachment=SimpleUploadedFile("report.pdf", b"%PDF-1.7"))
    kept = SubmittedFigure.objects.get().attachment_id

    assert of(riverside.manager).get(f"/line-of-sight/attachments/{kept}/").status_code == 200
    assert of(riverside.board).get(f"/line-of-sight/attachments/{kept}/").status_code == 403


def test_corrects_with_a_reason_and_keeps_both(use: InUse, riverside: Riverside) -> None:
    hand_in(use, riverside.manager)
    figure = SubmittedFigure.objects.get()
    said = {"numerator": "9", "denominator": "11", "submitted_on": "2026-10-20", "source": "Table 2", "why": "Misread."}

    of(riverside.manager).post(f"/results/handed-in/{figure.pk}/correct/", said)
    page = of(riverside.manager).get(f"/results/handed-in/{figure.pk}/").content.decode()

    assert "We count what was handed in: 82% (9 of 11)." in page
    assert list(SubmittedFigure.objects.order_by("version").values_list("numerator", flat=True)) == [8, 9]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"numerator": "12"}, "is more than all"),
        ({"submitted_on": "2026-08-01"}, "It cannot have been handed in on this day."),
        ({"submitted_on": "2026-12-01"}, "It cannot have been handed in on this day."),
        ({"numerator": "80%"}, "Give the two counts"),
        ({"period": "soon"}, "is not a period we can read"),
    ],
)
def test_refuses_with_a_sentence_and_loses_nothing(
    use: InUse, riverside: Riverside, more: dict[str, str], said: str
) -> None:
    answer = hand_in(use, riverside.manager, **more)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Table 2, page 4" in answer.content.decode()
    assert not SubmittedFigure.objects.exists()


def test_asks_for_the_correction_where_another_figure_stands(use: InUse, riverside: Riverside) -> None:
    hand_in(use, riverside.manager)
    answer = hand_in(use, riverside.manager, numerator="7")

    assert "8 of 10 is there for this report and these days already." in answer.content.decode()
    assert SubmittedFigure.objects.count() == 1

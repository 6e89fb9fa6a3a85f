"""Writing figures from elsewhere, and correcting them."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from lineofsight.apps.agency.models import StaffMember, TrailEntry
from lineofsight.apps.framework.models import Attachment, Measure, ReportedValue
from lineofsight.apps.framework.reported_counts import Counts, Days, Reported
from lineofsight.apps.framework.selectors.places import Place
from lineofsight.apps.framework.services.reported import Upload, report_values
from lineofsight.problems import Conflict, NotPermitted, Problem
from tests.cast import Programs

YEAR = Days(date(2025, 1, 1), date(2025, 12, 31))
EVERYWHERE = Place(None, None)


def share_of(counted: int, of: int) -> Reported:
    return Reported(days=YEAR, counts=Counts(numerator=counted, denominator=of))


def report(measure: Measure, *values: Reported, actor: StaffMember, **more: str) -> list[ReportedValue]:
    return report_values(measure, EVERYWHERE, values, source="The state", actor=actor, **more)  # type: ignore[arg-type]


def test_keeps_the_two_counts_with_source_and_writer(share: Measure, performance_lead: StaffMember) -> None:
    (value,) = report(share, share_of(80, 100), actor=performance_lead)

    assert (value.numerator, value.denominator, value.source) == (80, 100, "The state")
    assert (value.written_by, value.version) == (performance_lead, 1)
    assert TrailEntry.objects.filter(subject="framework.reportedvalue", action="added").exists()


def test_keeps_a_correction_beside_what_it_corrects(share: Measure, performance_lead: StaffMember) -> None:
    report(share, share_of(80, 100), actor=performance_lead)

    (corrected,) = report(share, share_of(82, 100), why="Two came late.", actor=performance_lead)

    assert (corrected.version, corrected.why) == (2, "Two came late.")
    assert list(ReportedValue.objects.order_by("version").values_list("numerator", flat=True)) == [80, 82]


def test_refuses_a_correction_without_a_reason(share: Measure, performance_lead: StaffMember) -> None:
    report(share, share_of(80, 100), actor=performance_lead)

    with pytest.raises(Problem, match="80 of 100 is there for these days already") as refused:
        report(share, share_of(82, 100), actor=performance_lead)
    assert refused.value.code == "F074"


def test_writes_nothing_twice(share: Measure, performance_lead: StaffMember) -> None:
    report(share, share_of(80, 100), actor=performance_lead)

    assert report(share, share_of(80, 100), actor=performance_lead) == []


def test_writes_all_or_none(share: Measure, performance_lead: StaffMember) -> None:
    report(share, share_of(80, 100), actor=performance_lead)
    other = Reported(days=Days(date(2024, 1, 1), date(2024, 12, 31)), counts=Counts(numerator=1, denominator=2))

    with pytest.raises(Problem):
        report(share, other, share_of(1, 100), actor=performance_lead)
    assert ReportedValue.objects.count() == 1


def test_refuses_a_correction_of_what_somebody_corrected(share: Measure, performance_lead: StaffMember) -> None:
    (first,) = report(share, share_of(80, 100), actor=performance_lead)
    report(share, share_of(82, 100), why="Two came late.", actor=performance_lead)

    with pytest.raises(Conflict, match="Lena Vogel has corrected this meanwhile, to 82 of 100"):
        report_values(
            share,
            EVERYWHERE,
            [share_of(81, 100)],
            source="The state",
            why="One came late.",
            replaces=first,
            actor=performance_lead,
        )


def test_refuses_more_than_all(share: Measure, performance_lead: StaffMember) -> None:
    with pytest.raises(Problem, match="101 of 100 is more than all"):
        report(share, share_of(101, 100), actor=performance_lead)


def test_refuses_one_count_for_a_share(share: Measure, performance_lead: StaffMember) -> None:
    with pytest.raises(Problem, match="Give the two counts"):
        report(share, Reported(days=YEAR, counts=Counts(count=80)), actor=performance_lead)


def test_refuses_days_that_have_not_come(share: Measure, performance_lead: StaffMember) -> None:
    later = Reported(days=Days(date(2099, 1, 1), date(2099, 12, 31)), counts=Counts(numerator=1, denominator=2))

    with pytest.raises(Problem, match="have not come yet"):
        report(share, later, actor=performance_lead)


def test_refuses_a_measure_that_is_computed(computed: Measure, performance_lead: StaffMember) -> None:
    with pytest.raises(Problem, match="computed from the records"):
        report(computed, share_of(1, 2), actor=performance_lead)


def test_refuses_a_source_without_a_name(share: Measure, performance_lead: StaffMember) -> None:
    with pytest.raises(Problem, match="source is not named"):
        report_values(share, EVERYWHERE, [share_of(1, 2)], source=" ", actor=performance_lead)


def test_keeps_a_file_beside_the_figures(share: Measure, performance_lead: StaffMember) -> None:
    upload = Upload(file_name="table.pdf", content=b"%PDF")

    (value,) = report_values(
        share, EVERYWHERE, [share_of(1, 2)], source="The state", upload=upload, actor=performance_lead
    )

    assert value.attachment is not None
    assert (value.attachment.file_name, bytes(value.attachment.content), value.attachment.size) == (
        "table.pdf",
        b"%PDF",
        4,
    )


def test_refuses_a_file_that_is_too_large(share: Measure, performance_lead: StaffMember) -> None:
    upload = Upload(file_name="table.pdf", content=b"0" * 5_000_001)

    with pytest.raises(Problem, match="larger than 5 MB"):
        report_values(share, EVERYWHERE, [share_of(1, 2)], source="The state", upload=upload, actor=performance_lead)
    assert not Attachment.objects.exists()


def test_lets_a_manager_report_for_their_program_alone(
    share: Measure, programs: Programs, program_manager: StaffMember
) -> None:
    own, other = Place(programs.mentoring, None), Place(programs.workforce, None)
    report_values(share, own, [share_of(1, 2)], source="The school", actor=program_manager)

    with pytest.raises(NotPermitted):
        report_values(share, other, [share_of(1, 2)], source="The school", actor=program_manager)


def test_lets_the_database_refuse_to_overwrite(share: Measure, performance_lead: StaffMember) -> None:
    report(share, share_of(80, 100), actor=performance_lead)

    with pytest.raises(DatabaseError, match="frozen once written_at"), transaction.atomic():
        ReportedValue.objects.update(numerator=81)
    with pytest.raises(DatabaseError, match="frozen once written_at"), transaction.atomic():
        ReportedValue.objects.all().delete()


def test_lets_the_database_refuse_a_bare_numerator(share: Measure, performance_lead: StaffMember) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportedValue.objects.create(
            measure=share,
            numerator=80,
            source="The state",
            starts_on=YEAR.starts_on,
            ends_on=YEAR.ends_on,
            written_at=timezone.now(),
            written_by=performance_lead,
        )

"""A later save does not overwrite an earlier one unseen."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone

from lineofsight.apps.agency.models import ImportRun, Program, Role, Site, Source, StaffMember
from lineofsight.apps.agency.seen import ChangedMeanwhile, check_seen, token_of, values_of
from lineofsight.apps.agency.services.staff import change_staff
from lineofsight.apps.agency.services.structure import change_site
from tests.cast import Programs, Sites, employ
from tests.seen import as_it_is

ASKED = ("name", "address")


def seen_now(site: Site) -> str:
    return token_of(values_of(Site.objects.get(pk=site.pk), ASKED))


def save(site: Site, seen: str, reader: StaffMember | None, **said: object) -> None:
    """What a service does under its lock."""
    check_seen(Site.objects.get(pk=site.pk), said, seen=seen, reader=reader)
    Site.objects.filter(pk=site.pk).update(**said)


def test_lets_pass_what_nobody_changed(sites: Sites, administrator: StaffMember) -> None:
    save(sites.north, seen_now(sites.north), administrator, name="North house", address="1 Elm Street")

    assert Site.objects.get(pk=sites.north.pk).address == "1 Elm Street"


def test_says_who_changed_what(sites: Sites, administrator: StaffMember, performance_lead: StaffMember) -> None:
    seen = seen_now(sites.north)
    change_site(
        sites.north, seen=as_it_is(sites.north), actor=performance_lead, name="North house", address="9 Oak Street"
    )

    with pytest.raises(
        ChangedMeanwhile, match=r"^At .* Lena Vogel changed this: address\. Nothing you wrote"
    ) as stopped:
        save(sites.north, seen, administrator, name="North house", address="1 Elm Street")

    assert (stopped.value.now, stopped.value.kept) == ({"address": "9 Oak Street"}, frozenset())
    assert Site.objects.get(pk=sites.north.pk).address == "9 Oak Street"


def test_says_that_it_was_oneself_in_another_window(sites: Sites, administrator: StaffMember) -> None:
    seen = seen_now(sites.north)
    change_site(sites.north, seen=as_it_is(sites.north), actor=administrator, address="9 Oak Street")

    with pytest.raises(ChangedMeanwhile, match="you changed this yourself, in another window: address"):
        save(sites.north, seen, administrator, address="1 Elm Street")


def test_tells_what_the_writer_had_left_alone(
    sites: Sites, administrator: StaffMember, performance_lead: StaffMember
) -> None:
    seen = seen_now(sites.north)
    change_site(sites.north, seen=as_it_is(sites.north), actor=performance_lead, address="9 Oak Street")

    with pytest.raises(ChangedMeanwhile) as stopped:
        save(sites.north, seen, administrator, name="The north house", address="")

    assert stopped.value.kept == {"address"}


def test_lets_a_deliberate_second_save_pass(
    sites: Sites, administrator: StaffMember, performance_lead: StaffMember
) -> None:
    seen = seen_now(sites.north)
    change_site(sites.north, seen=as_it_is(sites.north), actor=performance_lead, address="9 Oak Street")
    with pytest.raises(ChangedMeanwhile) as stopped:
        save(sites.north, seen, administrator, name="North house", address="1 Elm Street")

    save(sites.north, stopped.value.token, administrator, name="North house", address="1 Elm Street")

    assert Site.objects.get(pk=sites.north.pk).address == "1 Elm Street"


def test_is_no_conflict_when_the_same_save_comes_twice(sites: Sites, administrator: StaffMember) -> None:
    seen = seen_now(sites.north)

    save(sites.north, seen, administrator, address="1 Elm Street")
    save(sites.north, seen, administrator, address="1 Elm Street")


def test_is_no_conflict_when_the_row_was_only_touched(sites: Sites, administrator: StaffMember) -> None:
    seen = seen_now(sites.north)
    Site.objects.filter(pk=sites.north.pk).update(updated_at=timezone.now(), standing="no_longer_in_source")

    save(sites.north, seen, administrator, address="1 Elm Street")


def test_sees_a_change_that_left_the_time_of_the_row_alone(sites: Sites, administrator: StaffMember) -> None:
    seen = seen_now(sites.north)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE agency_site SET address = %s WHERE id = %s", ["9 Oak Street", sites.north.pk])

    with pytest.raises(ChangedMeanwhile, match="a command on the server changed this: address"):
        save(sites.north, seen, administrator, address="1 Elm Street")


def test_has_seen_nothing_without_a_token(sites: Sites, administrator: StaffMember) -> None:
    with pytest.raises(ChangedMeanwhile):
        save(sites.north, "", administrator, address="1 Elm Street")
    with pytest.raises(ChangedMeanwhile):
        save(sites.north, "half a token", administrator, address="1 Elm Street")


def test_names_the_import_that_changed_a_row(sites: Sites, administrator: StaffMember) -> None:
    seen = seen_now(sites.north)
    source = Source.objects.create(kind="hmis", key="river", title="River HMIS")
    run = ImportRun.objects.create(kind="hmis", source=source, file_name="river.zip", started_at=timezone.now())
    Site.objects.filter(pk=sites.north.pk).update(address="9 Oak Street", last_import=run, changed_by=None)

    with pytest.raises(ChangedMeanwhile, match="an import from River HMIS changed this: address"):
        save(sites.north, seen, administrator, address="1 Elm Street")


def test_names_who_changed_the_field_and_not_who_touched_the_row_last(
    sites: Sites, administrator: StaffMember, performance_lead: StaffMember
) -> None:
    seen = seen_now(sites.north)
    change_site(sites.north, seen=as_it_is(sites.north), actor=performance_lead, address="9 Oak Street")
    change_site(sites.north, seen=as_it_is(sites.north), actor=performance_lead, name="The north house")

    with pytest.raises(ChangedMeanwhile, match="Lena Vogel changed this: address"):
        save(sites.north, seen, administrator, address="1 Elm Street")


def test_compares_lists_of_rows(programs: Programs, sites: Sites, administrator: StaffMember) -> None:
    seen = token_of(values_of(programs.mentoring, ["sites"]))
    programs.mentoring.sites.remove(sites.south)

    with pytest.raises(ChangedMeanwhile) as stopped:
        check_seen(programs.mentoring, {"sites": Site.objects.order_by("-pk")}, seen=seen, reader=administrator)

    assert stopped.value.now == {"sites": [sites.north.pk]}
    assert stopped.value.kept == {"sites"}


def test_is_told_by_the_trail_where_there_is_no_history(
    front_line_worker: StaffMember, administrator: StaffMember
) -> None:
    seen = token_of(values_of(front_line_worker, ["job_title"]))
    colleague = employ("Berta Lind", (Role.ADMINISTRATOR, None))
    change_staff(front_line_worker, seen=as_it_is(front_line_worker), actor=colleague, job_title="Mentor")

    with pytest.raises(ChangedMeanwhile, match="Berta Lind changed this: job title"):
        check_seen(front_line_worker, {"job_title": "Coach"}, seen=seen, reader=administrator)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"note": "one\r\ntwo"}, {"note": "one\ntwo"}),
        ({"name": ""}, {"name": None}),
        ({"codes": [2, 1]}, {"codes": [1, 2]}),
    ],
)
def test_takes_as_the_same_what_means_the_same(before: dict[str, object], after: dict[str, object]) -> None:
    assert token_of(before) == token_of(after)


def test_tells_no_and_not_asked_apart() -> None:
    assert token_of({"is_veteran": False}) != token_of({"is_veteran": None})


def test_reads_a_row_by_ids(programs: Programs) -> None:
    source = Source.objects.create(kind="hmis", key="river", title="River HMIS")
    Program.objects.filter(pk=programs.workforce.pk).update(mastered_in=source)

    values = values_of(Program.objects.get(pk=programs.workforce.pk), ["mastered_in", "sites"])

    assert values == {"mastered_in": source.pk, "sites": [site.pk for site in programs.workforce.sites.all()]}

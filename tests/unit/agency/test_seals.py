"""The trail cannot be changed, and a change behind its back is found."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from lineofsight.apps.agency.models import StaffMember, TrailEntry, TrailSeal
from lineofsight.apps.agency.selectors.seals import verify_seals
from lineofsight.apps.agency.services import trail
from lineofsight.apps.agency.triggers import remove_triggers


@pytest.fixture
def sealed(stranger: StaffMember, monkeypatch: pytest.MonkeyPatch) -> list[TrailEntry]:
    """Six entries under three seals of two."""
    monkeypatch.setattr(trail, "SEAL_AT_MOST", 2)
    for number in range(6):
        trail.record(TrailEntry.Action.CHANGED, stranger, actor=stranger, fields=[f"field {number}"])
    assert trail.seal_all() == 3
    return list(TrailEntry.objects.order_by("id"))


def behind_its_back(statement: str, *values: object) -> None:
    """What somebody with the database file in hands could do."""
    if connection.vendor == "sqlite":
        remove_triggers(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)


def test_finds_every_seal_whole(sealed: list[TrailEntry]) -> None:
    assert verify_seals() == []


def test_finds_an_altered_entry_under_its_own_seal(sealed: list[TrailEntry]) -> None:
    behind_its_back("UPDATE agency_trailentry SET action = 'viewed' WHERE id = %s", sealed[2].pk)

    (broken,) = verify_seals()
    assert (broken.first_entry, broken.last_entry) == (sealed[2].pk, sealed[3].pk)
    assert "is not what it was" in broken.reason


def test_finds_a_removed_entry(sealed: list[TrailEntry]) -> None:
    behind_its_back("DELETE FROM agency_trailentry WHERE id = %s", sealed[5].pk)

    (broken,) = verify_seals()
    assert broken.reason == "Entries that were sealed: 2; that are there: 1."


def test_finds_two_entries_that_changed_places(sealed: list[TrailEntry]) -> None:
    behind_its_back(
        "UPDATE agency_trailentry SET detail = (SELECT detail FROM agency_trailentry AS other "
        "WHERE other.id = CASE agency_trailentry.id WHEN %s THEN %s ELSE %s END) WHERE id IN (%s, %s)",
        sealed[0].pk,
        sealed[1].pk,
        sealed[0].pk,
        sealed[0].pk,
        sealed[1].pk,
    )

    assert [broken.first_entry for broken in verify_seals()] == [sealed[0].pk]


def test_finds_a_removed_seal(sealed: list[TrailEntry]) -> None:
    behind_its_back("DELETE FROM agency_trailseal WHERE first_entry = %s", sealed[2].pk)

    (broken,) = verify_seals()
    assert (broken.first_entry, broken.reason) == (sealed[4].pk, "Entries that were sealed: 2; that are there: 4.")


def test_finds_a_seal_made_anew_over_a_changed_entry(sealed: list[TrailEntry]) -> None:
    behind_its_back("UPDATE agency_trailseal SET digest = %s WHERE first_entry = %s", "f" * 64, sealed[0].pk)

    assert [broken.first_entry for broken in verify_seals()] == [sealed[0].pk, sealed[2].pk]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agency_trailentry SET action = 'viewed'",
        "DELETE FROM agency_trailentry",
        "UPDATE agency_trailseal SET entries = 0",
        "DELETE FROM agency_trailseal",
    ],
)
def test_refuses_to_change_or_remove_what_was_written(sealed: list[TrailEntry], statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert TrailEntry.objects.count() == 6
    assert TrailSeal.objects.count() == 3


def test_checks_only_the_newest_when_asked(sealed: list[TrailEntry]) -> None:
    behind_its_back("UPDATE agency_trailentry SET action = 'viewed' WHERE id = %s", sealed[0].pk)

    assert verify_seals(newest=4) == []
    assert len(verify_seals(newest=6)) == 1


def test_seals_nothing_twice(sealed: list[TrailEntry]) -> None:
    assert trail.seal_all() == 0

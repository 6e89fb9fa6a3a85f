"""Builds are whole or not there, and stay as long as somebody may count in them again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from lineofsight.measures.catalogue import Catalogue
from lineofsight.measures.tables import HOUSEHOLD
from lineofsight.problems import Problem
from lineofsight.warehouse import builds
from lineofsight.warehouse.facts import FactWriter, typed_batch

NOW = datetime(2026, 11, 12, 12, 0, tzinfo=UTC)
CATALOGUE = Catalogue(tables={"household": HOUSEHOLD})


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    before = os.umask(0)
    yield tmp_path / "builds"
    os.umask(before)


def make(root: Path, number: int, *, made_at: datetime = NOW, rows: int = 1) -> builds.Build:
    import pyarrow as pa  # noqa: PLC0415 - beside the only use

    with builds.new_build(root, number) as draft:
        writer = FactWriter(draft.folder / "household.parquet", HOUSEHOLD)
        writer.write(typed_batch(HOUSEHOLD, {"id": pa.array(range(1, rows + 1))}))
        made = draft.publish(
            CATALOGUE, {"household": writer.close()}, made_at=made_at, made_by="0.1.0", as_at=date(2026, 11, 12)
        )
    moment = made_at.timestamp()
    os.utime(made.folder / builds.MANIFEST, (moment, moment))
    return made


def test_has_no_current_build_at_first(root: Path) -> None:
    assert builds.open_current(root) is None


def test_opens_what_was_published(root: Path) -> None:
    made = make(root, 7, rows=3)

    current = builds.open_current(root)

    assert current == made
    assert (made.number, made.rows, made.as_at) == (7, {"household": 3}, date(2026, 11, 12))
    assert made.catalogue == CATALOGUE
    assert [path.exists() for path in made.files["household"]] == [True]


def test_keeps_the_build_of_before_for_who_reads_it(root: Path) -> None:
    before = make(root, 1)

    after = make(root, 2, rows=2)

    assert builds.open_current(root) == after
    assert builds.open_build(before.folder).files["household"][0].exists()


def test_keeps_the_build_of_before_when_a_new_one_cannot_be_made(root: Path) -> None:
    before = make(root, 1)

    with pytest.raises(Problem), builds.new_build(root, 2) as draft:
        draft.publish(CATALOGUE, {}, made_at=NOW, made_by="0.1.0", as_at=NOW.date())

    assert builds.open_current(root) == before
    assert builds.build_names(root) == [before.name]


def test_removes_what_a_killed_builder_left(root: Path) -> None:
    (root / ".making-00000001").mkdir(parents=True)

    make(root, 2)

    assert not (root / ".making-00000001").exists()


def test_has_the_same_hash_for_the_same_facts(root: Path) -> None:
    assert make(root, 1).hash == make(root, 2).hash
    assert make(root, 3, rows=2).hash != make(root, 1).hash


def test_is_for_its_owner_alone(root: Path) -> None:
    made = make(root, 1)

    assert [path.stat().st_mode & 0o077 for path in (root, made.folder, *made.folder.iterdir())] == [0, 0, 0, 0]


def test_says_that_a_build_is_not_kept_any_more(root: Path) -> None:
    with pytest.raises(Problem) as refused:
        builds.open_build(root / "00000001-abcdefab")

    assert refused.value.code == "W107"


def test_sweeps_what_was_replaced_more_than_a_day_ago(root: Path) -> None:
    old = make(root, 1, made_at=NOW - timedelta(days=9))
    lately_replaced = make(root, 2, made_at=NOW - timedelta(hours=30))
    current = make(root, 3, made_at=NOW - timedelta(hours=2))

    removed = builds.sweep(root, now=NOW)

    assert removed == [old.name]
    assert builds.build_names(root) == [lately_replaced.name, current.name]


def test_keeps_what_is_pinned(root: Path) -> None:
    pinned = make(root, 1, made_at=NOW - timedelta(days=9))
    make(root, 2, made_at=NOW - timedelta(days=5))
    make(root, 3, made_at=NOW - timedelta(days=4))

    builds.sweep(root, now=NOW, pinned=[1])

    assert pinned.name in builds.build_names(root)
    assert len(builds.build_names(root)) == 2


def test_never_sweeps_the_current_build(root: Path) -> None:
    current = make(root, 1, made_at=NOW - timedelta(days=400))

    assert builds.sweep(root, now=NOW) == []
    assert builds.open_current(root) == current


def test_sweeps_the_oldest_sooner_when_they_fill_the_disk(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = make(root, 1, made_at=NOW - timedelta(hours=3))
    second = make(root, 2, made_at=NOW - timedelta(hours=2))
    make(root, 3, made_at=NOW - timedelta(hours=1))
    size = sum(path.stat().st_blocks * 512 for path in second.folder.iterdir())
    monkeypatch.setattr(builds, "KEEP_REPLACED_BYTES", size)

    assert builds.sweep(root, now=NOW) == [first.name]

"""The backup file: what goes in comes out, and what was damaged is noticed."""

import tarfile
from pathlib import Path

import pytest

from lineofsight.cli.archive import read_archive, write_archive
from lineofsight.problems import Problem


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A backup of one file that says "kept"."""
    kept = tmp_path / "kept.txt"
    kept.write_text("kept", encoding="utf-8")
    target = tmp_path / "backup.tar.gz"
    write_archive(
        target, [("folder/kept.txt", kept)], version="0", made_at="2026-11-12", kind="sqlite", rows={"people": 3}
    )
    return target


def test_brings_back_what_was_put_in(backup: Path, tmp_path: Path) -> None:
    manifest = read_archive(backup, tmp_path / "out")

    assert manifest.rows == {"people": 3}
    assert (tmp_path / "out/folder/kept.txt").read_text(encoding="utf-8") == "kept"


def test_is_readable_by_its_owner_alone(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600


def test_never_overwrites_a_file(backup: Path) -> None:
    with pytest.raises(Problem, match="never overwrites"):
        write_archive(backup, [], version="0", made_at="", kind="sqlite", rows={})


def test_notices_a_file_that_was_cut_short(backup: Path, tmp_path: Path) -> None:
    backup.write_bytes(backup.read_bytes()[:-40])

    with pytest.raises(Problem, match="cannot be read"):
        read_archive(backup, tmp_path / "out")


def test_notices_a_member_that_was_changed(backup: Path, tmp_path: Path) -> None:
    read_archive(backup, tmp_path / "out")
    (tmp_path / "out/folder/kept.txt").write_text("other", encoding="utf-8")
    with tarfile.open(backup, "r:gz") as archive:
        archive.extract("manifest.json", tmp_path, filter="data")
    changed = tmp_path / "changed.tar.gz"
    with tarfile.open(changed, "w:gz") as archive:
        archive.add(tmp_path / "out/folder/kept.txt", "folder/kept.txt")
        archive.add(tmp_path / "manifest.json", "manifest.json")

    with pytest.raises(Problem, match=r"is damaged: folder/kept\.txt"):
        read_archive(changed, tmp_path / "again")


def test_refuses_a_member_that_leads_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    with tarfile.open(tmp_path / "evil.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "secret", "../../outside")

    with pytest.raises(Problem, match="leads out of the folder"):
        read_archive(tmp_path / "evil.tar.gz", tmp_path / "out")


def test_refuses_a_file_without_a_manifest(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "other.tar.gz", "w:gz"):
        pass

    with pytest.raises(Problem, match="not a backup of Line of Sight"):
        read_archive(tmp_path / "other.tar.gz", tmp_path / "out")

"""What is remembered of attempts: by all processes, across a restart, unreadable, and not for longer than it counts."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.test import Client

from lineofsight.apps.agency.models import StaffMember
from lineofsight.cli.backup import home_files
from lineofsight.web.attempts import AttemptsFile, forget_what_ran_out
from tests.cast import PASSWORD

COUNT = """
import django
django.setup()
from django.core.cache import cache
cache.add("tries", 0, 600)
for _time in range(200):
    cache.incr("tries")
print("first" if cache.add("who is first", 1, 600) else "later")
"""
READ = """
import django
django.setup()
from django.core.cache import cache
print(cache.get("tries"))
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "attempts" / "attempts.sqlite3"


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def remembered(file: Path) -> AttemptsFile:
    """As a thread or a process that has just started finds it."""
    return AttemptsFile(str(file), {})


def rows_in(file: Path) -> int:
    with closing(sqlite3.connect(file)) as opened:
        return int(opened.execute("SELECT count(*) FROM attempt").fetchone()[0])


def test_outlive_whoever_wrote_them(file: Path) -> None:
    remembered(file).set("tries", [2.5, 1.5], 60)

    assert remembered(file).get("tries") == [2.5, 1.5]


def start(script: str, home: Path) -> subprocess.Popen[str]:
    named = {"LINEOFSIGHT_HOME": str(home), "DJANGO_SETTINGS_MODULE": "lineofsight.web.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", script], env={**os.environ, **named}, stdout=subprocess.PIPE, text=True
    )


def test_are_counted_right_by_several_processes_at_once(tmp_path: Path) -> None:
    said = sorted(each.communicate()[0] for each in [start(COUNT, tmp_path) for _number in range(4)])

    assert said == ["first\n", "later\n", "later\n", "later\n"]
    assert start(READ, tmp_path).communicate()[0] == "800\n"


def test_run_out(file: Path) -> None:
    kept = remembered(file)
    kept.set("tries", 3, 0.01)

    time.sleep(0.02)

    assert kept.get("tries") is None
    assert kept.add("tries", 1, 60)


def test_are_gone_from_the_file_with_the_next_attempt(file: Path) -> None:
    kept = remembered(file)
    kept.set("tries", 3, 0.01)
    time.sleep(0.02)

    kept.set("other tries", 1, 60)

    assert rows_in(file) == 1


def test_are_gone_within_the_minute() -> None:
    cache.set("tries", 3, 0.01)
    time.sleep(0.02)

    forget_what_ran_out()

    assert rows_in(Path(settings.CACHES["default"]["LOCATION"])) == 0


def test_are_never_kept_for_good(file: Path) -> None:
    with pytest.raises(ValueError, match="never for good"):
        remembered(file).set("tries", 3, None)


def test_begin_anew_when_the_file_is_damaged(file: Path) -> None:
    kept = remembered(file)
    kept.set("tries", 3, 60)
    for path in file.parent.iterdir():
        path.write_bytes(b"not a database" * 1000)

    assert remembered(file).get("tries") is None
    assert remembered(file).add("tries", 1, 60)


def test_go_on_in_the_file_that_another_process_has_made_anew(file: Path) -> None:
    first, second = remembered(file), remembered(file)
    first.set("tries", 3, 60)
    second.get("tries")
    file.unlink()

    second.set("tries", 4, 60)

    assert first.get("tries") == 4


def test_let_go_of_the_file_when_their_thread_has_ended(file: Path) -> None:
    kept = [remembered(file)]
    thread = threading.Thread(target=lambda: kept[0].set("tries", 3, 60))
    thread.start()
    thread.join()

    kept.clear()  # a connection that cannot be closed here would be a warning, and fail

    assert remembered(file).get("tries") == 3


def test_are_for_the_owner_alone(file: Path) -> None:
    remembered(file).set("tries", 3, 60)

    modes = {path.name: path.stat().st_mode & 0o777 for path in (file.parent, file)}
    assert modes == {"attempts": 0o700, "attempts.sqlite3": 0o600}


def test_say_nobody_what_was_typed_and_where(client: Client, administrator: StaffMember) -> None:
    typed = "my secret by mistake"

    client.post("/account/login/", {"login": typed, "password": "x"})
    client.get("/in/0000-0000-0000/")

    folder = Path(settings.CACHES["default"]["LOCATION"]).parent
    kept = b"".join(path.read_bytes() for path in folder.iterdir())
    assert rows_in(folder / "attempts.sqlite3") >= 4
    assert not any(told in kept for told in (typed.encode(), hashlib.sha256(typed.encode()).hexdigest().encode()))
    assert b"127.0.0.1" not in kept


def test_lock_out_whoever_tries_too_often_whichever_thread_answers(client: Client, administrator: StaffMember) -> None:
    for _time in range(5):
        client.post("/account/login/", {"login": "ada", "password": "wrong"})
    del caches["default"]

    page = client.post("/account/login/", {"login": "ada", "password": PASSWORD}).content.decode()

    assert "There were too many tries." in page


def test_stay_out_of_a_backup(file: Path) -> None:
    remembered(file).set("tries", 3, 60)
    (file.parent.parent / "settings.toml").touch()

    assert [name for name, _path in home_files(file.parent.parent)] == ["settings.toml"]

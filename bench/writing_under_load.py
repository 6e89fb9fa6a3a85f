"""Sixteen connections write down services on the served demo (SQLite), with and without an import meanwhile.

Every request is a whole page request: signed in, form token, validation, trail, one durable transaction. A write counts
as acknowledged when the server answers with the redirect that follows it; each must then be in the database once.
Both sides run in turn on the same server; prints acknowledged writes per second, median and p99, and what was lost.

    python bench/writing_under_load.py [SECONDS [CONNECTIONS [ENROLLMENTS_IMPORTED]]]
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.big_export import write_export

PORT = 8391
COMMAND = [sys.executable, "-m", "lineofsight.cli"]
WORKER, PASSWORD = "daniela.flores", "a-bridge-of-juniper"
FORM_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Browser:
    """One signed-in connection that keeps its cookies."""

    def __init__(self, cookies: dict[str, str] | None = None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
        self.cookies = dict(cookies or {})

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if fields is not None:
            body = urlencode(fields)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://127.0.0.1:{PORT}/"}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        page = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";", 1)[0].split("=", 1)
            self.cookies[name] = value
        return answer.status, page

    def sign_in(self) -> None:
        _status, page = self.ask("GET", "/account/login/")
        token = FORM_TOKEN.search(page)
        assert token
        fields = {"csrfmiddlewaretoken": token[1], "login": WORKER, "password": PASSWORD}
        status, _page = self.ask("POST", "/account/login/", fields)
        assert status == 302, status


def places_to_write(home: Path) -> list[tuple[int, int, int]]:
    """(participant, enrollment, kind of service) of the worker's own list."""
    with closing(sqlite3.connect(home / "lineofsight.sqlite3")) as database:
        return database.execute(
            """SELECT e.participant_id, e.id, (SELECT s.type_id FROM records_service s WHERE s.enrollment_id = e.id
                                               ORDER BY s.id DESC LIMIT 1) AS kind
            FROM records_enrollment e JOIN records_staffassignment a ON a.enrollment_id = e.id
            JOIN agency_staffmember p ON p.id = a.staff_id
            WHERE p.sign_in_name = ? AND a.ended_on IS NULL AND e.stage = 'active' AND kind IS NOT NULL""",
            [WORKER],
        ).fetchall()


def write_for(seconds: float, connections: int, home: Path) -> tuple[list[float], set[str], list[str]]:
    """Seconds of each acknowledged write, the entry ids acknowledged, and every other answer."""
    places, waits, acknowledged, troubles = places_to_write(home), [], set[str](), []
    first = Browser()
    first.sign_in()
    _status, page = first.ask("GET", f"/clients/{places[0][0]}/service/")
    first.connection.close()
    token = FORM_TOKEN.search(page)
    assert token
    until = time.monotonic() + seconds

    def write(number: int) -> None:
        browser = Browser(first.cookies)
        turn = number
        while time.monotonic() < until:
            participant, enrollment, kind = places[turn % len(places)]
            turn += connections
            entry = str(uuid4())
            fields = {"csrfmiddlewaretoken": token[1], "entry_id": entry, "enrollment": str(enrollment)}
            fields |= {"type": str(kind), "date": "2026-11-11", "quantity": "1"}
            began = time.perf_counter()
            status, page = browser.ask("POST", f"/clients/{participant}/service/", fields)
            if status == 302:
                waits.append(time.perf_counter() - began)
                acknowledged.add(entry)
            else:
                troubles.append(f"{status} {page[:200]}")
        browser.connection.close()

    threads = [threading.Thread(target=write, args=[number]) for number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waits, acknowledged, troubles


def lost_and_double(acknowledged: set[str], home: Path) -> tuple[set[str], int]:
    """Entry ids that were acknowledged and are not there, and how many are there more than once."""
    with closing(sqlite3.connect(home / "lineofsight.sqlite3")) as database:
        stored = [row[0] for row in database.execute("SELECT entry_id FROM records_service WHERE entry_id IS NOT NULL")]
    kept = set(stored)
    return {entry for entry in acknowledged if entry.replace("-", "") not in kept}, len(stored) - len(kept)


def tell(
    name: str, waits: list[float], acknowledged: set[str], troubles: list[str], home: Path, seconds: float
) -> float:
    """Print one side; its p99 in milliseconds."""
    lost, double = lost_and_double(acknowledged, home)
    ranked = sorted(waits)
    p99 = ranked[int(len(ranked) * 0.99)] * 1000
    print(
        f"{name}: {len(waits) / seconds:.0f} writes/s, median {statistics.median(ranked) * 1000:.0f} ms, "
        f"p99 {p99:.0f} ms, longest {ranked[-1] * 1000:.0f} ms; "
        f"lost {len(lost)}, double {double}, refused or failed {len(troubles)}"
    )
    for trouble in troubles[:3]:
        print("   ", trouble)
    return p99


@contextmanager
def served_demo() -> Iterator[Path]:
    """The made-up agency, built and served on loopback in a folder that goes with it; gives its home."""
    folder = Path(tempfile.mkdtemp(prefix="lineofsight-bench-"))
    home = folder / "home"
    server = subprocess.Popen(
        [*COMMAND, "demo", "--home", str(home), "--port", str(PORT)],
        env=_environment(home),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout
        for line in server.stdout:
            if "is at http" in line:
                break
        yield home
    finally:
        server.terminate()
        server.communicate(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def start_import(export: Path, home: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*COMMAND, "import", "hmis", str(export), "--yes", "--home", str(home)],
        env=_environment(home),
        stdout=subprocess.DEVNULL,
    )


def _environment(home: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LINEOFSIGHT_", "DJANGO_"))}
    return kept | {"LINEOFSIGHT_HOME": str(home), "LINEOFSIGHT_DATABASE": ""}


def main(seconds: float = 15, connections: int = 16, enrollments: int = 20_000) -> None:
    with served_demo() as home:
        export = home.parent / "export"
        write_export(export, enrollments, 5)
        print(f"SQLite, synchronous FULL, {connections} connections, {seconds:.0f} s each, {os.cpu_count()} cores")
        alone = tell("alone", *write_for(seconds, connections, home), home, seconds)
        importing = start_import(export, home)
        measured = write_for(seconds * 2, connections, home)
        with_import = tell("with an import", *measured, home, seconds * 2)
        print(f"the import ended with {importing.wait(timeout=600)}; p99 with ÷ without it: {with_import / alone:.2f}×")


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:]))

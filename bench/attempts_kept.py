"""What one sign-in attempt costs where its limits are kept, and what it costs those who write records meanwhile.

An attempt is what allauth counts for one wrong password: a limit by address, then one by address and one by name, each
read and written under a lock of its own. Three places: our file of attempts, Django's file cache, and a table of the
database. Eight threads try in turn for each place, then one writer commits small durable transactions while four
threads keep trying. Seven interleaved rounds; prints medians.

    python bench/attempts_kept.py [ATTEMPTS_A_ROUND]
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

ROUNDS, TRYING, MEANWHILE, WRITES = 7, 8, 4, 100


def main(attempts: int) -> None:
    import django

    django.setup()
    from allauth.core.internal import ratelimit
    from django.conf import settings
    from django.core.cache import caches
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.test import RequestFactory
    from django.utils.connection import ConnectionProxy

    from lineofsight.apps.agency.models import Agency

    home = Path(os.environ["LINEOFSIGHT_HOME"])
    django_backends = "django.core.cache.backends"
    caches.settings |= {
        "files": {"BACKEND": f"{django_backends}.filebased.FileBasedCache", "LOCATION": str(home / "cache")},
        "table": {"BACKEND": f"{django_backends}.db.DatabaseCache", "LOCATION": "cache"},
    }
    settings.CACHES = caches.settings
    call_command("migrate", verbosity=0)
    call_command("createcachetable", "cache")
    Agency.objects.create(pk=1, name="Juniper Bridge")
    places = {"our file": "default", "Django's files": "files", "a table": "table"}

    def attempt(thread: int, number: int) -> None:
        request = RequestFactory().post("/account/login/", REMOTE_ADDR=f"10.{thread}.{number // 250}.{number % 250}")
        ratelimit.consume(request, app="allauth.account", action="login")
        ratelimit.consume(request, app="allauth.account", action="login_failed", key=f"somebody{number}")

    def try_often(thread: int, times: int, took: list[float], stop: threading.Event) -> None:
        for number in range(times):
            if stop.is_set():
                break
            began = time.perf_counter()
            attempt(thread, number)
            took.append(time.perf_counter() - began)
        connection.close()

    def write_records(took: list[float]) -> None:
        for number in range(WRITES):
            began = time.perf_counter()
            with transaction.atomic():
                Agency.objects.filter(pk=1).update(name=f"Juniper Bridge {number}")
            took.append(time.perf_counter() - began)
            time.sleep(0.002)

    alone: list[float] = []
    write_records(alone)
    trying: dict[str, list[float]] = {place: [] for place in places}
    writing: dict[str, list[float]] = {place: [] for place in places}
    for _round in range(ROUNDS):
        for place, alias in places.items():
            ratelimit.cache = ConnectionProxy(caches, alias)
            _in_threads(TRYING, lambda n, p=place: try_often(n, attempts // TRYING, trying[p], threading.Event()))
            stop = threading.Event()
            threads = [
                threading.Thread(target=try_often, args=(each, 1_000_000, [], stop)) for each in range(MEANWHILE)
            ]
            for thread in threads:
                thread.start()
            write_records(writing[place])
            stop.set()
            for thread in threads:
                thread.join()
    print(f"{ROUNDS} rounds, {attempts} attempts by {TRYING} threads; {WRITES} writes beside {MEANWHILE} who try.")
    print(f"{'':16} {'attempt':>24} {'write of a record beside it':>32}")
    print(f"{'nobody tries':16} {'':>24} {_said(alone):>32}")
    for place in places:
        print(f"{place:16} {_said(trying[place]):>24} {_said(writing[place]):>32}")


def _in_threads(number: int, work: object) -> None:
    threads = [threading.Thread(target=work, args=(each,)) for each in range(number)]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _said(seconds: list[float]) -> str:
    median, p99 = statistics.median(seconds), sorted(seconds)[int(len(seconds) * 0.99)]
    return f"{median * 1000:.2f} ms, p99 {p99 * 1000:.1f} ms"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="lineofsight-bench-") as folder:
        os.environ["LINEOFSIGHT_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "lineofsight.web.settings"
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)

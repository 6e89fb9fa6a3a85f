"""The build and the pages of results, on the made-up agency and on one that is a hundred times as large.

Both agencies are asked by turns, in a process each, so that a noisy minute is noisy for both. *first*: just after the
process began, nothing remembered but the build; *again*: the median of the calls that follow. Each page is asked by the
person who reads it. Printed: medians of the repeats, and the ratio of large to small. Size and repeats can be given:

    python bench/pages.py [TIMES [REPEATS]]

What is done at the moment is said on standard error.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.copied_agency import found_agency, start_django

AGAIN = 5
ASKED = (
    "build",
    "board scorecard",
    "scorecard for a lead",
    "program",
    "measure",
    "people behind it",
    "data quality",
    "data quality for a lead",
    "one finding",
    "my people",
)


def prepare(home: Path, times: int) -> None:
    """The agency with its facts and what is released of them."""
    from lineofsight.apps.figures.extract import make_build
    from lineofsight.apps.figures.models import Release
    from lineofsight.apps.figures.releasing import release_what_is_due

    say(f"{times} × the made-up agency: copying it")
    services = found_agency(home, times)
    say(f"{times} × the made-up agency: {services:,} services; making its facts, and looking through them")
    make_build()
    say(f"{times} × the made-up agency: releasing")
    release_what_is_due()
    say(f"{times} × the made-up agency: {Release.objects.count():,} tables released")


def say(what: str) -> None:
    """A line of progress: a hundred times takes a while."""
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def asked() -> dict[str, tuple[float, float]]:
    """Seconds of the first call and of those after it, for everything that is asked."""
    from django.test import Client

    from lineofsight.apps.agency.models import StaffMember
    from lineofsight.apps.figures.extract import make_build
    from lineofsight.apps.framework.models import MeasureAssignment

    began = time.perf_counter()
    make_build()
    seconds = time.perf_counter() - began
    use = (
        MeasureAssignment.objects.filter(program__isnull=False, outcome__isnull=False)
        .exclude(program=None)
        .order_by("pk")
        .first()
    )
    assert use is not None
    assert use.program_id is not None
    pages = {
        "board scorecard": ("eleanor.whitfield", "/results/"),
        "scorecard for a lead": ("imani.brooks", "/results/"),
        "program": ("dana.whitfield", f"/results/programs/{use.program_id}/"),
        "measure": ("dana.whitfield", f"/results/measures/{use.pk}/"),
        "people behind it": (
            "dana.whitfield",
            f"/results/measures/{use.pk}/people/?from=2026-01-01&to=2026-09-30&of=denominator",
        ),
        "data quality": ("dana.whitfield", "/results/quality/"),
        "data quality for a lead": ("imani.brooks", "/results/quality/"),
        "one finding": ("dana.whitfield", f"/results/quality/nobody_looks_after/{use.program_id}/"),
        "my people": ("daniela.flores", "/results/people/"),
    }
    found = {"build": (seconds, seconds)}
    say(f"  build: {seconds:.1f} s")
    for name, (who, address) in pages.items():
        client = Client(headers={"host": "localhost"})
        client.force_login(StaffMember.objects.get(sign_in_name=who))
        taken = []
        for _call in range(1 + AGAIN):
            began = time.perf_counter()
            response = client.get(address)
            taken.append(time.perf_counter() - began)
            assert response.status_code == 200, (name, response.status_code)
        found[name] = taken[0], statistics.median(taken[1:])
        say(f"  {name}: first {taken[0] * 1000:,.0f} ms, again {found[name][1] * 1000:,.0f} ms")
    return found


def in_a_process(home: Path) -> tuple[dict[str, tuple[float, float]], float]:
    """What `asked` says of this agency, and the peak memory in MB."""
    done = subprocess.run([sys.executable, __file__, "--ask", str(home)], check=True, stdout=subprocess.PIPE, text=True)
    *lines, memory = done.stdout.strip().splitlines()
    taken = {}
    for line in lines:
        name, first, again = line.split("\t")
        taken[name] = float(first), float(again)
    return taken, float(memory)


def main(times: int = 100, repeats: int = 3) -> None:
    with tempfile.TemporaryDirectory(prefix="lineofsight-bench-") as folder:
        homes = {1: Path(folder) / "small", times: Path(folder) / "large"}
        for size, home in homes.items():
            home.mkdir()
            subprocess.run([sys.executable, __file__, "--prepare", str(home), str(size)], check=True)
        results: dict[int, list[dict[str, tuple[float, float]]]] = {size: [] for size in homes}
        memory = dict.fromkeys(homes, 0.0)
        for repeat in range(repeats):
            for size, home in homes.items():
                say(f"{size} × the made-up agency, {repeat + 1} of {repeats}")
                taken, used = in_a_process(home)
                results[size].append(taken)
                memory[size] = max(memory[size], used)
    print(f"{os.cpu_count()} cores, {repeats} repeats; milliseconds, small → large (ratio)")
    for name in ASKED:
        said = []
        for when, place in (("first", 0), ("again", 1)):
            small, large = (
                statistics.median(each[name][place] for each in results[size]) * 1000 for size in (1, times)
            )
            said.append(f"{when} {small:,.0f} → {large:,.0f} ({large / small:.1f}×)")
        print(f"  {name}: {'; '.join(said)}")
    print(f"peak memory: {memory[1]:.0f} → {memory[times]:.0f} MB")


if __name__ == "__main__":
    if sys.argv[1:2] in (["--prepare"], ["--ask"]):
        os.environ["LINEOFSIGHT_HOME"] = sys.argv[2]
        start_django()
        if sys.argv[1] == "--prepare":
            prepare(Path(sys.argv[2]), int(sys.argv[3]))
        else:
            for name, (first, again) in asked().items():
                print(f"{name}\t{first}\t{again}")
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    else:
        main(*(int(each) for each in sys.argv[1:]))

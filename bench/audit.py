"""How long suppression and its audit take, by the size of a release: an agency, its programs and their sites, each with
the rows of one group, all tied to each other. Counts are drawn by a seed, many of them small.

    python bench/audit.py
"""

from __future__ import annotations

import sys
import time
from datetime import date
from itertools import product
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from lineofsight.disclosure import Rule
from lineofsight.disclosure.complementary import suppress
from lineofsight.disclosure.linking import statement_of
from lineofsight.disclosure.tables import Place, PublishedTable, Row, Sums

QUARTER = (date(2026, 1, 1), date(2026, 3, 31))
SIZES = ((3, 0, 6), (10, 0, 8), (6, 3, 8), (20, 0, 12), (15, 4, 8))


def row(number: int) -> Row:
    return Row(counted=number, people=(number,), withheld=Rule.FEW_PEOPLE if 0 < number < 5 else None)


def table(place: Place, cells: dict[str, int], inside: frozenset[Place]) -> PublishedTable:
    total = row(sum(cells.values()))
    groups = {("group",): {(code,): row(number) for code, number in cells.items()}} if total.withheld is None else {}
    return PublishedTable(
        key=f"{place}",
        name=f"{place}",
        counts="people",
        place=place,
        days=QUARTER,
        is_once=True,
        total=total,
        groups=groups,
        sums=dict.fromkeys(groups, Sums.EXACT),
        parts=Sums.EXACT if inside else None,
        inside=inside,
    )


def release(programs: int, sites: int, codes: int) -> list[PublishedTable]:
    draw = Random(programs * 1000 + sites * 100 + codes)
    leaves = list(product(range(programs), range(sites))) if sites else [(each,) for each in range(programs)]
    atoms = {
        place: {f"g{i}": draw.choice((0, draw.randint(1, 6), draw.randint(5, 60))) for i in range(codes)}
        for place in leaves
    }
    around = [(), *(((each,) for each in range(programs)) if sites else ())]
    for place in around:
        its = [cells for leaf, cells in list(atoms.items()) if leaf in leaves and leaf[: len(place)] == place]
        atoms[place] = {f"g{i}": sum(cells[f"g{i}"] for cells in its) for i in range(codes)}
    places = sorted(atoms, key=len)
    return [
        table(
            place, atoms[place], frozenset(p for p in places if len(p) == len(place) + 1 and p[: len(place)] == place)
        )
        for place in places
    ]


def main() -> None:
    print("programs  sites each  rows   figures  hidden before   hidden after  largest component  safe  seconds")
    for programs, sites, codes in SIZES:
        tables = release(programs, sites, codes)
        figures = sum(len(each.rows) for each in tables)
        before = sum(r.withheld is not None for each in tables for r in each.rows.values())
        began = time.perf_counter()
        made = suppress(tables)
        seconds = time.perf_counter() - began
        after = figures - sum(r.withheld is None for each in made.tables for r in each.rows.values())
        largest = max((len(each.counts) for each in statement_of(made.tables).components()), default=0)
        print(
            f"{programs:8}{sites:12}{codes:6}{figures:10}{before:15}{after:15}{largest:19}"
            f"{'yes' if made.audit.is_safe else 'no':>6}{seconds:9.1f}"
        )


if __name__ == "__main__":
    main()

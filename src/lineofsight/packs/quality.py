"""The checks of quality that packs declare: `packs/<pack>/checks/*.yaml`, documents that begin with `check:`.

The rule: what a pack cannot say clearly is refused when it is loaded, with the file, the place and the remedy; no page
finds out later. Whether an agency asks what a check is about is known by its facts alone; where it does not, the check
has nothing to look at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import yaml

from lineofsight.measures import QualityCheck, read_quality_check
from lineofsight.problems import Problem

from .offered import PACKS, DocumentLoader


@cache
def declared_checks() -> Mapping[str, QualityCheck]:
    """Every declared check by its id, in the order of the packs' files. Raises a Problem for the first that is wrong.

    >>> declared_checks()["match_never_ended"].title.of(1)
    '1 match was never closed'
    """
    return read_checks(sorted(PACKS.glob("*/checks/*.yaml")))


def read_checks(paths: list[Path]) -> dict[str, QualityCheck]:
    """The checks of some files. Raises a Problem that names the file."""
    found: dict[str, QualityCheck] = {}
    for path in paths:
        for check in _read(path):
            if check.check in found:
                raise Problem(
                    "K102",
                    f"{_name(path)}: the check {check.check} is declared twice.",
                    "Give one of them another id.",
                )
            found[check.check] = check
    return found


def _read(path: Path) -> Iterator[QualityCheck]:
    try:
        for document in yaml.load_all(path.read_text(encoding="utf-8"), Loader=DocumentLoader):
            if document is not None:
                yield read_quality_check(document)
    except yaml.YAMLError as wrong:
        raise Problem("K101", f"{_name(path)}: {wrong}", "Mend the YAML.") from None
    except Problem as wrong:
        raise Problem(wrong.code, f"{_name(path)}: {wrong}") from None


def _name(path: Path) -> str:
    return "/".join(path.parts[-3:])

"""What an agency can adopt into its library of measures: definitions of packs, and candidates for other fields of work.

A pack's definitions stand in `packs/<pack>/measures/*.yaml`, candidates in `packs/candidates/*.yaml`; both are YAML
documents that begin with `measure:`. Where both offer a measure of the same id, the definition is offered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

import yaml

Scalar: TypeAlias = str | int | float | bool | None
Value: TypeAlias = "Scalar | list[Value] | dict[str, Value]"

PACKS = Path(__file__).parent
CANDIDATES = "candidates"


class DocumentLoader(yaml.SafeLoader):
    """Leaves a day as the text it is written as: a document is kept as JSON."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in several if tag != "tag:yaml.org,2002:timestamp"]
        for first, several in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@dataclass(frozen=True, slots=True)
class OfferedMeasure:
    """A measure a pack offers. field: the field of work it is for, empty when it is for any."""

    key: str
    pack: str
    field: str
    document: Mapping[str, Value]

    @property
    def title(self) -> str:
        return str(self.document["title"])


@dataclass(frozen=True, slots=True)
class FieldOfWork:
    """A field that measures are sorted by. programs: the fields of the programs it is about, as `Program.field` has
    them; empty when it is about any. goal: what programs of this field are there for, in words to begin with."""

    key: str
    title: str
    programs: frozenset[str] = frozenset()
    goal: str = ""

    def is_about(self, field: str) -> bool:
        return not self.programs or field in self.programs


@cache
def offered_measures() -> tuple[OfferedMeasure, ...]:
    """Every measure that can be adopted, in the order of the packs' files; each key once."""
    found: dict[str, OfferedMeasure] = {}
    for path in sorted(PACKS.glob("*/measures/*.yaml")):
        for offered in _read(path, pack=path.parent.parent.name):
            found.setdefault(offered.key, offered)
    for path in sorted((PACKS / CANDIDATES).glob("*.yaml")):
        for offered in _read(path, pack=CANDIDATES):
            found.setdefault(offered.key, offered)
    return tuple(found.values())


def offered_measure(key: str) -> OfferedMeasure | None:
    """The measure of this key.

    >>> offered_measure("exits_to_permanent_housing").field
    'rapid_rehousing'
    """
    return next((offered for offered in offered_measures() if offered.key == key), None)


@cache
def fields_of_work() -> Mapping[str, FieldOfWork]:
    """The fields of work by key, in the order in which they are shown.

    >>> fields_of_work()["workforce"].title
    'Workforce'
    >>> fields_of_work()["shelter_programs"].is_about("safe_haven")
    True
    """
    read = yaml.safe_load((PACKS / CANDIDATES / "fields.yml").read_text(encoding="utf-8"))
    return {
        key: FieldOfWork(
            key=key,
            title=str(entry["title"]),
            programs=frozenset(() if entry.get("any_program") else entry.get("programs") or (key,)),
            goal=str(entry.get("goal") or ""),
        )
        for key, entry in read.items()
    }


def _read(path: Path, *, pack: str) -> Iterator[OfferedMeasure]:
    for document in yaml.load_all(path.read_text(encoding="utf-8"), Loader=DocumentLoader):
        if isinstance(document, dict) and "measure" in document:
            yield OfferedMeasure(
                key=str(document["measure"]), pack=pack, field=str(document.get("field") or ""), document=document
            )

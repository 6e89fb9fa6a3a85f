"""The kinds of files an import can read, and the meanings (data elements, instruments) they bring along."""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Source
from lineofsight.apps.forms.models import DataElement
from lineofsight.apps.forms.services import adopt
from lineofsight.packs import hmis, workbook
from lineofsight.packs.elements import CodeSetSpec, ElementSpec, InstrumentSpec
from lineofsight.packs.rows import SourceReader


def open_reader(kind: str, path: Path, file_name: str) -> SourceReader:
    """The reader for a kind of source; raises a Problem when the file is not of that kind.

    file_name: as its owner calls the file, which names a workbook that does not name itself.
    """
    if kind == Source.Kind.HMIS:
        return hmis.open_export(path)
    types_here = DataElement.objects.filter(key__startswith="workbook.").values_list("key", "type")
    return workbook.open_workbook(path, today=today(), known_types=dict(types_here), file_name=file_name)


def keep_meanings(reader: SourceReader, folder: Path) -> None:
    """What the questions of a source mean, beside the staged rows; nothing is adopted before the import is written."""
    meanings = {
        "code_sets": [asdict(each) for each in reader.code_sets()],
        "data_elements": [asdict(each) for each in reader.data_elements()],
        "instruments": [asdict(each) for each in reader.instruments()],
    }
    (folder / "meanings.json").write_text(json.dumps(meanings, default=str), encoding="utf-8")


def adopt_meanings(kind: str, folder: Path) -> None:
    """Make the kept meanings the agency's. The same ones again change nothing."""
    meanings = json.loads((folder / "meanings.json").read_text(encoding="utf-8"))
    adopt(
        code_sets=[
            CodeSetSpec(each["key"], each["title"], tuple((code, label) for code, label in each["codes"]))
            for each in meanings["code_sets"]
        ],
        elements=[_element(each) for each in meanings["data_elements"]],
        instruments=[
            InstrumentSpec(each["key"], each["title"], tuple(each["element_keys"])) for each in meanings["instruments"]
        ],
        pack=kind,
    )


def _element(kept: dict[str, Any]) -> ElementSpec:
    """The data element as it was before it was kept; JSON has no decimals, so they were kept as text."""
    bounds = {name: Decimal(kept[name]) for name in ("minimum", "maximum") if kept.get(name) is not None}
    return ElementSpec(**kept | bounds)

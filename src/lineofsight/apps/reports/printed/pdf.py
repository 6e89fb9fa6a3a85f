"""The scorecard and a measure as PDF, with Typst.

The rule: the templates are fixed; data reaches them as JSON and never as markup, so that no name and no note can change
a page. Letter, 16 mm. Compiling takes about 20 ms and 25 MB, so the web process does it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from ..charts.drawing import FONTS

HERE = Path(__file__).parent


def pdf(template: str, data: dict[str, Any]) -> bytes:
    """The document. template: the name of a file here, without its ending."""
    made: bytes = typst.compile(
        str(HERE / f"{template}.typ"),
        root=str(HERE),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    return made

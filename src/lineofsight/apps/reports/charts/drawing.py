"""From a Vega-Lite dictionary to an SVG, and the hash by which a drawing is known.

The rule: the hash is of everything that decides how the drawing looks: the dictionary, the config, the fonts and the
library. Same hash, same picture; so a drawing is made once and never grows old. Only the drawing process imports the
library, which weighs 90 MB.
"""

from __future__ import annotations

import json
import re
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CONFIG = HERE / "vega-config.json"
FONTS = HERE / "fonts"
LIBRARY = "vl-convert-python"


def drawing_hash(spec: dict[str, Any]) -> str:
    """The name of the drawing of this dictionary: 64 hexadecimal digits."""
    written = json.dumps(spec, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(_look().encode() + written.encode()).hexdigest()


def config() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(CONFIG.read_text(encoding="utf-8"))
    return read


def for_the_page(svg: str) -> str:
    """The SVG as it stands in a page: scaled by the page, without what a page has already.

    A group that only frames the plot carries a role of its own; the page names the whole picture instead.
    """
    svg = re.sub(r' (?:role="graphics-\w+"|aria-roledescription="[^"]*")', "", svg)
    return svg.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "", 1)


@cache
def _look() -> str:
    """What decides how every drawing looks."""
    digest = sha256(CONFIG.read_bytes())
    for font in sorted(FONTS.glob("*.otf")):
        digest.update(font.read_bytes())
    return f"{LIBRARY} {version(LIBRARY)} {digest.hexdigest()} "

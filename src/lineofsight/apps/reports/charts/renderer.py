"""Drawing with vl-convert. Imported by the drawing process alone."""

from __future__ import annotations

from typing import Any

import vl_convert

from .drawing import FONTS, config, for_the_page

vl_convert.register_font_directory(str(FONTS))


def draw(spec: dict[str, Any]) -> str:
    """The SVG of a Vega-Lite dictionary, ready for a page."""
    return for_the_page(vl_convert.vegalite_to_svg(spec, config=config()))

"""A QR code as the path of an SVG, for slips on paper: always dark on light, whatever the theme of the page."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import qrcode
from qrcode.image.svg import SvgPathImage

_SHAPE = re.compile(r'viewBox="0 0 ([\d.]+) [\d.]+".*? d="([^"]+)"', re.DOTALL)


@dataclass(frozen=True)
class QrPicture:
    """side: of the square, in the units of the path, with the quiet zone of four modules that readers need."""

    side: str
    path: str


def qr_picture(text: str) -> QrPicture:
    """The picture of a text, error correction M.

    >>> qr_picture("https://agency.example/in/7KQ4-MXT2-9ABC/").side
    '37'
    """
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, box_size=10, border=4)
    code.add_data(text)
    code.make(fit=True)
    written = io.BytesIO()
    code.make_image(image_factory=SvgPathImage).save(written)
    found = _SHAPE.search(written.getvalue().decode())
    if found is None:
        raise ValueError("qrcode no longer writes one path")
    return QrPicture(side=found[1], path=found[2])

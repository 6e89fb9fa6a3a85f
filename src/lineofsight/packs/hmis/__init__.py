"""The field's standard export: HUD's HMIS CSV format, read into rows.

`open_export(path)` opens a folder or a zip and gives an `HmisExport`, a `SourceReader` (packs/rows.py). What the format
holds stands in `layouts/` and `codes.yaml`; `elements` makes data elements, instruments and code sets of it.
Source: HUD, HMIS CSV Format Specifications FY2022 and FY2026.
"""

from .elements import code_sets, data_elements, instruments
from .reader import HmisExport, open_export

__all__ = [
    "HmisExport",
    "code_sets",
    "data_elements",
    "instruments",
    "open_export",
]

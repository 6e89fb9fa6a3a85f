"""Packs: what the field already agreed on (HUD's HMIS format, the template workbook), as data and thin readers."""

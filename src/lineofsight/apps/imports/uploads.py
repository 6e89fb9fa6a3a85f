"""Taking in what somebody uploads: one zip, one workbook, or the CSV files of one export."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import Source
from lineofsight.problems import Problem


def kind_of(names: Sequence[str]) -> str:
    """What kind of source these files are, by their endings; a Problem says what can be read."""
    endings = {Path(name).suffix.lower() for name in names}
    if twice := {name for name in names if names.count(name) > 1}:
        raise Problem(
            "I021",
            _("You chose two files with the name %(names)s.") % {"names": ", ".join(sorted(twice)[:5])},
            _("Choose the files of one export."),
        )
    if endings == {".xlsx"} and len(names) == 1:
        return Source.Kind.WORKBOOK
    if (endings == {".zip"} and len(names) == 1) or endings == {".csv"}:
        return Source.Kind.HMIS
    raise Problem(
        "I020",
        _("You chose %(names)s.") % {"names": ", ".join(names[:5]) or _("no file")},
        _("Choose one zip of an HMIS export, all its CSV files together, or one Excel workbook (.xlsx)."),
    )


def keep_upload(files: Sequence[UploadedFile], folder: Path) -> str:
    """Write the files into the run's folder, byte for byte; gives the name of the file or folder to read."""
    if len(files) == 1 and not _name_of(files[0]).lower().endswith(".csv"):
        name = f"upload{Path(_name_of(files[0])).suffix.lower()}"
        _copy(files[0], folder / name)
        return name
    (folder / "upload").mkdir()
    for file in files:
        _copy(file, folder / "upload" / Path(_name_of(file)).name)
    return "upload"


def _name_of(file: UploadedFile) -> str:
    return Path(file.name or "").name


def _copy(file: UploadedFile, path: Path) -> None:
    with path.open("xb") as opened:
        for chunk in file.chunks():
            opened.write(chunk)

"""The reference sheet of a measure as plain data for a printed page. Nothing is worked out here."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import Agency

from ..selectors.reference_sheet import ReferenceSheet
from ..selectors.versions_page import OneVersion


def reference_data(sheet: ReferenceSheet, agency: Agency) -> dict[str, Any]:
    version = sheet.version
    told = {"agency": agency.name, "day": date_format(today())}
    return {
        "title": version.title,
        "agency": agency.name,
        "language": (get_language() or "en")[:2],
        "source": _("%(agency)s, printed %(day)s. It holds no figure of anybody.") % told,
        "place": f"{version.get_asks_display()} · {agency.name}",
        "question": version.question or version.title,
        "answer": (version.title + ".", _("A draft: nothing of it is published.") if sheet.is_draft else ""),
        "sections": [
            {"title": _("What it says"), "pairs": [list(each) for each in sheet.said]},
            {"title": _("Word by word, as it is counted"), "pairs": [["", each] for each in sheet.exactly]},
            {"title": _("As it is written"), "pairs": [list(each) for each in sheet.written]},
            {
                "title": _("Where it comes from"),
                "pairs": [
                    [_("Source"), version.get_source_display()],
                    *([each.label, each.where or _("not asked here")] for each in sheet.sources),
                    [_("How often"), sheet.frequency],
                ],
            },
            {
                "title": _("Where it is used"),
                "pairs": [
                    [
                        each.place,
                        _("Owner: %(owner)s. Target: %(target)s. Released: %(every)s.")
                        % {"owner": each.owner, "target": each.target, "every": each.every},
                    ]
                    for each in sheet.uses
                ],
            },
            {"title": _("Versions"), "pairs": [_version(each) for each in sheet.history]},
        ],
    }


def _version(each: OneVersion) -> list[str]:
    version = each.version
    told = {"number": version.number, "day": date_format(version.published_at) if version.published_at else ""}
    by = version.published_by.name if version.published_by else ""
    changed = ", ".join(change.label for change in each.changes)
    said = ". ".join(part for part in (by, _("Changed: %(what)s") % {"what": changed} if changed else "") if part)
    return [_("Version %(number)s, %(day)s") % told, said]

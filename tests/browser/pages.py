"""The pages every test of the look walks. A new page is one line here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page as Window

OpenWindow = Callable[..., Window]

# Gives a fixture of the cast by its name: cast("clients").own
Cast = Callable[[str], Any]


def nothing(cast: Cast) -> Sequence[object]:
    return []


@dataclass(frozen=True)
class Page:
    """A page by the name of its URL, who looks at it (a fixture of the cast, or nobody), and what its address names."""

    url_name: str
    viewer: str | None
    status: int = 200
    arguments: Callable[[Cast], Sequence[object]] = nothing

    def open(self, open_window: OpenWindow, cast: Cast, **screen: Any) -> Window:
        """The page in a window of its own; the answer's status is as expected and the browser refuses no part of it."""
        window = open_window(viewer=cast(self.viewer) if self.viewer else None, **screen)
        refused: list[str] = []
        window.on("console", lambda line: refused.append(line.text) if "Refused" in line.text else None)
        window.on("pageerror", lambda error: refused.append(str(error)))
        answer = window.goto(reverse(self.url_name, args=self.arguments(cast)))
        assert answer is not None
        assert answer.status == self.status
        assert refused == []
        return window


PAGES = [
    Page("account_login", None),
    Page("account_reset_password", None),
    Page("account_reset_password_done", None),
    Page("account_inactive", None),
    Page("socialaccount_login_cancelled", None),
    Page("socialaccount_login_error", None, status=401),
    Page("account", "front_line_worker"),
    Page("account_logout", "front_line_worker"),
    Page("account_change_password", "front_line_worker"),
    Page("account_reauthenticate", "front_line_worker"),
    # The library of measures
    Page("measures_adopt", "director"),
    Page("measure_offered", "director", arguments=lambda cast: ["less_lonely"]),
    Page("measures_bring", "director"),
    # A person and those who take part with them
    Page("client_change", "front_line_worker", arguments=lambda cast: [cast("clients").own.pk]),
    Page("client_household", "front_line_worker", arguments=lambda cast: cast("family")[:1]),
    Page("household_start", "front_line_worker", arguments=lambda cast: [cast("clients").own.pk]),
    Page("household_places", "front_line_worker", arguments=lambda cast: cast("family")),
    Page("household_add", "front_line_worker", arguments=lambda cast: cast("family")),
    Page("household_new", "front_line_worker", arguments=lambda cast: cast("family")),
    Page("household_enroll", "front_line_worker", arguments=lambda cast: cast("family")),
    Page("household_leave", "front_line_worker", arguments=lambda cast: cast("family")),
    # Set-up
    Page("setup", "administrator"),
    Page("agency_settings", "administrator"),
    Page("mail", "administrator"),
    Page("backup", "administrator"),
    Page("words", "administrator"),
    Page("programs", "administrator"),
    Page("program_add", "administrator"),
    Page("site_add", "administrator"),
    Page("service_types", "administrator"),
    Page("service_type_add", "administrator"),
    Page("funders", "administrator"),
    Page("funder_add", "administrator"),
    Page("grant_add", "administrator"),
    Page("people", "administrator"),
    Page("roles", "administrator"),
    Page("invite", "administrator"),
    Page("staff_list", "administrator"),
    Page("trail", "administrator"),
    Page("staff_member", "administrator", arguments=lambda cast: [cast("front_line_worker").pk]),
    Page("staff_change", "administrator", arguments=lambda cast: [cast("front_line_worker").pk]),
    Page("staff_end", "administrator", arguments=lambda cast: [cast("front_line_worker").pk]),
    Page("enter_code", None),
    # Line of sight
    Page("mission", "board_member"),
    Page("mission_change", "director"),
    Page("goals", "performance_lead"),
    Page("goal_add", "director"),
    Page("program_models", "front_line_worker"),
    Page("program_model", "program_manager", arguments=lambda cast: [cast("programs").mentoring.pk]),
    Page("program_section", "program_manager", arguments=lambda cast: [cast("programs").mentoring.pk, "changes"]),
    Page("program_connect", "director", arguments=lambda cast: [cast("programs").mentoring.pk]),
    Page("measures", "board_member"),
    Page("measures_adopt", "performance_lead"),
    Page("measures_begin", "performance_lead"),
    Page("measure_add", "performance_lead"),
    Page("measure_new", "performance_lead"),
    Page("measure_from_pattern", "performance_lead", arguments=lambda cast: ["happened_within"]),
    # Results
    Page("line", "board_member"),
    Page("results", "board_member"),
    Page("program_results", "coach"),
    Page("program_result", "program_manager", arguments=lambda cast: [cast("programs").mentoring.pk]),
    Page("my_people", "front_line_worker"),
    Page("quality", "performance_lead"),
    Page(
        "quality_fault",
        "program_manager",
        arguments=lambda cast: ["nobody_looks_after", cast("programs").mentoring.pk],
    ),
    # Import
    Page("imports", "performance_lead"),
    # What goes wrong (tests/browser/urls.py)
    Page("trouble_not_found", "front_line_worker", status=404),
    Page("trouble_not_permitted", "front_line_worker", status=403),
    Page("trouble_problem", "front_line_worker", status=400),
    Page("trouble_form_expired", None, status=403),
    Page("trouble_too_many", None, status=429),
    Page("trouble_server_error", "front_line_worker", status=500),
]

every_page = pytest.mark.parametrize(
    "page_of_the_house", [pytest.param(page, id=f"{page.url_name}-{page.viewer or 'nobody'}") for page in PAGES]
)

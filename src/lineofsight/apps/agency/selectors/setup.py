"""What is still open in the set-up, computed each time from what there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..models import Agency, ImportRun, Program, StaffMember
from ..permissions import can_import, can_manage_people
from ..words import the_words
from .agency import the_agency
from .staff import administrators, can_sign_in, day_in_words, who_look_at_measures

DONE, BEGUN, OPEN, TO_LOOK_AT = "check", "half", "open", "attention"


@dataclass(frozen=True)
class SetUpItem:
    """One thing to set up: its shape and word, a sentence, one action."""

    title: str
    kind: str
    word: str
    sentence: str
    url: str
    action: str

    @property
    def is_done(self) -> bool:
        return self.kind == DONE


@dataclass(frozen=True)
class FirstStep:
    title: str
    sentence: str
    url: str
    action: str
    is_done: bool


def mail_is_set_up() -> bool:
    return bool(settings.EMAIL_HOST)


def address_is_this_machine() -> bool:
    """Whether links and slips lead nowhere on any other machine, as before an address is given."""
    return urlsplit(settings.ADDRESS).hostname in {"127.0.0.1", "localhost", "::1"}


def only_here() -> str:
    """The address of this installation while it leads nowhere elsewhere, else empty."""
    return settings.ADDRESS if address_is_this_machine() else ""


def set_up_items(viewer: StaffMember) -> list[SetUpItem]:
    """Name and year, address, mail, backup, second administrator, second look, words, language, in this order."""
    agency = the_agency()
    return [
        _agency_item(agency),
        _address_item(),
        _mail_item(agency),
        _backup_item(agency),
        _administrators_item(viewer),
        _second_look_item(viewer),
        _words_item(agency),
        _language_item(agency),
    ]


def month_in_words(month: int) -> str:
    """
    >>> month_in_words(7)
    'July'
    """
    return date_format(date(2000, month, 1), "F")


def _agency_item(agency: Agency) -> SetUpItem:
    title, url = _("Name and first month of the year"), reverse("agency_settings")
    if not agency.name:
        return SetUpItem(title, OPEN, _("Open"), _("Pages and slips carry the agency’s name."), url, _("Write it"))
    if agency.year_first_month is None:
        return SetUpItem(
            title, BEGUN, _("Month open"), _("Figures by year need the month your year begins."), url, _("Choose it")
        )
    said = _("%(name)s; the year begins in %(month)s.")
    filled = said % {"name": agency.name, "month": month_in_words(agency.year_first_month)}
    return SetUpItem(title, DONE, _("Done"), filled, url, _("Change"))


def _address_item() -> SetUpItem:
    title, said = _("Address"), {"address": settings.ADDRESS}
    if address_is_this_machine():
        sentence = _(
            "%(address)s opens on this machine alone, and so do the links and slips of invitations. Write the address "
            "that others reach into settings.toml, as address, and start again."
        )
        return SetUpItem(title, TO_LOOK_AT, _("This machine only"), sentence % said, "", "")
    return SetUpItem(title, DONE, _("Done"), _("Links and slips lead to %(address)s.") % said, "", "")


def _mail_item(agency: Agency) -> SetUpItem:
    title, url = _("Mail"), reverse("mail")
    if not mail_is_set_up():
        return SetUpItem(title, OPEN, _("Open"), _("Without mail, invitations go by link or slip."), url, _("See how"))
    if agency.mail_tried_on is None:
        return SetUpItem(
            title, BEGUN, _("Not tried"), _("A server is named; no message has gone out yet."), url, _("Try it")
        )
    tried = _("A test message went out on %(day)s.") % {"day": day_in_words(agency.mail_tried_on)}
    return SetUpItem(title, DONE, _("Done"), tried, url, _("Try again"))


def _backup_item(agency: Agency) -> SetUpItem:
    title, url = _("A backup, restored once"), reverse("backup")
    if agency.backup_tried_on is None:
        said = _("A backup nobody has restored is a hope.")
        return SetUpItem(title, TO_LOOK_AT, _("Not tried"), said, url, _("See how"))
    tried = _("A backup was restored for trial on %(day)s.") % {"day": day_in_words(agency.backup_tried_on)}
    return SetUpItem(title, DONE, _("Done"), tried, url, _("See how"))


def _administrators_item(viewer: StaffMember) -> SetUpItem:
    title = _("A second administrator")
    everyone = administrators()
    ready = everyone.filter(pk__in=can_sign_in().values("pk")).count()
    manages = can_manage_people(viewer)
    url = reverse("invite") + "?role=administrator" if manages else ""
    if ready >= 2:
        said = _("Administrators who can sign in: %(count)s.") % {"count": ready}
        return SetUpItem(title, DONE, _("Done"), said, reverse("people") if manages else "", _("See them"))
    if everyone.count() >= 2:
        said = _("A second one is invited and has not signed in yet.")
        return SetUpItem(title, BEGUN, _("Invited"), said, reverse("people") if manages else "", _("See them"))
    said = _("If the only one is away, nobody can let people in but with a command on the server.")
    return SetUpItem(title, TO_LOOK_AT, _("Only one"), said, url, _("Invite one"))


def _second_look_item(viewer: StaffMember) -> SetUpItem:
    """An own measure is published after somebody else has looked at it: two people are needed for that."""
    title = _("A second look at measures")
    ready = can_sign_in().filter(pk__in=who_look_at_measures().values("pk")).count()
    url = reverse("invite") + "?role=director" if can_manage_people(viewer) else ""
    if ready >= 2:
        said = _("People who can look at a measure before it is published: %(count)s.") % {"count": ready}
        return SetUpItem(title, DONE, _("Done"), said, reverse("roles") if url else "", _("See roles"))
    said = _(
        "Measures of your own are published after a second person has looked: a director, a performance lead or an "
        "administrator. Starters can be adopted without."
    )
    return SetUpItem(title, TO_LOOK_AT, _("Nobody else"), said, url, _("Invite one"))


def _words_item(agency: Agency) -> SetUpItem:
    title, url = _("Words"), reverse("words")
    one = ", ".join(agency.words[key][1] for key in ("client", "program", "enrollment") if key in agency.words)
    if agency.words_confirmed_on is None:
        said = _("Pages say %(words)s. Yours may be others.") % {"words": one}
        return SetUpItem(title, OPEN, _("Not confirmed"), said, url, _("Choose"))
    return SetUpItem(title, DONE, _("Done"), _("Pages say %(words)s.") % {"words": one}, url, _("Change"))


def _language_item(agency: Agency) -> SetUpItem:
    title, url = _("Language"), reverse("agency_settings") + "#language"
    name = str(dict(settings.LANGUAGES).get(agency.language, agency.language))
    if agency.language_confirmed_on is None:
        said = _("Pages are in %(language)s until somebody says so.") % {"language": name}
        return SetUpItem(title, OPEN, _("Not confirmed"), said, url, _("Choose"))
    return SetUpItem(title, DONE, _("Done"), _("Pages are in %(language)s.") % {"language": name}, url, _("Change"))


def first_steps(viewer: StaffMember) -> list[FirstStep]:
    """The steps of a new installation that this person may take; empty once all of them are done."""
    words = vars(the_words())
    steps = []
    if can_import(viewer):
        steps.append(
            FirstStep(
                _("Bring what you have"),
                _("An export from your present system, or a spreadsheet. You see what would be written before it is."),
                reverse("imports"),
                _("Import records"),
                ImportRun.objects.filter(state=ImportRun.State.WRITTEN).exists(),
            )
        )
    steps.append(
        FirstStep(
            _("Add %(programs)s and sites") % words,
            _("What the agency offers, and where. An import brings them along."),
            reverse("programs"),
            _("Add a %(program)s") % words,
            Program.objects.exists(),
        )
    )
    if can_manage_people(viewer):
        steps.append(
            FirstStep(
                _("Invite the people who should see it"),
                _("Start with somebody who manages a %(program)s, or bring the whole staff list.") % words,
                reverse("people"),
                _("Invite"),
                StaffMember.objects.count() > 1,
            )
        )
    return [] if all(step.is_done for step in steps) else steps

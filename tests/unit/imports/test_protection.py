"""A source may say that a program is protected by law; it never takes a protection away."""

import pytest

from lineofsight.apps.agency.models import Program, Protection
from lineofsight.apps.imports import selectors

from .rows_reader import bring, program, read

pytestmark = pytest.mark.usefixtures("real_transactions")

PLAIN = [program(protection="none")]
RENAMED = [program(name="Home Again East", protection="none")]


def protect(how: Protection) -> None:
    Program.objects.update(protection=how)


def test_keeps_a_protection_that_the_source_does_not_know(monkeypatch):
    bring(monkeypatch, PLAIN)
    protect(Protection.SUBSTANCE_USE)

    bring(monkeypatch, RENAMED)

    changed = Program.objects.get()
    assert (changed.name, changed.protection) == ("Home Again East", Protection.SUBSTANCE_USE)


def test_does_not_announce_a_change_it_will_not_write(monkeypatch):
    bring(monkeypatch, PLAIN)
    protect(Protection.SUBSTANCE_USE)

    run = read(monkeypatch, RENAMED)

    assert [
        each.field for each in selectors.changed_fields(run, None, selectors.discretion_of(run, None), limit=5)
    ] == ["Name"]


def test_takes_over_a_protection_that_the_source_adds(monkeypatch):
    bring(monkeypatch, PLAIN)

    bring(monkeypatch, [program(protection="victim_services")])

    assert Program.objects.get().protection == Protection.VICTIM_SERVICES

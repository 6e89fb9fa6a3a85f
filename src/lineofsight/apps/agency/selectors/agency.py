"""The agency itself: its row, its words, where it is in its set-up."""

from __future__ import annotations

from ..models import Agency


def the_agency() -> Agency:
    """This installation's agency, made with a blank name when the installation is new."""
    return Agency.objects.filter(pk=1).first() or Agency(pk=1, name="")

"""How often one address may try a code that opens nothing.

The counter is kept with the other attempts (`web/attempts.py`): one for all processes, not begun anew by a restart. It
is a courtesy to the log and the processor; what protects a code is its 60 bits. Only wrong codes count, so an office
behind one address is not locked out by its own people.
"""

from __future__ import annotations

from django.core.cache import cache

WRONG_CODES = 20
SECONDS = 15 * 60


def has_guessed_too_often(address: str) -> bool:
    """Whether this address has tried 20 wrong codes within 15 minutes of the first."""
    return int(cache.get(_key(address), 0)) >= WRONG_CODES


def note_wrong_code(address: str) -> None:
    if not cache.add(_key(address), 1, SECONDS):
        try:
            cache.incr(_key(address))
        except ValueError:  # ran out between the two lines
            cache.set(_key(address), 1, SECONDS)


def _key(address: str) -> str:
    return f"wrong-codes:{address}"

"""How people are found by name: without accents or capitals, and by how a name sounds.

`searchable` gives what is compared letter by letter; `sounds` a short code per word, the same for names that sound
alike (Maya Ramirez, Maja Ramires). The code follows the idea of Soundex (Russell and Odell, 1918) with first letters
that sound alike made one, as Daitch and Mokotoff (1985) do for names from many languages.
"""

from __future__ import annotations

import re
import unicodedata

_CLASS = str.maketrans(
    {
        **dict.fromkeys("bpfvw", "1"),
        **dict.fromkeys("cgjkqsxz", "2"),
        **dict.fromkeys("dt", "3"),
        "l": "4",
        **dict.fromkeys("mn", "5"),
        "r": "6",
        **dict.fromkeys("aeiouyh", "0"),
    }
)
_FIRST = str.maketrans({"j": "y", "i": "y", "c": "k", "q": "k", "x": "s", "z": "s", "w": "v", "f": "v"})
_WORDS = re.compile(r"[^a-z0-9]+")


def searchable(*names: str) -> str:
    """The names in lower case without accents or signs, a space between words and around them.

    >>> searchable("María-José", "Ramírez")
    ' maria jose ramirez '
    """
    plain = unicodedata.normalize("NFKD", " ".join(names)).encode("ascii", "ignore").decode().lower()
    words = _WORDS.sub(" ", plain.replace("'", "")).strip()
    return f" {words} " if words else ""


def sound(word: str) -> str:
    """Four signs: the first sound, then the classes of the consonants that follow.

    >>> sound("ramirez") == sound("ramires"), sound("maya") == sound("maja")
    (True, True)
    """
    plain = word.replace("ph", "f").replace("j", "y")
    if not plain or not plain[0].isalpha():
        return plain[:4]
    classes = plain.translate(_CLASS)
    kept: list[str] = []
    before = classes[0]
    for each in classes[1:]:
        if each not in ("0", before):
            kept.append(each)
        before = each
    return (plain[0].translate(_FIRST) + "".join(kept) + "000")[:4]


def sounds(*names: str) -> str:
    """The codes of all words, a space between them and around them.

    >>> sounds("Maya", "Ramírez")
    ' m000 r562 '
    """
    words = searchable(*names).split()
    return f" {' '.join(sound(word) for word in words)} " if words else ""


def search_columns(*, first_name: str, last_name: str, middle_name: str, preferred_name: str) -> dict[str, str]:
    """What is written beside a name so that it is found: `search_name` and `search_sounds`.

    First and last name come first, so that the sounds of a person without a middle name begin those of the same person
    with one (`selectors/lookalikes.py` finds possible duplicates by that).

    >>> search_columns(first_name="Maya", last_name="Ramírez", middle_name="", preferred_name="")["search_sounds"]
    ' m000 r562 '
    """
    names = (first_name, last_name, middle_name, preferred_name)
    return {"search_name": searchable(*names)[:400], "search_sounds": sounds(*names)[:200]}

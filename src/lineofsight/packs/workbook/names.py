"""How names are compared and how keys are made of them.

Two names are one when they differ only in case, space, accents and punctuation. Keys made here are permanent: the
same name always gives the same key.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from decimal import Decimal

KEY_LONGEST = 120  # characters; the length of `source_key`
_TELL_NOTHING = frozenset({"the", "a", "of", "and", "program", "programs", "project", "site", "service", "services"})
_NUMBER = r"-?\d{1,9}(?:\.\d{1,4})?"


def tidy(text: str) -> str:
    """The text on one line: no space at the ends, single spaces, no invisible characters.

    >>> tidy("  Maria\\u00a0 Lopez ")
    'Maria Lopez'
    """
    return " ".join(re.sub(r"[\u200b\u200e\u200f\ufeff]", "", unicodedata.normalize("NFC", text)).split())


def same_name(text: str) -> str:
    """What two spellings of one name have in common: letters and digits, without case and accents.

    >>> same_name("Date of Birth") == same_name(" date-of-birth:")
    True
    """
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in decomposed if character.isalnum())


def is_near(one: str, other: str) -> bool:
    """Whether two names may be two spellings of one: a letter or two wrong in a word, a space, or a word such as
    "Program" that tells nothing apart. Numbers and short words, as in "Site 2" and "Group B", tell names apart.

    >>> is_near("Youth Mentorng", "Youth Mentoring"), is_near("After School", "Afterschool Program")
    (True, True)
    >>> is_near("Site 1", "Site 2"), is_near("Group A", "Group B"), is_near("Eastside", "Westside")
    (False, False, False)
    """
    words, others = _telling_words(one), _telling_words(other)
    if "".join(words) == "".join(others):
        return bool(words)
    return len(words) == len(others) and all(map(_is_near_word, words, others))


def _telling_words(name: str) -> list[str]:
    words = re.findall(r"\w+", "".join(each for each in unicodedata.normalize("NFKD", name).casefold() if each != "'"))
    return [word for word in words if word not in _TELL_NOTHING] or words


def _is_near_word(one: str, other: str) -> bool:
    """Short words are equal; of four letters on one letter may be wrong or two swapped, of eight on two; never the
    first, since Eastside is not Westside."""
    if one[0] != other[0]:
        return False
    shorter = min(len(one), len(other))
    may_differ = 0 if shorter < 4 or any(map(str.isdigit, one + other)) else 1 if shorter < 8 else 2
    return abs(len(one) - len(other)) <= may_differ and _edits(one, other) <= may_differ


def _edits(one: str, other: str) -> int:
    """How many letters must be added, taken out, changed or swapped with the next (Damerau 1964)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, wanted in enumerate(other, start=1):
            least = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                least = min(least, before[j - 2] + 1)
            row.append(least)
        before, last = last, row
    return last[-1]


def name_key(name: str) -> str:
    """A readable key for a name, at most 120 characters.

    >>> name_key("Jóvenes: After School!")
    'jovenes_after_school'
    """
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return fit_key("_".join(re.findall(r"\w+", plain.replace("_", " "))) or fingerprint(name))


def column_key(header: str) -> str:
    """A key of small ASCII letters, digits and `_`, as a data element needs; at most 50 characters.

    >>> column_key("How often do you feel hopeful? (1-5)")
    'how_often_do_you_feel_hopeful_1_5'
    """
    plain = "_".join(re.findall(r"[a-z0-9]+", unicodedata.normalize("NFKD", header).casefold().replace("'", "")))
    if re.search(r"[^\W\d_]", header) and not re.search(r"[a-z]", plain):
        return f"q_{fingerprint(header)}"  # a header in another script
    return fit_key(plain or f"q_{fingerprint(header)}", longest=50)


def title_and_range(header: str) -> tuple[str, Decimal | None, Decimal | None]:
    """A question's header without the range at its end, and the range: a smallest and a largest number.

    >>> title_and_range("Total [0 to 27]"), title_and_range("Total (0 to 27)")
    (('Total', Decimal('0'), Decimal('27')), ('Total (0 to 27)', None, None))
    """
    ends = re.fullmatch(rf"(.*\S)\s*\[\s*({_NUMBER})\s+to\s+({_NUMBER})\s*\]", header)
    if ends is None or Decimal(ends[2]) > Decimal(ends[3]):
        return header, None, None
    return ends[1], Decimal(ends[2]), Decimal(ends[3])


def fit_key(key: str, longest: int = KEY_LONGEST) -> str:
    """The key, or for a key too long its beginning with a fingerprint of the whole."""
    return key if len(key) <= longest else f"{key[: longest - 13]}_{fingerprint(key)}"


def fingerprint(text: str) -> str:
    """Twelve characters that stand for the text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]

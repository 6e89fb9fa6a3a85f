"""The words a cell may hold where one of a list is asked, and the code each stands for.

The first word of each code is the one the records show; the others are read as well. A test holds the codes and the
first words to those of the records.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .names import same_name


@dataclass(frozen=True, slots=True)
class Word:
    code: str
    label: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class WordList:
    """One column of the sheet Lists."""

    title: str
    words: tuple[Word, ...]
    codes: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        spellings = {
            same_name(spelling): word.code for word in self.words for spelling in (word.label, word.code, *word.also)
        }
        object.__setattr__(self, "codes", spellings)

    @property
    def labels(self) -> list[str]:
        return [word.label for word in self.words]

    def code_of(self, text: str) -> str | None:
        """The code for a word, whatever its case; None when the list does not have it."""
        return self.codes.get(same_name(text))


NOT_KNOWN = Word("not_known", "Does not know", ("unknown", "client does not know", "don't know"))
NOT_SAID = Word("not_said", "Prefers not to say", ("client prefers not to say", "refused", "declined"))

GENDERS = WordList(
    "Gender",
    (
        Word("woman", "Woman or girl", ("woman", "girl", "female", "f")),
        Word("man", "Man or boy", ("man", "boy", "male", "m")),
        Word("non_binary", "Non-binary", ("enby",)),
        Word("transgender", "Transgender", ("trans",)),
        Word("questioning", "Questioning"),
        Word("culturally_specific", "Culturally specific identity", ("two-spirit",)),
        Word("different", "Different identity", ("other",)),
        NOT_KNOWN,
        NOT_SAID,
    ),
)
RACES = WordList(
    "Race and ethnicity",
    (
        Word(
            "american_indian",
            "American Indian, Alaska Native or Indigenous",
            ("american indian or alaska native", "native american", "indigenous", "alaska native"),
        ),
        Word("asian", "Asian or Asian American", ("asian american",)),
        Word("black", "Black, African American or African", ("black or african american", "african american")),
        Word("hispanic", "Hispanic or Latina/e/o", ("hispanic or latino", "latino", "latina", "latine", "latinx")),
        Word("middle_eastern", "Middle Eastern or North African", ("north african",)),
        Word("pacific_islander", "Native Hawaiian or Pacific Islander", ("native hawaiian",)),
        Word("white", "White", ("caucasian",)),
        NOT_KNOWN,
        NOT_SAID,
    ),
)
RELATIONSHIPS = WordList(
    "Relationship to head of household",
    (
        Word("head", "Head of household", ("self", "self (head of household)")),
        Word("child", "Child", ("son", "daughter")),
        Word("spouse", "Spouse or partner", ("partner", "wife", "husband")),
        Word("other_relative", "Other relative", ("relative",)),
        Word("not_related", "Not related", ("unrelated",)),
        Word("not_asked", "Not asked"),
    ),
)
STAGES = WordList(
    "Stage",
    (
        Word("applied", "Applied"),
        Word("waitlisted", "Waitlisted", ("waiting list", "waiting", "on waitlist")),
        Word("enrolled", "Enrolled"),
        Word("active", "Active"),
        Word("completed", "Completed", ("graduated",)),
        Word("withdrawn", "Withdrawn", ("withdrew", "left")),
        Word("denied", "Denied", ("not eligible",)),
    ),
)
POINTS = WordList(
    "When",
    (
        Word("start", "At start", ("start", "intake", "entry", "baseline", "pre")),
        Word("update", "Update"),
        Word("annual", "Annual"),
        Word("exit", "At exit", ("exit", "end", "post")),
        Word("follow_up", "Follow-up"),
    ),
)
ROLES = WordList(
    "Role",
    (
        Word("front_line", "Front-line worker", ("worker", "case manager", "case worker")),
        Word("supervisor", "Supervisor"),
        Word("program_manager", "Program manager", ("manager",)),
        Word("performance_lead", "Performance lead"),
        Word("director", "Director", ("executive director",)),
        Word("board_member", "Board member", ("board",)),
        Word("coach", "Coach"),
        Word("administrator", "Administrator", ("admin",)),
    ),
)
YES_NO = WordList("Yes or no", (Word("yes", "Yes", ("y", "true", "1")), Word("no", "No", ("n", "false", "0"))))

ALL_LISTS = (GENDERS, RACES, YES_NO, STAGES, RELATIONSHIPS, POINTS, ROLES)

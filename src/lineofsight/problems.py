"""The one way to say that something cannot be done.

A `Problem` speaks to its reader: what is wrong, where, and what to do next. It carries a code, so that the same
trouble is found again in the documentation, and never carries an answer or the name of a client.
"""

from __future__ import annotations


class Problem(Exception):
    """A refusal with a code, a sentence and the next step.

    >>> str(Problem("I001", "There is no Client.csv in the folder.", "Export again with all files."))
    'There is no Client.csv in the folder. Export again with all files.'
    """

    def __init__(self, code: str, sentence: str, remedy: str = "") -> None:
        self.code = code
        self.sentence = sentence
        self.remedy = remedy
        super().__init__(f"{sentence} {remedy}".strip())


class NotPermitted(Problem):
    """This person may not do this. The sentence says who may."""


class Conflict(Problem):
    """Something else is here already, or was written meanwhile; nothing was overwritten. On the web: 409."""


def counted(number: int, one: str, several: str) -> str:
    """A count with the word that agrees with it, for sentences that are not translated.

    >>> counted(1, "row", "rows"), counted(1204, "row", "rows")
    ('1 row', '1,204 rows')
    """
    return f"{number:,} {one if number == 1 else several}"

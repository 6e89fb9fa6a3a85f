"""What is wrong with a measure's document: each trouble with the place in the document and the next step.

The rule of this room: an author hears everything at once. Whatever reads or checks a definition collects problems and
raises them together.

Codes: M10. the document cannot be read, M11. its parts do not fit together, M12. its words mean nothing in the records
of this agency, M13. the grain is wrong, M14. the question put to it is wrong. X...: an expression (its own room).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from lineofsight.problems import Problem


class MeasureProblem(Problem):
    """One trouble. `path` is the place in the document, as `derive.income_at_start.where` or `by[2]`; empty: all of it.

    >>> str(MeasureProblem("M103", "asks", "It is missing.", "Write how_much, how_well or better_off."))
    'asks: It is missing. Write how_much, how_well or better_off.'
    """

    def __init__(self, code: str, path: str, trouble: str, remedy: str) -> None:
        self.path = path
        self.trouble = trouble
        super().__init__(code, f"{path}: {trouble}" if path else trouble, remedy)


class MeasureProblems(Problem):
    """All troubles of one document, of a measure or of a check. Its text is one line for each."""

    def __init__(self, measure: str, problems: Sequence[MeasureProblem], *, kind: str = "measure") -> None:
        self.measure = measure
        self.problems = tuple(problems)
        count = len(self.problems)
        what = f'{kind.capitalize()} "{measure}"' if measure else f"The {kind}"
        lines = "\n".join(f"{problem.code} {problem}" for problem in self.problems)
        super().__init__("M100", f"{what} has {count} {'problem' if count == 1 else 'problems'}.\n{lines}")


def did_you_mean(wrong: str, known: Iterable[str], otherwise: str = "") -> str:
    """The known word nearest to the wrong one, as a question; else the list of a few, or the other remedy.

    >>> did_you_mean("exit_dat", ["exit_date", "entry_date"])
    'Did you mean exit_date?'
    >>> did_you_mean("colour", ["program", "site"])
    'Write one of: program, site.'
    """
    words = sorted(set(known))
    near = difflib.get_close_matches(wrong, words, n=1, cutoff=0.6)
    if near:
        return f"Did you mean {near[0]}?"
    return otherwise or f"Write one of: {', '.join(words)}."

"""What pages and the command say of imports. A viewer of None is the command on the server, which shows everything."""

from .discretion import Discretion, discretion_of
from .preview import changed_fields, new_rows
from .problems import count_of_kind, kinds_of_notes, problem_lines, problems, weights_told, write_problems
from .runs import ToldRun, runs, told_run, told_runs, told_sources
from .undecided import has_near_names_to_answer, has_undecided_vanished, has_unreadable, names_nearly_here
from .vanished import hidden_vanished, vanished_rows
from .words import day_in_words, table_titles

__all__ = [
    "Discretion",
    "ToldRun",
    "changed_fields",
    "count_of_kind",
    "day_in_words",
    "discretion_of",
    "has_near_names_to_answer",
    "has_undecided_vanished",
    "has_unreadable",
    "hidden_vanished",
    "kinds_of_notes",
    "names_nearly_here",
    "new_rows",
    "problem_lines",
    "problems",
    "runs",
    "table_titles",
    "told_run",
    "told_runs",
    "told_sources",
    "vanished_rows",
    "weights_told",
    "write_problems",
]

"""What is done with an import, from its first byte to its end: begin, read, decide, write; or stop.

States: reading → ready → writing → written. Before `written` nothing of the import is in the records; the state itself
is set in the transaction that writes them. Whoever is at work holds the lock of the run's folder.
"""

from ..history_ahead import forget_ahead_of_interrupted_runs
from .deciding import begin_writing, decide, things_left
from .ending import kept_until, mend_interrupted_runs, stop_run, throw_away_undecided_runs
from .looking import note_opening, note_saving
from .reading import begin_run, read_run
from .writing import write_run

__all__ = [
    "begin_run",
    "begin_writing",
    "decide",
    "forget_ahead_of_interrupted_runs",
    "kept_until",
    "mend_interrupted_runs",
    "note_opening",
    "note_saving",
    "read_run",
    "stop_run",
    "things_left",
    "throw_away_undecided_runs",
    "write_run",
]

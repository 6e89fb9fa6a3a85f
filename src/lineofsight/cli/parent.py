"""Children that never outlive their parent, however it ends.

The parent holds one end of a pipe; each child waits at the other. When the parent is gone, be it by kill -9, the
kernel closes the pipe and the child ends itself.
"""

from __future__ import annotations

import os
import signal
import threading
import time

STOP_WITHIN_SECONDS = 10


def stop_with_parent(pipe: int) -> None:
    """Watch the pipe in a thread: at its end ask this process to stop, and end it if it does not stop in time."""

    def watch() -> None:
        os.read(pipe, 1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(STOP_WITHIN_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, name="watches-parent", daemon=True).start()

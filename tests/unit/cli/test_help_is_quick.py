"""`lineofsight --help` answers at once: no verb loads Django before it knows which installation is meant."""

import subprocess
import sys

WHAT_IS_LOADED = "import sys; from lineofsight.cli import parser; parser(); print(*sorted(sys.modules))"


def test_the_command_line_loads_no_django() -> None:
    done = subprocess.run([sys.executable, "-c", WHAT_IS_LOADED], capture_output=True, text=True, check=True)

    rooms = {module.partition(".")[0] for module in done.stdout.split()}
    assert rooms & {"django", "asgiref", "duckdb", "pyarrow"} == set()

"""`python -m lineofsight.cli`: the same commands, for a process that starts another."""

import sys

from . import main

sys.exit(main())

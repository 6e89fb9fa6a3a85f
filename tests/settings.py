"""The settings of the product, for tests: a home of its own that goes with the run, quick passwords, no disk.

`LINEOFSIGHT_TEST_DATABASE` names a PostgreSQL server to run on instead of SQLite in memory.
"""

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="lineofsight-test-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["LINEOFSIGHT_HOME"] = _home
os.environ["LINEOFSIGHT_DATABASE"] = os.environ.get("LINEOFSIGHT_TEST_DATABASE", "")
os.environ["LINEOFSIGHT_ADDRESS"] = "http://127.0.0.1:8000"
os.environ.pop("LINEOFSIGHT_TODAY", None)

from lineofsight.web.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
WHITENOISE_AUTOREFRESH = True  # each test's browser makes the middleware anew; do not read every static file each time

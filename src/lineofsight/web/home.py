"""The home of one installation: the folder that holds its database, uploads, key and settings file.

Everything an agency must keep is below this folder; a backup is a copy of it. `LINEOFSIGHT_HOME` names it.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from lineofsight.problems import Problem


def home() -> Path:
    """The installation's folder, made when it is not there yet."""
    folder = Path(os.environ.get("LINEOFSIGHT_HOME", "lineofsight-home")).expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def settings_file(folder: Path) -> dict[str, Any]:
    """What `settings.toml` says; an empty dictionary when there is none. Its keys: docs/reference/settings.md."""
    path = folder / "settings.toml"
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Problem("S001", f"{path} cannot be read: {error}.", "Mend that line and start again.") from error


def secret_key(folder: Path) -> str:
    """The key that signs sessions and links, made once and readable by the owner alone.

    Of several processes that begin at once one makes it, and none sees half of it.
    """
    path = folder / "secret.key"
    if not path.exists():
        made = folder / f"secret.key.{os.getpid()}"
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(50), encoding="utf-8")
        with suppress(FileExistsError):
            os.link(made, path)
        made.unlink()
    return path.read_text(encoding="utf-8").strip()


def database(folder: Path, url: str) -> dict[str, Any]:
    """Django's database settings: SQLite in the home, or PostgreSQL by address (postgresql://user:word@host/name)."""
    if not url:
        return {
            "ENGINE": "lineofsight.web.sqlite",
            "NAME": str(folder / "lineofsight.sqlite3"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;"
                    " PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;"
                ),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise Problem(
            "S002",
            f"The database address begins with “{parts.scheme}”.",
            "Leave it empty for SQLite, or write postgresql://user:password@host/name.",
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or options.pop("host", ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "OPTIONS": options,
    }

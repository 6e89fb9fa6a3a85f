"""Keeps one-time codes out of the log: Django writes the address of a refused request, and ours hold the code of an
invitation or the key of a new password."""

from __future__ import annotations

import logging
import re

_CODE = re.compile(r"(/in/|/password/reset/key/)[^/\s\"']+")
LOGGERS = ("django.request", "django.security.csrf", "django.server")


def hide_codes(record: logging.LogRecord) -> bool:
    """A logging filter that lets every record through, with `…` in the place of a code in an address."""
    if isinstance(record.msg, str):
        record.msg = _CODE.sub(r"\1…", record.msg)
    if isinstance(record.args, tuple):
        record.args = tuple(_CODE.sub(r"\1…", part) if isinstance(part, str) else part for part in record.args)
    return True


def install() -> None:
    for name in LOGGERS:
        logging.getLogger(name).addFilter(hide_codes)

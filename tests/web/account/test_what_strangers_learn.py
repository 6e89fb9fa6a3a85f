"""A wrong password costs the same for those who work here and for those who do not."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import hashers
from django.test import Client

from lineofsight.apps.agency.models import StaffMember
from tests.cast import PASSWORD


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was hashed since the test began; hashing is what takes the time."""
    seen: list[str] = []
    encode = hashers.MD5PasswordHasher.encode

    def count(self: hashers.MD5PasswordHasher, password: str, *rest: Any) -> str:
        seen.append(password)
        return encode(self, password, *rest)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", count)
    return seen


@pytest.mark.parametrize("typed", ["dana", "dana@riverside.example", "nobody", "nobody@riverside.example"])
def test_is_one_hash_whatever_was_typed(director: StaffMember, hashed: list[str], typed: str) -> None:
    Client().post("/account/login/", {"login": typed, "password": "not the password"})

    assert hashed == ["not the password"]


@pytest.mark.parametrize("typed", ["dana", "DANA@riverside.example"])
def test_lets_in_by_sign_in_name_and_by_email(director: StaffMember, typed: str) -> None:
    answer = Client().post("/account/login/", {"login": typed, "password": PASSWORD})

    assert answer["Location"] == "/"

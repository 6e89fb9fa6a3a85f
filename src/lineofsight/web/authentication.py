"""Looking up who signs in, at one price: what is typed is checked against one password, or against none."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest


class OnePasswordChecked(AuthenticationBackend):
    """A work email reaches allauth twice, as email and as sign-in name, and both are looked for among emails. A wrong
    password for an address that is known cost two hashes, for one that is not one: a stranger could tell them apart."""

    def authenticate(self, request: HttpRequest | None, **credentials: str) -> AbstractBaseUser | None:
        if credentials.get("email") == credentials.get("username"):
            credentials.pop("email", None)
        return super().authenticate(request, **credentials)

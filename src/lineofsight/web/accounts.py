"""How allauth lets people in: only staff members who were invited; nobody signs up. What it says when it does not."""

from __future__ import annotations

from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# Never which of the two was wrong: that would tell a stranger who works here.
MISMATCH = _("The sign-in name and the password do not belong together. Look at capital letters and try again.")


class StaffOnlyAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": MISMATCH,
        "email_password_mismatch": MISMATCH,
        "too_many_login_attempts": _(
            "There were too many tries. Wait five minutes, or ask an administrator for a new link."
        ),
        "incorrect_password": _("This is not your password. Look at capital letters and try again."),
        "enter_current_password": _("This is not your present password. Look at capital letters and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """At the address people type, whatever host the request named: the link lets somebody in."""
        return f"{settings.ADDRESS}{urlsplit(super().get_reset_password_from_key_url(key)).path}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Single sign-on opens the account with the same verified work email; it never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        return False

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:
        return reverse("account")


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "This code is not right. A code lives for 30 seconds: wait for the next one and enter that."
        ),
    }

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """What a new passkey is called before its owner gives it a name: Passkey 1, Passkey 2."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}

"""Coming in with a one-time code. These pages are open to everybody, and tell nobody whether a code ever existed."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from lineofsight.problems import Problem

from ..forms.accept import CodeForm, PasswordForm
from ..guesses import has_guessed_too_often, note_wrong_code
from ..services.invitations import accept_invitation, invitation_of


@login_not_required
@never_cache
def enter_code(request: HttpRequest) -> HttpResponse:
    """For those who type: one box for the code of a slip."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _quiet(redirect("accept", form.cleaned_data["code"]))
    return _quiet(render(request, "agency/enter_code.html", {"form": form}))


@sensitive_post_parameters()
@login_not_required
@never_cache
def accept(request: HttpRequest, code: str) -> HttpResponse:
    address = get_adapter(request).get_client_ip(request)
    if has_guessed_too_often(address):
        return _quiet(render(request, "agency/too_many_codes.html", status=429))
    invitation = invitation_of(code)
    if invitation is None:
        return _opens_nothing(request, address)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            staff = accept_invitation(code, form.cleaned_data["password"])
        except ValidationError as error:
            form.add_error("password", error)
        except Problem:  # used in another window a moment ago
            return _opens_nothing(request, address)
        else:
            logout(request)
            return _quiet(perform_login(request, staff))
    return _quiet(render(request, "agency/accept.html", {"form": form, "invitation": invitation}))


def _opens_nothing(request: HttpRequest, address: str) -> HttpResponse:
    note_wrong_code(address)
    return _quiet(render(request, "agency/opens_nothing.html", status=404))


def _quiet(response: HttpResponse) -> HttpResponse:
    """Keep the address, which holds the code, out of what the browser tells others.

    Not `no-referrer`: with it browsers send `Origin: null`, and the form would be refused as a forgery.
    """
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex"
    return response

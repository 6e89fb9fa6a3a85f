"""Single sign-on over OpenID Connect, with a page of ours when the other side does not answer."""

from __future__ import annotations

from allauth.socialaccount.providers.openid_connect import views as openid
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from requests import RequestException


@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Leads to the agency's own sign-in page."""
    try:
        return openid.login(request, provider_id)
    except RequestException:
        return does_not_answer(request)


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where the agency's sign-in page leads back to."""
    try:
        return openid.callback(request, provider_id)
    except RequestException:
        return does_not_answer(request)


def does_not_answer(request: HttpRequest) -> HttpResponse:
    return render(request, "socialaccount/authentication_error.html", status=502)

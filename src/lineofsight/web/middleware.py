"""A `Problem` that leaves a view becomes a page with its sentence; pages for one person are kept for nobody else; who
sends a form after their session ended is told that nothing of it was saved; an address that only takes forms leads to
the page above it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import is_valid_path
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from lineofsight.problems import Conflict, NotPermitted, Problem


class ProblemsAsPages:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotPermitted):
            return render(request, "web/not_permitted.html", {"problem": error}, status=403)
        if isinstance(error, Problem):
            status = 409 if isinstance(error, Conflict) else 400
            return render(request, "web/problem.html", {"problem": error}, status=status)
        return None


class SignInFirst(LoginRequiredMiddleware):
    """Leads to sign-in, as everywhere; the page there says so when something that was typed is lost on the way."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        if request.method == "POST":
            messages.warning(
                request,
                _("You were signed out; what you typed was not saved. Go back in the browser to find it."),
            )
        return super().handle_no_permission(request, view_func)


class KeptForNobodyElse:
    """Pages for somebody who is signed in are asked for anew each time, and no proxy between keeps a copy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response


class PageAboveWhatOnlyTakesForms:
    """An address that only takes forms shows nothing when it is opened, as after signing in: the page above it opens.

    The nearest address above that is one of the product; the page there judges by itself who may see it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method in ("GET", "HEAD") and request.user.is_authenticated:
            return redirect(_page_above(request.path_info))
        return response


def _page_above(path: str) -> str:
    parts = path.strip("/").split("/")[:-1]
    while parts and not is_valid_path(f"/{'/'.join(parts)}/"):
        parts.pop()
    return f"/{'/'.join(parts)}/" if parts else "/"

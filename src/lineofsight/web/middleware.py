"""A `Problem` that leaves a view becomes a page with its sentence; pages for one person are kept for nobody else; who
sends a form after their session ended is told that nothing of it was saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
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

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:
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

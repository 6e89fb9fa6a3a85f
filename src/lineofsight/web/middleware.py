"""A `Problem` that leaves a view becomes a page with its sentence."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lineofsight.problems import NotPermitted, Problem


class ProblemsAsPages:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotPermitted):
            return render(request, "web/not_permitted.html", {"problem": error}, status=403)
        if isinstance(error, Problem):
            return render(request, "web/problem.html", {"problem": error}, status=400)
        return None

"""Pages that belong to no app: errors, and the word that the server is well."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Shown when a form was open so long, or was opened in so odd a way, that we cannot tell whose it is."""
    return render(request, "web/form_expired.html", status=403)


@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """For a proxy or a watchdog: the server answers. Nothing about the agency."""
    return HttpResponse("ok", content_type="text/plain")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "web/not_found.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "web/server_error.html", status=500)

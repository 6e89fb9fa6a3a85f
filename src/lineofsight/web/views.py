"""Pages that belong to no app: errors, one's own account, and the word that the server is well."""

from __future__ import annotations

from allauth.account import views as sign_in
from allauth.mfa.models import Authenticator
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from lineofsight.apps.agency.models import RoleAssignment


def account(request: HttpRequest) -> HttpResponse:
    """How this person signs in: password, passkeys, second step. Everybody sees only their own."""
    own = Authenticator.objects.filter(user_id=request.user.pk)
    codes = own.filter(type=Authenticator.Type.RECOVERY_CODES).first()
    shown = {
        "roles": sorted({str(role) for role in RoleAssignment.objects.filter(staff_id=request.user.pk)}),
        "passkeys": own.filter(type=Authenticator.Type.WEBAUTHN).order_by("created_at"),
        "app": own.filter(type=Authenticator.Type.TOTP).first(),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
    }
    return render(request, "web/account.html", shown)


def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session, and asks the browser to forget the pages it keeps: the next person may sit at this machine."""
    response = sign_in.logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache"'
    return response


@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """For a proxy or a watchdog: the server answers. Nothing about the agency."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Shown when a form was opened before the last sign-in, or elsewhere, so that we cannot tell whose it is."""
    return render(request, "web/form_expired.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "web/problem.html", status=400)


def not_permitted(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "web/not_permitted.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "web/not_found.html", status=404)


def too_many(request: HttpRequest) -> HttpResponse:
    return render(request, "web/too_many.html", status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the request's context, because what fills it may be what broke."""
    return HttpResponse(render_to_string("web/server_error.html"), status=500)

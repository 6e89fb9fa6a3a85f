"""The addresses of the house, and one for each thing that can go wrong."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from lineofsight.problems import NotPermitted, Problem
from lineofsight.web import urls as house
from lineofsight.web import views

handler400, handler403, handler404 = house.handler400, house.handler403, house.handler404
handler429, handler500 = house.handler429, house.handler500


def not_found(request: HttpRequest) -> HttpResponse:
    raise Http404


def not_permitted(request: HttpRequest) -> HttpResponse:
    raise NotPermitted("P001", "Administrators manage the staff list.", "Ask an administrator.")


def problem(request: HttpRequest) -> HttpResponse:
    raise Problem("I001", "There is no Client.csv in the folder.", "Export again with all files.")


def server_error(request: HttpRequest) -> HttpResponse:
    raise RuntimeError


urlpatterns = [
    *house.urlpatterns,
    path("trouble/not-found/", not_found, name="trouble_not_found"),
    path("trouble/not-permitted/", not_permitted, name="trouble_not_permitted"),
    path("trouble/problem/", problem, name="trouble_problem"),
    path("trouble/form-expired/", views.form_expired, name="trouble_form_expired"),
    path("trouble/too-many/", login_not_required(views.too_many), name="trouble_too_many"),
    path("trouble/server-error/", server_error, name="trouble_server_error"),
]

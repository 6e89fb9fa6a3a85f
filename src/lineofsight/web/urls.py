"""All addresses. Every one of them stands in the access matrix (`tests/house/access.py`), or the build fails."""

from django.urls import include, path

from . import views

urlpatterns = [
    path("", include("lineofsight.apps.records.urls")),
    path("", include("lineofsight.apps.imports.urls")),
    path("", include("lineofsight.apps.agency.urls")),
    path("account/", include("allauth.urls")),
    path("health/", views.health, name="health"),
]

handler404 = "lineofsight.web.views.not_found"
handler500 = "lineofsight.web.views.server_error"

"""All addresses. Every one of them stands in the access matrix (`tests/house/access.py`), or the build fails."""

from django.urls import include, path

from . import views

urlpatterns = [
    path("", include("lineofsight.apps.records.urls")),
    path("", include("lineofsight.apps.imports.urls")),
    path("", include("lineofsight.apps.framework.urls")),
    path("", include("lineofsight.apps.reports.urls")),
    path("", include("lineofsight.apps.agency.urls")),
    path("account/", include("lineofsight.web.account_urls")),
    path("health/", views.health, name="health"),
]

handler400 = "lineofsight.web.views.bad_request"
handler403 = "lineofsight.web.views.not_permitted"
handler404 = "lineofsight.web.views.not_found"
handler429 = "lineofsight.web.views.too_many"
handler500 = "lineofsight.web.views.server_error"

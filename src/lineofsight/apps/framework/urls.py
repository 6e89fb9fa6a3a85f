"""Where each page of this app lives."""

urlpatterns: list = []

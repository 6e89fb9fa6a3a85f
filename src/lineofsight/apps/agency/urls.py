"""Where each page of this app lives."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

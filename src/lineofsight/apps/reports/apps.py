from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "lineofsight.apps.reports"
    label = "reports"

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "lineofsight.apps.records"
    label = "records"

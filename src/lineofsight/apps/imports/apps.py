from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "lineofsight.apps.imports"
    label = "imports"

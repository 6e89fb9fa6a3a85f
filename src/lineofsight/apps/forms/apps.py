from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "lineofsight.apps.forms"
    label = "forms"

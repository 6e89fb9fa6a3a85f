from django.apps import AppConfig


class FrameworkConfig(AppConfig):
    name = "lineofsight.apps.framework"
    label = "framework"

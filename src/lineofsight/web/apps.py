from django.apps import AppConfig

from .form_sentences import speak_plainly


class WebConfig(AppConfig):
    name = "lineofsight.web"
    label = "web"

    def ready(self) -> None:
        speak_plainly()

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "lineofsight.apps.records"
    label = "records"

    def ready(self) -> None:
        from .services import handing_over  # noqa: PLC0415 - models must be loaded first

        handing_over.register()

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "lineofsight.apps.records"
    label = "records"

    def ready(self) -> None:
        from lineofsight.apps.agency import discretion  # noqa: PLC0415 - models must be loaded first

        from .selectors.discretion import entries_hidden_from, names_sources_to, staff_open_to  # noqa: PLC0415
        from .services import handing_over  # noqa: PLC0415

        handing_over.register()
        discretion.register("records", hides=entries_hidden_from, named=staff_open_to, names_sources=names_sources_to)

from django.apps import AppConfig


class FrameworkConfig(AppConfig):
    name = "lineofsight.apps.framework"
    label = "framework"

    def ready(self) -> None:
        from lineofsight.apps.agency import trail_names  # noqa: PLC0415 - models must be loaded first

        from .selectors.trail_names import tables  # noqa: PLC0415

        trail_names.register(tables())

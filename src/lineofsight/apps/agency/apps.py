from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AgencyConfig(AppConfig):
    name = "lineofsight.apps.agency"
    label = "agency"

    def ready(self) -> None:
        from . import checks, logs, signals, triggers  # noqa: PLC0415 - models must be loaded first

        checks.register_checks()
        signals.connect()
        logs.install()
        post_migrate.connect(triggers.install_after_migrate, dispatch_uid="lineofsight.triggers")

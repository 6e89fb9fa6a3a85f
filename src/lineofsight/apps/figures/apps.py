from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FiguresConfig(AppConfig):
    name = "lineofsight.apps.figures"
    label = "figures"

    def ready(self) -> None:
        from lineofsight.apps.framework import facts_of_now, known_figures  # noqa: PLC0415

        from . import checks, triggers  # noqa: PLC0415 - models must be loaded first
        from .selectors.drafts import counted_drafts  # noqa: PLC0415
        from .selectors.range_seen import range_seen  # noqa: PLC0415

        facts_of_now.register(counted_drafts)
        known_figures.register(range_seen)
        checks.register_checks()
        post_migrate.connect(triggers.install_after_migrate, sender=self, dispatch_uid="lineofsight.figures.triggers")

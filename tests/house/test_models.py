"""Rules that every model keeps, in the database and not only in forms."""

import pytest
from django.apps import apps
from django.db import models

FIELDS_WITH_CHOICES = [
    (model, field)
    for model in apps.get_models()
    if model.__module__.startswith("lineofsight.")
    for field in model._meta.concrete_fields
    if field.choices
]


def identify(value: object) -> str:
    return value._meta.label if isinstance(value, type) and issubclass(value, models.Model) else value.name  # type: ignore[attr-defined]


@pytest.mark.parametrize(("model", "field"), FIELDS_WITH_CHOICES, ids=identify)
def test_lets_the_database_refuse_what_is_not_a_choice(model: type[models.Model], field: models.Field) -> None:
    conditions = " ".join(
        str(constraint.condition)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
    )

    assert f"'{field.name}__in'" in conditions

"""What somebody sees who opens a page now, as the services want to know it."""

from __future__ import annotations

from django.db import models
from django.test import Client

from lineofsight.apps.agency.seen import token_of, values_of
from lineofsight.apps.forms.selectors import asked_by
from lineofsight.apps.records.models import Assessment, Enrollment
from lineofsight.apps.records.selectors.staffing import workers_of
from lineofsight.apps.records.services.entries import as_asked


def as_it_is(row: models.Model) -> str:
    """The token of a page that shows everything this row says in the database now."""
    now = type(row)._default_manager.get(pk=row.pk)
    fields = [*now._meta.concrete_fields, *now._meta.many_to_many]
    said = values_of(now, [field.name for field in fields])
    if isinstance(now, Enrollment):
        said |= workers_of(now)
    if isinstance(now, Assessment):
        said |= as_asked(asked_by(now.instrument), point=now.point, on=now.date, answers=now.answers)
    return token_of(said)


def token_on(client: Client, address: str) -> str:
    """The token in the form of the page at this address, opened now."""
    return str(client.get(address).context["form"]["seen"].value())

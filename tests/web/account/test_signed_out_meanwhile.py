"""A form that is sent after its session ended: the sign-in page says that nothing of it was saved."""

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.django_db
def test_says_that_what_was_typed_is_not_saved() -> None:
    page = Client().post(reverse("task_add", args=[1]), {"what": "Call her aunt"}, follow=True)

    assert "You were signed out; what you typed was not saved." in page.content.decode()


@pytest.mark.django_db
def test_says_nothing_to_somebody_who_only_looked() -> None:
    page = Client().get(reverse("clients"), follow=True)

    assert "You were signed out" not in page.content.decode()

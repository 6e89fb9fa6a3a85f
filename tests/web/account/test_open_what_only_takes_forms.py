"""An address that only takes forms, opened by hand or after signing in, leads to the page above it."""

import pytest
from django.test import Client


@pytest.mark.parametrize(
    ("address", "above"),
    [
        ("/setup/people/slips/", "/setup/people/"),
        ("/setup/trail/check/", "/setup/trail/"),
        ("/setup/people/7/roles/8/take/", "/setup/people/7/"),
        ("/tasks/3/done/", "/"),
        ("/clients/3/household/4/take-out/", "/clients/3/household/"),
        ("/import/new/", "/import/"),
    ],
)
def test_leads_to_the_page_above(as_administrator: Client, address: str, above: str) -> None:
    answer = as_administrator.get(address)

    assert (answer.status_code, answer.headers["Location"]) == (302, above)


def test_leads_strangers_to_sign_in(client: Client) -> None:
    assert client.get("/import/new/").headers["Location"] == "/account/login/?next=/import/new/"

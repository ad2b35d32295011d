"""After signing out nothing of the person is left in the browser's cache."""

import pytest

pytestmark = pytest.mark.django_db


def test_signing_out_empties_the_browsers_cache_of_our_answers(client, cast):
    client.force_login(cast.sara)
    assert "Clear-Site-Data" not in client.get("/account/logout/")
    assert client.post("/account/logout/")["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in client.post("/account/logout/")
    assert "Clear-Site-Data" not in client.get("/account/login/")

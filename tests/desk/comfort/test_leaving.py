"""After signing out nothing of the person is left in the browser's cache, and no notice of theirs comes to it."""

import pytest

from sandali.history.models import PushSubscription
from tests.attention import subscribed

pytestmark = pytest.mark.django_db


def test_signing_out_empties_the_browsers_cache_of_our_answers(client, cast):
    client.force_login(cast.sara)
    assert "Clear-Site-Data" not in client.get("/account/logout/")
    assert client.post("/account/logout/")["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in client.post("/account/logout/")
    assert "Clear-Site-Data" not in client.get("/account/login/")


def test_signing_out_ends_the_notices_of_this_browser_and_of_no_other(client, cast):
    for endpoint, person in (("https://push.example/phone", cast.sara), ("https://push.example/desk", cast.sara), ("https://push.example/reza", cast.reza)):
        subscribed(person, endpoint)
    client.force_login(cast.sara)
    client.post("/account/logout/", {"browser": "https://push.example/reza"})
    assert PushSubscription.objects.count() == 3
    client.post("/account/logout/", {"browser": "https://push.example/phone"})
    assert PushSubscription.objects.count() == 3  # nobody is signed in, so nothing is anybody's
    client.force_login(cast.sara)
    client.post("/account/logout/", {"browser": "https://push.example/phone"})
    assert sorted(PushSubscription.objects.values_list("endpoint", flat=True)) == ["https://push.example/desk", "https://push.example/reza"]

"""Choosing for whom a standard holds: by name, phone or address, with buttons alone."""

import pytest
from django.urls import reverse

from sandali.resolution.models import Standard

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P14")]
NEW = {"name": "کاوه همیشه زود", "first": "2:30"}


@pytest.fixture
def address():
    return reverse("settings_standard_new")


def test_who_is_found_by_name_or_address_is_chosen_and_what_was_typed_stays(client, cast, address):
    client.force_login(cast.admin)
    for query in ("کاوه", "kaveh@example.com"):
        found = client.post(address, NEW | {"q": query, "find": "1"})
        assert (found.status_code, found.context["found"], Standard.objects.filter(name=NEW["name"]).count()) == (200, [cast.kaveh], 0)
    chosen = client.post(address, NEW | {"q": "کاوه", "chosen": str(cast.kaveh.pk)})
    form = chosen.context["form"]
    assert (chosen.context["customer"], chosen.context["found"], form["name"].value(), form["first"].value(), form.errors) == (cast.kaveh, [], NEW["name"], "2:30", {})
    client.post(address, NEW | {"customer": str(cast.kaveh.pk)})
    made = Standard.objects.get(name=NEW["name"])
    assert (made.customer, made.first) == (cast.kaveh, 150)


def test_a_standing_choice_is_shown_and_taken_back(client, cast):
    client.force_login(cast.admin)
    made = Standard.objects.create(name="x", customer=cast.kaveh, first=60)
    address = reverse("settings_standard", args=[made.pk])
    assert client.get(address).context["customer"] == cast.kaveh
    anybody = client.post(address, {"name": "x", "first": "1", "was": "1", "customer": str(cast.kaveh.pk), "chosen": "0"})
    assert (anybody.context["customer"], b'name="customer"' in anybody.content) == (None, False)
    client.post(address, {"name": "x", "first": "1", "was": "1"})
    made.refresh_from_db()
    assert (made.customer, made.version) == (None, 2)


def test_the_enter_key_finds_where_a_name_is_typed_and_saves_elsewhere(client, cast, address):
    client.force_login(cast.admin)
    assert client.post(address, NEW | {"enter": "1", "q": "کاوه"}).context["found"] == [cast.kaveh]
    assert client.post(address, NEW | {"enter": "1", "q": " "}).status_code == 303
    assert Standard.objects.get(name=NEW["name"]).customer is None


def test_a_customer_who_is_gone_is_said_and_not_saved(client, cast, address):
    client.force_login(cast.admin)
    page = client.post(address, NEW | {"customer": "999999"})
    assert (page.status_code, Standard.objects.filter(name=NEW["name"]).count()) == (422, 0)
    assert "این مشتری دیگر نیست" in page.content.decode()

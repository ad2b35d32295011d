"""Who is like the one that is being written down."""

import pytest
from django.test import Client

from sandali.customers.models import Customer


@pytest.fixture
def sara(cast):
    """Sara's browser: agents write customers down, and may not merge."""
    client = Client()
    client.force_login(cast.sara)
    return client


@pytest.mark.practice("P03")
def test_while_a_name_is_typed_who_bears_it_is_said(sara, cast):
    part = sara.get("/customers/likeness/?name=Mina Karimi", headers={"HX-Request": "true", "HX-Target": "div#alike"}).content.decode()
    assert part.startswith('<div id="alike"')
    assert f'<input type="hidden" name="seen" value="{cast.mina.pk}">' in part


@pytest.mark.practice("P03")
def test_without_javascript_it_is_said_before_anybody_is_kept_and_once(sara, cast):
    typed = {"name": "خانم مينا كريمي", "phone": "09121112233", "stage": "contact"}
    asked = sara.post("/customers/new/", typed)
    assert (asked.status_code, Customer.objects.count()) == (409, 2)
    assert asked.context["form"]["phone"].value() == "09121112233"
    kept = sara.post("/customers/new/", typed | {"seen": asked.context["seen"]})
    assert (kept.status_code, Customer.objects.count()) == (303, 3)


def test_somebody_like_nobody_is_kept_at_once(sara, cast):
    assert sara.post("/customers/new/", {"name": "رستم دستان", "phone": "09121112233", "stage": "contact"}).status_code == 303

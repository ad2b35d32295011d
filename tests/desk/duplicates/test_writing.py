"""Who is like the one that is being written down."""

import pytest
from django.test import Client

from sandali.cases.models import Case
from sandali.customers.actions import recognise
from sandali.customers.models import Customer

HTMX = {"HX-Request": "true", "HX-Target": "div#alike"}


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


@pytest.mark.practice("P03")
def test_at_one_more_address_is_said_who_else_has_it_and_it_is_added_all_the_same(sara, cast):
    recognise("whatsapp", "989121234567", name="مینا کریمی", shown="+989121234567")
    live = sara.get(f"/customers/likeness/?customer={cast.mina.pk}&address=09121234567", headers=HTMX)
    assert "مینا کریمی" in live.content.decode()
    nobody = sara.get(f"/customers/likeness/?customer={cast.mina.pk}&address=mina@", headers=HTMX)
    assert "مینا" not in nobody.content.decode()
    done = sara.post(f"/customers/{cast.mina.pk}/identities/", {"address": "09121234567"}, follow=True)
    said = [str(one) for one in done.context["messages"]]
    assert (len(said), "⁨مینا کریمی⁩" in said[0]) == (1, True)
    assert cast.mina.identities.filter(value="+989121234567").exists()


@pytest.mark.practice("P03")
def test_at_a_new_case_is_asked_once_whether_it_is_somebody_known_and_it_can_be_said_so(sara, cast):
    typed = {"name": "خانم مينا كريمي", "phone": "09121112233", "subject": "صندلی", "text": "پایهٔ آن لق است", "direction": "visit", "key": "k1"}
    asked = sara.post("/cases/new/", typed)
    assert (asked.status_code, Customer.objects.count(), asked.context["form"]["subject"].value()) == (409, 2, "صندلی")
    assert f'name="customer" value="{cast.mina.pk}"' in asked.content.decode()
    them = sara.post("/cases/new/", typed | {"seen": asked.context["seen"], "customer": ["", str(cast.mina.pk)]})
    assert (them.status_code, Customer.objects.count(), Case.objects.latest("pk").customer) == (303, 2, cast.mina)
    else_ = sara.post("/cases/new/", typed | {"seen": asked.context["seen"], "key": "k2"})
    assert (else_.status_code, Customer.objects.count()) == (303, 3)


@pytest.mark.practice("P03")
def test_a_visit_of_somebody_who_may_be_known_is_asked_about_and_kept_as_its_writer_says(sara, cast):
    typed = {"name": "خانم مينا كريمي", "phone": "09121112233", "subject": "صندلی", "text": "پایهٔ آن لق است", "direction": "visit", "key": "k1"}
    asked = sara.post("/visits/", typed)
    assert (asked.status_code, Customer.objects.count()) == (409, 2)
    assert [value for value, _words in asked.context["visit_choices"]] == [f"customer:{cast.mina.pk}", "nobody:0"]
    assert sara.post("/visits/", typed | {"decided": "nobody:0"}).status_code == 303
    assert Customer.objects.count() == 3


def test_somebody_like_nobody_is_kept_at_once(sara, cast):
    assert sara.post("/customers/new/", {"name": "رستم دستان", "phone": "09121112233", "stage": "contact"}).status_code == 303

"""The list of customers: newest first, searched, filtered, paged."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sandali.customers.actions import add_customer, named_tag, recognise, tag_customer
from sandali.customers.models import Customer
from sandali.desk.customers import listing

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def names(answer) -> list[str]:
    """The names in the list, in order."""
    return [piece.split("<", 1)[0] for piece in answer.content.decode().split('class="record-link"')[1:] for piece in [piece.split(">", 1)[1]]]


@pytest.fixture
def sara(client, cast):
    """Sara's browser."""
    client.force_login(cast.sara)
    return client


def test_the_newest_contact_stands_first(sara, cast):
    recognise("email", "kaveh@example.com", at=timezone.now() + timedelta(minutes=1))
    assert names(sara.get("/customers/")) == ["کاوه", "مینا کریمی"]


def test_search_stage_and_tag_narrow_the_list(sara, cast):
    add_customer(by=cast.sara, name="مینا صادقی", stage="lead")
    tag_customer(cast.mina, "ویژه", by=cast.sara)
    asked = {"?q=مينا": ["مینا صادقی", "مینا کریمی"], "?stage=lead": ["مینا صادقی"], f"?tag={named_tag('ويژه').pk}": ["مینا کریمی"], "?q=مینا&stage=contact": ["مینا کریمی"]}
    assert {query: names(sara.get(f"/customers/{query}")) for query in asked} == asked


@pytest.mark.parametrize("query", ["?stage=nonsense", "?tag=x", "?tag=²", "?after=x-y", f"?after={10**17}-1", f"?after={10**30}-1", "?tag="])
def test_an_address_that_makes_no_sense_narrows_nothing(sara, cast, query):
    assert sorted(names(sara.get(f"/customers/{query}"))) == ["مینا کریمی", "کاوه"]


def test_a_number_beyond_every_tag_finds_nobody_kindly(sara, cast):
    answer = sara.get(f"/customers/?tag={2**61}")
    assert (answer.status_code, names(answer), 'class="empty"' in answer.content.decode()) == (200, [], True)


def test_the_next_rows_follow_without_a_gap(sara, cast, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    recognise("email", "mina@example.com", at=timezone.now() + timedelta(seconds=1))
    for number in range(5):
        recognise("email", f"c{number}@example.com", name=f"name{number}", at=timezone.now() + timedelta(minutes=number + 1))
    seen, url = [], "/customers/"
    while url:
        answer = sara.get(url)
        seen += names(answer)
        url = answer.context["more"]
    assert seen == ["name4", "name3", "name2", "name1", "name0", "مینا کریمی", "کاوه"]


@pytest.mark.parametrize("part", ["customer-list", "customer-rows"])
def test_a_part_is_a_piece_of_the_whole(sara, cast, part):
    whole = sara.get("/customers/").content.decode()
    piece = sara.get("/customers/", headers={**HTMX, "HX-Target": f"div#{part}"}).content.decode().strip()
    assert piece in whole
    assert "<html" not in piece


def test_who_is_without_a_name_is_shown_by_their_address(sara, cast):
    recognise("email", "nameless@example.com", at=timezone.now() + timedelta(minutes=1))
    assert names(sara.get("/customers/"))[0] == "nameless@example.com"


def test_hostile_names_stay_text(sara, cast):
    add_customer(by=cast.sara, name="<script>alert(1)</script>", city='"><img src=x>')
    page = sara.get("/customers/").content.decode()
    assert ("<script>alert" in page, "&lt;script&gt;alert(1)&lt;/script&gt;" in page) == (False, True)


def test_numbers_and_addresses_run_from_left_to_right_in_the_readers_digits(sara, cast):
    add_customer(by=cast.sara, name="رعنا", identities=[("phone", "09123456789")])
    assert '<span class="ltr">۰۹۱۲ ۳۴۵ ۶۷۸۹</span>' in sara.get("/customers/").content.decode()


def test_the_number_of_queries_does_not_grow_with_the_rows(sara, cast):
    def queries() -> int:
        sara.get("/customers/")  # the first page of a minute also notes that she is here
        with CaptureQueriesContext(connection) as seen:
            sara.get("/customers/")
        return len(seen)

    Customer.objects.exclude(pk=cast.mina.pk).delete()
    one = queries()
    for number in range(3):
        tag_customer(add_customer(by=cast.sara, name=f"n{number}", identities=[("phone", f"0912345678{number}")]), "x", by=cast.sara)
    assert queries() == one


def test_an_empty_company_is_told_what_will_stand_here(sara, cast):
    Customer.objects.all().delete()
    page = sara.get("/customers/").content.decode()
    assert ('class="empty"' in page, reverse("new_customer") in page) == (True, True)


def test_executives_look_and_do_not_add(client, cast):
    client.force_login(cast.parvaneh)
    page = client.get("/customers/").content.decode()
    assert ("مینا کریمی" in page, reverse("new_customer") in page) == (True, False)


def test_strangers_sign_in_first(client, cast):
    assert client.get("/customers/")["Location"] == "/account/login/?next=/customers/"

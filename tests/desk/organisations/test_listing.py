"""The list of organisations: searched, filtered, paged by name, with its people and their last contact."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sandali.customers.actions import edit_customer, edit_organisation, named_tag
from sandali.customers.fields.actions import define_field
from sandali.customers.fields.values import parse
from sandali.customers.models import Organisation
from sandali.customers.organising import (
    add_belonging,
    add_organisation,
    remove_organisation,
    tag_organisation,
)
from sandali.desk.organisations import listing


@pytest.fixture
def sara(client, cast):
    """Sara's browser."""
    client.force_login(cast.sara)
    return client


def names(answer) -> list[str]:
    """The names in the list, in order."""
    return [piece.split("<", 1)[0].split(">", 1)[1] for piece in answer.content.decode().split('class="record-link"')[1:]]


def test_words_a_tag_and_an_own_field_narrow_the_list(sara, cast):
    field = define_field("organisation", "choice", "رشته", by=cast.admin, choices=["چاپ", "مبل"])
    made = [add_organisation(by=cast.sara, name=name) for name in ("چاپ نوین", "مبل نوین", "زرین")]
    tag_organisation(made[1], "ویژه", by=cast.sara)
    edit_organisation(made[2], by=cast.sara, name="زرین", values={field.pk: parse(field, "مبل")})
    asked = {
        "": ["زرین", "مبل نوین", "چاپ نوین"], "?q=نوين": ["مبل نوین", "چاپ نوین"], "?q=نوین چاپ": ["چاپ نوین"],
        f"?tag={named_tag('ويژه').pk}": ["مبل نوین"], f"?field-{field.pk}=مبل": ["زرین"], "?q=هیچ": [], "?tag=x&after=y": ["زرین", "مبل نوین", "چاپ نوین"],
    }  # fmt: skip
    assert {query: names(sara.get(f"/organisations/{query}")) for query in asked} == asked


def test_the_list_goes_on_page_by_page_also_through_names_that_are_alike(sara, cast, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    Organisation.objects.bulk_create(Organisation(name="نوین", folded="نوین") for _ in range(5))
    url, seen = reverse("organisations"), []
    while url:
        answer = sara.get(url)
        seen += answer.context["records"].split('href="')[1:]
        url = answer.context["more"]
    assert (len(seen), len({piece.split('"', 1)[0] for piece in seen})) == (5, 5)


def test_as_much_is_asked_for_three_as_for_one(sara, cast):
    counts = []
    for count in (1, 2):
        for number in range(count):
            made = add_organisation(by=cast.sara, name=f"سازمان {count} {number}")
            add_belonging(cast.mina, made, by=cast.sara)
            tag_organisation(made, "ویژه", by=cast.sara)
        sara.get("/organisations/")
        with CaptureQueriesContext(connection) as asked:
            sara.get("/organisations/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_people_are_counted_once_and_removed_ones_stand_nowhere(sara, cast):
    main, besides, gone = (add_organisation(by=cast.sara, name=name) for name in ("اصلی", "کناری", "ناپدیدشده"))
    edit_customer(cast.mina, by=cast.sara, version=1, organisation=main)
    cast.mina.refresh_from_db()
    for one in (main, besides):
        add_belonging(cast.mina, one, by=cast.sara)
        add_belonging(cast.kaveh, one, by=cast.sara)
    remove_organisation(gone, by=cast.sara)
    body = sara.get("/organisations/").content.decode()
    assert (body.count("2 people") + body.count("۲ نفر"), "ناپدیدشده" in body) == (2, False)

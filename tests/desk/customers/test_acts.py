"""Addresses, tags and notes come and go; who may not is refused; what is somebody else's is not found."""

import pytest
from django.urls import reverse

from sandali.customers.actions import add_identity, tag_customer, write_customer_note

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def sara(client, cast):
    """Sara's browser."""
    client.force_login(cast.sara)
    return client


def addresses(customer) -> list[str]:
    """A customer's normalised addresses."""
    return sorted(identity.value for identity in customer.identities.all())


@pytest.mark.parametrize(("typed", "kept"), [("۰۹۱۲ ۳۴۵ ۶۷۸۹", "+989123456789"), ("Mina@Work.example", "mina@work.example")])
def test_an_address_of_either_kind_is_added(sara, cast, typed, kept):
    answer = sara.post(reverse("customer_identities", args=[cast.mina.pk]), {"address": typed})
    assert (answer.status_code, answer["Location"]) == (303, reverse("customer", args=[cast.mina.pk]))
    assert addresses(cast.mina) == sorted([kept, "mina@example.com"])


@pytest.mark.parametrize("typed", ["", "12", "mina@", "x" * 300])
def test_what_is_no_address_is_refused_and_stays_in_its_field(sara, cast, typed):
    answer = sara.post(reverse("customer_identities", args=[cast.mina.pk]), {"address": typed}, headers={**HTMX, "HX-Target": "section#customer-identities"})
    body = answer.content.decode()
    assert (answer.status_code, addresses(cast.mina), 'class="field-error"' in body, "<html" in body) == (422, ["mina@example.com"], True, False)
    assert f'value="{typed}"' in body or typed == ""


def test_an_address_of_somebody_else_leads_to_them(sara, cast):
    answer = sara.post(reverse("customer_identities", args=[cast.kaveh.pk]), {"address": "MINA@example.com"})
    error = answer.content.decode().split('id="id_address-error"', 1)[1].split("</div>", 1)[0]
    assert (answer.status_code, addresses(cast.kaveh), f'href="{reverse("customer", args=[cast.mina.pk])}"' in error) == (422, ["kaveh@example.com"], True)


def test_an_address_is_removed_from_its_own_customer_only(sara, cast):
    identity = add_identity(cast.mina, kind="phone", value="09123456789", by=cast.sara)
    assert sara.post(reverse("identity_removal", args=[cast.kaveh.pk, identity.pk])).status_code == 404
    assert sara.post(reverse("identity_removal", args=[cast.mina.pk, identity.pk])).status_code == 303
    assert addresses(cast.mina) == ["mina@example.com"]


def test_tags_come_and_go(sara, cast):
    assert sara.post(reverse("customer_tags", args=[cast.mina.pk]), {"name": "ويژه"}).status_code == 303
    tag = cast.mina.tags.get()
    assert sara.post(reverse("customer_tag_removal", args=[cast.kaveh.pk, tag.pk])).status_code == 404
    assert sara.post(reverse("customer_tag_removal", args=[cast.mina.pk, tag.pk])).status_code == 303
    assert cast.mina.tags.count() == 0
    assert sara.post(reverse("customer_tags", args=[cast.mina.pk]), {"name": "x" * 41}).status_code == 422


def test_notes_come_go_and_come_back(sara, cast):
    assert sara.post(reverse("customer_notes", args=[cast.mina.pk]), {"text": "عصرها\nتماس"}).status_code == 303
    note = cast.mina.notes.get()
    assert (note.text, note.by) == ("عصرها\nتماس", cast.sara)
    page = sara.post(reverse("customer_note_removal", args=[cast.mina.pk, note.pk]), follow=True).content.decode()
    assert ("عصرها" in page.split('id="customer-notes"', 1)[1].split("</section>", 1)[0], reverse("customer_note_return", args=[cast.mina.pk, note.pk]) in page) == (False, True)
    assert sara.post(reverse("customer_note_return", args=[cast.mina.pk, note.pk])).status_code == 303
    assert cast.mina.notes.filter(removed_at=None).count() == 1
    assert sara.post(reverse("customer_notes", args=[cast.mina.pk]), {"text": " "}).status_code == 422


def test_the_answer_to_htmx_is_the_part_with_a_word_that_it_is_done(sara, cast):
    answer = sara.post(reverse("customer_notes", args=[cast.mina.pk]), {"text": "الف"}, headers={**HTMX, "HX-Target": "section#customer-notes"}, follow=True)
    body = answer.content.decode()
    assert ("الف" in body, "s-toast" in body, "<html" in body) == (True, True, False)


def acts(cast) -> dict[str, str]:
    """Every act on Mina by its URL name."""
    note, tag, identity = write_customer_note(cast.mina, "الف", by=cast.sara), tag_customer(cast.mina, "x", by=cast.sara), cast.mina.identities.get()
    arguments = {
        "customer_identities": [], "identity_removal": [identity.pk], "customer_tags": [], "customer_tag_removal": [tag.pk],
        "customer_notes": [], "customer_note_removal": [note.pk], "customer_note_return": [note.pk],
    }  # fmt: skip
    return {name: reverse(name, args=[cast.mina.pk, *more]) for name, more in arguments.items()}


def test_acts_are_not_looked_at(sara, cast):
    assert {name: sara.get(url).status_code for name, url in acts(cast).items()} == dict.fromkeys(acts(cast), 405)


def test_who_only_reads_is_refused(client, cast):
    client.force_login(cast.parvaneh)
    assert {name: client.post(url, {"address": "a@b.example", "name": "y", "text": "z"}).status_code for name, url in acts(cast).items()} == dict.fromkeys(acts(cast), 403)


def test_any_colleague_may(client, cast):
    client.force_login(cast.omid)
    assert client.post(reverse("customer_notes", args=[cast.mina.pk]), {"text": "الف"}).status_code == 303

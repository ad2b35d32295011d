"""What is done with organisations at the desk: written down, joined, removed, brought back; who belongs to them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sandali.customers.actions import add_customer, edit_customer
from sandali.customers.models import Belonging, Organisation, OrganisationJoining
from sandali.customers.organising import add_organisation


@pytest.fixture
def novin(cast):
    """An organisation without people."""
    return add_organisation(by=cast.sara, name="نوین")


@pytest.fixture
def sara(client, cast):
    """Sara's browser."""
    client.force_login(cast.sara)
    return client


def test_one_is_written_down_and_the_name_of_another_leads_there(sara, cast, novin):
    made = sara.post(reverse("new_organisation"), {"name": "زرین", "website": "zarin.example", "note": "قرارداد"})
    again = sara.post(reverse("new_organisation"), {"name": "نوين", "note": "می‌ماند"})
    zarin = Organisation.objects.get(name="زرین")
    assert (made.status_code, zarin.website, zarin.note) == (303, "https://zarin.example", "قرارداد")
    body = again.content.decode()
    assert (again.status_code, reverse("organisation", args=[novin.pk]) in body, "می‌ماند" in body) == (422, True, True)


def test_tags_and_notes_come_go_and_come_back(sara, cast, novin):
    act = lambda name, data=None, *more: sara.post(reverse(name, args=[novin.pk, *more]), data or {}).status_code  # noqa: E731 - one line each
    assert [act("organisation_tags", {"name": "ویژه"}), act("organisation_notes", {"text": "قرارداد"}), act("organisation_notes", {"text": ""})] == [303, 303, 422]
    note, tag = novin.notes.get(), novin.tags.get()
    seen = []
    for name, number in (("organisation_note_removal", note.pk), ("organisation_note_return", note.pk), ("organisation_tag_removal", tag.pk)):
        act(name, None, number)
        seen.append((novin.notes.filter(removed_at=None).count(), novin.tags.count()))
    assert seen == [(0, 1), (1, 1), (1, 0)]


def test_an_empty_one_is_removed_and_brought_back_and_a_full_one_is_not(sara, cast, novin):
    sara.post(reverse("organisation_removal", args=[novin.pk]))
    assert Organisation.objects.get(pk=novin.pk).removed_at is not None
    assert reverse("organisation_return", args=[novin.pk]) in sara.get(reverse("organisation", args=[novin.pk])).content.decode()
    sara.post(reverse("organisation_return", args=[novin.pk]))
    edit_customer(cast.mina, by=cast.sara, version=1, organisation=novin)
    sara.post(reverse("organisation_removal", args=[novin.pk]))
    assert Organisation.objects.get(pk=novin.pk).removed_at is None


def test_two_are_joined_after_a_look_and_set_apart(client, cast, novin):
    other = add_organisation(by=cast.sara, name="نوین پارس")
    edit_customer(cast.mina, by=cast.sara, version=1, organisation=novin)
    client.force_login(cast.nahid)
    url = reverse("organisation_joining", args=[novin.pk])
    look = client.get(f"{url}?q=نوین").content.decode()
    assert (f"{url}?into={other.pk}" in look, OrganisationJoining.objects.count()) == (True, 0)
    assert "چیزی از آنِ این سازمان نیست" not in client.get(f"{url}?into={other.pk}").content.decode()
    assert client.post(url, {"into": other.pk}).status_code == 303
    assert client.get(reverse("organisation", args=[novin.pk])).url == reverse("organisation", args=[other.pk])
    client.post(reverse("organisation_joining_undoing", args=[other.pk, OrganisationJoining.objects.get().pk]))
    cast.mina.refresh_from_db()
    assert (cast.mina.organisation, client.get(reverse("organisation", args=[novin.pk])).status_code) == (novin, 200)


def test_joining_with_nothing_chosen_joins_nothing(client, cast, novin):
    client.force_login(cast.nahid)
    answers = [client.post(reverse("organisation_joining", args=[novin.pk]), {"into": into}).status_code for into in ("", "x", "999999", str(novin.pk))]
    assert (answers, OrganisationJoining.objects.count()) == ([422] * 4, 0)


def test_a_customer_belongs_to_one_more_and_it_becomes_the_main_one(sara, cast, novin):
    url = reverse("customer_organisations", args=[cast.mina.pk])
    assert sara.post(url, {"organisation": "زرین", "role": "مشاور"}).status_code == 303
    row = Belonging.objects.get(customer=cast.mina)
    assert "مشاور" in sara.get(reverse("customer", args=[cast.mina.pk])).content.decode()
    sara.post(reverse("belonging_main", args=[cast.mina.pk, row.pk]))
    cast.mina.refresh_from_db()
    assert (str(cast.mina.organisation), cast.mina.job_title, Belonging.objects.count()) == ("زرین", "مشاور", 0)
    again = sara.post(url, {"organisation": "زرین", "role": "مدیر مالی"})
    assert (again.status_code, "مدیر مالی" in again.content.decode()) == (422, True)


@pytest.mark.reliability("I10")
def test_somebody_belongs_only_when_it_is_beyond_doubt_who_is_meant(sara, cast, novin):
    add_customer(by=cast.sara, name="مینا صادقی")
    url = reverse("organisation_people", args=[novin.pk])
    doubtful, nobody = sara.post(url, {"person": "مینا", "role": "مدیر"}), sara.post(url, {"person": "هیچ‌کس"})
    assert (doubtful.status_code, nobody.status_code, "مدیر" in doubtful.content.decode(), Belonging.objects.count()) == (422, 422, True, 0)
    assert sara.post(url, {"person": "mina@example.com", "role": "مدیر"}).status_code == 303
    assert (Belonging.objects.get().customer, "مینا کریمی" in sara.get(reverse("organisation", args=[novin.pk])).content.decode()) == (cast.mina, True)


def test_whoever_was_overtaken_reads_so_and_keeps_what_they_typed(sara, cast, novin):
    sara.post(reverse("edit_organisation", args=[novin.pk]), {"name": "نوین", "note": "یک", "version": novin.version})
    late = sara.post(reverse("edit_organisation", args=[novin.pk]), {"name": "نوین", "note": "دو", "version": novin.version})
    assert (late.status_code, "دو" in late.content.decode(), Organisation.objects.get(pk=novin.pk).note) == (422, True, "یک")
    sara.post(reverse("edit_organisation", args=[novin.pk]), {"name": "نوین", "note": "دو", "version": novin.version + 1})
    assert Organisation.objects.get(pk=novin.pk).note == "دو"

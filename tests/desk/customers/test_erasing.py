"""Erasing and exporting a person in the desk: the page says what will be lost, the box is asked for, rights are kept."""

import pytest
from django.urls import reverse

from sandali.customers.models import Customer
from sandali.history import queue
from sandali.history.models import Event, Notice
from tests.cast import make_case


@pytest.fixture
def ladan(client, cast, settings, tmp_path):
    """The administrator's browser, over a store of files of its own."""
    settings.FILES = tmp_path / "files"
    client.force_login(cast.admin)
    return client


def text(answer) -> str:
    """The answer's body."""
    return answer.content.decode()


def test_the_page_says_what_will_be_lost_and_nothing_is_without_the_box(ladan, cast):
    make_case(cast)
    page = reverse("customer_erasure", args=[cast.mina.pk])
    shown = ladan.get(page)
    assert (shown.status_code, shown.context["open_cases"], len(shown.context["kept"]) >= 3) == (200, 1, True)
    assert (ladan.post(page).status_code, Customer.objects.get(pk=cast.mina.pk).erased_at) == (422, None)


def test_an_erased_person_is_a_number_that_nobody_edits(ladan, cast):
    make_case(cast)
    number, page = cast.mina.pk, reverse("customer", args=[cast.mina.pk])
    assert ladan.post(reverse("customer_erasure", args=[number]), {"is_sure": "on"}).status_code == 303
    queue.drain()
    shown = text(ladan.get(page))
    assert ("مینا" in shown, "mina@example.com" in shown, reverse("edit_customer", args=[number]) in shown) == (False, False, False)
    assert ladan.get(reverse("edit_customer", args=[number])).status_code == 403
    assert ladan.post(reverse("customer_notes", args=[number]), {"text": "باز هم"}).status_code == 403
    assert ladan.get(reverse("case", args=[cast.mina.cases.get().pk])).status_code == 200
    assert ladan.get(reverse("customers")).status_code == 200


@pytest.mark.reliability("K7")
def test_an_export_is_told_when_it_is_ready_and_handed_to_who_asked_alone(ladan, cast, client):
    assert ladan.post(reverse("customer_export", args=[cast.mina.pk])).status_code == 303
    queue.drain()
    event = Event.objects.get(kind="customer_export_ready")
    assert list(Notice.objects.filter(event=event).values_list("person", flat=True)) == [cast.admin.pk]
    answer = ladan.get(reverse("customer_export_file", args=[event.pk]))
    assert (answer.status_code, answer["Cache-Control"], b"".join(answer.streaming_content)[:2]) == (200, "private, no-store", b"PK")
    client.force_login(cast.nahid)
    assert client.get(reverse("customer_export_file", args=[event.pk])).status_code == 403
    cast.nahid.role = "admin"
    cast.nahid.save()
    assert client.get(reverse("customer_export_file", args=[event.pk])).status_code == 404

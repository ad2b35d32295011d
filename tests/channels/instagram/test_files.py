"""Files in answers by Instagram: fetched from us by a signed address while they are sent, and refused by name where Meta takes none."""

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from sandali.cases.actions import reply
from sandali.cases.actions.adding import store_file
from sandali.channels import asking
from sandali.channels.actions import send_delivery
from sandali.channels.handing_out import LASTS, PURPOSE, address_of_file
from sandali.channels.models import Delivery, DeliveryState
from sandali.kit.signed_links import make_link


def answer(case, cast, *files, text="این هم عکس."):
    """An answer with files on its way."""
    return reply(case, text, by=cast.sara, dedupe_key="k", delay=0, files=list(files)).delivery


def fetched(address):
    """What Meta gets at an address."""
    return Client().get(address.removeprefix(django_settings.PUBLIC_URL))


@pytest.mark.django_db
def test_a_file_is_fetched_from_us_as_what_it_is_and_saved(instagram, graph, case, cast):
    delivery = answer(case, cast, store_file("پایه.png", "image/png", b"\x89PNG\r\n\x1a\n1"), store_file("a.pdf", "application/pdf", b"%PDF-1.7"))
    assert send_delivery(delivery.pk) == DeliveryState.SENT
    said = [one["message"] for one in graph.taken]
    assert (said[0], [one["attachment"]["type"] for one in said[1:]]) == ({"text": "این هم عکس."}, ["image", "file"])
    got = [fetched(one["attachment"]["payload"]["url"]) for one in said[1:]]
    assert [(one.status_code, one["Content-Type"], b"".join(one.streaming_content)[:4]) for one in got] == [(200, "image/png", b"\x89PNG"), (200, "application/pdf", b"%PDF")]
    assert {(one["Content-Disposition"].partition(";")[0], one["X-Content-Type-Options"], one["Content-Security-Policy"][:7]) for one in got} == {("attachment", "nosniff", "sandbox")}


@pytest.mark.django_db
def test_an_hour_after_it_left_nobody_gets_it_by_its_address(instagram, graph, case, cast):
    delivery = answer(case, cast, store_file("a.png", "image/png", b"x"))
    send_delivery(delivery.pk)
    address = graph.taken[1]["message"]["attachment"]["payload"]["url"]
    wrong = [address[:-3] + "ab/", make_link(PURPOSE, delivery.pk * 100 + 1, lasts=LASTS), make_link("confirmation", delivery.pk * 100, lasts=LASTS)]
    assert [fetched(one).status_code for one in wrong] == [404, 404, 404]
    assert Client().post(address.removeprefix(django_settings.PUBLIC_URL)).status_code == 405
    Delivery.objects.update(sent_at=timezone.now() - LASTS)
    assert (fetched(address).status_code, address_of_file(instagram, "another", 0)) == (404, "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "kind", "content", "words"),
    [("a.svg", "image/svg+xml", b"<svg/>", "«a.svg» را اینجا نمی‌شود فرستاد"), ("b.png", "image/png", b"x" * (8 * 1024 * 1024 + 1), "«b.png» برای اینجا بزرگ است")],
)
def test_what_meta_does_not_take_is_refused_by_its_name_before_anything_leaves(name, kind, content, words, instagram, graph, case, cast):
    delivery = answer(case, cast, store_file(name, kind, content))
    assert (send_delivery(delivery.pk), graph.taken) == (DeliveryState.FAILED, [])
    assert Delivery.objects.get().reason.startswith(words)


@pytest.mark.django_db
def test_without_an_https_address_of_ours_it_is_said_in_words(instagram, graph, case, cast, settings):
    settings.PUBLIC_URL = "http://desk.local"
    delivery = answer(case, cast, store_file("a.png", "image/png", b"x"))
    assert (send_delivery(delivery.pk), graph.taken, "SANDALI_PUBLIC_URL" in Delivery.objects.get().reason) == (DeliveryState.FAILED, [], True)


@pytest.mark.django_db
def test_an_unclear_file_is_looked_for_and_never_sent_twice(instagram, graph, case, cast):
    delivery = answer(case, cast, store_file("a.png", "image/png", b"x"), text="")
    graph.answers = ["taken"]
    assert send_delivery(delivery.pk) == DeliveryState.UNKNOWN
    Delivery.objects.update(ask_at="2020-01-01T00:00Z")
    asking.ask_channel(instagram.pk)
    assert (Delivery.objects.get().state, len(graph.taken)) == (DeliveryState.SENT, 1)

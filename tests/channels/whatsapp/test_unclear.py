"""A message whose fate is unclear is never sent again by itself: Meta brings our own word back, and it is found by that."""

import pytest

from sandali.channels import asking, delivery_parts
from sandali.channels.actions import claim_delivery, outgoing_of, retry_delivery, send_delivery
from sandali.channels.leases import let_go
from sandali.channels.models import Delivery, DeliveryPart, DeliveryState, Reached
from sandali.channels.whatsapp.adapter import send
from sandali.history.models import Event
from tests.channels.whatsapp.told_made import status, whole

pytestmark = pytest.mark.django_db
UNKNOWN, SENT, QUEUED = DeliveryState.UNKNOWN, DeliveryState.SENT, DeliveryState.QUEUED


def ask(channel):
    Delivery.objects.filter(ask_at__isnull=False).update(ask_at="2020-01-01T00:00Z")
    asking.ask_channel(channel.pk)
    return Delivery.objects.latest("pk")


@pytest.fixture
def report(whatsapp, graph, tell, read_all):
    """Meta tells how far its messages got, with our word."""

    def told(state="delivered"):
        tell(whatsapp, *(whole(status(one["number"], state, reference=one["biz_opaque_callback_data"])) for one in graph.taken))
        read_all()

    return told


@pytest.mark.parametrize("trouble", ["taken", "lost", "gateway"])
def test_a_message_that_left_without_an_answer_is_unclear_and_not_sent_again(trouble, answer, graph):
    delivery = answer()
    graph.answers = [trouble]
    assert send_delivery(delivery.pk) == UNKNOWN
    assert [send_delivery(delivery.pk) for _time in range(3)] == [None] * 3
    assert len(graph.asked("106540352242922/messages")) == 1


def test_what_meta_has_is_found_by_our_own_word(answer, graph, whatsapp, report):
    delivery = answer()
    graph.answers = ["taken"]
    send_delivery(delivery.pk)
    assert ask(whatsapp).state == UNKNOWN  # nothing is told yet
    report()
    found = ask(whatsapp)
    assert (found.state, found.external_id, found.reached) == (SENT, "wamid.OUT0001", Reached.DELIVERED)
    assert len(graph.asked("106540352242922/messages")) == 1


def test_a_report_that_came_before_the_call_broke_is_found_too(answer, graph, whatsapp, report):
    delivery = answer()
    claimed = claim_delivery(delivery.pk)
    send(whatsapp, outgoing_of(claimed))  # and here the process dies
    report("read")
    let_go()
    assert (send_delivery(delivery.pk), Delivery.objects.get().state) == (None, UNKNOWN)
    assert (ask(whatsapp).state, Delivery.objects.get().reached) == (SENT, Reached.READ)
    assert len(graph.taken) == 1


def test_after_a_part_that_was_unclear_the_rest_follows_and_nothing_twice(answer, graph, whatsapp, report):
    delivery = answer("\n\n".join(["الف" * 1300, "ب" * 3000, "پ" * 3000]))
    graph.answers = [None, "taken"]
    assert send_delivery(delivery.pk) == UNKNOWN
    report("sent")
    assert ask(whatsapp).state == QUEUED
    assert (send_delivery(delivery.pk), [one["text"]["body"][:1] for one in graph.taken]) == (SENT, ["ا", "ب", "پ"])
    assert list(DeliveryPart.objects.values_list("external_id", flat=True)) == ["wamid.OUT0001", "wamid.OUT0002", "wamid.OUT0003"]


def test_what_is_never_told_a_person_decides_about(answer, graph, whatsapp):
    delivery = answer()
    graph.answers = ["lost"]
    send_delivery(delivery.pk)
    for _time in range(asking.NOT_SHOWN_AFTER):
        ask(whatsapp)
    left = Delivery.objects.get()
    assert (left.state, left.ask_at) == (UNKNOWN, None)
    assert list(Event.objects.filter(kind="delivery_unclear").values_list("subject_id", flat=True)) == [delivery.pk]
    assert (retry_delivery(left), send_delivery(delivery.pk), len(graph.taken)) == (True, SENT, 1)


def test_reports_with_our_word_are_kept_for_days_and_others_for_minutes(whatsapp, report, graph, answer):
    delivery = answer()
    graph.answers = ["taken"]
    send_delivery(delivery.pk)
    report("sent")
    DeliveryPart.objects.update(at="2020-01-01T00:00Z")
    assert delivery_parts.forget_unmatched() == 1
    report("read")
    from django.utils import timezone

    DeliveryPart.objects.update(at=timezone.now() - delivery_parts.KEPT_UNMATCHED * 2)
    assert delivery_parts.forget_unmatched() == 0


def test_a_file_that_meta_did_not_take_is_tried_again_and_nothing_is_unclear(answer, graph, monkeypatch):
    from sandali.channels.whatsapp import sending
    from sandali.kit.safe_http import ConnectionProblem

    def broken(*_asked, **_more):
        raise ConnectionProblem("timeout", "x", left=True)

    delivery = answer()
    monkeypatch.setattr(sending, "content_of", broken)
    assert (send_delivery(delivery.pk), Delivery.objects.get().code) == (QUEUED, "timeout")


def test_nothing_asks_how_far_messages_got(answer, graph, whatsapp):
    send_delivery(answer().pk)
    assert (DeliveryPart.objects.get().ask_at, Delivery.objects.get().reached, asking.channels_to_ask()) == (None, Reached.SENT, [])

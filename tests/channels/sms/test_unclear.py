"""What became of a message is asked for, never tried out: nothing is sent twice by itself, and nothing is lost (RELIABILITY 3.4)."""

from dataclasses import replace

import pytest

from sandali.channels import asking
from sandali.channels.actions import (
    claim_delivery,
    outgoing_of,
    queue_delivery,
    retry_delivery,
    send_delivery,
)
from sandali.channels.adapter import Looked, Sent
from sandali.channels.leases import let_go
from sandali.channels.models import Channel, Delivery, DeliveryPart, DeliveryState, Reached
from sandali.channels.sms import calls
from sandali.channels.sms.adapter import send
from sandali.history import queue
from sandali.history.models import Event

pytestmark = pytest.mark.django_db
UNKNOWN, SENT, QUEUED = DeliveryState.UNKNOWN, DeliveryState.SENT, DeliveryState.QUEUED


def ask(channel, later):
    later()
    asking.ask_channel(channel.pk)
    return Delivery.objects.latest("pk")


@pytest.mark.parametrize("trouble", ["taken", "lost", "broken"])
def test_a_message_that_left_without_an_answer_is_unclear_and_not_sent_again(trouble, sms, kavenegar, answer):
    delivery = answer()
    kavenegar.troubles = [trouble]
    assert send_delivery(delivery.pk) == UNKNOWN
    assert [send_delivery(delivery.pk) for _time in range(3)] == [None] * 3
    assert len(kavenegar.asked("sms/send.json")) == 1


def test_what_the_provider_has_is_found_by_our_reference(sms, kavenegar, answer, later):
    delivery = answer()
    kavenegar.troubles = ["taken"]
    send_delivery(delivery.pk)
    found = ask(sms, later)
    assert (found.state, found.external_id, found.ask_at) == (SENT, str(kavenegar.taken[0].number), None)
    assert [part.external_id for part in found.parts.all()] == [str(kavenegar.taken[0].number)]
    assert (len(kavenegar.taken), len(kavenegar.asked("sms/send.json"))) == (1, 1)


def test_what_it_is_proven_not_to_have_is_sent_after_the_second_look(sms, kavenegar, answer, later):
    delivery = answer()
    kavenegar.troubles = ["lost"]
    send_delivery(delivery.pk)
    assert [ask(sms, later).state, ask(sms, later).state] == [UNKNOWN, QUEUED]
    assert (send_delivery(delivery.pk), [one.text for one in kavenegar.taken]) == (SENT, ["فردا می‌رسد."])
    sends = kavenegar.asked("sms/send.json")
    assert (len(sends), len({call.fields["localid"] for call in sends})) == (2, 1)


def test_who_is_killed_between_the_call_and_our_own_word_leaves_it_unclear(sms, kavenegar, answer, later):
    delivery = answer()
    claimed = claim_delivery(delivery.pk)
    assert claimed is not None
    send(sms, outgoing_of(claimed))  # and here the process dies
    let_go()
    assert send_delivery(delivery.pk) is None
    assert Delivery.objects.get().state == UNKNOWN
    assert ask(sms, later).state == SENT
    assert len(kavenegar.taken) == len(kavenegar.asked("sms/send.json")) == 1


def test_who_is_killed_before_the_call_loses_nothing(sms, kavenegar, answer, later):
    delivery = answer()
    claim_delivery(delivery.pk)
    let_go()
    assert send_delivery(delivery.pk) is None
    assert [ask(sms, later).state for _time in range(2)] == [UNKNOWN, QUEUED]
    assert (send_delivery(delivery.pk), len(kavenegar.taken)) == (SENT, 1)


def test_a_provider_that_does_not_say_is_asked_ever_more_rarely_and_then_a_person_decides(sms, kavenegar, answer, later):
    delivery = answer()
    kavenegar.troubles = ["taken"]
    send_delivery(delivery.pk)
    for _time in range(asking.MOST_ASKS):
        assert Delivery.objects.get().ask_at is not None
        kavenegar.answers = [(500, {"return": {"status": 500, "message": "?"}})]
        ask(sms, later)
    left = Delivery.objects.get()
    assert (left.state, left.ask_at, left.asks) == (UNKNOWN, None, asking.MOST_ASKS)
    assert list(Event.objects.filter(kind="delivery_unclear").values_list("subject_id", flat=True)) == [delivery.pk]
    asked = len(kavenegar.calls)
    assert (asking.channels_to_ask(), ask(sms, later).state, len(kavenegar.calls)) == ([], UNKNOWN, asked)


def test_only_a_person_sends_what_stays_unclear_and_the_provider_then_takes_it_as_new(sms, kavenegar, answer, later):
    delivery = answer()
    kavenegar.troubles = ["taken"]
    send_delivery(delivery.pk)
    assert retry_delivery(Delivery.objects.get()) is False  # it is being asked
    Delivery.objects.update(ask_at=None)
    assert [retry_delivery(Delivery.objects.get()), retry_delivery(Delivery.objects.get())] == [True, False]
    assert send_delivery(delivery.pk) == SENT
    assert len({one.reference for one in kavenegar.taken}) == len(kavenegar.taken) == 2


def test_a_person_who_decided_meanwhile_is_not_overruled(sms, kavenegar, answer, later):
    delivery = answer()
    kavenegar.troubles = ["taken"]
    send_delivery(delivery.pk)
    stale = Delivery.objects.select_related("channel").get()
    Delivery.objects.update(state=DeliveryState.FAILED, ask_at=None, asks=5)
    asking.conclude(stale, Looked(Sent("1", parts=("1",))))
    assert Delivery.objects.get().state == DeliveryState.FAILED


def test_the_next_answer_waits_for_an_unclear_one_and_not_for_ever(sms, kavenegar, answer):
    first, second = answer("یک"), answer("دو")
    kavenegar.troubles = ["taken"]
    send_delivery(first.pk)
    with pytest.raises(queue.Retry):
        send_delivery(second.pk)
    Delivery.objects.filter(pk=first.pk).update(ask_at=None)
    assert send_delivery(second.pk) == SENT


def test_a_provider_that_says_nothing_holds_up_no_other_channel(sms, make_sms, start, kavenegar, answer, cast, monkeypatch):
    monkeypatch.setattr(calls, "SECONDS", 0.3)
    slow, quick = answer(), start("smsir")
    kavenegar.troubles = ["silent"]
    assert send_delivery(slow.pk) == UNKNOWN
    other = make_sms(quick, "smsir")
    outgoing = outgoing_of(slow)
    delivery, _made = queue_delivery(other, replace(outgoing, message_id="other@x"), dedupe_key="other", thread="case:0", by=cast.sara)
    assert (send_delivery(delivery.pk), len(quick.taken)) == (SENT, 1)


def test_what_did_not_leave_is_tried_again_and_the_channel_says_why(make_sms, kavenegar, sms, answer):
    delivery = answer()
    Channel.objects.filter(pk=sms.pk).update(settings={**sms.settings, "server": "http://127.0.0.1:9"})
    assert send_delivery(delivery.pk) == QUEUED
    channel = Channel.objects.get(pk=sms.pk)
    assert (channel.sending_failures, channel.sending_error) == (1, "سرویس‌دهنده اتصال را نمی‌پذیرد، یا اتصال قطع شد.")


@pytest.mark.reliability("F2")
def test_how_far_a_message_got_is_asked_until_it_is_final_and_never_goes_back(sms, kavenegar, answer, later):
    delivery = answer()
    send_delivery(delivery.pk)
    assert Delivery.objects.get().reached == Reached.SENT
    kavenegar.taken[0].status = 4
    assert ask(sms, later).reached == Reached.SENT
    kavenegar.taken[0].status = 10
    assert ask(sms, later).reached == Reached.DELIVERED
    kavenegar.taken[0].status = 4
    assert (ask(sms, later).reached, DeliveryPart.objects.get().ask_at) == (Reached.DELIVERED, None)
    assert len(kavenegar.asked("sms/status.json")) == 2


def test_a_message_that_does_not_reach_the_phone_is_told_to_its_writer(sms, kavenegar, answer, later):
    delivery = answer()
    send_delivery(delivery.pk)
    kavenegar.taken[0].status = 14
    failed = ask(sms, later)
    assert (failed.state, failed.reason) == (DeliveryState.FAILED, "شمارهٔ مشتری این نوع پیامک را نمی‌پذیرد (فهرست سیاه).")
    assert retry_delivery(failed) is True
    assert (send_delivery(delivery.pk), len(kavenegar.taken)) == (SENT, 2)
    assert (Delivery.objects.get().reached, Delivery.objects.get().parts.count()) == (Reached.SENT, 1)


def test_reports_are_asked_ever_more_rarely_and_end(sms, kavenegar, answer, later):
    send_delivery(answer().pk)
    for _time in range(len(asking.REPORT_PAUSES) + 3):
        ask(sms, later)
    assert (len(kavenegar.asked("sms/status.json")), DeliveryPart.objects.get().ask_at) == (len(asking.REPORT_PAUSES) + 1, None)

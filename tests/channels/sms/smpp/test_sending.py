"""Messages leave by a centre: in its letters and parts, followed by receipts, and never twice (RELIABILITY 3.4, F2)."""

import ssl

import pytest

from sandali.cases.jobs import read_arrivals
from sandali.channels.actions import claim_delivery, queue_delivery, retry_delivery, send_delivery
from sandali.channels.adapter import Outgoing, Party, Receipt, Refused, TryLater, Unclear
from sandali.channels.asking import ask_channel
from sandali.channels.delivery_parts import take_receipt
from sandali.channels.email import wire
from sandali.channels.leases import let_go
from sandali.channels.models import Arrival, Channel, Delivery, DeliveryPart, DeliveryState, Reached
from sandali.channels.sms.adapter import connect, reports, send
from sandali.channels.sms.sending import needed_account
from sandali.channels.sms.smpp import line as lines
from sandali.channels.sms.smpp import listening, session
from tests.channels.sms.smpp.smsc import Smsc, deliver, receipt, tlv
from tests.program import until
from tests.services import self_signed

TO = "+989123456789"
LONG = "فردا صبح می‌رسد. " * 10


def outgoing(text="سلام", to=TO, **more):
    return Outgoing("m@x", Party("phone", to), "", "", text, "", "fa", reference="812345678901234567", **more)


@pytest.fixture
def queued(smpp, cast):
    """Puts a message on its way; returns its delivery."""
    made = iter(range(100))

    def put(text="سلام"):
        number = next(made)
        message = Outgoing(f"m{number}@x", Party("phone", TO), "", "", text, "", "fa")
        return queue_delivery(smpp, message, dedupe_key=f"k{number}", thread=f"case:{number}", by=cast.sara)[0]

    return put


def due() -> None:
    Delivery.objects.filter(ask_at__isnull=False).update(ask_at="2020-01-01T00:00Z")
    DeliveryPart.objects.filter(ask_at__isnull=False).update(ask_at="2020-01-01T00:00Z")


@pytest.mark.django_db
def test_a_message_leaves_on_a_line_of_its_own_where_none_is_held_here(smpp, smsc):
    sent = send(smpp, outgoing())
    [taken] = smsc.taken
    assert (sent.parts, taken.to, taken.content.decode("utf-16-be"), taken.coding, taken.by) == (("59113978",), "989123456789", "سلام", 8, "transmitter")
    assert (taken.source, taken.wants_receipt, len(taken.extras[0x0204])) == ((0, 1, "10004346"), 1, 2)
    until(lambda: not smsc.lines, "a goodbye")
    assert [command for command, _status in smsc.heard] == [2, 4, 6]


@pytest.mark.django_db
def test_latin_letters_leave_as_gsm_and_the_line_is_written_as_the_settings_say(smpp, smsc):
    smpp.settings |= {"smpp_ton": "5", "smpp_npi": "0"}
    send(smpp, outgoing("Hi @ {5€}"))
    [taken] = smsc.taken
    assert (taken.coding, taken.content, taken.source[:2]) == (0, b"Hi \x00 \x1b(5\x1be\x1b)", (5, 0))


@pytest.mark.django_db
def test_a_long_text_leaves_in_parts_with_one_number_or_whole(smpp, smsc):
    sent = send(smpp, outgoing(LONG))
    heads = {taken.content[:4] for taken in smsc.taken}
    assert (len(sent.parts), len(heads), [taken.content[4:6] for taken in smsc.taken]) == (3, 1, [b"\x03\x01", b"\x03\x02", b"\x03\x03"])
    assert (b"".join(taken.content[6:] for taken in smsc.taken).decode("utf-16-be"), {taken.esm_class for taken in smsc.taken}) == (LONG.strip(), {0x40})
    smpp.settings["smpp_long"] = "payload"
    assert len(send(smpp, outgoing(LONG)).parts) == 1
    assert (smsc.taken[-1].content, smsc.taken[-1].extras[0x0424].decode("utf-16-be"), smsc.taken[-1].esm_class) == (b"", LONG.strip(), 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "meaning"), [(0x58, TryLater), (0x14, TryLater), (0x0B, Refused), (0x45, Refused), (0x0A, TryLater), (0x66, Refused), (0xFF, Unclear)]
)  # fmt: skip
def test_a_no_means_what_the_specification_says(status, meaning, smpp, smsc):
    smsc.troubles = [status]
    with pytest.raises(meaning) as caught:
        send(smpp, outgoing())
    assert (caught.value.code, len(smsc.taken)) == (f"0x{status:02X}", 0)


@pytest.mark.django_db
def test_a_centre_that_throttles_in_the_middle_gets_the_rest_later_and_nothing_twice(smpp, smsc, queued):
    delivery = queued(LONG)
    smsc.troubles = ["", 0x58]
    assert send_delivery(delivery.pk) == DeliveryState.QUEUED
    Delivery.objects.update(not_before="2020-01-01T00:00Z")
    assert send_delivery(delivery.pk) == DeliveryState.SENT
    assert ([taken.content[5] for taken in smsc.taken], len({taken.content[:5] for taken in smsc.taken})) == ([1, 2, 3], 1)
    assert [part.external_id for part in Delivery.objects.get().parts.all()] == [taken.id for taken in smsc.taken]


@pytest.mark.django_db
@pytest.mark.parametrize("trouble", ["taken", "lost"])
def test_what_may_have_left_is_unclear_and_stays_so_until_a_person_decides(trouble, smpp, smsc, queued):
    delivery = queued()
    smsc.troubles = [trouble]
    assert send_delivery(delivery.pk) == DeliveryState.UNKNOWN
    for _time in range(6):
        due()
        ask_channel(smpp.pk)
        assert send_delivery(delivery.pk) is None
    left = Delivery.objects.get()
    assert (left.state, left.ask_at, len(smsc.taken)) == (DeliveryState.UNKNOWN, None, int(trouble == "taken"))
    assert retry_delivery(left) is True
    assert (send_delivery(delivery.pk), len(smsc.taken)) == (DeliveryState.SENT, 1 + int(trouble == "taken"))


@pytest.mark.django_db
def test_who_is_killed_while_sending_leaves_it_unclear(smpp, smsc, queued):
    delivery = queued()
    claim_delivery(delivery.pk)
    send(smpp, outgoing())  # and here the process dies
    let_go()
    assert (send_delivery(delivery.pk), Delivery.objects.get().state, len(smsc.taken)) == (None, DeliveryState.UNKNOWN, 1)


@pytest.mark.django_db
def test_what_certainly_did_not_leave_is_tried_again_and_the_channel_says_why(smpp, smsc, queued):
    delivery = queued()
    smsc.stop()
    assert send_delivery(delivery.pk) == DeliveryState.QUEUED
    assert Channel.objects.get(pk=smpp.pk).sending_failures == 1


@pytest.mark.django_db
def test_a_centre_that_takes_one_line_at_a_time_is_tried_again_soon(smpp, smsc):
    smsc.most_lines = 1
    with session.bound(needed_account(smpp)), pytest.raises(TryLater) as caught:
        send(smpp, outgoing())
    assert (caught.value.after, caught.value.channel_fault, caught.value.code) == (15, False, "0x05")
    until(lambda: not smsc.places, "the line that was over")
    with session.bound(needed_account(smpp)):
        assert connect(smpp, hook_url="") == "10004346"


@pytest.mark.django_db(transaction=True)
@pytest.mark.reliability("F2", "F6")
def test_by_the_line_that_is_held_a_message_leaves_and_its_receipts_are_matched_however_their_ids_are_written(held, smpp, queued):
    held.hexadecimal = True
    delivery = queued()
    assert send_delivery(delivery.pk) == DeliveryState.SENT
    [taken] = held.taken
    assert (taken.by, Delivery.objects.get().external_id) == ("transceiver", "38601fa")
    for state in ("DELIVRD", "ACCEPTD", "ENROUTE", "DELIVRD"):
        told = held.tell(deliver("989123456789", receipt("0059113978", state), esm_class=0x04))
        until(lambda: told[0].answered == [0], "an answer")  # noqa: B023 - asked at once
    read_arrivals.func()
    assert (Delivery.objects.get().reached, DeliveryPart.objects.count()) == (Reached.DELIVERED, 1)


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_comes_too_late_says_that_the_message_is_there(held, smpp, queued, monkeypatch):
    monkeypatch.setattr(lines, "ANSWER_SECONDS", 0.2)
    held.troubles = ["late"]
    delivery = queued()
    assert send_delivery(delivery.pk) == DeliveryState.UNKNOWN
    held.let_answer.set()
    until(lambda: Arrival.objects.exists(), "the late answer")
    read_arrivals.func()
    due()
    ask_channel(smpp.pk)
    found = Delivery.objects.get()
    assert (found.state, found.external_id, len(held.taken)) == (DeliveryState.SENT, held.taken[0].id, 1)


@pytest.mark.django_db(transaction=True)
def test_a_receipt_with_our_own_number_finds_the_unclear_part_and_the_rest_leaves(held, smpp, queued, monkeypatch):
    monkeypatch.setattr(listening, "SETTLED", 0.0)
    delivery = queued(LONG)
    held.troubles = ["", "taken"]
    assert send_delivery(delivery.pk) == DeliveryState.UNKNOWN
    assert [part.external_id for part in Delivery.objects.get().parts.all()] == [held.taken[0].id]
    lost = held.taken[1]
    told = held.tell(deliver("989123456789", receipt(lost.id), esm_class=0x04, extras=tlv(0x0204, lost.extras[0x0204])))
    until(lambda: told[0].answered[-1:] == [0], "an answer to the receipt, on the next line")
    read_arrivals.func()
    due()
    ask_channel(smpp.pk)
    assert Delivery.objects.get().state == DeliveryState.QUEUED
    assert send_delivery(delivery.pk) == DeliveryState.SENT
    assert ([taken.content[5] for taken in held.taken], [part.external_id for part in Delivery.objects.get().parts.all()]) == (
        [1, 2, 3], [taken.id for taken in held.taken],
    )  # fmt: skip


@pytest.mark.django_db
def test_how_far_a_message_got_is_asked_where_the_settings_say_so(smpp, smsc):
    smsc.states = {"7": 2, "8": 1, "9": 5}
    assert reports(smpp, ("7", "8", "9", "10")) == []
    smpp.settings["smpp_asks"] = True
    assert [(one.external_id, one.reached) for one in reports(smpp, ("7", "8", "9", "10"))] == [("7", "delivered"), ("8", "sent"), ("9", "failed")]
    smsc.knows_query = False
    with pytest.raises(TryLater):
        reports(smpp, ("7",))


@pytest.mark.django_db
def test_a_part_that_did_not_reach_the_phone_leaves_again_alone(smpp, smsc, queued):
    delivery = queued(LONG)
    send_delivery(delivery.pk)
    take_receipt(smpp, Receipt(smsc.taken[1].id, "failed", reason="؟"))
    assert retry_delivery(Delivery.objects.get()) is True
    assert (send_delivery(delivery.pk), [taken.content[5] for taken in smsc.taken]) == (DeliveryState.SENT, [1, 2, 3, 2])
    assert len({taken.content[3] for taken in smsc.taken}) == 1


@pytest.mark.django_db(transaction=True)
def test_a_line_may_be_encrypted_and_only_with_a_certificate_that_is_vouched_for(tmp_path, smpp, hold, smsc, queued, monkeypatch):
    encrypted = Smsc(self_signed(tmp_path))
    monkeypatch.setattr(wire, "trust", lambda: ssl.create_default_context(cafile=str(tmp_path / "cert.pem")))
    encrypted.start()
    smpp.settings |= {"smpp_host": "localhost", "smpp_port": encrypted.port, "smpp_security": "tls"}
    smpp.save(update_fields=["settings"])
    monkeypatch.setattr(smsc, "listens", encrypted.listens)
    try:
        with hold():
            deliveries = [queued(LONG) for _time in range(2)]
            told = encrypted.tell(*(deliver("989123456789", bytes([65 + n])) for n in range(20)))
            assert [send_delivery(one.pk) for one in deliveries] == [DeliveryState.SENT] * 2
            until(lambda: all(one.answered == [0] for one in told), "answers")
        assert ({taken.by for taken in encrypted.taken}, len(encrypted.taken)) == ({"transceiver"}, 6)
        monkeypatch.setattr(wire, "trust", ssl.create_default_context)  # which knows nobody who vouches for it
        with pytest.raises(TryLater) as caught:
            send(smpp, outgoing())
        assert caught.value.code == "tls"
    finally:
        encrypted.stop()

"""A line is held: what comes by it is kept before it is answered, once, in one piece; lines that break are begun anew (RELIABILITY F1)."""

import os
import random
import struct
from datetime import timedelta

import pytest

from sandali.cases.jobs import read_arrivals
from sandali.cases.models import Case, Message
from sandali.channels.models import Arrival, Channel, DeliveryPart, HeardPart, Reached
from sandali.channels.sms.jobs import tell_late_parts
from sandali.channels.sms.smpp import line, listening
from sandali.kit import files
from tests.channels.sms.smpp.smsc import deliver, parts, receipt
from tests.program import until

# SANDALI_EVENTS=1000 is what RELIABILITY asks for.
EVENTS = int(os.environ.get("SANDALI_EVENTS", "27"))
pytestmark = pytest.mark.django_db(transaction=True)
SENDER = "989123456789"
LONG = "سفارش من هنوز نرسیده است و کسی هم جواب نمی‌دهد، لطفاً ببینید کجاست. ممنون 😊 از شما"


def wide(text: str) -> bytes:
    return text.encode("utf-16-be")


def answered(told) -> None:
    until(lambda: all(one.answered for one in told), "answers to all that was said")


def binds(smsc) -> int:
    return sum(command == 9 for command, _status in smsc.heard)


def texts() -> list[str]:
    read_arrivals.func()
    return list(Message.objects.order_by("pk").values_list("text", flat=True))


def test_what_somebody_writes_is_a_case_and_said_again_it_is_one_message(held, cast):
    answered(held.tell(*[deliver(SENDER, wide("سلام"), coding=8)] * 5, deliver(SENDER, b"Hi \x00", coding=0)))
    assert texts() == ["سلام", "Hi @"]
    assert (Case.objects.count(), Case.objects.get().channel.kind, [one.answered for one in held.outbox.values()]) == (1, "sms", [[0]] * 6)


def test_what_was_kept_and_not_answered_comes_again_on_the_next_line_and_is_one(held, smpp, monkeypatch):
    kept = listening.keep

    def keep_and_die(*args, **more):
        kept(*args, **more)
        monkeypatch.setattr(listening, "keep", kept)
        raise ConnectionResetError  # between our commit and our answer

    monkeypatch.setattr(listening, "keep", keep_and_die)
    monkeypatch.setattr(listening, "SETTLED", 0.0)
    told = held.tell(deliver(SENDER, wide("بله"), coding=8))
    answered(told)
    assert (texts(), told[0].tries) == (["بله"], 2)


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 0, 1], [1, 1, 2, 0, 0, 2, 1]])
def test_parts_are_one_message_in_any_order_and_however_often(order, held):
    bodies = [deliver(SENDER, content, coding=8, esm_class=0x40) for content in parts(LONG, reference=17)]
    answered(held.tell(*(bodies[number] for number in order)))
    assert (len(bodies), texts()) == (3, [LONG])
    assert Message.objects.get().chat == "+989123456789"


def test_parts_of_two_senders_and_of_two_texts_are_not_mixed(held):
    first = [deliver(SENDER, content, coding=8, esm_class=0x40) for content in parts("الف" * 15, reference=5)]
    other = [deliver("989120000001", content, coding=8, esm_class=0x40) for content in parts("ب" * 45, reference=5)]
    again = [deliver(SENDER, content, coding=8, esm_class=0x40) for content in parts("جیم" * 15, reference=5)]
    answered(held.tell(first[0], other[1], first[1], other[0], *again))
    assert sorted(texts()) == sorted(["الف" * 15, "ب" * 45, "جیم" * 15])


def test_parts_may_be_named_beside_the_text(held):
    def said(number, words):
        extras = b"\x02\x0c\x00\x02\x00\x09" + b"\x02\x0e\x00\x01\x02" + b"\x02\x0f\x00\x01" + bytes([number])
        return deliver(SENDER, words, extras=extras)

    answered(held.tell(said(2, b"world"), said(1, b"Hello ")))
    assert texts() == ["Hello world"]


def test_what_came_of_a_text_is_told_after_a_while_and_mended_by_the_rest(held):
    bodies = [deliver(SENDER, content, coding=8, esm_class=0x40) for content in parts(LONG, reference=9)]
    answered(held.tell(bodies[0], bodies[2]))
    assert (texts(), tell_late_parts.func()) == ([], 0)
    HeardPart.objects.update(at="2026-01-01T00:00Z")
    assert (tell_late_parts.func(), tell_late_parts.func()) == (1, 0)
    assert texts() == [LONG[:30] + "[…]" + LONG[60:]]
    HeardPart.objects.update(at="2036-01-01T00:00Z")  # not over yet
    answered(held.tell(bodies[1], bodies[1]))
    assert texts() == [LONG]


def test_only_what_the_centre_marks_as_a_receipt_is_one(held):
    answered(held.tell(deliver(SENDER, receipt("1"), esm_class=0)))
    assert texts()[0].startswith("id:1 sub:001")


def test_what_nobody_understands_is_answered_kept_and_set_aside(held):
    answered(held.tell(deliver(SENDER, b"\x01\x02", coding=4), b"\x00\x01", deliver("", b"x"), deliver(SENDER, b"nothing", esm_class=0x04)))
    read_arrivals.func()
    assert [one.state for one in Arrival.objects.all()] == ["quarantined"] * 4
    assert Channel.objects.get(kind="sms").failing_since is None


@pytest.mark.parametrize(
    "garbage",
    [
        b"220 smtp.example ESMTP\r\n", struct.pack(">IIII", 0xFFFFFFFF, 5, 0, 1), struct.pack(">IIII", 15, 5, 0, 1), struct.pack(">IIII", 0, 0, 0, 0),
        struct.pack(">IIII", 20, 5, 0, 1) + b"\x00\x01\x01\x00" + b"\xff" * 40,
    ],
    ids=["another protocol", "a huge length", "a short length", "nothing", "a length that lies"],
)  # fmt: skip
def test_a_line_that_speaks_nonsense_ends_and_says_so(garbage, held, smpp):
    held.raw(garbage)
    until(lambda: Channel.objects.get(pk=smpp.pk).failing_since is not None, "the trouble")
    assert Channel.objects.get(pk=smpp.pk).last_error == "سرور آن‌طور که باید پاسخ نمی‌دهد."


def test_a_pdu_that_comes_byte_by_byte_does_not_hold_the_line_for_ever(held, smpp, monkeypatch):
    monkeypatch.setattr("sandali.channels.sms.smpp.session.PDU_SECONDS", 0.2)
    held.raw(struct.pack(">IIII", 200, 5, 0, 1)[:9])
    until(lambda: Channel.objects.get(pk=smpp.pk).failing_since is not None, "the trouble")


def test_what_is_unknown_is_refused_and_the_line_goes_on(held):
    held.raw(struct.pack(">IIII", 20, 0x0777, 0, 3) + b"abcd" + struct.pack(">IIII", 16, 0x15, 0, 4))
    until(lambda: (0x80000000, 3) in held.heard and (0x80000015, 0) in held.heard, "both answers")
    answered(held.tell(deliver(SENDER, wide("سلام"), coding=8)))
    assert texts() == ["سلام"]


def test_a_line_that_was_good_is_begun_anew_without_a_word(held, smpp, monkeypatch):
    monkeypatch.setattr(listening, "SETTLED", 0.0)
    [first] = held.lines
    held.say_goodbye()
    until(lambda: [one for one in held.lines if one is not first], "the next line")
    held.hang_up()
    until(lambda: binds(held) == 3, "the third one")
    assert (Channel.objects.get(pk=smpp.pk).failing_since, (0x80000006, 0) in held.heard) == (None, True)


def test_a_line_that_breaks_at_once_is_trouble_and_is_left_alone_for_a_while(held, smpp):
    held.hang_up()
    until(lambda: Channel.objects.get(pk=smpp.pk).failing_since is not None, "the trouble")
    channel = Channel.objects.get(pk=smpp.pk)
    assert (channel.last_error, channel.failures, channel.next_try_at is not None) == ("سرویس‌دهنده اتصال را نمی‌پذیرد، یا اتصال قطع شد.", 1, True)


def test_a_centre_that_is_quiet_is_asked_and_one_that_is_gone_is_noticed(hold, smsc, smpp, monkeypatch):
    monkeypatch.setattr(line, "QUIET_SECONDS", 0.0)
    monkeypatch.setattr(line, "LOST_AFTER", 0.1)
    monkeypatch.setattr(listening, "STEP", 0.05)
    with hold():
        until(lambda: (0x15, 0) in smsc.heard, "an enquiry")
        smsc.answers_enquiries = False
        until(lambda: Channel.objects.get(pk=smpp.pk).failing_since is not None, "the trouble")
    assert Channel.objects.get(pk=smpp.pk).last_error == "سرویس‌دهنده به‌موقع پاسخ نداد."


def test_what_cannot_be_kept_stays_with_the_centre(held, smpp, monkeypatch):
    def full(*_args):
        raise files.NoRoom

    monkeypatch.setattr(files, "put", full)
    told = held.tell(deliver(SENDER, wide("سلام"), coding=8))
    answered(told)
    until(lambda: Channel.objects.get(pk=smpp.pk).failing_since is not None, "the trouble")
    assert (told[0].answered, Arrival.objects.count()) == ([0x64], 0)
    monkeypatch.undo()


def test_at_the_end_we_say_goodbye(hold, smsc):
    with hold():
        pass
    until(lambda: not smsc.lines, "the end of the line")
    assert [command for command, _status in smsc.heard] == [9, 6]


@pytest.mark.reliability("F1", "F2")
def test_what_comes_by_a_line_each_five_times_and_shuffled_has_each_one_effect(held, monkeypatch):
    """A week: short messages, long ones in parts, and of each of our messages three states."""
    monkeypatch.setattr(listening, "AGAIN", timedelta(days=1))  # a slow machine may need longer than that
    third = EVENTS // 3
    short = [deliver(f"98912{n % 50:07d}", wide(f"پیام {n}"), coding=8) for n in range(third)]
    long = [deliver(f"98935{n:07d}", content, coding=8, esm_class=0x40) for n in range(third // 3) for content in parts(LONG, reference=n % 256)]
    states = [deliver("989120000001", receipt(str(90_000 + n), state), esm_class=0x04) for n in range(third // 3) for state in ("ENROUTE", "ACCEPTD", "DELIVRD" if n % 4 else "UNDELIV")]
    told = [*short, *long, *states] * 5
    random.Random(7).shuffle(told)
    answered(held.tell(*told))
    assert sorted(texts()) == sorted([f"پیام {n}" for n in range(third)] + [LONG] * (third // 3))
    assert dict(DeliveryPart.objects.values_list("external_id", "reached")) == {str(90_000 + n): Reached.DELIVERED if n % 4 else Reached.FAILED for n in range(third // 3)}
    assert {status for one in held.outbox.values() for status in one.answered} == {0}

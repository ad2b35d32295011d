"""Each provider: a message leaves as it wants it, its noes mean what they say, what came and how far things got is read."""

import time

import pytest
from django.utils import timezone

from sandali.channels import asking
from sandali.channels.adapter import Looked, Outgoing, Party, Receipt, Refused, Sent, TryLater, Unclear
from sandali.channels.models import DeliveryPart
from sandali.channels.sms.adapter import look_up, poll, read, reports, send

pytestmark = pytest.mark.django_db
ALL = ["kavenegar", "smsir", "melipayamak", "ghasedak", "http"]
THEIRS = {"kavenegar": "09123456789", "smsir": "09123456789", "melipayamak": "09123456789", "ghasedak": "09123456789", "http": "989123456789"}
BLOCKED = "+989120000000"
DELIVERED = {"kavenegar": 10, "smsir": 1, "melipayamak": 1, "ghasedak": 5, "http": "delivrd"}
FAILED = {"kavenegar": 11, "smsir": 2, "melipayamak": 2, "ghasedak": 4, "http": "expired"}
ON_THE_WAY = {"kavenegar": 4, "smsir": 5, "melipayamak": 8, "ghasedak": 3}


@pytest.fixture(params=ALL)
def both(request, start, make_sms):
    """(name, its server, a channel there)."""
    server = start(request.param)
    return request.param, server, make_sms(server, request.param)


def outgoing(to="+989123456789", text="سلام “دوست” & 100%\nفردا", reference="812345678901234567"):
    return Outgoing("m@x", Party("phone", to), "", "", text, "", "fa", reference=reference)


def test_a_message_leaves_whole_and_as_the_provider_wants_the_number(both):
    name, server, channel = both
    sent = send(channel, outgoing())
    [taken] = server.taken
    assert (taken.to, taken.text) == (THEIRS[name], "سلام “دوست” & 100%\nفردا")
    assert sent == Sent(external_id=str(taken.number), parts=(str(taken.number),))


def test_our_reference_goes_along_where_the_provider_takes_one(both):
    name, server, channel = both
    send(channel, outgoing())
    assert server.taken[0].reference == ("" if name in ("smsir", "melipayamak") else "812345678901234567")


def test_a_wrong_key_and_a_wrong_line_are_the_channel_s_trouble_and_nothing_is_lost(both, make_sms):
    name, server, channel = both
    with pytest.raises(TryLater) as wrong:
        send(make_sms(server, name, key="another-key"), outgoing())
    assert (wrong.value.channel_fault, wrong.value.reason) == (True, "سرویس‌دهنده این کلید را نمی‌پذیرد.")
    assert server.taken == []


@pytest.mark.parametrize("provider", ["kavenegar", "smsir", "melipayamak"])
def test_no_credit_holds_the_channel_and_refuses_no_message(provider, start, make_sms):
    server = start(provider)
    server.credit = 0
    with pytest.raises(TryLater) as no:
        send(make_sms(server, provider), outgoing())
    assert (no.value.channel_fault, no.value.reason) == (True, "اعتبار حساب در سرویس‌دهندهٔ پیامک تمام شده است.")


@pytest.mark.parametrize("provider", ["smsir", "melipayamak", "ghasedak"])
def test_a_number_that_the_provider_does_not_write_to_is_refused_for_good(provider, start, make_sms):
    server = start(provider)
    with pytest.raises(Refused):
        send(make_sms(server, provider), outgoing(BLOCKED))
    assert server.taken == []


@pytest.mark.parametrize("trouble", ["taken", "lost", "broken"])
def test_no_answer_is_never_taken_for_a_no(both, trouble):
    _name, server, channel = both
    server.troubles = [trouble]
    with pytest.raises(Unclear):
        send(channel, outgoing())


@pytest.mark.parametrize("said", ["", "ok", "null", "[]", "{}", '{"status": 1}', '{"return": {"status": 200}}', '{"isSuccess": true}', '{"RetStatus": 1}'])
def test_an_answer_that_says_nothing_is_never_taken_for_a_yes_or_a_no(both, said):
    _name, server, channel = both
    server.answers = [(200, said)]
    with pytest.raises(Unclear):
        send(channel, outgoing())


def test_only_what_the_provider_shows_is_found(both):
    name, server, channel = both
    since = timezone.now()
    knows = name in ("kavenegar", "ghasedak")
    assert look_up(channel, outgoing(), since=since) == Looked(proven=knows)
    server.troubles = ["taken"]
    with pytest.raises(Unclear):
        send(channel, outgoing())
    looked = look_up(channel, outgoing(), since=since)
    number = str(server.taken[0].number)
    found = {"melipayamak": f"list:{server.taken[0].number + 90_000}", "http": None}.get(name, number)
    expected = Looked() if found is None else Looked(Sent(found, parts=(found,), final=name == "melipayamak"))
    assert looked == expected


@pytest.mark.parametrize("provider", ["smsir", "melipayamak"])
def test_a_message_of_another_delivery_is_not_taken_for_this_one(provider, start, make_sms, cast):
    server = start(provider)
    channel, since = make_sms(server, provider), timezone.now()
    server.troubles = ["taken"]
    with pytest.raises(Unclear):
        send(channel, outgoing())
    looked = look_up(channel, outgoing(), since=since)
    assert looked.sent is not None
    delivery = asking.Delivery.objects.create(
        channel=channel, dedupe_key="d", message_id="d@x", to_value="x", payload={}, thread="t", not_before=since, by=cast.sara
    )
    DeliveryPart.objects.create(delivery=delivery, channel=channel, external_id=looked.sent.external_id)
    assert look_up(channel, outgoing(), since=since) == Looked()
    assert look_up(channel, outgoing(text="another text"), since=since) == Looked()


def test_how_far_messages_got_is_read(both):
    name, server, channel = both
    numbers = tuple(send(channel, outgoing(reference=f"80000000000000000{n}")).external_id for n in range(3))
    server.taken[0].status, server.taken[1].status, server.taken[2].status = DELIVERED[name], FAILED[name], ON_THE_WAY.get(name, "")
    told = {receipt.external_id: receipt for receipt in reports(channel, numbers)}
    failed = Receipt(numbers[1], "failed", reason="پیامک به گوشی نرسید.")
    on_the_way = {} if name == "http" else {numbers[2]: Receipt(numbers[2], "sent")}
    assert told == {numbers[0]: Receipt(numbers[0], "delivered"), numbers[1]: failed, **on_the_way}


@pytest.mark.parametrize("provider", ["kavenegar", "smsir", "melipayamak", "ghasedak"])
def test_what_came_to_the_line_is_fetched_each_time_under_the_same_ids(provider, start, make_sms):
    server = start(provider)
    channel = make_sms(server, provider)
    server.write("989123456789", "سلام", number=700)
    server.write("989351112233", "بله", number=701)
    events, cursor = poll(channel, after=0, wait=0)
    assert {event.id for event in events} == {"m:700", "m:701"} and cursor > 0
    said = [fact for event in events for fact in read(event.raw, settings={})]
    assert sorted((fact.sender.value, fact.text, fact.chat) for fact in said) == [
        ("+989123456789", "سلام", "+989123456789"), ("+989351112233", "بله", "+989351112233"),
    ]  # fmt: skip
    assert all(fact.sent_at is not None and abs(fact.sent_at.timestamp() - time.time()) < 300 for fact in said)


def test_what_came_during_days_without_us_is_fetched_from_the_archive(start, make_sms):
    server = start("smsir")
    channel = make_sms(server, "smsir")
    channel.created_at = timezone.now() - timezone.timedelta(days=9)
    server.write("989123456789", "سه روز پیش", number=801, date=int(time.time()) - 3 * 86_400, archived=True)
    server.write("989123456789", "امروز", number=802)
    events, _cursor = poll(channel, after=int(time.time()) - 4 * 86_400, wait=0)
    assert [event.id for event in events] == ["m:801", "m:802"]


def test_a_long_list_is_read_page_by_page_and_not_for_ever(start, make_sms):
    server = start("smsir")
    channel = make_sms(server, "smsir")
    for number in range(1, 731):
        server.write("989123456789", f"{number}", number=number)
    events, _cursor = poll(channel, after=int(time.time()), wait=0)
    assert (len(events), len(server.asked("receive/live"))) == (500, 5)


def test_a_provider_that_is_away_is_asked_again_later(both):
    _name, server, channel = both
    server.stop()
    for ask in (lambda: reports(channel, ("1",)), lambda: send(channel, outgoing())):
        with pytest.raises(TryLater):
            ask()
    server.start()


def test_no_error_has_the_key_in_it(both):
    _name, server, channel = both
    for answer in [(200, f'{{"message": "{server.key}"}}'), (400, f'{{"return": {{"status": 499, "message": "bad key {server.key}"}}}}'), (500, server.key)]:
        server.answers = [answer]
        with pytest.raises((Refused, TryLater, Unclear)) as caught:
            send(channel, outgoing())
        assert server.key not in f"{caught.value.reason} {caught.value.code} {caught.value!r}"

"""Answers at the bot's server: in pieces, with files and buttons, and what its answers mean."""

import pytest
from django.utils import translation

from sandali.channels import actions, delivery_parts
from sandali.channels.adapter import Button, Outgoing, OutgoingFile, Party, Receipt, Refused, TryLater
from sandali.channels.botapi import sending
from sandali.channels.models import Channel, Delivery, DeliveryPart, DeliveryState
from sandali.channels.setup import change_channel
from sandali.channels.telegram import adapter
from sandali.history.models import Event
from sandali.kit.files import put
from tests.channels.botapi.bot_server import no

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are compared in English."""
    with translation.override("en"):
        yield


def outgoing(text="hello", **more) -> Outgoing:
    return Outgoing("m1@bot", Party("telegram", "555001"), "Sara", "s", text, "", "fa", markdown=text, **more)


def test_a_long_answer_leaves_in_pieces_in_order_with_buttons_under_the_last(telegram, bots):
    text = "\n\n".join(f"{number} " + "x" * 900 for number in range(9))
    sent = adapter.send(telegram, outgoing(text, buttons=(Button("Yes", "a.1"), Button("No", "a.2"))))
    assert "\n\n".join(one["text"] for one in bots.sent()) == text
    assert ["reply_markup" in one for one in bots.sent()] == [False, False, True]
    assert bots.sent()[-1]["reply_markup"] == {"inline_keyboard": [[{"text": "Yes", "callback_data": "a.1"}], [{"text": "No", "callback_data": "a.2"}]]}
    assert sent.parts == ("555001:1001", "555001:1002", "555001:1003")


def test_files_follow_the_text_pictures_as_pictures(telegram, bots):
    files = (OutgoingFile("فاکتور.pdf", "application/pdf", put(b"%PDF")), OutgoingFile('a"b.png', "image/png", put(b"png")))
    sent = adapter.send(telegram, outgoing(files=files))
    assert [(method, fields.get("document") or fields.get("photo")) for method, fields in bots.calls] == [
        ("sendMessage", None), ("sendDocument", ("فاکتور.pdf", b"%PDF")), ("sendPhoto", ("a_b.png", b"png")),
    ]  # fmt: skip
    assert len(sent.parts) == 3


def test_a_picture_that_the_server_does_not_take_as_one_goes_as_a_file(telegram, bots):
    bots.answers = [(400, no(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"))]
    adapter.send(telegram, outgoing("", files=(OutgoingFile("a.png", "image/png", put(b"png")),)))
    assert [method for method, _fields in bots.calls] == ["sendPhoto", "sendDocument"]


def test_markup_that_is_refused_goes_as_plain_text(telegram, bots):
    bots.answers = [(400, no(400, "Bad Request: can't parse entities: Unsupported start tag"))]
    adapter.send(telegram, outgoing("**a** b"))
    assert [(one.get("parse_mode"), one["text"]) for one in bots.sent()] == [("HTML", "<b>a</b> b"), (None, "a b")]


def test_bale_is_sent_plain_text(make_bot, bots):
    from sandali.channels.bale import adapter as bale

    bale.send(make_bot("bale"), Outgoing("m1@bot", Party("bale", "555001"), "Sara", "s", "hello\n\n- one", "", "fa", markdown=""))
    assert bots.sent() == [{"chat_id": 555001, "text": "hello\n\n- one"}]


@pytest.mark.parametrize(
    ("status", "said", "meaning"),
    [
        (403, "Forbidden: bot was blocked by the user", "The customer has blocked the bot."),
        (403, "Forbidden: user is deactivated", "The customer's account does not exist any more."),
        (403, "Forbidden: bot can't initiate conversation with a user", "The customer has not written to the bot yet, so it may not write first."),
        (400, "Bad Request: chat not found", "The bot does not know this conversation: the customer must write to it first."),
        (413, "Request Entity Too Large", "A file is too large for this channel."),
        (403, "Forbidden: something new", "Forbidden: something new"),
    ],
)
def test_a_final_no_is_refused_in_words(telegram, bots, status, said, meaning):
    bots.answers = [(status, no(status, said))]
    with pytest.raises(Refused) as caught:
        adapter.send(telegram, outgoing())
    assert caught.value.reason == meaning


@pytest.mark.parametrize(
    ("status", "answer", "after", "fault"),
    [
        (429, no(429, "Too Many Requests: retry after 17", retry_after=17), 17, False),
        (429, no(429, "Too Many Requests"), 0, False),
        (500, no(500, "Internal Server Error"), 0, False),
        (401, no(401, "Unauthorized"), 0, True),
        (404, no(404, "Not Found"), 0, True),
    ],
)
def test_what_may_pass_is_tried_again_when_the_provider_says(telegram, bots, status, answer, after, fault):
    bots.answers = [(status, answer)]
    with pytest.raises(TryLater) as caught:
        adapter.send(telegram, outgoing())
    assert (caught.value.after, caught.value.channel_fault, caught.value.done) == (after, fault, ())


def test_a_server_that_is_away_is_the_channels_fault_and_no_error_has_the_token(telegram, bots, caplog):
    bots.stop()
    with pytest.raises(TryLater) as caught:
        adapter.send(telegram, outgoing())
    assert caught.value.channel_fault
    assert bots.token not in f"{caught.value!r} {caught.value.__cause__!r} {caplog.text}"


def queued(channel, message) -> Delivery:
    return actions.queue_delivery(channel, message, dedupe_key="k", thread="case:1", by=None)[0]


def test_what_left_before_a_try_failed_is_not_said_again(telegram, bots, monkeypatch):
    text = "\n\n".join(f"{number} " + "x" * 3000 for number in range(3))
    delivery = queued(telegram, outgoing(text))
    real = bots.on_sendMessage
    times = iter([True, False, True, True])
    monkeypatch.setattr(bots, "on_sendMessage", lambda fields: real(fields) if next(times) else (429, no(429, "slow", retry_after=3)), raising=False)
    assert actions.send_delivery(delivery.pk) == DeliveryState.QUEUED
    waits = (Delivery.objects.get().not_before - delivery.not_before).total_seconds()
    assert 3 <= waits < 6
    Delivery.objects.update(not_before=delivery.created_at)
    assert actions.send_delivery(delivery.pk) == DeliveryState.SENT
    assert [one["text"][:1] for one in bots.sent()] == ["0", "1", "1", "2"]
    assert list(DeliveryPart.objects.values_list("number", flat=True)) == [0, 1, 2]


def test_after_a_long_time_the_rest_is_left_to_another_try(telegram, bots, monkeypatch):
    monkeypatch.setattr(sending, "MOST_SECONDS", -1)
    with pytest.raises(TryLater) as caught:
        adapter.send(telegram, outgoing())
    assert (caught.value.done, bots.sent()) == ((), [])


@pytest.mark.reliability("F2")
def test_how_far_a_message_got_never_goes_back(telegram, bots):
    delivery = queued(telegram, outgoing())
    actions.send_delivery(delivery.pk)
    [part] = DeliveryPart.objects.all()
    news = [delivery_parts.take_receipt(telegram, Receipt(part.external_id, reached)) for reached in ("read", "delivered", "sent", "read")]
    part.refresh_from_db()
    assert (news, part.reached, Delivery.objects.get().state) == ([True, False, False, False], 3, "sent")


@pytest.mark.reliability("F6")
def test_a_report_that_comes_before_our_call_returns_is_matched_and_a_late_no_is_told(telegram, bots):
    delivery_parts.take_receipt(telegram, Receipt("555001:1001", "failed", reason="number is closed"))
    delivery = queued(telegram, outgoing())
    actions.send_delivery(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason, DeliveryPart.objects.get().delivery_id) == ("failed", "number is closed", delivery.pk)
    assert delivery_parts.forget_unmatched() == 0


def test_reports_about_nothing_of_ours_are_forgotten(telegram):
    delivery_parts.take_receipt(telegram, Receipt("other", "read"))
    DeliveryPart.objects.update(at="2020-01-01T00:00Z")
    assert (delivery_parts.forget_unmatched(), DeliveryPart.objects.count()) == (1, 0)


def test_by_a_proxy_with_its_password(telegram, bots, cast):
    settings = telegram.settings | {"proxy_host": "127.0.0.1", "proxy_port": bots.port, "proxy_username": "me"}
    change_channel(telegram, by=cast.admin, department=cast.support, settings=settings, secrets={"proxy_password": "secret"})
    adapter.send(Channel.objects.get(pk=telegram.pk), outgoing())
    assert (bots.proxied, len(bots.sent())) == (["Basic bWU6c2VjcmV0"], 1)
    assert Event.objects.filter(data__icontains="secret").exclude(data__icontains="secrets").count() == 0

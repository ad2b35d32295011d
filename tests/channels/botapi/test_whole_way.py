"""From a bot's update by the hook to a case, and from an answer to the bot's server."""

import pytest

from sandali.cases.actions import reply
from sandali.cases.models import Case, Direction, Message
from sandali.channels.models import Arrival, ArrivalState, Delivery, DeliveryState
from sandali.customers.models import Identity
from tests.channels.botapi.updates_made import KAVEH, MINA, update

pytestmark = pytest.mark.django_db


@pytest.mark.practice("P04")
@pytest.mark.parametrize("kind", ["telegram", "bale"])
def test_a_message_becomes_a_case_and_its_answer_reaches_the_same_conversation(kind, make_bot, bots, tell, read_all, send_all, cast):
    channel = make_bot(kind)
    assert tell(channel, update(text="سلام، سفارشم نرسیده")) == [200]
    assert read_all() == 1
    case = Case.objects.get()
    assert (case.customer.name, case.channel, case.subject, case.state, case.department) == ("مینا کریمی", channel, "", "new", cast.support)
    assert list(Identity.objects.filter(customer=case.customer).values_list("kind", "value", "shown")) == [(kind, "555001", "@mina_k")]
    assert list(case.messages.values_list("direction", "text", "chat", "from_value")) == [("in", "سلام، سفارشم نرسیده", "555001", "555001")]
    reply(case, "فردا می‌رسد.", by=cast.sara, dedupe_key="k1", delay=0)
    assert send_all() == [DeliveryState.SENT]
    [sent] = bots.sent()
    assert (sent["chat_id"], sent["text"]) == (555001, "فردا می‌رسد.")
    assert Delivery.objects.get().external_id == "555001:1001"


def test_what_is_written_next_in_a_conversation_joins_the_case_and_somebody_else_opens_their_own(telegram, tell, read_all):
    tell(telegram, update(text="one"), update(text="two"), update(KAVEH, text="mine"))
    assert read_all() == 3
    assert [(case.customer.name, list(case.messages.values_list("text", flat=True))) for case in Case.objects.order_by("pk")] == [
        ("مینا کریمی", ["one", "two"]), ("Kaveh", ["mine"]),
    ]  # fmt: skip


def test_start_opens_no_case(telegram, tell, read_all):
    tell(telegram, update(text="/start", entities=[{"type": "bot_command", "offset": 0, "length": 6}]))
    read_all()
    assert (Case.objects.count(), Arrival.objects.get().state) == (0, ArrivalState.IGNORED)
    tell(telegram, update(text="a question"))
    read_all()
    assert [message.text for message in Message.objects.filter(direction=Direction.IN)] == ["a question"]


def test_the_answer_is_a_word_in_a_talk_and_has_no_signature(telegram, bots, tell, read_all, send_all, cast):
    cast.company.signature = "Simorgh, Tehran"
    cast.company.save()
    tell(telegram, update(MINA, text="hello"))
    read_all()
    reply(Case.objects.get(), "**Tomorrow**, [here](https://example.com)", by=cast.sara, dedupe_key="k1", delay=0)
    send_all()
    [sent] = bots.sent()
    assert (sent["parse_mode"], sent["text"]) == ("HTML", '<b>Tomorrow</b>, <a href="https://example.com">here</a>')

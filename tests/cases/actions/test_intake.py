"""What arrives becomes a message of a case."""

import pytest
from django.db import IntegrityError
from django.utils import timezone

from sandali.cases.actions import receive, receive_arrival, reply, write_note
from sandali.cases.actions.intake import take_in
from sandali.cases.models import Case, Message
from sandali.cases.threads import new_message_id, reply_token
from sandali.channels.actions import store_arrival
from sandali.channels.adapter import FailedRecipient, Incoming, Party
from sandali.channels.models import ArrivalState, Delivery, PausedAddress
from sandali.customers.models import Customer
from sandali.history.models import Event
from tests.cast import make_case

pytestmark = pytest.mark.django_db


def arrival(cast, name="a", **more):
    return store_arrival(cast.channel, f"raw {name}".encode(), source="pipe", **more)[0]


def letter(sender="mina@example.com", **facts):
    return Incoming(sender=Party("email", sender, facts.pop("name", "")), **{"text": "سلام", **facts})


def address_of(case):
    return f"support+{reply_token(case)}@simorgh.example"


@pytest.mark.practice("P01")
def test_whoever_writes_for_the_first_time_is_kept_with_a_case_that_waits(cast):
    message = receive(letter("new@example.com", name="نو", subject="پرسش"), [], arrival(cast))
    case = message.case
    assert (case.customer.name, case.state, case.subject, case.preview, case.department) == ("نو", "new", "پرسش", "سلام", cast.support)
    assert case.waiting_since == message.at
    assert list(Event.objects.filter(case_id=case.pk).order_by("pk").values_list("kind", flat=True)) == ["case_opened", "message_received"]


@pytest.mark.parametrize("state", ["answered", "confirmed", "lapsed"])
def test_a_new_message_reopens_what_we_thought_was_done(cast, state):
    case = make_case(cast, state=state, waiting_since=None)
    message = receive(letter(delivered_to=(address_of(case),)), [], arrival(cast))
    case.refresh_from_db()
    assert (message.case_id, case.state, case.reopened, case.waiting_since) == (case.pk, "open", 1, message.at)
    assert Event.objects.filter(kind="case_reopened").count() == 1


@pytest.mark.parametrize("state", ["waiting", "snoozed"])
def test_an_answer_to_a_question_of_ours_is_no_reopening(cast, state):
    case = make_case(cast, state=state, waiting_since=None, snoozed_until=timezone.now() if state == "snoozed" else None)
    receive(letter(delivered_to=(address_of(case),)), [], arrival(cast))
    case.refresh_from_db()
    assert (case.state, case.reopened, case.snoozed_until) == ("open", 0, None)


def test_a_second_message_does_not_make_the_customer_wait_anew(cast):
    case = make_case(cast)
    since = case.waiting_since
    receive(letter(delivered_to=(address_of(case),)), [], arrival(cast))
    case.refresh_from_db()
    assert case.waiting_since == since


@pytest.mark.reliability("C3")
def test_the_right_mark_from_another_address_is_marked_as_a_strangers(cast):
    case = make_case(cast)
    message = receive(letter("eve@example.net", delivered_to=(address_of(case),)), [], arrival(cast))
    assert (message.case_id, message.is_stranger, message.from_value) == (case.pk, True, "eve@example.net")
    case.refresh_from_db()
    assert case.customer == cast.mina


def test_old_mail_that_is_imported_waits_for_nobody_and_tells_nobody(cast):
    message = receive(letter("old@example.com"), [], arrival(cast, is_history=True))
    assert (message.case.state, message.case.waiting_since) == ("answered", None)


@pytest.mark.parametrize("automatic", ["auto-reply", "report", "loop", "bounce", "delay"])
def test_a_machines_mail_opens_no_case(cast, automatic):
    assert take_in(letter("robot@example.net", automatic=automatic), [], arrival(cast), 0) is None
    assert (Case.objects.count(), Customer.objects.filter(identities__value="robot@example.net").count()) == (0, 0)


def test_an_automatic_answer_is_kept_in_its_case_and_reopens_nothing(cast):
    case = make_case(cast, state="answered", waiting_since=None)
    message = take_in(letter(automatic="auto-reply", references=(new_message_id(case, "x.example"),)), [], arrival(cast), 0)
    case.refresh_from_db()
    assert (message.automatic, case.state, case.reopened, case.preview) == ("auto-reply", "answered", 0, "سلام")


@pytest.mark.reliability("C10")
def test_our_own_address_is_no_customer(cast):
    assert take_in(letter("support@simorgh.example"), [], arrival(cast), 0) is None
    assert Case.objects.count() == 0


def test_a_bounce_marks_our_answer_and_pauses_the_address(cast):
    case = make_case(cast)
    sent = reply(case, "سلام", by=cast.sara, dedupe_key="1")
    report = Incoming(
        sender=None, automatic="bounce", failed_message_id=sent.delivery.message_id, text="undeliverable",
        failed=(FailedRecipient("mina@example.com", "5.1.1", "550 no such user"),),
    )  # fmt: skip
    kept = take_in(report, [], arrival(cast), 0)
    sent.refresh_from_db()
    assert (sent.bounced, kept.case_id) == ("550 no such user", case.pk)
    assert PausedAddress.objects.get().value == "mina@example.com"
    assert Delivery.objects.count() == 1


def test_an_arrival_that_cannot_be_read_is_set_aside_and_the_next_goes_on(cast):
    bad = store_arrival(cast.counter, b"nothing comes in by a counter", source="pipe")[0]
    assert receive_arrival(bad) == []
    bad.refresh_from_db()
    assert bad.state == ArrivalState.QUARANTINED
    good = store_arrival(cast.channel, b"From: a@example.com\r\nSubject: x\r\nMessage-ID: <1@example.com>\r\n\r\nhello\r\n", source="pipe")[0]
    assert [message.text for message in receive_arrival(good)] == ["hello"]


@pytest.mark.reliability("A1")
def test_reading_an_arrival_again_makes_no_second_message(cast):
    kept = arrival(cast)
    receive(letter(), [], kept)
    with pytest.raises(IntegrityError):
        receive(letter(), [], kept)


def test_a_note_does_not_count_as_the_last_word(cast):
    case = make_case(cast)
    write_note(case, "میان خودمان", by=cast.sara)
    case.refresh_from_db()
    assert (case.preview, case.last_direction, Message.objects.filter(case=case).count()) == ("سلام", "in", 2)


@pytest.mark.reliability("I10")
def test_a_mail_shows_that_its_address_is_theirs_unless_its_server_says_that_it_is_forged(cast):
    receive(letter(sender_auth="fail"), [], arrival(cast))
    forged = cast.mina.identities.get().proof
    message = receive(letter(), [], arrival(cast, "b"))
    shown = cast.mina.identities.get()
    assert (forged, shown.proof, shown.proven_at) == ("", "wrote", message.at)

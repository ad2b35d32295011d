"""What is forwarded to somebody who is not the customer, and what they answer: never part of the conversation."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.cases.actions import receive, reply, withdraw_reply, write_note
from sandali.cases.actions.adding import store_file
from sandali.cases.actions.forwarding import CannotForward, forward, withdraw_forward
from sandali.cases.actions.intake import take_in
from sandali.cases.actions.regrouping import merge_cases
from sandali.cases.copies import CannotCopy
from sandali.cases.forwards import conversation, files_to_pass, read_receiver
from sandali.cases.models import Case, Follower, Message, State, Wait
from sandali.cases.threads import reply_token
from sandali.channels.actions import finish, outgoing_of, store_arrival
from sandali.channels.adapter import FailedRecipient, Incoming, Party
from sandali.channels.email.writing import write_mail
from sandali.channels.models import Channel, Delivery, DeliveryState
from sandali.history.models import Event, Notice
from tests.cast import make_case

pytestmark = pytest.mark.django_db
SUPPLIER = "parts@supplier.example"


@pytest.fixture
def case(cast):
    made = make_case(cast, assignee=cast.sara, state=State.OPEN)
    Wait.objects.create(case=made, began_at=made.waiting_since, department=cast.support, channel=cast.channel)
    return made


def standing(case):
    return Case.objects.get(pk=case.pk)


def turn(case):
    """Whose turn it is, as far as lists and clocks know."""
    now = standing(case)
    return now.state, now.waiting_since, now.last_direction, now.preview, now.reopened, Wait.objects.filter(case=case, ended_at=None).count()


def passed(case, cast, text="قطعه کی می‌رسد؟", on="مینا · دیروز\nسفارش نرسیده", *, key="f1", by=None, files=()):
    to = Party("email", SUPPLIER, "")
    return forward(case, to, text, on, subject="Fwd: سفارش نرسیده", by=by or cast.sara, dedupe_key=key, files=files)


def answer(cast, *, by=SUPPLIER, name="b", **facts):
    arrival = store_arrival(cast.channel, f"raw {name}".encode(), source="pipe")[0]
    return take_in(Incoming(**{"sender": Party("email", by, "انبار قطعه"), "text": "شنبه می‌رسد", **facts}), [], arrival, 0)


def back(case):
    """The address that the answer to what was forwarded comes to."""
    return (f"support+{reply_token(case, forwarded=True)}@simorgh.example",)


def test_it_leaves_as_a_letter_of_its_own_and_nobodys_turn_changes(case, cast):
    reply(case, "بررسی می‌کنیم", by=cast.sara, dedupe_key="1", state=State.OPEN)
    before = turn(case)
    message = passed(case, cast, files=[store_file("قطعه.jpg", "image/jpeg", b"x")])
    outgoing = outgoing_of(message.delivery)
    assert (outgoing.to.value, outgoing.cc, outgoing.bcc, outgoing.subject) == (SUPPLIER, (), (), "Fwd: سفارش نرسیده")
    assert (outgoing.in_reply_to, outgoing.references, [file.name for file in outgoing.files]) == ("", (), ["قطعه.jpg"])
    assert outgoing.text == "قطعه کی می‌رسد؟\n\n> مینا · دیروز\n> سفارش نرسیده"
    assert ("سفارش نرسیده" in outgoing.html, 'class="sandali-quote"' in outgoing.html) == (True, True)
    assert (message.direction, message.text, message.quoted, message.file_count) == ("fwd", "قطعه کی می‌رسد؟", "مینا · دیروز\nسفارش نرسیده", 1)
    assert (turn(case), standing(case).last_message_id) == (before, message.pk)


@pytest.mark.reliability("D1")
def test_the_same_form_sent_twice_is_one_letter(case, cast):
    assert passed(case, cast).pk == passed(case, cast, "دیگر").pk
    assert (Delivery.objects.count(), Message.objects.filter(direction="fwd").count()) == (1, 1)


def test_no_answer_to_the_customer_waits_for_it_and_none_names_it(case, cast):
    sent = passed(case, cast)
    answer(cast, delivered_to=back(case), external_id="their@supplier.example")
    after = reply(case, "شنبه می‌رسد", by=cast.sara, dedupe_key="1")
    outgoing = outgoing_of(after.delivery)
    assert (sent.external_id in outgoing.references, "their@supplier.example" in outgoing.references, outgoing.in_reply_to) == (False, False, f"m{case.pk}.0@example.com")
    raw = b"".join(write_mail(outgoing, address="support@simorgh.example", reply_to="", at=timezone.now()))
    assert b"supplier" not in raw
    assert (sent.delivery.thread == after.delivery.thread, sent.delivery.timelines(), after.delivery.timelines()) == (False, {"case_id": case.pk}, {"case_id": case.pk})


@pytest.mark.practice("P11")
@pytest.mark.parametrize("state", ["open", "waiting", "answered", "confirmed", "lapsed"])
@pytest.mark.parametrize("way", ["address", "reference"])
def test_their_answer_comes_into_the_case_as_theirs_and_settles_and_opens_nothing(case, cast, state, way):
    sent = passed(case, cast)
    Case.objects.filter(pk=case.pk).update(state=state)
    before = turn(case)
    facts = {"delivered_to": back(case)} if way == "address" else {"references": (sent.external_id,)}
    came = answer(cast, text="بله، حل شد. ممنون", **facts)
    assert (came.case_id, came.direction, came.from_value, turn(case)) == (case.pk, "third", SUPPLIER, before)
    kinds = list(Event.objects.filter(case_id=case.pk, pk__gt=Event.objects.get(kind="message_forwarded").pk).values_list("kind", flat=True))
    assert kinds == ["third_answered"]


def test_the_owner_the_forwarder_and_followers_are_told_as_far_as_they_may_see_it(case, cast):
    Follower.objects.create(case=case, person=cast.nahid)
    passed(case, cast, by=cast.reza)
    passed(case, cast, by=cast.omid, key="f2")  # who may not see it any more
    answer(cast, delivered_to=back(case))
    assert set(Notice.objects.filter(event__kind="third_answered").values_list("person__name", flat=True)) == {"Sara", "Reza", "Nahid"}


def test_a_case_that_sleeps_until_a_moment_wakes_and_one_that_waits_for_its_customer_sleeps_on(case, cast):
    passed(case, cast)
    tomorrow = timezone.now() + timedelta(days=1)
    for until_reply, state in ((False, "open"), (True, "snoozed")):
        Case.objects.filter(pk=case.pk).update(state=State.SNOOZED, snoozed_until=tomorrow, sleeps_until_reply=until_reply)
        answer(cast, delivered_to=back(case), name=state)
        assert standing(case).state == state


def test_the_customers_own_answer_to_what_came_to_them_is_theirs(case, cast):
    passed(case, cast)
    came = answer(cast, by="mina@example.com", delivered_to=back(case))
    assert (came.direction, standing(case).last_direction) == ("in", "in")


@pytest.mark.parametrize("automatic", ["auto-reply", "bounce"])
def test_what_machines_of_theirs_say_is_beside_the_conversation_too(case, cast, automatic):
    sent = passed(case, cast)
    finish(sent.delivery, DeliveryState.SENT, "", "")
    before = turn(case)
    facts = {"automatic": automatic, "references": (sent.external_id,)}
    if automatic == "bounce":
        facts |= {"failed": (FailedRecipient(SUPPLIER, "5.1.1", reason="no such user"),), "failed_message_id": sent.external_id}
    came = answer(cast, **facts)
    assert (came.direction, came.automatic, turn(case), bool(Message.objects.get(pk=sent.pk).bounced)) == ("third", automatic, before, automatic == "bounce")


def test_a_letter_that_is_refused_is_told_to_its_writer_and_the_customers_turn_stays(case, cast):
    reply(case, "بررسی می‌کنیم", by=cast.sara, dedupe_key="1")
    before = turn(case)
    sent = passed(case, cast)
    finish(sent.delivery, DeliveryState.FAILED, "550 no such user", "")
    assert (turn(case), Notice.objects.filter(person=cast.sara, event__kind="delivery_failed").count()) == (before, 1)


def test_the_next_letter_to_them_goes_on_in_their_thread(case, cast):
    sent = passed(case, cast)
    answer(cast, delivered_to=back(case), external_id="their@supplier.example")
    outgoing = outgoing_of(passed(case, cast, key="f2").delivery)
    assert (outgoing.in_reply_to, outgoing.references) == ("their@supplier.example", (sent.external_id, "their@supplier.example"))
    other = forward(case, Party("email", "c@d.example", ""), "سلام", "", subject="x", by=cast.sara, dedupe_key="f3")
    assert outgoing_of(other.delivery).references == ()


def test_within_the_undo_window_it_is_taken_back_and_no_draft_is_left(case, cast):
    before = turn(case)
    sent = passed(case, cast)
    assert withdraw_forward(sent, by=cast.sara) is True
    assert (Delivery.objects.get().state, sent.withdrawn_at is not None, turn(case)) == ("cancelled", True, before)
    assert withdraw_forward(sent, by=cast.sara) is False


def test_an_answer_taken_back_finds_the_customer_as_the_last_who_spoke(case, cast):
    passed(case, cast)
    answer(cast, delivered_to=back(case))
    assert withdraw_reply(reply(case, "زود بود", by=cast.sara, dedupe_key="1"), by=cast.sara) is True
    assert (standing(case).last_direction, standing(case).preview) == ("in", "پیام 1")


def test_what_came_by_two_of_our_mailboxes_is_one_answer(case, cast):
    passed(case, cast)
    second = Channel.objects.create(kind="email", name="فروش", slug="sales", address="sales@simorgh.example", department=cast.support)
    first = answer(cast, delivered_to=back(case), external_id="their@supplier.example")
    arrival = store_arrival(second, b"raw c", source="pipe")[0]
    copy = receive(Incoming(sender=Party("email", SUPPLIER, ""), text="شنبه می‌رسد", external_id="their@supplier.example", delivered_to=back(case)), [], arrival)
    assert (copy.case_id, copy.direction, copy.automatic, Event.objects.filter(kind="third_answered").count()) == (first.case_id, "third", "copy", 1)


def test_after_a_merge_their_answer_and_the_letters_delivery_stand_where_the_case_lives_on(case, cast):
    sent = passed(case, cast)
    target = make_case(cast, assignee=cast.sara)
    merge_cases(case, target, by=cast.admin)
    came = answer(cast, delivered_to=back(case))
    assert (came.case_id, came.direction, Delivery.objects.get(pk=sent.delivery_id).timelines()) == (target.pk, "third", {"case_id": target.pk})


def test_whoever_forwards_a_case_of_nobody_owns_it(cast):
    made = make_case(cast)
    passed(made, cast)
    assert standing(made).assignee == cast.sara


def test_nothing_to_say_and_no_way_out_are_said_in_a_sentence(case, cast):
    with pytest.raises(CannotForward, match=r"\.$"):
        passed(case, cast, " ", " ")
    Channel.objects.update(is_active=False)
    with pytest.raises(CannotForward, match=r"\.$"):
        passed(standing(case), cast)
    assert Delivery.objects.count() == 0


@pytest.mark.reliability("D6")
@pytest.mark.parametrize("typed", ["", "nobody", "a@b.example, c@d.example", "mina@example.com", "support@simorgh.example", "a@b.example\r\nBcc: c@d.example"])
def test_it_goes_to_one_address_that_is_neither_ours_nor_the_customers(case, cast, typed):
    with pytest.raises(CannotCopy, match=r"\.$"):
        read_receiver(case, typed)
    assert read_receiver(case, "Parts <Parts@supplier.example>") == Party("email", SUPPLIER, "Parts")


def test_the_conversation_holds_what_was_said_between_the_customer_and_us_alone(case, cast):
    reply(case, "بررسی می‌کنیم", by=cast.sara, dedupe_key="1")
    write_note(case, "یادداشت", by=cast.sara, files=[store_file("a.txt", "text/plain", b"a")])
    withdraw_reply(reply(case, "نه", by=cast.sara, dedupe_key="2"), by=cast.sara)
    passed(case, cast, files=[store_file("b.txt", "text/plain", b"b")])
    assert [message.text for message in conversation(case)] == ["پیام 1", "بررسی می‌کنیم"]
    assert [file.name for file in files_to_pass(case)] == ["b.txt"]

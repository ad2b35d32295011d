"""Promises that are made with an answer: accepted ones stand with it, what was not spoken of waits, all fall when it is taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.cases.actions import receive, record_contact, reply, withdraw_reply
from sandali.cases.threads import reply_token
from sandali.channels.actions import claim_delivery, finish, store_arrival
from sandali.channels.adapter import Incoming, Party
from sandali.channels.models import Delivery, DeliveryState
from sandali.company.actions import Overtaken
from sandali.resolution.models import Promise, Promised
from sandali.resolution.promises.offers import offers_in
from sandali.resolution.promises.saying import (
    Said,
    accept_offer,
    refuse_offer,
    send_with_promises,
    write_down_with_promise,
)
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P11")]
TEXT = "سلام. صندلی را تا فردا ظهر می‌فرستیم. هزینه را ظرف سه روز برمی‌گردانیم."


@pytest.fixture
def case(cast):
    return make_case(cast, state="open", assignee=cast.sara)


def send(cast, case, said, *, text=TEXT, key="1", leaves_at=None):
    def answer():
        return reply(case, text, by=cast.sara, dedupe_key=key, leaves_at=leaves_at)

    return send_with_promises(case, text, answer, said=said, by=cast.sara, dedupe_key=key, leaves_at=leaves_at)


def rows():
    return list(Promise.objects.order_by("due_at").values_list("words", "state"))


def test_each_time_is_offered_with_its_sentence(cast, case):
    found = offers_in(TEXT, case)
    assert [(one.words, one.what) for one in found] == [
        ("تا فردا ظهر", "صندلی را تا فردا ظهر می‌فرستیم"), ("ظرف سه روز", "هزینه را ظرف سه روز برمی‌گردانیم"),
    ]  # fmt: skip


def test_accepted_ones_are_promises_refused_ones_are_none_and_the_rest_waits_for_a_word(cast, case):
    message = send(cast, case, Said(accepted=("تا فردا ظهر",)))
    assert rows() == [("تا فردا ظهر", Promised.OPEN), ("ظرف سه روز", Promised.OFFERED)]
    made = Promise.objects.get(state=Promised.OPEN)
    assert (made.message, made.made_by, made.owner, made.told_at) == (message, cast.sara, cast.sara, None)


def test_what_was_offered_promised_or_refused_is_not_offered_again_on_the_same_day(cast, case):
    send(cast, case, Said(accepted=("تا فردا ظهر",), refused=("ظرف سه روز",)))
    assert offers_in("همان‌طور که گفتیم تا فردا ظهر می‌فرستیم و ظرف سه روز برمی‌گردانیم.", case) == []


def test_the_same_words_twice_in_a_letter_are_one(cast, case):
    assert len(offers_in("تا فردا ظهر می‌فرستیم. بله، تا فردا ظهر می‌فرستیم.", case)) == 1


def test_the_same_form_twice_promises_once(cast, case):
    for _time in range(2):
        send(cast, case, Said(accepted=("تا فردا ظهر", "ظرف سه روز")))
    assert (Promise.objects.count(), Delivery.objects.count()) == (2, 1)


def test_one_by_hand_needs_no_words_in_the_letter(cast, case):
    due = timezone.now() + timedelta(days=2)
    send(cast, case, Said(what="نتیجه را خبر می‌دهیم", due=due), text="سلام، پیگیری می‌کنیم.")
    made = Promise.objects.get()
    assert (made.what, made.due_at, made.words) == ("نتیجه را خبر می‌دهیم", due, "")


def test_promises_fall_with_an_answer_that_is_taken_back_and_can_be_made_again(cast, case):
    message = send(cast, case, Said(accepted=("تا فردا ظهر",)))
    assert withdraw_reply(message, by=cast.sara) is True
    assert rows() == [("تا فردا ظهر", Promised.WITHDRAWN)]
    assert len(offers_in(TEXT, case)) == 2


@pytest.mark.parametrize(("state", "is_told"), [(DeliveryState.SENT, True), (DeliveryState.FAILED, False)])
def test_the_customer_is_told_when_the_answer_has_left(cast, case, state, is_told):
    send(cast, case, Said(accepted=("تا فردا ظهر",)))
    Delivery.objects.update(not_before=timezone.now() - timedelta(seconds=1))  # the database counts in whole milliseconds
    finish(claim_delivery(Delivery.objects.get().pk), state, "", "")
    made = Promise.objects.get(words="تا فردا ظهر")
    assert (made.state, made.told_at is not None) == (Promised.OPEN, is_told)


def test_an_answer_that_leaves_later_counts_its_days_from_then_and_falls_when_it_is_held(cast, case):
    leaves = timezone.now() + timedelta(days=2)
    send(cast, case, Said(accepted=("تا فردا ظهر",)), leaves_at=leaves)
    made = Promise.objects.get(state=Promised.OPEN)
    assert made.due_at > leaves
    arrival = store_arrival(cast.channel, b"raw", source="pipe")[0]
    to = f"support+{reply_token(case)}@simorgh.example"
    receive(Incoming(sender=Party("email", "mina@example.com", ""), text="خبری نشد؟", delivered_to=(to,)), [], arrival)
    assert rows() == [("تا فردا ظهر", Promised.WITHDRAWN)]


def test_what_waits_for_a_word_can_be_accepted_or_refused_once(cast, case):
    send(cast, case, Said())
    one, other = Promise.objects.order_by("due_at")
    assert accept_offer(one, by=cast.sara).state == Promised.OPEN
    with pytest.raises(Overtaken):
        refuse_offer(one, by=cast.reza)
    assert refuse_offer(other, by=cast.sara).state == Promised.REFUSED
    assert refuse_offer(other, by=cast.sara, is_refused=False).state == Promised.OFFERED


def test_what_is_promised_on_the_telephone_was_heard_at_once(cast, case):
    due = timezone.now() + timedelta(days=1)

    def call():
        return record_contact(case, "گفتم فردا می‌رسد.", by=cast.sara, direction="call")

    message = write_down_with_promise(case, call, said=Said(due=due), by=cast.sara)
    made = Promise.objects.get()
    assert (made.what, made.told_at, made.message) == ("گفتم فردا می‌رسد.", message.at, message)

"""An answer that did not reach the customer: whose turn it is then, and when it arrives after all."""

import pytest

from sandali.cases.actions import receive, reply
from sandali.cases.actions.intake import take_in
from sandali.cases.models import Case, Wait
from sandali.channels.actions import claim_delivery, finish, retry_delivery
from sandali.channels.adapter import FailedRecipient, Incoming, Sent
from sandali.channels.models import Delivery, DeliveryState
from sandali.history.models import Event
from tests.cases.actions.test_intake import address_of, arrival, letter
from tests.cast import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    return make_case(cast)


def answered(case, cast, key="1", state="waiting"):
    return reply(case, "سلام", by=cast.sara, dedupe_key=key, delay=0, state=state)


def refuse(message):
    return finish(claim_delivery(message.delivery_id), DeliveryState.FAILED, "There is no such address.", "550")


def arrive(message):
    return finish(claim_delivery(message.delivery_id), DeliveryState.SENT, "", "", Sent("1"))


def bounce(message, cast, kind="bounce", **more):
    report = Incoming(
        sender=None, automatic=kind, failed_message_id=message.delivery.message_id, text="undeliverable",
        failed=(FailedRecipient("mina@example.com", "5.1.1", "550 no such user"),),
    )  # fmt: skip
    return take_in(report, [], arrival(cast, "bounce", **more), 0)


def standing(case):
    """How the case stands: state, last word, and whether its wait is the one that runs."""
    row = Case.objects.get(pk=case.pk)
    running = Wait.objects.filter(case=row, ended_at=None).values_list("began_at", flat=True).first()
    assert running == row.waiting_since
    return row.state, row.last_direction, running is not None


@pytest.mark.parametrize("state", ["waiting", "answered"])
def test_a_refused_answer_gives_us_the_turn_back_since_now(cast, case, state):
    message = answered(case, cast, state=state)
    assert standing(case) == (state, "out", False)
    refuse(message)
    assert standing(case) == ("open", "fail", True)
    row = Case.objects.get(pk=case.pk)
    told = Event.objects.get(kind="answer_undelivered")
    assert (row.waiting_since, row.state_at, told.case_id, told.data) == (told.at, told.at, case.pk, {"before": state})
    assert row.waiting_since > message.at


def test_an_answer_that_comes_back_does_the_same(cast, case):
    message = answered(case, cast)
    arrive(message)
    bounce(message, cast)
    assert standing(case) == ("open", "fail", True)
    assert Event.objects.filter(kind="answer_undelivered").count() == 1


@pytest.mark.parametrize("more", [{"kind": "delay"}, {"is_history": True}])
def test_what_is_only_late_or_old_changes_nobodys_turn(cast, case, more):
    message = answered(case, cast)
    arrive(message)
    bounce(message, cast, **more)
    assert standing(case) == ("waiting", "out", False)


def test_an_answer_that_was_followed_by_another_word_changes_nobodys_turn(cast, case):
    first = answered(case, cast)
    answered(case, cast, key="2")
    refuse(first)
    assert standing(case) == ("waiting", "out", False)
    receive(letter(delivered_to=(address_of(case),)), [], arrival(cast))
    assert standing(case) == ("open", "in", True)


def test_a_case_that_stayed_with_us_keeps_its_wait_and_is_marked(cast, case):
    message = answered(case, cast, state="open")
    since = Case.objects.get(pk=case.pk).waiting_since
    refuse(message)
    assert standing(case) == ("open", "fail", True)
    assert Case.objects.get(pk=case.pk).waiting_since == since
    assert Event.objects.filter(kind="answer_undelivered").count() == 0


@pytest.mark.parametrize("state", ["waiting", "answered"])
def test_sent_again_and_arrived_it_is_the_customers_turn_as_it_was(cast, case, state):
    message = answered(case, cast, state=state)
    refuse(message)
    assert retry_delivery(Delivery.objects.get(pk=message.delivery_id)) is True
    assert standing(case) == ("open", "fail", True)
    arrive(message)
    assert standing(case) == (state, "out", False)
    assert Wait.objects.filter(case=case).order_by("-pk").values_list("by_answer", "person").first() == (True, cast.sara.pk)


def test_what_somebody_set_meanwhile_stays(cast, case):
    message = answered(case, cast)
    refuse(message)
    Case.objects.filter(pk=case.pk).update(state_by=cast.reza)
    retry_delivery(Delivery.objects.get(pk=message.delivery_id))
    arrive(message)
    assert standing(case) == ("open", "out", True)


def test_a_new_word_of_the_customer_takes_the_mark_away(cast, case):
    refuse(answered(case, cast))
    receive(letter(delivered_to=(address_of(case),)), [], arrival(cast))
    assert standing(case) == ("open", "in", True)

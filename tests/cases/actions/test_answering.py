"""What leaves a case, and what never does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.cases.actions import (
    CannotAnswer,
    keep_draft,
    record_contact,
    reply,
    save_draft,
    withdraw_reply,
    write_note,
)
from sandali.cases.actions.adding import store_file
from sandali.cases.models import Case, Draft, Message, State
from sandali.channels.models import Delivery, DeliveryState
from tests.cast import make_case

pytestmark = pytest.mark.django_db


def standing(case):
    return Case.objects.get(pk=case.pk)


@pytest.mark.reliability("D1")
def test_the_same_form_sent_twice_is_one_answer(cast):
    case = make_case(cast)
    first = reply(case, "سلام", by=cast.sara, dedupe_key="form-1")
    again = reply(standing(case), "سلام", by=cast.sara, dedupe_key="form-1")
    assert (again.pk, Delivery.objects.count(), Message.objects.filter(direction="out").count()) == (first.pk, 1, 1)


def test_after_an_answer_it_is_the_customers_turn_and_the_case_has_an_owner(cast):
    case = make_case(cast)
    reply(case, "سلام", by=cast.sara, dedupe_key="1")
    now = standing(case)
    assert (now.state, now.waiting_since, now.assignee, now.last_direction, now.preview) == ("waiting", None, cast.sara, "out", "سلام")


def test_an_answer_that_keeps_the_case_open_leaves_it_among_what_is_due(cast):
    case = make_case(cast)
    message = reply(case, "پیگیری می‌کنم", by=cast.sara, dedupe_key="1", state=State.OPEN)
    assert (standing(case).state, standing(case).waiting_since) == ("open", message.at)


@pytest.mark.practice("P11")
@pytest.mark.parametrize("state", ["confirmed", "lapsed", "snoozed", "new", "nonsense"])
def test_no_answer_can_set_a_case_to_what_is_not_ours_to_say(cast, state):
    case = make_case(cast)
    with pytest.raises(ValueError):
        reply(case, "تمام", by=cast.admin, dedupe_key="1", state=state)
    assert (standing(case).state, Message.objects.filter(direction="out").count()) == ("new", 0)


def test_an_answer_goes_to_the_address_that_the_customer_wrote_from_last(cast):
    case = make_case(cast)
    message = reply(case, "**سلام**", by=cast.sara, dedupe_key="1")
    sent = message.delivery.payload
    assert (sent["to"]["value"], sent["subject"], sent["text"], sent["in_reply_to"]) == (
        "mina@example.com", "Re: سفارش نرسیده", "سلام", f"m{case.pk}.0@example.com",
    )  # fmt: skip


@pytest.mark.reliability("C3")
def test_an_answer_never_goes_to_a_stranger_who_wrote_in_between(cast):
    case = make_case(cast)
    Message.objects.create(case=case, direction="in", text="من دیگری‌ام", from_value="eve@example.net", is_stranger=True, channel=cast.channel)
    assert reply(case, "سلام", by=cast.sara, dedupe_key="1").delivery.to_value == "mina@example.com"


@pytest.mark.reliability("D9")
def test_a_note_leaves_by_no_way_at_all(cast):
    case = make_case(cast)
    secret = "این مشتری عصبانی است"
    write_note(case, secret, by=cast.reza, files=[store_file("inside.txt", "text/plain", b"x")])
    message = reply(standing(case), "سلام", by=cast.sara, dedupe_key="1", files=[store_file("paper.pdf", "application/pdf", b"y")])
    payload = message.delivery.payload
    assert secret not in str(payload)
    assert [file["name"] for file in payload["files"]] == ["paper.pdf"]
    assert Delivery.objects.count() == 1
    assert standing(case).preview == "سلام"


def test_an_empty_answer_says_so_and_sends_nothing(cast):
    case = make_case(cast)
    with pytest.raises(CannotAnswer):
        reply(case, " \n\u0000 ", by=cast.sara, dedupe_key="1")
    assert Delivery.objects.count() == 0


def test_without_an_address_an_answer_says_what_to_do(cast):
    case = make_case(cast)
    cast.mina.identities.all().delete()
    with pytest.raises(CannotAnswer):
        reply(case, "سلام", by=cast.sara, dedupe_key="1")


@pytest.mark.reliability("D5")
def test_an_answer_taken_back_in_time_is_never_sent_and_is_a_draft_again(cast):
    case = make_case(cast)
    message = reply(case, "زود فرستادم", by=cast.sara, dedupe_key="1")
    assert withdraw_reply(message, by=cast.sara) is True
    now = standing(case)
    assert Delivery.objects.get().state == DeliveryState.CANCELLED
    assert Draft.objects.get().text == "زود فرستادم"
    assert (now.state, now.waiting_since, now.preview, now.last_direction) == ("open", Message.objects.get(direction="in").at, "پیام 1", "in")


@pytest.mark.reliability("D5")
@pytest.mark.parametrize("state", [DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.FAILED])
def test_an_answer_that_was_taken_for_sending_cannot_be_taken_back(cast, state):
    message = reply(make_case(cast), "سلام", by=cast.sara, dedupe_key="1")
    Delivery.objects.update(state=state, attempts=1)
    assert withdraw_reply(message, by=cast.sara) is False
    message.refresh_from_db()
    assert (message.withdrawn_at, Delivery.objects.get().state, Draft.objects.count()) == (None, state, 0)


def test_what_was_begun_meanwhile_stands_below_the_answer_taken_back(cast):
    case = make_case(cast)
    message = reply(case, "اول", by=cast.sara, dedupe_key="1")
    save_draft(case, "دوم", by=cast.sara)
    withdraw_reply(message, by=cast.sara)
    assert Draft.objects.get().text == "اول\n\nدوم"


def test_a_second_answer_can_follow_the_one_taken_back(cast):
    case = make_case(cast)
    withdraw_reply(reply(case, "اول", by=cast.sara, dedupe_key="1"), by=cast.sara)
    reply(standing(case), "دوم", by=cast.sara, dedupe_key="2")
    assert list(Delivery.objects.order_by("pk").values_list("state", flat=True)) == ["cancelled", "queued"]


@pytest.mark.parametrize("state", ["waiting", "answered", "confirmed", "lapsed"])
def test_a_call_brings_a_case_back_among_what_is_due(cast, state):
    case = make_case(cast, state=state, waiting_since=None)
    message = record_contact(case, "تلفن کرد", by=cast.sara, direction="call")
    assert (standing(case).state, standing(case).waiting_since, message.customer) == ("open", message.at, cast.mina)


def test_a_contact_cannot_be_of_the_future_or_of_another_kind(cast):
    case = make_case(cast)
    with pytest.raises(CannotAnswer):
        record_contact(case, "فردا", by=cast.sara, direction="call", at=timezone.now() + timedelta(hours=1))
    with pytest.raises(ValueError):
        record_contact(case, "جعلی", by=cast.sara, direction="in")
    with pytest.raises(CannotAnswer):
        record_contact(case, " ", by=cast.sara, direction="visit")
    assert Message.objects.filter(case=case).count() == 1


def test_drafts_are_kept_for_each_person_and_forgotten_when_empty(cast):
    case = make_case(cast)
    save_draft(case, "مال سارا", by=cast.sara)
    save_draft(case, "مال رضا", by=cast.reza)
    save_draft(case, "", by=cast.reza)
    assert list(Draft.objects.values_list("person__name", "text")) == [("Sara", "مال سارا")]


def test_a_draft_moves_along_when_the_same_text_becomes_a_note(cast):
    case = make_case(cast)
    keep_draft(case, "با انبار", by=cast.sara, direction="out")
    keep_draft(case, "با انبار صحبت کردم", by=cast.sara, direction="note")
    assert list(Draft.objects.values_list("direction", "text")) == [("note", "با انبار صحبت کردم")]


def test_an_answer_forgets_only_its_own_draft(cast):
    case = make_case(cast)
    save_draft(case, "پاسخ", by=cast.sara)
    save_draft(case, "یادداشت دیگر", by=cast.sara, direction="note")
    reply(case, "پاسخ", by=cast.sara, dedupe_key="1")
    assert list(Draft.objects.values_list("direction", "text")) == [("note", "یادداشت دیگر")]

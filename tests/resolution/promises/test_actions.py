"""A promise made, kept, given a new date, withdrawn, handed over; each taken back; of two at once one wins."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.cases.actions import CannotAnswer, withdraw_reply
from sandali.channels.models import Delivery
from sandali.company.actions import Overtaken
from sandali.customers.models import Identity
from sandali.history.models import Event, Notice
from sandali.resolution.models import Promise, Promised
from sandali.resolution.promises.actions import (
    CannotPromise,
    keep_not_after_all,
    keep_promise,
    let_stand,
    make_promise,
    move_promise,
    pass_promise,
    withdraw_promise,
)
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P11")]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def case(cast):
    return make_case(cast, state="open", assignee=cast.sara)


@pytest.fixture
def promised(cast, case):
    return make_promise(case, "صندلی تازه را می‌فرستیم", timezone.now() + DAY, by=cast.sara)


def kinds():
    return list(Event.objects.filter(case_id__isnull=False).order_by("pk").values_list("kind", flat=True))


def test_a_promise_knows_what_by_when_by_whom_and_to_whom(cast, case):
    due = timezone.now() + DAY
    made = make_promise(case, "  صندلی تازه \n را می‌فرستیم ", due, by=cast.reza)
    assert (made.what, made.due_at, made.owner, made.made_by, made.customer, made.state) == (
        "صندلی تازه را می‌فرستیم", due, cast.sara, cast.reza, cast.mina, Promised.OPEN,
    )  # fmt: skip
    assert kinds() == ["promise_made"]


def test_in_a_case_of_nobody_it_is_whose_word_it_was(cast):
    assert make_promise(make_case(cast), "x", timezone.now() + DAY, by=cast.reza).owner == cast.reza


@pytest.mark.parametrize(("what", "ahead"), [("", DAY), ("  ", DAY), ("x", -HOUR), ("x", 500 * DAY)])
def test_without_words_or_for_a_time_that_is_none_nothing_is_promised(cast, case, what, ahead):
    with pytest.raises(CannotPromise):
        make_promise(case, what, timezone.now() + ahead, by=cast.sara)
    assert Promise.objects.count() == 0


def test_a_kept_promise_knows_when_and_can_be_taken_back(cast, promised):
    kept = keep_promise(promised, by=cast.sara)
    assert (kept.state, kept.kept_at is not None, kept.broken_at) == (Promised.KEPT, True, None)
    again = keep_not_after_all(kept, by=cast.sara)
    assert (again.state, again.kept_at, again.next_at) == (Promised.OPEN, None, again.due_at)
    assert kinds() == ["promise_made", "promise_kept", "promise_not_kept"]


def test_one_that_is_kept_late_stays_one_that_was_broken(cast, promised):
    late = promised.due_at + HOUR
    kept = keep_promise(promised, by=cast.sara, at=late)
    written = Promise.objects.get()
    assert [(one.state, one.kept_at, one.broken_at) for one in (kept, written)] == [(Promised.KEPT, late, promised.due_at)] * 2


def test_one_that_was_given_a_new_date_when_its_time_was_over_stays_one_that_was_broken(cast, promised):
    over = timezone.now() - HOUR
    Promise.objects.update(due_at=over, next_at=timezone.now() + HOUR)  # the clock has not looked at it yet
    move_promise(promised, timezone.now() + DAY, by=cast.sara, why="دیر شد", text="دیر شد.", dedupe_key="1")
    assert list(Promise.objects.order_by("pk").values_list("state", "broken_at")) == [(Promised.REPLACED, over), (Promised.OPEN, None)]


def test_of_two_who_act_at_once_the_second_is_asked(cast, promised):
    keep_promise(promised, by=cast.sara, version=1)
    with pytest.raises(Overtaken) as met:
        withdraw_promise(promised, by=cast.reza, reason="نخواست", version=1)
    assert met.value.current.state == Promised.KEPT


def test_a_withdrawn_promise_says_why_and_can_stand_again(cast, promised):
    with pytest.raises(CannotPromise):
        withdraw_promise(promised, by=cast.sara, reason=" ")
    gone = withdraw_promise(promised, by=cast.sara, reason="مشتری دیگر نمی‌خواهد")
    assert (gone.state, gone.reason, gone.next_at) == (Promised.WITHDRAWN, "مشتری دیگر نمی‌خواهد", None)
    assert let_stand(gone, by=cast.sara).state == Promised.OPEN


def test_a_new_date_is_told_to_the_customer_in_the_same_breath(cast, promised):
    due = timezone.now() + 3 * DAY
    new = move_promise(promised, due, by=cast.sara, why="انبار دیر رسید", text="سلام، صندلی سه روز دیگر می‌رسد.", dedupe_key="1")
    promised.refresh_from_db()
    assert (promised.state, new.follows, new.due_at, new.what, new.reason) == (Promised.REPLACED, promised, due, promised.what, "انبار دیر رسید")
    assert Delivery.objects.get().payload["text"] == "سلام، صندلی سه روز دیگر می‌رسد."
    assert new.message.text == "سلام، صندلی سه روز دیگر می‌رسد."
    assert kinds() == ["promise_made", "case_answered", "promise_moved"]


def test_the_same_form_twice_moves_it_once(cast, promised):
    how = {"by": cast.sara, "why": "دیر شد", "text": "دیر شد.", "dedupe_key": "1", "version": 1}
    first = move_promise(promised, timezone.now() + 2 * DAY, **how)
    assert move_promise(promised, timezone.now() + 2 * DAY, **how) == first
    assert (Promise.objects.count(), Delivery.objects.count()) == (2, 1)


@pytest.mark.parametrize("gap", [{"why": ""}, {"text": ""}, {"due_at": timedelta(hours=-1)}])
def test_without_a_date_a_reason_and_words_for_the_customer_nothing_moves(cast, promised, gap):
    how = {"why": "دیر شد", "text": "دیر شد."} | {name: value for name, value in gap.items() if name != "due_at"}
    with pytest.raises((CannotPromise, CannotAnswer)):
        move_promise(promised, timezone.now() + gap.get("due_at", DAY), by=cast.sara, dedupe_key="1", **how)
    promised.refresh_from_db()
    assert (promised.state, Promise.objects.count(), Delivery.objects.count()) == (Promised.OPEN, 1, 0)


def test_who_has_no_address_is_told_on_the_telephone_and_that_is_written_down(cast, promised):
    Identity.objects.all().delete()
    with pytest.raises(CannotAnswer):
        move_promise(promised, timezone.now() + 2 * DAY, by=cast.sara, why="دیر شد", text="دیر شد.", dedupe_key="1")
    new = move_promise(promised, timezone.now() + 2 * DAY, by=cast.sara, why="دیر شد", text="گفتم دیر شد.", dedupe_key="1", by_call=True)
    assert (new.message.direction, new.told_at) == ("call", new.message.at)


def test_a_new_date_that_is_taken_back_leaves_the_old_one_as_it_stood(cast, promised):
    new = move_promise(promised, timezone.now() + 2 * DAY, by=cast.sara, why="دیر شد", text="دیر شد.", dedupe_key="1")
    assert withdraw_reply(new.message, by=cast.sara) is True
    promised.refresh_from_db()
    new.refresh_from_db()
    assert (promised.state, promised.next_at, new.state, new.follows) == (Promised.OPEN, promised.due_at, Promised.WITHDRAWN, None)
    again = move_promise(promised, timezone.now() + 2 * DAY, by=cast.sara, why="دیر شد", text="دیر شد.", dedupe_key="2")
    assert again.follows == promised


def test_a_promise_is_handed_to_who_sees_the_case_and_they_hear_of_it(cast, promised):
    passed = pass_promise(promised, cast.reza, by=cast.sara)
    assert (passed.owner, Notice.objects.get().person) == (cast.reza, cast.reza)
    with pytest.raises(CannotPromise):
        pass_promise(passed, cast.omid, by=cast.sara)

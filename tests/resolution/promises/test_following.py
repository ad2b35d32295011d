"""Promises move with a merge and a split and back again, and go along with the case to its new owner."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.cases.actions import assign_case, reply
from sandali.cases.actions.regrouping import merge_cases, split_case, undo_regrouping
from sandali.cases.actions.spam import mark_spam, unmark_spam
from sandali.resolution.models import Promise
from sandali.resolution.promises.actions import make_promise, pass_promise
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P11")]
DAY = timedelta(days=1)


@pytest.fixture
def case(cast):
    return make_case(cast, messages=2, state="open", assignee=cast.sara)


def promised(cast, case, **how):
    return make_promise(case, "صندلی را می‌فرستیم", timezone.now() + DAY, by=cast.sara, **how)


def where():
    return list(Promise.objects.order_by("pk").values_list("case_id", flat=True))


def test_promises_go_with_a_merged_case_and_come_back_with_it(cast, case):
    target = make_case(cast, state="open", assignee=cast.reza)
    promised(cast, case)
    promised(cast, target)
    made = merge_cases(case, target, by=cast.nahid)
    assert where() == [target.pk, target.pk]
    undo_regrouping(made, by=cast.nahid)
    assert where() == [case.pk, target.pk]


def test_through_two_merges_each_finds_its_way_back(cast, case):
    middle, last = make_case(cast, state="open"), make_case(cast, state="open")
    promised(cast, case)
    first = merge_cases(case, middle, by=cast.nahid)
    second = merge_cases(middle, last, by=cast.nahid)
    assert where() == [last.pk]
    undo_regrouping(second, by=cast.nahid)
    assert where() == [middle.pk]
    undo_regrouping(first, by=cast.nahid)
    assert where() == [case.pk]


def test_what_a_moved_message_says_goes_with_it_to_whose_it_is_now(cast, case):
    answer = reply(case, "فردا می‌فرستیم.", by=cast.sara, dedupe_key="1")
    said, other = promised(cast, case, message=answer), promised(cast, case)
    made = split_case(case, [answer.pk], by=cast.nahid, subject="دیگر", customer=cast.kaveh)
    said.refresh_from_db()
    assert (where(), said.customer) == ([made.target_id, case.pk], cast.kaveh)
    undo_regrouping(made, by=cast.nahid)
    said.refresh_from_db()
    assert (where(), said.customer, other.customer) == ([case.pk, case.pk], cast.mina, cast.mina)


def test_a_new_owner_keeps_the_promises_but_for_what_was_handed_to_somebody(cast, case):
    along, own = promised(cast, case), promised(cast, case)
    pass_promise(own, cast.nahid, by=cast.sara)
    assign_case(case, cast.reza, by=cast.nahid)
    along.refresh_from_db()
    own.refresh_from_db()
    assert (along.owner, own.owner) == (cast.reza, cast.nahid)


def test_a_case_that_is_put_back_leaves_its_promises_to_who_gave_them(cast, case):
    one = promised(cast, case)
    assign_case(case, None, by=cast.sara)
    one.refresh_from_db()
    assert one.owner == cast.sara


def test_nobody_is_reminded_in_spam_until_it_is_none(cast, case):
    promised(cast, case)
    mark_spam(case, by=cast.nahid)
    assert Promise.objects.get().next_at is None
    case.refresh_from_db()
    unmark_spam(case, by=cast.nahid)
    assert Promise.objects.get().next_at is not None

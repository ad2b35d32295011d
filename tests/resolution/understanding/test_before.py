"""The history before a reply: true, bounded, and no more than its reader may see."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandali.cases.models import Case
from sandali.customers.actions import write_customer_note
from sandali.customers.models import Organisation
from sandali.resolution.models import Asked, Asking, Remedy
from sandali.resolution.promises.actions import make_promise
from sandali.resolution.understanding.before import MOST_BEHIND, before_reply
from tests.cast import make_case

pytestmark = pytest.mark.django_db
STATES = ("open", "confirmed", "lapsed", "answered", "waiting")


def many(cast, count, **fields):
    now = timezone.now()
    Case.objects.bulk_create(
        Case(
            customer=cast.mina, channel=cast.channel, department=cast.support, subject=f"موضوع {number}", state=STATES[number % 5],
            opened_at=now - timedelta(days=number), last_message_at=now - timedelta(days=number), repeats=number % 3 == 0, reopened=number % 4 == 0, **fields,
        )
        for number in range(count)
    )  # fmt: skip


@pytest.mark.practice("P23")
def test_matters_are_counted_by_how_they_ended(cast):
    case = make_case(cast, repeats=1)
    many(cast, 10)
    found = before_reply(case, cast.sara)
    assert (found.total, found.confirmed, found.lapsed, found.open, found.elsewhere_open, found.repeats, found.reopened) == (11, 2, 2, 7, 6, 5, 3)
    assert ([one.number == case.pk for one in found.elsewhere], len(found.elsewhere)) == ([False] * MOST_BEHIND, MOST_BEHIND)


def test_their_last_yes_or_no_is_in_their_words(cast):
    case, other = make_case(cast), make_case(cast, subject="صندلی")
    now = timezone.now()
    for days, state, word in ((9, Asked.YES, "بله"), (2, Asked.NO, "هنوز لق است"), (1, Asked.SILENT, "")):
        Asking.objects.create(case=other, opened_at=now, asked_at=now, state=state, ended_at=now - timedelta(days=days), word=word)
    found = before_reply(case, cast.sara).word
    assert (found.case, found.subject, found.is_yes, found.text) == (other.pk, "صندلی", False, "هنوز لق است")


def test_what_the_reader_may_not_see_is_counted_nowhere(cast):
    case = make_case(cast)
    many(cast, 6)
    Case.objects.exclude(pk=case.pk).update(department=cast.accounting)
    now = timezone.now()
    Asking.objects.create(case=Case.objects.filter(department=cast.accounting).first(), opened_at=now, asked_at=now, state=Asked.YES, ended_at=now)
    hidden, seen = before_reply(case, cast.sara), before_reply(case, cast.admin)
    assert (hidden.total, hidden.repeats, hidden.reopened, hidden.word, hidden.elsewhere, hidden.earlier) == (1, 0, 0, None, (), ())
    assert (seen.total, seen.repeats, seen.word.is_yes) == (7, 2, True)


def test_what_we_owe_them_and_what_was_given_as_far_as_the_reader_sees_the_case(cast):
    case, hidden = make_case(cast, assignee=cast.sara), make_case(cast, department=cast.accounting)
    soon = timezone.now() + timedelta(days=1)
    for one, what in ((case, "پس‌دادن پول"), (hidden, "فاکتور تازه")):
        make_promise(one, what, soon, by=cast.admin)
        Remedy.objects.create(case=one, customer=one.customer, kind="gift", currency="IRR", by=cast.admin, state="given", dedupe_key=what)
    Remedy.objects.create(case=case, customer=case.customer, kind="refund", amount=7, currency="IRR", by=cast.sara, state="asked", due_at=soon, dedupe_key="asked")
    known = before_reply(case, cast.sara)
    assert [(one.case, one.what, one.is_broken) for one in known.owed] == [(case.pk, "پس‌دادن پول", False)]
    assert [(one.case, one.kind) for one in known.given] == [(case.pk, "gift")]
    assert len(before_reply(case, cast.admin).owed) == 2


def test_what_was_merged_or_is_spam_is_no_matter(cast):
    case = make_case(cast)
    make_case(cast, aside="spam")
    make_case(cast, aside="merged", merged_into=case)
    assert before_reply(case, cast.sara).total == 1


def test_notes_and_colleagues_of_their_organisation(cast):
    organisation = Organisation.objects.create(name="سیمرغ")
    for customer in (cast.mina, cast.kaveh):
        customer.organisation = organisation
        customer.save()
    case = make_case(cast)
    make_case(cast, customer=cast.kaveh, subject="میز")
    make_case(cast, customer=cast.kaveh, state="confirmed")
    write_customer_note(cast.mina, "هرگز تلفن نزنید", by=cast.sara)
    found = before_reply(Case.objects.select_related("customer__organisation").get(pk=case.pk), cast.sara)
    assert (found.colleagues_open, [one.subject for one in found.colleagues], [note[0] for note in found.notes]) == (1, ["میز"], ["هرگز تلفن نزنید"])


def test_one_case_and_three_hundred_cost_the_same_queries(cast):
    case, counted = make_case(cast), []
    many(cast, 5)
    before_reply(case, cast.sara)  # her departments are known from here on
    for more in (0, 3, 300):
        many(cast, more)
        with CaptureQueriesContext(connection) as queries:
            before_reply(case, cast.sara)
        counted.append(len(queries))
    assert (counted, counted[0] <= 9) == ([counted[0]] * 3, True)


def test_of_a_customer_of_three_hundred_matters_it_is_told_in_sixty_milliseconds(cast):
    case = make_case(cast)
    many(cast, 300)
    before_reply(case, cast.sara)
    taken = []
    for _round in range(20):
        began = time.process_time()
        before_reply(case, cast.sara)
        taken.append(time.process_time() - began)
    assert sorted(taken)[18] < 0.06

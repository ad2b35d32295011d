"""A thousand questions that nobody answered in time are one notice for each who may answer them, and one for who asked."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from sandali.cases.models import Case
from sandali.history.models import Event, Notice
from sandali.history.queue import in_batches
from sandali.resolution.models import AuthorityRules, Remedy
from sandali.resolution.remedies.actions import give_remedy
from sandali.resolution.remedies.jobs import escalate
from sandali.resolution.remedies.overdue import BATCH, escalate_overdue
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P19")]
# A Sunday in Tehran: half past nine in the morning.
MORNING = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
LATER = MORNING + timedelta(days=1)
MANY = 1000


def asked(cast, count=1):
    """So many questions for more than an agent may give, all owed an answer within an hour."""
    AuthorityRules.objects.get_or_create(pk=1, answer_within=60)
    one = give_remedy(make_case(cast), "refund", amount=40_000_000, by=cast.sara, key="first", at=MORNING)
    Remedy.objects.bulk_create(
        Remedy(case=one.case, customer_id=one.customer_id, kind=one.kind, amount=one.amount, currency=one.currency, by=cast.sara, at=MORNING, state="asked", due_at=one.due_at, dedupe_key=str(number))
        for number in range(count - 1)
    )  # fmt: skip
    Notice.objects.all().delete()
    return one


def told(kind):
    """Who has a notice of a kind, with the number that it says."""
    return sorted((one.person.name, one.event.data.get("count"), one.count) for one in Notice.objects.filter(event__kind=kind).select_related("person", "event"))


def test_who_asks_too_long_is_told_to_all_who_may_grant_once_and_never_at_night(cast):
    asked(cast)
    assert [escalate_overdue(now=at) for at in (MORNING + timedelta(minutes=59), MORNING.replace(hour=21))] == [0, 0]
    assert [escalate_overdue(now=LATER), escalate_overdue(now=LATER)] == [1, 0]
    assert told("remedy_overdue") == [(name, None, 1) for name in ("Ladan", "Nahid", "Sara")]


def test_a_thousand_at_one_moment_are_a_notice_a_person(cast):
    asked(cast, MANY)
    assert [in_batches(partial(escalate_overdue, now=LATER), BATCH) for _again in range(2)] == [MANY, 0]
    assert told("remedies_overdue") == [(name, MANY, 1) for name in ("Ladan", "Nahid", "Sara")]
    assert (told("remedy_overdue"), Event.objects.filter(kind="remedy_overdue").count()) == ([], 0)
    assert (Remedy.objects.filter(escalated_at=LATER).count(), Case.objects.count()) == (MANY, 1)


def test_the_job_does_the_same_after_a_restart_and_says_nothing_again(cast):
    one = asked(cast)
    Remedy.objects.filter(pk=one.pk).update(due_at=MORNING - timedelta(days=7), escalated_at=MORNING)
    assert escalate.func() == 0

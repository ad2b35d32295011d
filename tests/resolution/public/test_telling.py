"""A thousand public complaints without an answer at one moment are a notice a person, and each case still says that it is late."""

from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from sandali.cases.actions.together import follow_case
from sandali.cases.models import Case
from sandali.company.models import OpeningRange
from sandali.history.models import Event, Notice
from sandali.history.queue import in_batches
from sandali.resolution.models import PublicMatter
from sandali.resolution.public.plans import write_plan
from sandali.resolution.public.telling import BATCH, tell_due
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P15")]
DUE = datetime(2091, 1, 5, 11, tzinfo=ZoneInfo("Asia/Tehran"))
MANY = 1000


@pytest.fixture
def hours(cast):
    """Every day from nine to five."""
    OpeningRange.objects.all().delete()
    OpeningRange.objects.bulk_create(OpeningRange(weekday=day, starts="09:00", ends="17:00") for day in range(7))


def public(cast, count, *, next_at, **fields):
    """So many public cases with an answer owed at DUE."""
    plan = write_plan(by=cast.nahid, name="شکایت", steps="1. بخوانید")
    first = make_case(cast, messages=0, **fields)
    last = first.pk
    Case.objects.bulk_create(Case(customer=first.customer, channel=first.channel, department=first.department, assignee=first.assignee) for _number in range(count - 1))
    PublicMatter.objects.bulk_create(
        PublicMatter(case_id=case, where="network", by=cast.nahid, plan=plan, due_at=DUE, next_at=next_at)
        for case in Case.objects.filter(pk__gte=last).values_list("pk", flat=True)
    )
    Notice.objects.all().delete()
    return first


def whole_round(now):
    """As the job does it: batch after batch of one moment."""
    return in_batches(partial(tell_due, now), BATCH)


def notices():
    """(who, kind, its count, times) of every notice."""
    rows = Notice.objects.select_related("person", "event").order_by("event__kind", "person__name")
    return [(one.person.name, one.event.kind, one.event.data.get("count"), one.count) for one in rows]


def test_a_thousand_late_answers_are_a_notice_for_their_owner_and_one_for_each_leader(cast, hours):
    first = public(cast, MANY, next_at=DUE, assignee=cast.sara)
    follow_case(first, by=cast.reza)
    assert [whole_round(DUE), whole_round(DUE + timedelta(hours=1))] == [MANY, 0]
    assert notices() == [
        ("Reza", "public_late", None, 1), ("Nahid", "public_round_late", MANY, 1), ("Parvaneh", "public_round_late", MANY, 1), ("Sara", "publics_late", MANY, 1),
    ]  # fmt: skip
    late = Event.objects.filter(kind="public_late")
    assert (late.values("case_id").distinct().count(), PublicMatter.objects.exclude(late_told_at=DUE).count()) == (MANY, 0)


def test_a_thousand_that_are_due_soon_are_a_notice_for_everybody_who_could_take_them(cast, hours):
    cast.reza.memberships.update(reads_only=True)
    public(cast, MANY, next_at=DUE - timedelta(hours=1))
    assert whole_round(DUE - timedelta(hours=1)) == MANY
    assert notices() == [(name, "publics_due_soon", MANY, 1) for name in ("Ladan", "Nahid", "Sara")]
    assert (Event.objects.filter(kind="public_due_soon").count(), set(PublicMatter.objects.values_list("next_at", flat=True))) == (0, {DUE})


def test_what_is_spam_is_told_to_nobody(cast, hours):
    public(cast, 5, next_at=DUE, assignee=cast.sara, aside="spam")
    Case.objects.update(aside="spam")
    assert (tell_due(DUE), notices(), Event.objects.filter(kind="public_late").count()) == (5, [], 0)

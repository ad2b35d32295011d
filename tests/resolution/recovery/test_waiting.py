"""What waits for a signature or to be found is told of once, in working hours; a thousand at one moment are a notice a person."""

from datetime import UTC, datetime, timedelta

import pytest

from sandali.cases.models import Case
from sandali.history.models import Event, Notice
from sandali.resolution.models import Apology, CauseLook
from sandali.resolution.recovery.waiting import tell_lookers, tell_of_looks, warn_of_apologies, warn_signers
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P12", "P13")]
# A Sunday in Tehran: half past nine in the morning.
MORNING = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
NIGHT = MORNING.replace(hour=20)
MANY = 1000


def cases(cast, count, **fields):
    first = make_case(cast, messages=0, kind="complaint", **fields)
    Case.objects.bulk_create(Case(customer=first.customer, channel=first.channel, department=first.department, assignee=first.assignee) for _number in range(count - 1))
    return Case.objects.filter(pk__gte=first.pk)


def to_sign(cast, count):
    """Sara asked Nahid to sign so many."""
    Apology.objects.bulk_create(Apology(case=case, text="!", by=cast.sara, signer=cast.nahid, at=MORNING, due_at=MORNING) for case in cases(cast, count))


def to_find(cast, count):
    """Sara said of so many cases of Reza that somebody looks again."""
    CauseLook.objects.bulk_create(CauseLook(case=case, look_at=MORNING, by=cast.sara) for case in cases(cast, count, assignee=cast.reza))


def told():
    """(who, kind, number, times) of every notice."""
    rows = Notice.objects.select_related("person", "event").order_by("event__kind", "event__pk", "person__name")
    return [(one.person.name, one.event.kind, one.event.data.get("count"), one.count) for one in rows]


WAITING = [
    (to_sign, warn_of_apologies, warn_signers, "apology_still_to_sign", "apologies_still_to_sign", ("Nahid", "Sara"), 0),
    (to_find, tell_of_looks, tell_lookers, "cause_to_find", "causes_to_find", ("Reza", "Sara"), MANY),
]


@pytest.mark.parametrize(("wait", "tell", "batch", "one", "many", "people", "on_cases"), WAITING)
def test_a_thousand_at_one_moment_are_a_notice_a_person(cast, wait, tell, batch, one, many, people, on_cases):
    wait(cast, MANY)
    assert [tell(at) for at in (NIGHT, MORNING + timedelta(days=1), MORNING + timedelta(days=1))] == [0, MANY, 0]
    assert sorted(told()) == [(name, many, MANY, 1) for name in people]
    assert Event.objects.filter(kind=one).values("case_id").distinct().count() == on_cases


@pytest.mark.parametrize(("wait", "tell", "batch", "one", "many", "people", "on_cases"), WAITING)
def test_a_few_are_told_one_by_one_each_on_its_case(cast, wait, tell, batch, one, many, people, on_cases):
    wait(cast, 3)
    assert [tell(MORNING), tell(MORNING)] == [3, 0]
    assert told() == [(name, one, None, 1) for _number in range(3) for name in people]


@pytest.mark.parametrize(("wait", "tell", "batch", "one", "many", "people", "on_cases"), WAITING)
def test_what_another_worker_took_is_not_told_again(cast, wait, tell, batch, one, many, people, on_cases):
    wait(cast, 12)
    assert [batch(MORNING, most=5), tell(MORNING), batch(MORNING)] == [5, 7, 0]
    assert sorted(told()) == [(name, many, 12, 1) for name in people]


def test_who_has_left_hears_of_nothing(cast):
    to_find(cast, 5)
    cast.reza.is_active = False
    cast.reza.save()
    assert (tell_of_looks(MORNING), told()) == (5, [("Sara", "causes_to_find", 5, 1)])

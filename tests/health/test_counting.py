"""The look through everything: what it writes, what it leaves, and whom it tells."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandali.company.permissions import NotAllowed
from sandali.customers.models import Customer
from sandali.health import counting
from sandali.health.actions import LookingAlready, begin_look, change_rules
from sandali.health.checks import CHECKS
from sandali.health.counting import count_all, look_at_night, look_through, tell_if_worse, thin, worse
from sandali.health.models import Count, Look
from sandali.health.queries import counts_since, figure_of
from sandali.health.rules import check_rules
from sandali.history import queue
from sandali.history.models import Event, Job, Notice
from tests.cast import make_case
from tests.health.faults import MAKERS, no_address

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P42")]
SATURDAY = date(2026, 11, 21)  # the first day of the week of an Iranian company


def test_a_look_counts_every_check_once_and_is_over(cast):
    no_address(cast)
    begin_look(by=cast.nahid)
    queue.drain()
    look = Look.objects.get()
    assert (look.running, look.by, look.ended_at is not None) == (None, cast.nahid, True)
    counted = {row.check_code: (row.faulty, row.total) for row in Count.objects.filter(day=look.day)}
    assert counted.keys() == CHECKS.keys()
    assert counted["no_address"] == (1, 3)


def test_two_looks_at_once_are_one_and_only_who_keeps_records_begins_one(cast):
    begin_look(by=cast.nahid)
    with pytest.raises(LookingAlready):
        begin_look(by=cast.admin)
    with transaction.atomic():
        look_at_night()
    with pytest.raises(NotAllowed):
        begin_look(by=cast.sara)
    assert Look.objects.count() == 1


def test_after_a_restart_a_look_goes_on_with_what_is_not_counted_yet(cast, monkeypatch):
    look = begin_look(by=cast.nahid)
    once = counting.count_one
    done: list[str] = []

    def killed(check, *given, **more):
        if len(done) == 5:
            raise SystemExit
        done.append(check.code)
        once(check, *given, **more)

    monkeypatch.setattr(counting, "count_one", killed)
    with pytest.raises(SystemExit):
        look_through(look.pk)
    monkeypatch.setattr(counting, "count_one", lambda check, *given, **more: (done.append(check.code), once(check, *given, **more)))
    look_through(look.pk)
    assert sorted(done) == sorted(CHECKS)
    assert Count.objects.count() == len(CHECKS)


@pytest.mark.django_db(transaction=True)
def test_while_it_reckons_no_transaction_is_open(cast, monkeypatch):
    seen = []
    honest = counting.in_the_open
    monkeypatch.setattr(counting, "in_the_open", lambda *given: (seen.append(connection.in_atomic_block), honest(*given))[1])
    count_all(SATURDAY, check_rules())
    assert seen == [False] * 2 * len(CHECKS)


def test_a_look_whose_job_is_set_aside_keeps_out_no_other(cast):
    look = begin_look(by=cast.nahid)
    queue.park(Job.objects.get(task="sandali.health.jobs.look_through"), "it failed each time")
    look.refresh_from_db()
    assert look.running is None
    assert begin_look(by=cast.nahid).running


def test_counting_a_day_again_writes_in_its_row(cast):
    count_all(SATURDAY, check_rules())
    no_address(cast)
    count_all(SATURDAY, check_rules())
    assert list(Count.objects.filter(check_code="no_address").values_list("day", "faulty")) == [(SATURDAY, 1)]


def test_what_stands_in_a_private_department_is_counted_for_nobody(cast):
    make_case(cast, waiting_since=timezone.now() - timedelta(days=3))
    make_case(cast, waiting_since=timezone.now() - timedelta(days=3), department=cast.accounting)
    count_all(SATURDAY, check_rules())
    row = Count.objects.get(check_code="no_owner")
    assert (row.faulty, row.total) == (1, 1)


def test_every_day_of_three_months_stays_then_the_last_of_each_week():
    for back in range(120):
        Count.objects.create(check_code="no_name", day=SATURDAY - timedelta(days=back), faulty=back, total=200)
    thin(SATURDAY)
    days = list(Count.objects.order_by("-day").values_list("day", flat=True))
    assert days[:92] == [SATURDAY - timedelta(days=back) for back in range(92)]
    sundays = [day for day in (SATURDAY - timedelta(days=back) for back in range(92, 120)) if day.weekday() == 6]
    assert days[92:] == sorted({SATURDAY - timedelta(days=92), *sundays}, reverse=True)
    assert thin(SATURDAY) == 0


def counted(code: str, before: int, now: int, *, days: int = 0, days_before: int | None = None) -> None:
    """A check's figures of today and of a week ago."""
    Count.objects.create(check_code=code, day=SATURDAY - timedelta(days=7), faulty=before, total=1000, days=days if days_before is None else days_before)
    Count.objects.create(check_code=code, day=SATURDAY, faulty=now, total=1000, days=days)


@pytest.mark.parametrize(("before", "now", "is_much"), [(100, 121, True), (100, 119, False), (0, 9, False), (0, 10, True), (50, 40, False)])
def test_much_worse_is_ten_records_and_a_fifth_more(cast, before, now, is_much):
    counted("no_name", before, now)
    assert bool(worse(SATURDAY, check_rules())) is is_much


def test_figures_under_another_limit_are_never_compared(cast):
    counted("quiet_lead", 10, 400, days=10, days_before=30)
    assert worse(SATURDAY, check_rules()) == []
    rules = change_rules(by=cast.nahid, off=[], days={"quiet_lead": 10})
    figure = figure_of(CHECKS["quiet_lead"], counts_since(SATURDAY - timedelta(days=90))["quiet_lead"], rules)
    assert figure is not None
    assert (figure.faulty, figure.trend) == (400, [(SATURDAY, 400)])
    assert figure_of(CHECKS["quiet_lead"], [], rules) is None


def test_who_keeps_the_records_is_told_once_a_week_of_the_one_that_got_worst(cast):
    counted("no_name", 100, 130)
    counted("no_phone", 10, 90)
    assert [tell_if_worse(SATURDAY + timedelta(days=1), check_rules()), tell_if_worse(SATURDAY, check_rules()), tell_if_worse(SATURDAY, check_rules())] == [
        False, True, False,
    ]  # fmt: skip
    event = Event.objects.get(kind="records_worse")
    assert event.data == {"check": "no_phone", "before": 10, "count": 90}
    assert set(Notice.objects.values_list("person__name", flat=True)) == {"Nahid", "Ladan"}


def test_nobody_is_told_when_nothing_got_much_worse(cast):
    counted("no_name", 100, 101)
    assert not tell_if_worse(SATURDAY, check_rules())
    assert (Event.objects.filter(kind="records_worse").count(), Notice.objects.count()) == (0, 0)


def test_a_check_that_is_switched_off_is_not_counted(cast):
    change_rules(by=cast.nahid, off=["no_name"], days={})
    count_all(SATURDAY, check_rules())
    assert set(Count.objects.values_list("check_code", flat=True)) == CHECKS.keys() - {"no_name"}


def test_as_many_questions_are_asked_for_many_records_as_for_one(cast):
    for maker in MAKERS.values():
        maker(cast)
    queries_of()  # the rows of the day are made once
    asked = len(queries_of())
    Customer.objects.bulk_create(Customer(name="") for _number in range(50))
    assert len(queries_of()) == asked


def queries_of() -> list[dict[str, str]]:
    """The questions of one whole count."""
    with CaptureQueriesContext(connection) as queries:
        count_all(SATURDAY, check_rules())
    return list(queries.captured_queries)


def test_the_job_of_a_look_that_ended_does_nothing(cast):
    look = begin_look(by=cast.nahid)
    queue.drain()
    Count.objects.all().delete()
    look_through(look.pk)
    assert (Count.objects.count(), Job.objects.filter(state="ready").count()) == (0, 0)

"""Rules that time sets off: once a stretch, whatever the clock does meanwhile."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from sandali.automation.models import RuleRun
from sandali.automation.rules.timed import BATCH, run_timed, since_working
from sandali.cases.models import Case
from sandali.company.actions.hours import set_week
from sandali.kit.hours import WeekHours
from tests.automation.rules.given import rule
from tests.cast import make_case

TEHRAN = ZoneInfo("Asia/Tehran")
pytestmark = pytest.mark.django_db


def test_working_hours_are_counted_backwards_over_closed_days():
    week = WeekHours({day: ((time(9), time(17)),) for day in (0, 1, 2, 5, 6)}, TEHRAN)  # Thursday and Friday are closed
    saturday = datetime(2026, 11, 21, 11, tzinfo=TEHRAN)
    since = since_working(saturday, 4, week)
    assert abs(since - datetime(2026, 11, 18, 15, tzinfo=TEHRAN)) < timedelta(minutes=1)
    assert week.between(since, saturday) >= timedelta(hours=4)


def test_who_waited_long_enough_is_taken_up_once_and_anew_when_a_new_wait_begins(cast):
    set_week({}, by=cast.admin)
    rule(cast, "waits", amount=4, priority=4, note="دیر شد")
    now = timezone.now()
    late, soon = (make_case(cast, waiting_since=now - timedelta(hours=hours)) for hours in (5, 3))
    assert [run_timed(now), run_timed(now), run_timed(now - timedelta(days=2)), run_timed(now)] == [1, 0, 0, 0]
    assert list(RuleRun.objects.values_list("case", flat=True)) == [late.pk]
    assert run_timed(now + timedelta(hours=2)) == 1
    Case.objects.filter(pk=late.pk).update(waiting_since=now + timedelta(hours=1))
    assert run_timed(now + timedelta(hours=6)) == 1
    assert list(RuleRun.objects.order_by("pk").values_list("case", flat=True)) == [late.pk, soon.pk, late.pk]


def test_silence_is_heard_in_the_state_that_is_named_and_never_where_a_matter_rests(cast):
    rule(cast, "silent", amount=7, tag="ساکت")
    rule(cast, "silent", amount=7, when={"state": "waiting"}, tag="بی‌پاسخ")
    long_ago = timezone.now() - timedelta(days=8)
    made = {state: make_case(cast, state=state, last_message_at=long_ago) for state in ("open", "waiting", "answered")}
    Case.objects.filter(pk__in=[case.pk for case in made.values()]).update(last_message_at=long_ago)
    make_case(cast, state="waiting")
    run_timed()
    tags = {state: sorted(tag.name for tag in case.tags.all()) for state, case in made.items()}
    assert tags == {"open": ["ساکت"], "waiting": ["بی‌پاسخ", "ساکت"], "answered": []}


def test_a_stretch_with_nothing_to_change_is_not_asked_again(cast):
    set_week({}, by=cast.admin)
    rule(cast, "waits", amount=1, priority=2)
    make_case(cast, waiting_since=timezone.now() - timedelta(hours=2))
    assert [run_timed(), RuleRun.objects.get().outcome, run_timed(), RuleRun.objects.count()] == [0, "same", 0, 1]


def test_more_than_a_batch_is_gone_through_to_the_end(cast):
    set_week({}, by=cast.admin)
    rule(cast, "waits", amount=1, kind="complaint")
    since = timezone.now() - timedelta(hours=2)
    Case.objects.bulk_create(Case(customer=cast.mina, department=cast.support, waiting_since=since) for _number in range(BATCH + 3))
    assert run_timed() == BATCH + 3

"""A rule tried on last week: it says what it would have done, and not one row changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from sandali.automation.rules.actions import rule_fields
from sandali.automation.rules.queries import first_event_since
from sandali.automation.rules.triggers import TIMED, TRIGGERS
from sandali.automation.rules.trying import try_rule
from sandali.cases.actions import tag_case
from sandali.cases.events import CASE_ANSWERED
from sandali.history.events import record
from sandali.history.models import Event
from tests.automation.rules.given import everything
from tests.automation.rules.test_running import wrote
from tests.cast import make_case
from tests.cast_again import bring_in


def fields(trigger="wrote", amount=None, when=None, **acts):
    return rule_fields({"name": "آزمایش", "trigger": trigger, "amount": amount, "conditions": when or {}, "acts": acts})


@pytest.mark.django_db
def test_it_says_which_cases_and_what_would_be_done_to_each(cast):
    loud, calm = make_case(cast, kind="complaint"), make_case(cast)
    for case in (loud, calm):
        wrote(case)
    long_ago = record(CASE_ANSWERED, loud.messages.first(), by=cast.sara, at=timezone.now() - timedelta(days=9))
    trial = try_rule(fields(when={"kind": "complaint"}, priority=4, kind="complaint"), by=cast.nahid)
    assert (trial.asked, trial.fits, [(hit.case.pk, hit.acts) for hit in trial.hits]) == (2, 1, [(loud.pk, [("priority", 4)])])
    assert try_rule(fields("answered", tag="x"), by=cast.nahid).asked == 0
    assert long_ago.pk


@pytest.mark.django_db
def test_who_would_own_the_rule_sees_no_case_that_they_may_not_handle(cast):
    wrote(make_case(cast, department=cast.accounting))
    assert [try_rule(fields(tag="x"), by=person).fits for person in (cast.nahid, cast.admin, cast.sara)] == [0, 1, 0]


@pytest.mark.django_db
def test_as_many_queries_for_three_cases_as_for_one(cast):
    asked: list[tuple[int, int]] = []
    try_rule(fields(tag="الف"), by=cast.nahid)  # reads her standing
    for _round in range(2):
        for _case in range(1 if not asked else 2):
            case = make_case(cast)
            tag_case(case, "ب", by=cast.sara)
            wrote(case, "سفارش من")
        with CaptureQueriesContext(connection) as queries:
            trial = try_rule(fields(when={"words": "سفارش"}, tag="الف", follower=cast.nahid.pk), by=cast.nahid)
        asked.append((trial.fits, len([one for one in queries if "history_event" not in one["sql"]])))
    assert [fits for fits, _count in asked] == [1, 3]
    assert asked[0][1] == asked[1][1]


@pytest.mark.django_db
def test_the_first_event_of_a_week_is_found_by_halving(cast):
    case, now = make_case(cast), timezone.now()
    events = [record(CASE_ANSWERED, case.messages.first(), by=cast.sara, at=now - timedelta(days=20 - number)) for number in range(20)]
    Event.objects.filter(pk__lt=events[0].pk).delete()
    for days in (0, 1, 7, 19, 25):
        moment = now - timedelta(days=days, minutes=1)
        found = Event.objects.filter(pk__gte=first_event_since(moment)).order_by("pk").values_list("pk", flat=True).first()
        assert found == next((event.pk for event in events if event.at >= moment), None)


ACTS = st.fixed_dictionaries({}, optional={
    "department": st.sampled_from(["support", "accounting"]), "person": st.sampled_from(["sara", "reza"]), "kind": st.sampled_from(["complaint", "praise"]),
    "priority": st.integers(1, 4), "tag": st.just("برچسب"), "untag": st.just("کهنه"), "note": st.just("یادداشت"), "snooze": st.integers(1, 30),
    "follower": st.just("nahid"), "told": st.just("nahid"),
})  # fmt: skip
WHEN = st.fixed_dictionaries({}, optional={
    "kind": st.sampled_from(["complaint", "question"]), "state": st.sampled_from(["open", "waiting"]), "words": st.just("سلام"), "hours": st.sampled_from(["open", "closed"]),
    "tag": st.just("کهنه"), "owner": st.just("nobody"), "language": st.just("fa"),
})  # fmt: skip


class NoRowChanges(TestCase):
    """Whatever a rule would do, trying it leaves every table as it was."""

    @given(trigger=st.sampled_from(sorted(TRIGGERS)), acts=ACTS.filter(bool), when=WHEN)
    @hypothesis_settings(max_examples=25)
    def test_a_trial_changes_no_row(self, trigger, acts, when):
        cast = bring_in()
        for state in ("open", "waiting", "answered"):
            case = make_case(cast, state=state, kind="complaint", waiting_since=timezone.now() - timedelta(days=3))
            tag_case(case, "کهنه", by=cast.sara)
            wrote(case)
            record(CASE_ANSWERED, case.messages.first(), by=cast.sara)
        named = {name: getattr(cast, value).pk if value in ("support", "accounting", "sara", "reza", "nahid") else value for name, value in acts.items()}
        before = everything()
        try_rule(fields(trigger, 1 if trigger in TIMED else None, when, **named), by=cast.nahid)
        assert everything() == before

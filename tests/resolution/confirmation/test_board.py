"""The 100 % board: everybody who is not confirmed, by name, the oldest first, as far as the reader may see."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandali.cases.actions import change_state
from sandali.cases.models import Aside, Case
from sandali.resolution.confirmation.asking import answer_case
from sandali.resolution.confirmation.board import counts, unconfirmed
from sandali.resolution.confirmation.confirming import take_yes
from sandali.resolution.models import Asking, Way
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P10")]


def opened(cast, days, **fields):
    return make_case(cast, messages=0, opened_at=timezone.now() - timedelta(days=days), **{"state": "open", **fields})


def numbers(person, turn="all", **more):
    return [one.case for one in unconfirmed(person, turn, most=more.pop("most", 50), **more)]


def test_every_state_but_confirmed_and_lapsed_stands_there_the_oldest_first(cast):
    new, waiting = opened(cast, 5, state="new"), opened(cast, 9, state="waiting")
    asleep = opened(cast, 7, state="snoozed", snoozed_until=timezone.now() + timedelta(days=1))
    for state in ("confirmed", "lapsed"):
        opened(cast, 20, state=state)
    asked = make_case(cast, opened_at=timezone.now() - timedelta(days=6), state="open")
    answer_case(asked, "تمام شد", by=cast.sara, dedupe_key="1")
    assert numbers(cast.sara) == [waiting.pk, asleep.pk, asked.pk, new.pk]
    assert (numbers(cast.sara, "us"), numbers(cast.sara, "customer")) == ([asleep.pk, new.pk], [waiting.pk, asked.pk])
    assert counts(cast.sara) == {"all": 4, "us": 2, "customer": 2}


def test_only_the_customers_yes_takes_it_from_the_board(cast):
    case = make_case(cast, state="open")
    change_state(case, "answered", by=cast.sara)
    assert numbers(cast.sara) == [case.pk]
    Asking.objects.update(state="open")
    take_yes(Asking.objects.get(), way=Way.LINK)
    assert numbers(cast.sara) == []


def test_old_mail_that_nobody_was_asked_about_is_no_matter_of_today(cast):
    opened(cast, 3, state="answered")
    assert numbers(cast.sara) == []


def test_praise_suggestions_spam_and_merged_cases_are_no_open_matters(cast):
    stays = opened(cast, 2)
    opened(cast, 3, kind="praise")
    opened(cast, 3, kind="suggestion")
    opened(cast, 3, aside=Aside.SPAM)
    Case.objects.filter(pk=opened(cast, 3).pk).update(aside=Aside.MERGED, merged_into=stays)
    assert numbers(cast.sara) == [stays.pk]


@pytest.mark.reliability("H3")
def test_nobody_sees_what_they_may_not_see(cast):
    hidden = opened(cast, 2, department=cast.accounting)
    asked = make_case(cast, department=cast.accounting, state="open")
    answer_case(asked, "x", by=cast.omid, dedupe_key="1")
    assert (numbers(cast.sara), numbers(cast.omid)) == ([], [hidden.pk, asked.pk])


def test_pages_go_on_where_the_last_one_ended_also_among_equals(cast):
    at = timezone.now() - timedelta(days=1)
    cases = sorted(make_case(cast, messages=0, opened_at=at, state=state).pk for state in ("new", "open", "waiting", "open"))
    first = unconfirmed(cast.sara, "all", most=2)
    assert [one.case for one in first] == cases[:2]
    assert numbers(cast.sara, after=(first[-1].opened_at, first[-1].case)) == cases[2:]


def test_it_asks_as_much_for_three_rows_as_for_one(cast):
    asked = []
    unconfirmed(cast.sara, "all", most=50)  # what the person may see is read once
    for _count in range(2):
        for _row in range(3):
            answer_case(make_case(cast, state="open"), "x", by=cast.sara, dedupe_key=f"{_count}{_row}")
            opened(cast, 1)
        with CaptureQueriesContext(connection) as queries:
            unconfirmed(cast.sara, "all", most=50)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 7

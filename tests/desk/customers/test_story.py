"""What the story of a customer tells, and of what it is silent."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.cases.actions import reply, withdraw_reply, write_note
from sandali.cases.actions.regrouping import merge_cases
from sandali.cases.actions.spam import mark_spam
from sandali.cases.models import Case
from sandali.desk.customers.story import FILTERS, story
from sandali.history.models import Event
from tests.cast import make_case

pytestmark = pytest.mark.django_db


def told(cast, person=None, show="all"):
    """(words of the message, number of the case) of each line."""
    lines, _below = story(person or cast.sara, cast.mina, show=show)
    return [(line.said, line.case) for line in lines if line.case]


def test_an_answer_that_was_taken_back_before_it_left_was_none(cast):
    case = make_case(cast)
    gone = reply(case, "اشتباه", by=cast.sara, dedupe_key="a")
    assert withdraw_reply(gone, by=cast.sara) is True
    reply(Case.objects.get(pk=case.pk), "درست", by=cast.sara, dedupe_key="b")
    assert [said for said, _case in told(cast, show="messages")] == ["درست"]


def test_spam_is_left_out(cast):
    case = make_case(cast)
    write_note(case, "یادداشت", by=cast.sara)
    mark_spam(case, by=cast.sara)
    assert told(cast) == []


def test_what_was_said_in_a_merged_case_is_told_of_the_case_it_went_to(cast):
    first, second, last = make_case(cast), make_case(cast), make_case(cast)
    write_note(first, "یک", by=cast.sara)
    write_note(second, "دو", by=cast.sara)
    merge_cases(first, second, by=cast.sara)
    merge_cases(Case.objects.get(pk=second.pk), last, by=cast.sara)
    number = str(last.pk).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert told(cast, show="notes") == [("دو", number), ("یک", number)]


@pytest.mark.reliability("H3")
def test_a_merged_case_does_not_tell_of_one_that_the_reader_may_not_see(cast):
    near = make_case(cast)
    write_note(near, "یادداشت", by=cast.sara)
    far = make_case(cast)
    merge_cases(near, far, by=cast.sara)
    Case.objects.filter(pk=far.pk).update(department=cast.accounting)
    assert [said for said, _case in told(cast, show="notes")] == [""]


def fill(cast, count: int) -> None:
    """So many entries: messages of several cases, states, promises, notes about the customer, stages with their cause."""
    cases = [make_case(cast) for _ in range(min(count, 40))]
    kinds = ("message_received", "state_changed", "promise_broken", "customer_noted", "stage_changed", "contact_recorded")
    data = {"before": "lead", "after": "customer", "cause": "خرید نخست", "due": "2026-11-01T10:00:00+00:00", "what": "ارسال", "from": "open", "to": "waiting"}
    Event.objects.bulk_create(
        Event(
            kind=kinds[number % 6], subject_type="customer", subject_id=cast.mina.pk, customer_id=cast.mina.pk, by=cast.sara, data=data,
            case_id=None if number % 6 in (3, 4) else cases[number % len(cases)].pk,
        )
        for number in range(count)
    )  # fmt: skip


@pytest.mark.practice("P01")
def test_a_page_of_the_story_asks_as_much_of_ten_thousand_entries_as_of_one(cast):
    asked = {}
    for count in (1, 3, 10_000):
        Event.objects.filter(customer_id=cast.mina.pk).delete()
        fill(cast, count)
        for show in FILTERS:
            for below in (None, Event.objects.filter(customer_id=cast.mina.pk).order_by("-pk").values_list("pk", flat=True)[min(count, 9_000) // 2]):
                story(cast.sara, cast.mina, show=show, below=below)
                with CaptureQueriesContext(connection) as seen:
                    story(cast.sara, cast.mina, show=show, below=below)
                asked.setdefault((show, below is None), set()).add(len(seen))
    assert {key: max(counts) for key, counts in asked.items() if max(counts) > 3} == {}


def test_every_entry_is_told_once_page_by_page(cast):
    fill(cast, 90)
    events, below = [], None
    while True:
        lines, below = story(cast.sara, cast.mina, below=below)
        events += lines
        if below is None:
            break
    assert len(events) == Event.objects.filter(customer_id=cast.mina.pk).count()


@pytest.mark.practice("P02")
def test_stages_are_told_with_their_cause(cast):
    fill(cast, 12)
    assert [line.said for line in story(cast.sara, cast.mina, show="stages")[0]] == ["خرید نخست", "خرید نخست"]


def test_a_filter_tells_its_kinds_alone(cast):
    fill(cast, 60)
    tabs = {"promises": 10, "calls": 10, "notes": 10, "wishes": 0, "sales": 0}
    assert {show: len(story(cast.sara, cast.mina, show=show)[0]) for show in tabs} == tabs

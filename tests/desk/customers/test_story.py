"""What the story of a customer tells, and of what it is silent."""

import pytest

from sandali.cases.actions import reply, withdraw_reply, write_note
from sandali.cases.actions.regrouping import merge_cases
from sandali.cases.actions.spam import mark_spam
from sandali.cases.models import Case
from sandali.desk.customers.story import story
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

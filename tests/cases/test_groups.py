"""The department an event is addressed to, and the words of messages that somebody may read."""

from django.utils import timezone

from sandali.cases.events import CASE_OPENED
from sandali.cases.groups import MOST_READ, department_group, readable_texts
from sandali.cases.models import Message
from sandali.history.events import record
from tests.cast import make_case


def test_an_event_belongs_to_the_department_of_its_case_now(cast):
    case = make_case(cast)
    event = record(CASE_OPENED, case)
    assert department_group(event) == f"department:{cast.support.pk}"
    case.department = None
    case.save()
    assert department_group(event) == ""


def test_words_are_read_only_of_cases_that_one_may_see(cast):
    theirs = make_case(cast, department=cast.accounting).messages.get()
    ours = make_case(cast).messages.get()
    assert readable_texts(cast.sara, [theirs.pk, ours.pk]) == {ours.pk: ours.text}
    assert readable_texts(cast.omid, [theirs.pk, ours.pk]) == {theirs.pk: theirs.text}


def test_a_withdrawn_message_has_no_words_and_a_long_one_only_its_beginning(cast):
    gone, long = (make_case(cast).messages.get() for _ in range(2))
    Message.objects.filter(pk=gone.pk).update(withdrawn_at=timezone.now())
    Message.objects.filter(pk=long.pk).update(text="x" * 5000)
    assert readable_texts(cast.sara, [gone.pk, long.pk]) == {long.pk: "x" * MOST_READ}

"""Looking, following, naming, taking over, telling again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.cases.actions import assign_case, change_state, reply, write_note
from sandali.cases.actions.answering import CannotAnswer
from sandali.cases.actions.together import (
    count_repeat,
    follow_case,
    look_at,
    look_away,
    take_over,
    undo_repeat,
    unfollow_case,
)
from sandali.cases.models import Case, Follower, Looking, Mention, Message
from sandali.company.actions import Overtaken
from sandali.history.models import Event, Notice
from tests.cast import make_case

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def told(person):
    return sorted(Notice.objects.filter(person=person).values_list("event__kind", flat=True))


# --- Looking ---------------------------------------------------------------------------------------------------------
def test_a_page_that_stays_open_writes_one_row_every_fifteen_seconds(cast):
    case = make_case(cast)
    beats = [look_at(case, by=cast.sara, now=NOW + timedelta(seconds=after)) for after in (0, 5, 14, 16, 20, 31)]
    assert (beats, Looking.objects.count(), Event.objects.filter(case_id=case.pk).count()) == ([True, False, False, True, False, True], 1, 0)


def test_who_begins_to_write_is_told_at_once_and_who_goes_on_every_fifteen_seconds(cast):
    case = make_case(cast)
    beats = [look_at(case, by=cast.sara, writing=writing, now=NOW + timedelta(seconds=after)) for after, writing in
             ((0, False), (2, True), (7, True), (12, True), (18, True), (20, False), (21, False))]  # fmt: skip
    assert (beats, Looking.objects.get().typed_at) == ([True, True, False, False, True, True, False], None)


def test_a_beat_that_changes_nothing_writes_nothing(cast, django_assert_num_queries):
    case = make_case(cast)
    look_at(case, by=cast.sara, now=NOW)
    with django_assert_num_queries(1):
        look_at(case, by=cast.sara, now=NOW + timedelta(seconds=3))


def test_who_leaves_is_gone(cast):
    case = make_case(cast)
    look_at(case, by=cast.sara)
    look_at(case, by=cast.reza)
    look_away(case, by=cast.sara)
    assert [look.person for look in Looking.objects.all()] == [cast.reza]


# --- Following -------------------------------------------------------------------------------------------------------
def test_followers_are_told_of_what_happens_and_not_of_what_they_do(cast):
    case = make_case(cast, assignee=cast.sara)
    assert [follow_case(case, by=cast.nahid), follow_case(case, by=cast.nahid)] == [True, False]
    reply(case, "سلام", by=cast.sara, dedupe_key="1")
    assert told(cast.nahid) == ["case_answered"]
    change_state(case, "open", by=cast.nahid)
    assert told(cast.nahid) == ["case_answered"]
    assign_case(case, cast.reza, by=cast.sara)
    assert (told(cast.nahid), Notice.objects.get(person=cast.nahid).count) == (["case_assigned"], 2)  # one notice a case, the latest
    assert [unfollow_case(case, by=cast.nahid), unfollow_case(case, by=cast.nahid), Follower.objects.count()] == [True, False, 0]


@pytest.mark.reliability("H3")
def test_a_follower_who_may_not_see_the_case_any_more_is_not_told(cast):
    case = make_case(cast)
    follow_case(case, by=cast.reza)
    Case.objects.filter(pk=case.pk).update(department=cast.accounting)
    reply(case, "سلام", by=cast.omid, dedupe_key="1")
    assert (told(cast.reza), Follower.objects.count()) == ([], 1)


# --- Naming ----------------------------------------------------------------------------------------------------------
def test_who_is_named_in_a_note_is_told(cast):
    case = make_case(cast)
    note = write_note(case, "@Reza لطفاً نگاهی بینداز. @Nahid هم بداند، و @Reza دوباره", by=cast.sara)
    assert sorted(Mention.objects.filter(message=note).values_list("person__name", flat=True)) == ["Nahid", "Reza"]
    assert [told(cast.reza), told(cast.nahid), told(cast.sara)] == [["mentioned"], ["mentioned"], []]


@pytest.mark.reliability("H3")
def test_who_may_not_see_the_case_cannot_be_named_and_nothing_is_written(cast):
    case = make_case(cast)
    with pytest.raises(CannotAnswer) as problem:
        write_note(case, "@Omid این را ببین", by=cast.sara)
    assert "Omid" in str(problem.value)
    assert (Message.objects.filter(direction="note").count(), Mention.objects.count(), told(cast.omid)) == (0, 0, [])


def test_naming_somebody_in_an_answer_names_nobody(cast):
    reply(make_case(cast), "@Reza پیگیری می‌کند", by=cast.sara, dedupe_key="1")
    assert Mention.objects.count() == 0


# --- Taking over -----------------------------------------------------------------------------------------------------
def test_a_colleagues_case_is_taken_over_with_a_word_that_tells_them_why(cast):
    case = make_case(cast, assignee=cast.sara)
    with pytest.raises(ValueError, match="with a word"):
        take_over(case, "  ", by=cast.reza)
    take_over(case, "سارا امروز نیست", by=cast.reza, version=case.version)
    event = Event.objects.get(case_id=case.pk)
    assert (Case.objects.get().assignee, event.kind, event.data) == (
        cast.reza, "case_taken_over", {"owner": "Sara", "person": cast.sara.pk, "word": "سارا امروز نیست"},
    )  # fmt: skip
    assert told(cast.sara) == ["case_taken_over"]


def test_a_case_that_nobody_owns_is_simply_taken(cast):
    case = take_over(make_case(cast), "", by=cast.reza)
    assert (case.assignee, [event.kind for event in Event.objects.filter(case_id=case.pk)]) == (cast.reza, ["case_assigned"])


def test_a_take_over_that_lost_the_race_takes_nothing(cast):
    case = make_case(cast, assignee=cast.sara)
    before = case.version
    assign_case(case, cast.nahid, by=cast.sara)
    with pytest.raises(Overtaken):
        take_over(case, "x", by=cast.reza, version=before)
    assert Case.objects.get().assignee == cast.nahid


# --- Told again ------------------------------------------------------------------------------------------------------
@pytest.mark.practice("P08")
def test_it_is_counted_that_the_customer_had_to_tell_it_again_and_taken_back_once_by_the_same_person(cast):
    case = make_case(cast)
    first, second = count_repeat(case, by=cast.sara), count_repeat(case, by=cast.reza)
    assert Case.objects.get().repeats == 2
    assert [undo_repeat(case, first.pk, by=cast.sara), undo_repeat(case, first.pk, by=cast.sara)] == [True, False]
    with pytest.raises(Event.DoesNotExist):
        undo_repeat(case, second.pk, by=cast.sara)
    with pytest.raises(Event.DoesNotExist):
        undo_repeat(make_case(cast), second.pk, by=cast.reza)
    assert Case.objects.order_by("pk").first().repeats == 1

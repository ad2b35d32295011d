"""Suggestions: an answer is owed, on a clock; the outcome is everybody's."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from sandali.company.actions import Overtaken
from sandali.company.models import OpeningRange
from sandali.company.permissions import NotAllowed
from sandali.history.models import Event, Notice
from sandali.team import actions
from sandali.team.access import access_suggestion
from sandali.team.models import Suggestion, Voice
from sandali.team.queries import suggestion_counts, suggestion_page
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P21")]
TEHRAN = ZoneInfo("Asia/Tehran")


@pytest.fixture
def hours(cast):
    """Every day from nine to five, so that days are easy to count."""
    OpeningRange.objects.all().delete()
    OpeningRange.objects.bulk_create(OpeningRange(weekday=day, starts="09:00", ends="17:00") for day in range(7))


def at(day, hour, minute=0):
    return datetime(2027, 1, day, hour, minute, tzinfo=TEHRAN)


def told(kind):
    return sorted(Notice.objects.filter(event__kind=kind, read_at=None).values_list("person__name", flat=True))


def test_the_managers_are_told_of_a_suggestion_and_its_writer_of_the_answer_and_the_outcome(cast, hours):
    made = actions.suggest("یک شماره برای پیگیری بدهیم", by=cast.sara, at=at(4, 11))
    assert (made.due_at, made.state) == (at(9, 17), "waiting")
    assert told("suggestion_made") == ["Ladan", "Nahid", "Parvaneh"]
    made = actions.take_up(made, "از هفتهٔ آینده در هر پیام", by=cast.nahid)
    made = actions.carry_out(made, "شماره زیر هر پیام هست", by=cast.nahid)
    assert (told("suggestion_done"), made.state, made.outcome_by) == (["Sara"], "done", cast.nahid)


def test_one_that_is_addressed_to_a_manager_is_told_to_that_one_alone(cast):
    actions.suggest("x", by=cast.sara, to=cast.nahid)
    assert told("suggestion_made") == ["Nahid"]
    with pytest.raises(ValueError, match="somebody who answers"):
        actions.suggest("x", by=cast.sara, to=cast.reza)


def test_nothing_is_declined_without_a_reason(cast):
    made = actions.suggest("x", by=cast.sara)
    with pytest.raises(ValueError, match="words"):
        actions.decline(made, "  ", by=cast.nahid)
    assert Suggestion.objects.get().state == "waiting"
    assert actions.decline(made, "مشتری‌ها نمی‌خواهند", by=cast.nahid).answer == "مشتری‌ها نمی‌خواهند"


def test_it_can_be_worded_anew_and_taken_back_until_it_is_answered(cast):
    made = actions.suggest("x", by=cast.sara)
    made = actions.change_suggestion(made, "بهتر", by=cast.sara, version=1)
    made = actions.return_suggestion(actions.withdraw_suggestion(made, by=cast.sara), by=cast.sara)
    actions.take_up(made, "بله", by=cast.nahid)
    for act in (lambda: actions.change_suggestion(made, "باز", by=cast.sara), lambda: actions.withdraw_suggestion(made, by=cast.sara)):
        with pytest.raises(Overtaken):
            act()
    assert Suggestion.objects.get().text == "بهتر"


def test_of_two_answers_the_second_is_told_what_stands(cast):
    made = actions.suggest("x", by=cast.sara)
    actions.take_up(made, "بله", by=cast.nahid, version=1)
    with pytest.raises(Overtaken) as overtaken:
        actions.decline(made, "نه", by=cast.parvaneh, version=1)
    assert (overtaken.value.current.answer, overtaken.value.current.answered_by) == ("بله", cast.nahid)


def test_an_answer_and_an_outcome_can_be_taken_back_and_the_clock_is_the_old_one(cast, hours):
    made = actions.suggest("x", by=cast.sara)
    due = made.due_at
    made = actions.carry_out(actions.take_up(made, "بله", by=cast.nahid), "شد", by=cast.nahid)
    made = actions.take_answer_back(made, by=cast.nahid)
    assert (made.state, made.outcome, made.answer) == ("taken_up", "", "بله")
    made = actions.take_answer_back(made, by=cast.nahid)
    assert (made.state, made.answer, made.due_at, made.next_at is not None) == ("waiting", "", due, True)


def test_the_clock_warns_whoever_owes_it_a_working_day_before_and_all_leaders_once_when_it_is_late(cast, hours):
    actions.suggest("x", by=cast.sara, to=cast.nahid, at=at(4, 11))
    Notice.objects.all().delete()
    assert [actions.tell_of_owed(at(8, 16)), actions.tell_of_owed(at(8, 17)), actions.tell_of_owed(at(9, 12))] == [0, 1, 0]
    assert told("suggestions_due") == ["Nahid"]
    assert [actions.tell_of_owed(at(9, 17)), actions.tell_of_owed(at(11, 12))] == [1, 0]
    assert told("suggestions_late") == ["Nahid", "Parvaneh"]


def test_nobody_is_told_at_night_and_a_hundred_at_once_are_one_notice(cast, hours):
    for _number in range(100):
        actions.suggest("x", by=cast.sara, at=at(4, 11))
    Notice.objects.all().delete()
    assert actions.tell_of_owed(at(9, 23)) == 0
    assert (actions.tell_of_owed(at(10, 8)), actions.tell_of_owed(at(10, 9))) == (0, 100)
    assert told("suggestions_late") == ["Nahid", "Parvaneh"]
    assert Event.objects.get(kind="suggestions_late").data["count"] == 100


def test_what_was_answered_in_time_is_never_called_late(cast, hours):
    actions.take_up(actions.suggest("x", by=cast.sara, at=at(4, 11)), "بله", by=cast.nahid)
    assert actions.tell_of_owed(at(20, 12)) == 0


def test_who_met_it_too_says_so_once_and_is_told_what_comes_of_it(cast):
    case = make_case(cast)
    made = actions.suggest("x", by=cast.sara)
    actions.add_voice(made, "دیروز هم", by=cast.reza, case=case)
    actions.add_voice(made, "دیروز و امروز", by=cast.reza, case=case)
    assert [(voice.word, voice.case) for voice in Voice.objects.all()] == [("دیروز و امروز", case)]
    assert told("suggestion_voice_added") == ["Sara"]
    actions.decline(made, "نه", by=cast.nahid)
    assert told("suggestion_declined") == ["Reza", "Sara"]
    assert (actions.remove_voice(made, by=cast.reza), actions.remove_voice(made, by=cast.reza)) == (True, False)


def test_the_lists_hold_what_waits_by_when_it_is_owed_and_the_rest_by_the_latest(cast, hours):
    later = actions.suggest("b", by=cast.reza, at=timezone.now())
    late = actions.suggest("a", by=cast.sara, at=timezone.now() - timedelta(days=30))
    done = [actions.decline(actions.suggest("x", by=cast.sara), "نه", by=cast.nahid) for _number in range(2)]
    gone = actions.withdraw_suggestion(actions.suggest("x", by=cast.sara), by=cast.sara)
    assert [one.pk for one in suggestion_page(cast.reza, "waiting")] == [late.pk, later.pk]
    assert [one.pk for one in suggestion_page(cast.reza, "declined")] == [done[1].pk, done[0].pk]
    assert [one.pk for one in suggestion_page(cast.sara, "mine")] == [gone.pk, done[1].pk, done[0].pk, late.pk]
    assert suggestion_counts(cast.reza) == {"waiting": 2, "taken_up": 0, "done": 0, "declined": 2, "mine": 1}


def test_only_its_writer_words_it_and_only_who_has_the_right_answers(cast):
    made = actions.suggest("x", by=cast.sara)
    for person, to in ((cast.reza, "write"), (cast.nahid, "write"), (cast.sara, "answer"), (cast.omid, "answer")):
        with pytest.raises(NotAllowed):
            access_suggestion(person, made.pk, to=to)
    assert [access_suggestion(cast.omid, made.pk), access_suggestion(cast.parvaneh, made.pk, to="answer")] == [made, made]
    actions.withdraw_suggestion(made, by=cast.sara)
    with pytest.raises(Suggestion.DoesNotExist):
        access_suggestion(cast.nahid, made.pk)


def test_the_company_says_how_long_it_may_take_for_what_comes(cast, hours):
    before = actions.suggest("x", by=cast.sara, at=at(4, 11))
    actions.change_rules(2, by=cast.admin)
    assert (before.due_at, actions.suggest("x", by=cast.sara, at=at(4, 11)).due_at) == (at(9, 17), at(6, 17))
    with pytest.raises(Overtaken):
        actions.change_rules(3, by=cast.admin, version=1)
    with pytest.raises(ValueError, match="1 to 60"):
        actions.change_rules(0, by=cast.admin)

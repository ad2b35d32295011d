"""The mood of a case: read when they write, said otherwise by one of us, read anew where cases are merged or were imported."""

import pytest
from django.db import connection
from django.utils import timezone

from sandali.cases.actions.closing import begin_again
from sandali.cases.actions.regrouping import merge_cases
from sandali.cases.models import Case, Direction, Message
from sandali.company.actions import Overtaken
from sandali.history.models import Event
from sandali.resolution.models import CaseMood, MoodMark
from sandali.resolution.understanding import moods
from sandali.resolution.understanding.jobs import read_old_moods
from sandali.resolution.understanding.moods import read_old, say_mood
from sandali.resolution.understanding.queries import known_of
from tests.cast import make_case

pytestmark = pytest.mark.django_db
ANGRY, GLAD, PLAIN = "من واقعاً عصبانی‌ام، سه هفته شد.", "عالی بود، خیلی خوشحالم.", "سفارشم کی می‌رسد؟"


@pytest.fixture
def case(cast):
    return make_case(cast, state="open", assignee=cast.sara)


def writes(case, text):
    return begin_again(Case.objects.select_related("customer").get(pk=case.pk), word=text)


def mood(case):
    case.refresh_from_db()
    return case.mood


@pytest.mark.practice("P23")
def test_what_they_write_is_read_with_the_words_it_rests_on(case):
    message = writes(case, ANGRY)
    found = known_of(case)[1]
    assert (mood(case), found.stands, found.phrase, found.message) == ("angry", "angry", "من واقعاً عصبانی‌ام", message.pk)


def test_what_says_no_mood_leaves_the_one_that_stands(case):
    writes(case, ANGRY)
    writes(case, PLAIN)
    assert mood(case) == "angry"


def test_the_last_word_counts(case):
    writes(case, ANGRY)
    writes(case, GLAD)
    assert mood(case) == "glad"


def test_a_case_without_a_mood_has_no_row(case):
    writes(case, PLAIN)
    assert (mood(case), CaseMood.objects.count(), known_of(case)) == ("", 0, (None, None))


@pytest.mark.parametrize("fields", [{"is_stranger": True}, {"automatic": "auto-reply"}, {"remarks": ["sender-not-proven"]}, {"direction": "out"}])
def test_only_the_customers_own_words_count(case, fields):
    Message.objects.filter(case=case).update(text=ANGRY, **fields)
    read_old()
    read_old()
    assert (mood(case), CaseMood.objects.count()) == ("", 0)


@pytest.mark.practice("P23")
def test_a_persons_word_holds_until_the_customer_writes_what_reads_otherwise(cast, case):
    writes(case, ANGRY)
    case.refresh_from_db()
    say_mood(case, "worried", by=cast.sara, version=1)
    assert (mood(case), known_of(case)[1].otherwise) == ("worried", False)
    writes(case, PLAIN)
    assert (mood(case), known_of(case)[1].otherwise) == ("worried", False)
    writes(case, ANGRY)
    found = known_of(case)[1]
    assert (mood(case), found.otherwise, found.said, found.said_by) == ("angry", True, "worried", "Sara")


def test_what_reads_as_the_person_said_says_it_once(cast, case):
    writes(case, ANGRY)
    say_mood(case, "glad", by=cast.sara, version=1)
    writes(case, GLAD)
    assert (mood(case), known_of(case)[1].otherwise) == ("glad", False)


def test_no_mood_at_all_can_be_said_and_is_told(cast, case):
    writes(case, ANGRY)
    say_mood(case, "", by=cast.sara, version=1)
    assert (mood(case), list(Event.objects.filter(kind__in=["mood_said", "no_mood_said"]).values_list("kind", flat=True))) == ("", ["no_mood_said"])


def test_who_chose_from_an_older_page_overwrites_nothing(cast, case):
    writes(case, ANGRY)
    say_mood(case, "worried", by=cast.reza, version=1)
    with pytest.raises(Overtaken):
        say_mood(case, "calm", by=cast.sara, version=1)
    with pytest.raises(ValueError, match="furious"):
        say_mood(case, "furious", by=cast.sara, version=2)
    assert mood(case) == "worried"


def test_where_cases_are_merged_the_newest_words_of_both_count(cast, case):
    other = make_case(cast, state="open", assignee=cast.sara)
    writes(case, GLAD)
    writes(other, ANGRY)
    merge_cases(Case.objects.select_related("customer").get(pk=other.pk), Case.objects.select_related("customer").get(pk=case.pk), by=cast.admin)
    assert mood(case) == "angry"


def test_old_messages_are_read_by_a_job_once_they_surely_stand_there(cast, case):
    Message.objects.filter(case=case).update(text=ANGRY)
    assert (read_old(), mood(case)) == (0, "")  # seen now, read in the next round
    assert (read_old(), mood(case), read_old()) == (1, "angry", 0)
    assert MoodMark.objects.get().upto == case.last_message_id


def test_the_job_goes_on_until_nothing_is_left(cast, case):
    Message.objects.bulk_create(
        Message(case=case, direction=Direction.IN, at=timezone.now(), text=GLAD if number == 1200 else PLAIN, customer=case.customer) for number in range(1201)
    )
    read_old_moods.call()
    assert (read_old_moods.call(), mood(case)) == (1202, "glad")


def test_what_was_said_later_is_not_undone_by_reading_old_messages(case):
    writes(case, GLAD)
    Message.objects.filter(case=case).order_by("pk").first()
    Message.objects.filter(pk=Message.objects.order_by("pk").first().pk).update(text=ANGRY)
    read_old()
    read_old()
    assert mood(case) == "glad"


def test_old_messages_are_read_while_others_can_write(case, monkeypatch):
    Message.objects.filter(case=case).update(text=ANGRY)
    within, read = [], moods.read_mood
    monkeypatch.setattr(moods, "read_mood", lambda text: within.append(list(connection.savepoint_ids)) or read(text))
    assert (read_old(), read_old(), mood(case)) == (0, 1, "angry")
    assert within == [list(connection.savepoint_ids)]

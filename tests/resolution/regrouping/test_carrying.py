"""What stands on a merged case lives on in the other one, and stands where it stood when the merge is undone."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from sandali.cases.actions import reply
from sandali.cases.actions.closing import begin_again
from sandali.cases.actions.regrouping import merge_cases, split_case, undo_regrouping
from sandali.cases.models import Case, State
from sandali.resolution.confirmation.asking import answer_case, follow_due
from sandali.resolution.confirmation.confirming import take_no, take_yes
from sandali.resolution.exceptions.actions import keep_policy, keep_situation, make_exception
from sandali.resolution.exceptions.affected import find_affected
from sandali.resolution.models import (
    Affected,
    Apology,
    Asking,
    Carried,
    CaseCause,
    CaseMood,
    CauseLook,
    Clock,
    Lesson,
    Offer,
    PolicyException,
    PriorityRise,
    Promise,
    PublicMatter,
    RecoveryStep,
    Remedy,
    Told,
    Understanding,
)
from sandali.resolution.public.actions import mark_public
from sandali.resolution.recovery import causes, telling
from sandali.resolution.recovery.actions import put_right, understand
from sandali.resolution.recovery.apologising import ask_to_sign, sign_apology
from sandali.resolution.recovery.waiting import tell_of_looks
from sandali.resolution.remedies.actions import give_remedy, grant_remedy
from sandali.resolution.understanding.actions import write_understanding
from sandali.resolution.understanding.moods import say_mood
from sandali.resolution.understanding.offering import answer_and_offer
from sandali.resolution.understanding.queries import known_of, wordings
from tests.cast import make_case

pytestmark = pytest.mark.django_db
ANGRY, GLAD = "من واقعاً عصبانی‌ام، سه هفته شد.", "عالی بود، خیلی خوشحالم."
EVERY = (
    Affected, Apology, Asking, CaseCause, CaseMood, CauseLook, Lesson, Offer, PolicyException, PriorityRise, PublicMatter, RecoveryStep, Remedy, Told,
    Understanding,
)  # fmt: skip


@pytest.fixture
def source(cast):
    return make_case(cast, kind="complaint", state="open", assignee=cast.sara)


@pytest.fixture
def target(cast):
    return make_case(cast, kind="complaint", state="open", assignee=cast.reza)


def fresh(case):
    return Case.objects.select_related("customer").get(pk=case.pk)


def rows():
    """Every row of every kind that points at a case, as it stands; versions count on."""
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name != "version"} for row in model.objects.order_by("pk").values()
        ]
        for model in EVERY
    }  # fmt: skip


def where(model):
    return list(model.objects.order_by("pk").values_list("case_id", flat=True))


def merged(cast, source, target):
    return merge_cases(fresh(source), fresh(target), by=cast.nahid)


def fill(cast, case):
    """One of each kind on a case."""
    give_remedy(case, "refund", amount=4_000_000, by=cast.sara, key=f"{case.pk}a")
    give_remedy(case, "refund", amount=40_000_000, by=cast.sara, key=f"{case.pk}b")
    policy = keep_policy(None, by=cast.nahid, name=f"هزینهٔ ارسال {case.pk}")
    make_exception(case, policy, by=cast.sara, key=f"{case.pk}c", reason="سیل")
    situation = keep_situation(None, by=cast.nahid, name=f"سیل {case.pk}", what="", begins_at=timezone.now(), ends_at=None, affects={"cases": [case.pk]}, policies=[policy])
    find_affected(situation)
    put_right(case, "دوباره فرستادیم.", by=cast.sara)
    understand(case, "مهمان دارند.", by=cast.sara)
    cause = causes.add_cause(f"Weak boxes {case.pk}", by=cast.nahid)
    causes.find_cause(case, cause.pk, by=cast.sara)
    causes.mend_cause(cause, "stronger boxes", by=cast.nahid)
    causes.write_lesson(case, "جعبه‌ها نازک‌اند.", by=cast.sara)
    ask_to_sign(case, "از شما عذر می‌خواهیم.", by=cast.sara, signer=cast.nahid)
    write_understanding(case, "مهمان دارند و میز نیست.", by=cast.sara, version=0)
    PriorityRise.objects.create(case=case, estimate=1300)
    begin_again(case, word=ANGRY)
    say_mood(fresh(case), "worried", by=cast.sara, version=1)
    answer_and_offer(fresh(case), "فردا می‌رسد.", by=cast.sara, dedupe_key=f"{case.pk}d", version=1, state=State.ANSWERED)
    telling.begin_telling(cause, "دیگر نمی‌شکند.", by=cast.nahid, key=f"{case.pk}e", customers=[case.customer_id])


@pytest.mark.practice("P19")
def test_everything_goes_along_and_comes_back_just_as_it_was(cast, source, target):
    fill(cast, source)
    mark_public(fresh(source), where="network", by=cast.sara)
    before = rows()
    made = merged(cast, source, target)
    alone = {model: set(where(model)) for model in EVERY if model not in (CauseLook, CaseMood)}
    assert alone == {model: {target.pk} for model in alone}
    undo_regrouping(made, by=cast.nahid)
    assert (rows(), Carried.objects.count()) == (before, 0)


def test_where_both_have_all_of_it_nothing_is_lost_and_all_of_it_comes_back(cast, source, target):
    fill(cast, source)
    fill(cast, target)
    before = rows()
    made = merged(cast, source, target)
    # Of these a case has one: the other's own comes first, and this one is still there to be read.
    assert {model: where(model) for model in (Lesson, PriorityRise, Understanding)} == dict.fromkeys((Lesson, PriorityRise, Understanding), [source.pk, target.pk])
    assert set(where(Remedy)) == set(where(PolicyException)) == set(where(Offer)) == set(where(RecoveryStep)) == set(where(Asking)) == {target.pk}
    assert list(Apology.objects.order_by("pk").values_list("state", "case_id")) == [("withdrawn", target.pk), ("asked", target.pk)]
    assert RecoveryStep.objects.filter(ended_at=None).values("step").distinct().count() == RecoveryStep.objects.filter(ended_at=None).count()
    undo_regrouping(made, by=cast.nahid)
    assert rows() == before


def test_through_two_merges_everything_finds_its_way_back(cast, source, target):
    last = make_case(cast, state="open")
    fill(cast, source)
    before = rows()
    first = merged(cast, source, target)
    second = merged(cast, target, last)
    assert where(Remedy) == [last.pk] * 3
    undo_regrouping(second, by=cast.nahid)
    assert where(Remedy) == [target.pk] * 3
    undo_regrouping(first, by=cast.nahid)
    assert rows() == before


@pytest.mark.practice("P19")
def test_what_was_asked_is_granted_where_the_case_lives_on_and_stays_granted(cast, source, target):
    asked = give_remedy(source, "refund", amount=40_000_000, by=cast.sara, key="1")
    made = merged(cast, source, target)
    grant_remedy(Remedy.objects.get(pk=asked.pk), by=cast.nahid)
    undo_regrouping(made, by=cast.nahid)
    asked.refresh_from_db()
    assert (asked.state, asked.case_id) == ("granted", source.pk)


def test_an_apology_that_was_signed_since_stays_with_its_letter(cast, source, target):
    apology = ask_to_sign(source, "از شما عذر می‌خواهیم.", by=cast.sara, signer=cast.nahid)
    made = merged(cast, source, target)
    message = sign_apology(Apology.objects.get(pk=apology.pk), "از شما عذر می‌خواهیم.", by=cast.nahid)
    undo_regrouping(made, by=cast.nahid)
    assert [(one.case_id, one.message) for one in Apology.objects.all()] == [(target.pk, message)]


@pytest.mark.practice("P10")
def test_a_question_is_asked_no_longer_and_its_link_leads_the_customer_to_the_case_that_lives_on(cast, source, target):
    answer_case(source, "بسته امروز می‌رسد.", by=cast.sara, dedupe_key="1")
    merged(cast, source, target)
    asking = Asking.objects.select_related("case__customer").get()
    assert (asking.state, asking.case_id, take_yes(asking, way="link")) == ("withdrawn", target.pk, False)
    message = take_no(asking, word="هنوز نه")
    assert (message.case_id, message.text) == (target.pk, "هنوز نه")


@pytest.mark.practice("P10")
def test_after_the_undo_the_question_runs_again_and_the_customer_may_say_yes(cast, source, target):
    answer_case(source, "بسته امروز می‌رسد.", by=cast.sara, dedupe_key="1")
    made = merged(cast, source, target)
    follow_due(timezone.now() + timedelta(days=30))
    undo_regrouping(made, by=cast.nahid)
    asking = Asking.objects.select_related("case").get()
    assert (asking.state, asking.case_id, take_yes(asking, way="link"), fresh(source).state) == ("open", source.pk, True, State.CONFIRMED)


def test_a_case_that_began_earlier_makes_the_matter_older(cast, source, target):
    long_ago = timezone.now() - timedelta(days=40)
    Case.objects.filter(pk=source.pk).update(opened_at=long_ago)
    cause = causes.add_cause("Weak boxes", by=cast.nahid)
    causes.find_cause(fresh(target), cause.pk, by=cast.sara)
    answer_case(fresh(target), "بسته امروز می‌رسد.", by=cast.sara, dedupe_key="1")
    began = fresh(target).opened_at
    made = merged(cast, source, target)
    assert (CaseCause.objects.get().opened_at, Asking.objects.get().opened_at) == (long_ago, long_ago)
    undo_regrouping(made, by=cast.nahid)
    assert (CaseCause.objects.get().opened_at, Asking.objects.get().opened_at) == (began, began)


def test_a_cause_that_both_have_counts_once_and_each_has_it_again_afterwards(cast, source, target):
    cause = causes.add_cause("Weak boxes", by=cast.nahid)
    for case in (source, target):
        causes.find_cause(case, cause.pk, by=cast.sara)
    made = merged(cast, source, target)
    assert [one.pk for one in telling.cases_of(cause)] == [target.pk]
    undo_regrouping(made, by=cast.nahid)
    assert sorted(one.pk for one in telling.cases_of(cause)) == [source.pk, target.pk]


def test_nobody_is_told_to_look_for_a_cause_in_a_case_that_is_gone(cast, source, target):
    cause = causes.add_cause("Weak boxes", by=cast.nahid)
    causes.find_cause(target, cause.pk, by=cast.sara)
    causes.look_again(source, timezone.now() + timedelta(hours=1), by=cast.sara)
    merged(cast, source, target)
    assert [tell_of_looks(timezone.now() + timedelta(days=day)) for day in range(1, 8)] == [0] * 7


@pytest.mark.practice("P12")
def test_who_is_still_to_be_told_is_told_in_the_case_that_lives_on(cast, source, target):
    cause = causes.mend_cause(causes.add_cause("Weak boxes", by=cast.nahid), "stronger boxes", by=cast.nahid)
    causes.find_cause(source, cause.pk, by=cast.admin)
    telling.begin_telling(cause, "دیگر نمی‌شکند.", by=cast.nahid, key="k", customers=[cast.mina.pk])
    made = merged(cast, source, target)
    telling.tell_due(telling.by_day(timezone.now() + telling.GRACE))
    undo_regrouping(made, by=cast.nahid)
    told = Told.objects.get()
    assert (told.state, told.case_id, told.message.case_id) == ("told", target.pk, target.pk)


@pytest.mark.practice("P23")
def test_how_they_feel_is_read_from_the_messages_that_are_there(cast, source, target):
    begin_again(fresh(target), word=GLAD)
    begin_again(fresh(source), word=ANGRY)
    made = merged(cast, source, target)
    assert fresh(target).mood == "angry"
    undo_regrouping(made, by=cast.nahid)
    assert (fresh(target).mood, fresh(source).mood) == ("glad", "angry")
    assert known_of(fresh(source))[1].phrase == "من واقعاً عصبانی‌ام"


@pytest.mark.practice("P23")
def test_what_one_of_us_said_of_it_goes_along_where_nobody_said_it_there(cast, source, target):
    begin_again(fresh(source), word=ANGRY)
    say_mood(fresh(source), "worried", by=cast.sara, version=1)
    made = merged(cast, source, target)
    found = known_of(fresh(target))[1]
    assert (fresh(target).mood, found.stands, found.said_by) == ("worried", "worried", "Sara")
    undo_regrouping(made, by=cast.nahid)
    assert (fresh(target).mood, known_of(fresh(target))[1], fresh(source).mood) == ("", None, "worried")


@pytest.mark.practice("P23")
def test_a_message_that_is_split_off_takes_its_mood_along(cast, source):
    angry = begin_again(fresh(source), word=ANGRY)
    made = split_case(fresh(source), [angry.pk], by=cast.nahid, subject="دیگر")
    assert (fresh(source).mood, fresh(made.target).mood) == ("", "angry")
    undo_regrouping(made, by=cast.nahid)
    assert fresh(source).mood == "angry"


def test_what_was_given_on_a_split_off_case_lives_on_when_the_split_is_undone(cast, source):
    answer = reply(source, "فردا می‌فرستیم.", by=cast.sara, dedupe_key="1")
    made = split_case(fresh(source), [answer.pk], by=cast.nahid, subject="دیگر")
    new = fresh(made.target)
    give_remedy(new, "gift", by=cast.sara, key="1", what="کتاب")
    write_understanding(new, "مهمان دارند.", by=cast.sara, version=0)
    mark_public(new, where="network", by=cast.sara)
    undo_regrouping(made, by=cast.nahid)
    assert [where(model) for model in (Remedy, Understanding, PublicMatter)] == [[source.pk]] * 3


@pytest.mark.practice("P23")
def test_an_understanding_that_could_not_stand_is_read_among_the_earlier_ones(cast, source, target):
    write_understanding(target, "میز برای مهمانی است.", by=cast.reza, version=0)
    write_understanding(source, "مهمان دارند.", by=cast.sara, version=0)
    merged(cast, source, target)
    assert [(one.data["text"], one.by) for one in wordings(target)] == [("مهمان دارند.", cast.sara), ("میز برای مهمانی است.", cast.reza)]
    assert known_of(fresh(target))[0].text == "میز برای مهمانی است."


def test_a_merge_of_two_plain_cases_keeps_nothing(cast, source, target):
    merged(cast, source, target)
    assert (Carried.objects.count(), CaseMood.objects.count()) == (0, 0)


def test_every_kind_of_row_that_points_at_a_case_is_thought_of():
    pointing = {model for model in apps.get_app_config("resolution").get_models() if any(field.related_model is Case for field in model._meta.fields)}
    # Promises are carried by their own part, and clocks end with their case.
    assert pointing == {*EVERY, Clock, Promise}

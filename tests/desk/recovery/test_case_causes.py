"""Why a case happened: causes found and taken away, not known yet, and the lesson; each by a plain form too."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.resolution.models import CaseCause, CauseLook, Lesson
from sandali.resolution.recovery import causes
from sandali.resolution.recovery.queries import causes_of, standing_rows
from tests.cast import make_case
from tests.desk.browsing import browser

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P13")]


@pytest.fixture
def case(cast):
    return make_case(cast, kind="complaint", assignee=cast.sara)


def at(case, what=""):
    return f"/cases/{case.pk}/recovery/{what}"


def day(ahead):
    return (timezone.localdate() + timedelta(days=ahead)).isoformat()


@pytest.mark.parametrize("count", [0, 1, 3])
def test_causes_are_found_by_words_and_chosen(sara, cast, case, count):
    made = [causes.add_cause(f"پیک {number}", by=cast.nahid) for number in range(count)]
    causes.add_cause("انبار", by=cast.nahid)
    part = sara.get(at(case, "causes/search/?q=پيك"), headers={"HX-Request": "true", "HX-Target": "div#cause-results"}).content.decode()
    assert [f'value="{one.pk}"' in part for one in made] + ["انبار" in part] == [True] * count + [False]
    for one in made:
        assert sara.post(at(case, "causes/"), {"cause": one.pk}).status_code == 303
    assert [number for number, _name in causes_of(case)] == [one.pk for one in made]
    assert [row[0] for row in standing_rows(case)] == ["cause"][:count]


@pytest.mark.parametrize(("days", "says"), [(3, "رفع‌شده از"), (1, "دوباره همین‌جا")])
def test_a_cause_that_is_mended_says_so_beside_the_case_and_whether_it_came_back(sara, cast, days, says):
    now = timezone.now()
    case = make_case(cast, kind="complaint", assignee=cast.sara, opened_at=now - timedelta(days=days))
    one = causes.add_cause("پیک", by=cast.nahid)
    causes.find_cause(case, one.pk, by=cast.sara)
    assert "recovery-causes" in sara.get(at(case, "steps/cause/")).content.decode()
    causes.mend_cause(causes.Cause.objects.get(pk=one.pk), "دو پیک", by=cast.nahid, at=now - timedelta(days=2))
    [shown] = sara.get(at(case, "steps/cause/")).context["causes"]
    assert (says in shown["mended"], shown["tone"]) == (True, "ok" if days == 3 else "warn")


def test_what_was_not_it_is_taken_away_and_the_step_is_open_again(sara, cast, case):
    one = causes.add_cause("پیک", by=cast.nahid)
    sara.post(at(case, "causes/"), {"cause": one.pk})
    assert sara.post(at(case, f"causes/{one.pk}/removal/")).status_code == 303
    assert (CaseCause.objects.count(), standing_rows(case)) == (0, [])
    assert sara.post(at(case, f"causes/{one.pk}/removal/")).status_code == 303


@pytest.mark.parametrize(("cause", "status"), [("", 400), ("x", 400), ("²", 400), ("987", 404), ("9" * 20, 400)])
def test_what_is_no_cause_is_refused(sara, case, cause, status):
    assert sara.post(at(case, "causes/"), {"cause": cause}).status_code == status


def test_a_cause_that_is_offered_no_more_is_not_chosen(sara, cast, case):
    one = causes.add_cause("پیک", by=cast.nahid)
    causes.retire_cause(one, by=cast.nahid)
    assert (sara.post(at(case, "causes/"), {"cause": one.pk}).status_code, CaseCause.objects.count()) == (404, 0)


def test_not_known_yet_is_looked_at_again_on_a_day_to_come(sara, case):
    for typed in ("", "روزی", day(-1)):
        answer = sara.post(at(case, "causes/unknown/"), {"day": typed})
        assert (answer.status_code, answer.context["look_form"]["day"].value(), CauseLook.objects.count()) == (422, typed, 0)
    assert sara.post(at(case, "causes/unknown/"), {"day": day(3)}).status_code == 303
    assert timezone.localtime(CauseLook.objects.get().look_at).date() == timezone.localdate() + timedelta(days=3)


def test_the_lesson_is_written_worded_anew_and_never_overwritten_unseen(sara, cast, case):
    assert sara.post(at(case, "lesson/"), {"text": "بشماریم", "version": "0"}).status_code == 303
    assert sara.post(at(case, "lesson/"), {"text": "دو بار بشماریم", "version": "1"}).status_code == 303
    answer = sara.post(at(case, "lesson/"), {"text": "نوشتهٔ من", "version": "1"})
    assert (answer.status_code, "نوشتهٔ من" in answer.content.decode(), Lesson.objects.get().text) == (409, True, "دو بار بشماریم")


@pytest.mark.parametrize("text", ["", "\x01"])
def test_a_lesson_without_words_is_none(sara, case, text):
    assert (sara.post(at(case, "lesson/"), {"text": text, "version": "0"}).status_code, Lesson.objects.count()) == (422, 0)


def test_who_does_not_handle_the_case_changes_nothing(cast, case):
    acts = ["causes/", "causes/unknown/", "causes/1/removal/", "lesson/"]
    assert [browser(cast.parvaneh).post(at(case, act), {}).status_code for act in acts] == [403] * 4
    private = make_case(cast, department=cast.accounting)
    assert [browser(cast.sara).post(at(private, act), {}).status_code for act in acts] == [404] * 4

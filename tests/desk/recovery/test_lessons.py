"""Lessons and what is done about them: the list and its pages, one lesson, improvements asked for, changed, ended and opened again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.resolution.models import Doing, Improvement, Lesson
from sandali.resolution.recovery import improving
from sandali.resolution.recovery.causes import write_lesson
from tests.cast import make_case
from tests.desk.browsing import browser

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P13")]
WEEK = timedelta(days=7)


@pytest.fixture
def lesson(cast):
    return write_lesson(make_case(cast, kind="complaint", assignee=cast.sara), "پیش از بسته‌بندی بشماریم", by=cast.sara)


def improvement(lesson, cast, owner=None, by=None):
    return improving.make_improvement(lesson, "ترازو بخریم", owner=owner or cast.reza, due_at=timezone.now() + WEEK, by=by or cast.sara)


def day(ahead=7):
    return (timezone.localdate() + timedelta(days=ahead)).isoformat()


def rows(client, query=""):
    return [row["lesson"].text for row in client.get(f"/lessons/{query}").context["rows"]]


def test_without_lessons_it_says_where_they_come_from(sara):
    assert (rows(sara), "مسیر" in sara.get("/lessons/").content.decode()) == ([], True)


@pytest.mark.parametrize("count", [1, 3])
def test_each_box_shows_its_lessons_the_latest_first(sara, cast, count):
    for number in range(count):
        write_lesson(make_case(cast), f"درس {number}", by=cast.sara)
        write_lesson(make_case(cast, department=cast.accounting), f"راز {number}", by=cast.omid)
    latest = [f"درس {number}" for number in reversed(range(count))]
    assert [rows(sara, f"?box={box}") for box in ("all", "mine", "department", "nonsense")] == [latest] * 4
    assert [tab["count"] for tab in sara.get("/lessons/").context["tabs"]] == [sara.get("/lessons/").context["tabs"][0]["count"]] * 3
    assert rows(sara, "?state=open") == []


def test_a_long_list_is_read_page_by_page_also_among_equals(sara, cast):
    at = timezone.now()
    for number in range(23):
        Lesson.objects.create(case=make_case(cast, messages=0), department=cast.support, text=f"درس {number}", by=cast.sara, at=at)
    first = sara.get("/lessons/").context
    assert len(first["rows"]) == 20
    rest = sara.get(first["more_url"]).context["rows"]
    assert sorted(row["lesson"].pk for row in [*first["rows"], *rest]) == sorted(Lesson.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("after", ["nonsense", "2026-01-01T00:00:00,1", "2026-01-01T00:00:00+00:00,x", ",", "2026-01-01T00:00:00+00:00," + "9" * 40])
def test_what_nobody_can_ask_is_as_if_it_was_not_asked(sara, lesson, after):
    assert len(sara.get("/lessons/", {"after": after}).context["rows"]) == 1


def test_from_a_lesson_to_an_improvement_that_is_done(sara, cast, lesson):
    page = f"/lessons/{lesson.pk}/"
    assert sara.post(f"{page}improvements/", {"what": "ترازو بخریم", "owner": cast.reza.pk, "day": day()}).status_code == 303
    made, reza = Improvement.objects.get(), browser(cast.reza)
    address = f"{page}improvements/{made.pk}/"
    assert (made.owner, rows(reza, "?box=mine&state=open"), f"{address}end/" in reza.get(page).content.decode()) == (cast.reza, [lesson.text], True)
    assert reza.post(f"{address}end/", {"state": "done", "word": "خریدیم", "version": 1}).status_code == 303
    html = reza.get(page).content.decode()
    made.refresh_from_db()
    assert (made.state, "خریدیم" in html, f'{address}reopening/' in html, rows(reza, "?state=open")) == (Doing.DONE, True, True, [])
    reza.post(f"{address}reopening/")
    assert Improvement.objects.get().state == Doing.OPEN


@pytest.mark.parametrize(("field", "typed"), [("what", ""), ("what", "\x01"), ("owner", ""), ("owner", "999999"), ("day", "دیروز یا فردا"), ("day", "")])
def test_what_is_no_improvement_is_said_and_stays_typed(sara, cast, lesson, field, typed):
    given = {"what": "ترازو", "owner": str(cast.reza.pk), "day": day()} | {field: typed}
    answer = sara.post(f"/lessons/{lesson.pk}/improvements/", given)
    assert (answer.status_code, Improvement.objects.count()) == (422, 0)
    assert {name: answer.context["new_form"][name].value() for name in given} == given


@pytest.mark.parametrize(("what", "given"), [("", {"what": ""}), ("", {"owner": "999999"}), ("end/", {"word": ""}), ("end/", {"word": "\x01"}), ("end/", {"state": "nonsense"})])
def test_a_change_that_is_none_is_said_beside_the_improvement_and_stays_typed(sara, cast, lesson, what, given):
    one = improvement(lesson, cast)
    right = {"what": "ترازو", "owner": cast.reza.pk, "day": day(), "state": "done", "word": "خریدیم", "version": 1}
    answer = sara.post(f"/lessons/{lesson.pk}/improvements/{one.pk}/{what}", right | given)
    shown = next(row for row in answer.context["improvements"] if row["one"].pk == one.pk)
    form = shown["end_form" if what else "change_form"]
    assert (answer.status_code, shown["opened"], Improvement.objects.values_list("state", "version").get()) == (422, True, ("open", 1))
    assert {name: form.data[name] for name in given} == given
    assert "<details open>" in answer.content.decode()


def test_given_to_somebody_else_on_another_day(sara, cast, lesson):
    one = improvement(lesson, cast)
    assert sara.post(f"/lessons/{lesson.pk}/improvements/{one.pk}/", {"what": "دو ترازو", "owner": cast.nahid.pk, "day": day(20), "version": 1}).status_code == 303
    one.refresh_from_db()
    assert (one.what, one.owner, timezone.localtime(one.due_at).date() > timezone.localdate() + timedelta(days=18)) == ("دو ترازو", cast.nahid, True)


@pytest.mark.parametrize(("what", "given", "typed"), [("", {"what": "نوشتهٔ من"}, "نوشتهٔ من"), ("end/", {"state": "done", "word": "نوشتهٔ من"}, "نوشتهٔ من")])
def test_of_two_who_change_it_at_once_the_second_finds_their_words_in_an_open_form(sara, cast, lesson, what, given, typed):
    one = improvement(lesson, cast)
    improving.change_improvement(one, what="دیگری نوشت", owner=cast.nahid, due_at=one.due_at, by=cast.reza)
    answer = sara.post(f"/lessons/{lesson.pk}/improvements/{one.pk}/{what}", {"what": "x", "owner": cast.reza.pk, "day": day(), "version": 1} | given)
    html = answer.content.decode()
    assert (answer.status_code, "دیگری نوشت" in html, typed in html, "<details open>" in html, Improvement.objects.get().what) == (409, True, True, True, "دیگری نوشت")


@pytest.mark.parametrize(("what", "given"), [("", {"what": "نوشتهٔ من"}), ("end/", {"state": "dropped", "word": "نوشتهٔ من"})])
def test_what_is_written_of_one_that_has_ended_meanwhile_is_not_lost(sara, cast, lesson, what, given):
    one = improvement(lesson, cast)
    improving.end_improvement(one, "done", "خریدیم", by=cast.reza)
    answer = sara.post(f"/lessons/{lesson.pk}/improvements/{one.pk}/{what}", {"what": "x", "owner": cast.reza.pk, "day": day(), "version": 1} | given)
    assert (answer.status_code, "نوشتهٔ من" in answer.content.decode(), Improvement.objects.get().state) == (409, True, Doing.DONE)


def test_who_owns_an_improvement_reads_its_lesson_without_the_case(cast):
    secret = write_lesson(make_case(cast, department=cast.accounting), "درس حسابداری", by=cast.omid)
    one = improvement(secret, cast, owner=cast.sara, by=cast.omid)
    html = browser(cast.sara).get(f"/lessons/{secret.pk}/").content.decode()
    assert ("درس حسابداری" in html, f"/cases/{secret.case_id}/" in html, f"/improvements/{one.pk}/end/" in html) == (True, False, True)
    assert browser(cast.reza).get(f"/lessons/{secret.pk}/").status_code == 404


def test_who_may_not_change_it_is_refused(cast, lesson):
    one, parvaneh = improvement(lesson, cast), browser(cast.parvaneh)
    page = f"/lessons/{lesson.pk}/improvements/"
    assert [parvaneh.post(page + what, {"what": "x"}).status_code for what in ("", f"{one.pk}/", f"{one.pk}/end/", f"{one.pk}/reopening/")] == [403] * 4
    assert Improvement.objects.get().what == "ترازو بخریم"

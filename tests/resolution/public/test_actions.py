"""What everybody can read is answered where it was said, and thanked, to the last one."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from sandali.cases.actions import classify_case, reply, withdraw_reply
from sandali.cases.actions.regrouping import merge_cases, undo_regrouping
from sandali.company.actions import Overtaken
from sandali.company.models import OpeningRange
from sandali.history.models import Event, Notice
from sandali.resolution.models import PublicDeed, PublicMatter
from sandali.resolution.public import actions
from sandali.resolution.public.plans import archive_plan, change_plan, return_plan, write_plan
from sandali.resolution.public.queries import all_plans, matter_of, owed_counts, owed_matters, plans
from sandali.resolution.public.telling import tell_due
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P15")]
TEHRAN = ZoneInfo("Asia/Tehran")


@pytest.fixture
def hours(cast):
    """Every day from nine to five."""
    OpeningRange.objects.all().delete()
    OpeningRange.objects.bulk_create(OpeningRange(weekday=day, starts="09:00", ends="17:00") for day in range(7))


def at(day, hour, minute=0):
    return datetime(2091, 1, day, hour, minute, tzinfo=TEHRAN)


def marked(cast, case=None, **more):
    return actions.mark_public(case or make_case(cast), by=cast.sara, **{"where": "network", **more})


def owed(cast):
    return {what: [one.case for one in owed_matters(cast.sara, what, most=50)] for what in ("answered", "thanked")}


def told(kind):
    return sorted(Notice.objects.filter(event__kind=kind, read_at=None).values_list("person__name", flat=True))


def test_it_is_owed_an_answer_and_thanks_until_both_are_done(cast):
    matter = marked(cast)
    assert owed(cast) == {"answered": [matter.case_id], "thanked": [matter.case_id]}
    actions.write_deed(matter, "answered", by=cast.sara, words="قطعه امروز فرستاده شد.", link="https://example.com/a")
    assert owed(cast) == {"answered": [], "thanked": [matter.case_id]}
    actions.write_deed(matter, "thanked", by=cast.reza, words="با تلفن")
    assert (owed(cast), owed_counts(cast.sara)) == ({"answered": [], "thanked": []}, {"answered": 0, "thanked": 0})
    assert [(deed.what, deed.by, deed.words) for deed in PublicDeed.objects.all()] == [
        ("answered", cast.sara, "قطعه امروز فرستاده شد."), ("thanked", cast.reza, "با تلفن"),
    ]  # fmt: skip


def test_an_answer_that_thanks_carries_both(cast):
    matter = marked(cast)
    actions.write_deed(matter, "answered", by=cast.sara, words="ممنون که گفتید؛ حق با شماست.", link="https://example.com/a")
    assert owed(cast) == {"answered": [], "thanked": []}


@pytest.mark.parametrize(("words", "link"), [("", "https://example.com"), ("پاسخ", ""), ("پاسخ", "javascript:alert(1)")])
def test_an_answer_that_is_written_down_has_its_words_and_where_they_stand(cast, words, link):
    matter = marked(cast)
    with pytest.raises(ValueError, match=r"words|https"):
        actions.write_deed(matter, "answered", by=cast.sara, words=words, link=link)


def test_our_message_is_the_public_answer_where_our_answers_stand_for_everybody(cast):
    there = marked(cast, answers_show=True)
    elsewhere = marked(cast)
    for matter in (there, elsewhere):
        reply(matter.case, "از پیام شما سپاسگزاریم و عذر می‌خواهیم.", by=cast.sara, dedupe_key=f"{matter.pk}")
    assert owed(cast) == {"answered": [elsewhere.case_id], "thanked": []}
    assert PublicDeed.objects.get(matter=there, what="answered").message == there.case.messages.get(direction="out")


def test_a_message_that_nobody_got_has_neither_answered_nor_thanked(cast):
    matter = marked(cast, answers_show=True)
    message = reply(matter.case, "ممنون که گفتید.", by=cast.sara, dedupe_key="1", delay=60)
    assert owed(cast) == {"answered": [], "thanked": []}
    assert withdraw_reply(message, by=cast.sara)
    assert owed(cast) == {"answered": [matter.case_id], "thanked": [matter.case_id]}


def test_each_deed_can_be_taken_back_and_stays_to_be_read(cast):
    matter = marked(cast)
    actions.write_deed(matter, "thanked", by=cast.sara)
    assert (actions.take_deed_back(matter, "thanked", by=cast.reza), actions.take_deed_back(matter, "thanked", by=cast.reza)) == (True, False)
    actions.write_deed(matter, "thanked", by=cast.nahid)
    assert [(deed.by, deed.removed_by) for deed in PublicDeed.objects.all()] == [(cast.sara, cast.reza), (cast.nahid, None)]


def test_what_is_not_public_after_all_is_owed_nothing_and_comes_back_as_it_was(cast):
    matter = marked(cast, link="https://example.com/post")
    actions.unmark_public(matter, by=cast.sara)
    assert owed(cast) == {"answered": [], "thanked": []}
    again = actions.mark_public(matter.case, by=cast.reza, where="site", link="https://example.com/post")
    assert (again.pk, again.by, again.where, owed(cast)["answered"]) == (matter.pk, cast.reza, "site", [matter.case_id])


def test_who_saw_an_older_state_is_told_so(cast):
    matter = marked(cast)
    actions.mark_public(matter.case, by=cast.reza, where="news", version=1)
    for act in (
        lambda: actions.mark_public(matter.case, by=cast.sara, where="site", version=1),
        lambda: actions.choose_plan(matter, None, by=cast.sara, version=1),
        lambda: actions.unmark_public(matter, by=cast.sara, version=1),
    ):
        with pytest.raises(Overtaken):
            act()
    assert PublicMatter.objects.get().where == "news"


@pytest.mark.reliability("H3")
def test_nobody_is_shown_what_they_may_not_see(cast):
    hidden = marked(cast, make_case(cast, department=cast.accounting))
    assert owed(cast)["answered"] == []
    assert [one.case for one in owed_matters(cast.omid, "answered", most=5)] == [hidden.case_id]


def test_the_list_goes_on_where_its_last_page_ended_also_among_equals(cast):
    now = timezone.now()
    made = [marked(cast, at=now - timedelta(days=days)) for days in (1, 5, 1, 3)]
    first = owed_matters(cast.sara, "answered", most=3)
    rest = owed_matters(cast.sara, "answered", after=(first[-1].at, first[-1].matter), most=3)
    assert [one.matter for one in (*first, *rest)] == [made[1].pk, made[3].pk, made[0].pk, made[2].pk]


def test_the_case_that_goes_on_after_a_merge_is_the_public_one_and_undoing_gives_it_back(cast):
    matter, other = marked(cast), make_case(cast)
    made = merge_cases(matter.case, other, by=cast.nahid)
    assert owed(cast)["answered"] == [other.pk]
    undo_regrouping(made, by=cast.nahid)
    assert owed(cast)["answered"] == [matter.case_id]


def test_a_plan_says_by_when_and_its_clock_warns_then_escalates_once_to_all_leaders(cast, hours):
    plan = write_plan(by=cast.nahid, name="شکایت به‌جا", steps="1. بخوانید", minutes=8 * 60)
    matters = [marked(cast, make_case(cast, assignee=cast.sara), at=at(4, 11)) for _number in range(3)]
    matters = [actions.choose_plan(matter, plan, by=cast.sara) for matter in matters]
    assert {matter.due_at for matter in matters} == {at(5, 11)}
    Notice.objects.all().delete()
    assert [tell_due(at(5, 8, 59)), tell_due(at(5, 9, 30)), tell_due(at(5, 10))] == [0, 3, 0]
    assert told("public_due_soon") == ["Sara", "Sara", "Sara"]
    assert [tell_due(at(5, 11)), tell_due(at(6, 11))] == [3, 0]
    assert (told("public_round_late"), Event.objects.get(kind="public_round_late").data["count"]) == (["Nahid", "Parvaneh"], 3)


def test_the_clock_waits_for_the_morning_and_is_silent_once_it_is_answered(cast, hours):
    plan = write_plan(by=cast.nahid, name="x", steps="x", minutes=60)
    matter = actions.choose_plan(marked(cast, at=at(4, 16)), plan, by=cast.sara)
    assert (tell_due(at(4, 23)), PublicMatter.objects.get().next_at) == (0, at(5, 9))
    actions.write_deed(matter, "answered", by=cast.sara, words="x", link="https://example.com")
    assert tell_due(at(5, 12)) == 0
    actions.take_deed_back(matter, "answered", by=cast.sara)
    assert tell_due(at(5, 12)) == 1


def test_the_company_writes_its_plans_and_what_is_archived_is_offered_no_longer(cast):
    plan = write_plan(by=cast.nahid, name="توهین", steps="آرام بمانید", minutes=60)
    change_plan(plan, by=cast.nahid, name="توهین", fits="وقتی ناسزا می‌گویند", steps="آرام", who="مدیر", minutes=120, version=1)
    with pytest.raises(Overtaken):
        change_plan(plan, by=cast.nahid, name="x", fits="", steps="x", who="", minutes=120, version=1)
    archive_plan(plan, by=cast.nahid)
    assert (plans(), all_plans()) == ([], [plan])
    return_plan(plan, by=cast.nahid)
    assert [(one.fits, one.hours) for one in plans()] == [("وقتی ناسزا می‌گویند", 2)]
    for wrong in ({"name": " "}, {"steps": ""}, {"minutes": 1}):
        with pytest.raises(ValueError, match="plan"):
            write_plan(by=cast.nahid, **{"name": "x", "steps": "x", **wrong})


def test_marking_it_anew_keeps_what_was_done(cast):
    matter = marked(cast)
    actions.write_deed(matter, "thanked", by=cast.sara)
    classify_case(matter.case, by=cast.sara, kind="complaint")
    actions.mark_public(matter.case, by=cast.reza, where="site")
    assert (matter_of(matter.case).thanked_at is not None, PublicMatter.objects.count()) == (True, 1)

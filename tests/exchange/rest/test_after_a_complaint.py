"""The path after a complaint, clocks, lessons, mended causes and what everybody can read, by the API: each by the room's own rule."""

from datetime import timedelta

import pytest
from django.utils import timezone
from sandali_client import Problem

from sandali.cases.models import Reminder
from sandali.resolution.models import (
    Cause,
    Clock,
    Improvement,
    Outcome,
    PublicMatter,
    PublicPlan,
    RecoveryStep,
    Standard,
)
from tests.cast import make_case
from tests.exchange.rest.conftest import program_of

pytestmark = pytest.mark.django_db
LINK = "https://example.com/1"


def refused(act):
    """(status, code) of what is refused."""
    with pytest.raises(Problem) as why:
        act()
    return why.value.status, why.value.code


def in_days(days):
    """A moment as programs write it."""
    return (timezone.now() + timedelta(days=days)).isoformat()


def test_steps_of_recovery_are_done_anew_taken_back_and_brought_back(cast, sara):
    case = make_case(cast, assignee=cast.sara, kind="question")
    path = f"cases/{case.pk}/recovery"
    begun = sara.recovery.begin(case.pk)
    owned = sara.recovery.do(case.pk, "own", person=cast.sara.pk, was=0)
    sara.recovery.do(case.pk, "understand", text="She needs it for the wedding.")
    late = refused(lambda: sara.call("PUT", f"{path}/own", body={"person": cast.reza.pk, "was": 0}))
    sara.recovery.take_back(case.pk, "own", was=owned["id"])
    back = sara.call("POST", f"{path}/{owned['id']}/return")
    twice = refused(lambda: sara.call("POST", f"{path}/{owned['id']}/return"))
    sara.call("DELETE", path)
    assert ([one["step"] for one in (begun, owned, back)], owned["person"]["name"], late, twice) == (["begun", "own", "own"], cast.sara.name, (409, "overtaken"), (409, "overtaken"))
    assert [one["step"] for one in sara.recovery.steps(case.pk)] == ["own", "understand"]


@pytest.mark.parametrize(("step", "body"), [
    ("own", {}), ("own", {"person": 999_999}), ("understand", {"text": " "}), ("put_right", {}), ("apologise", {}), ("tell", {"text": "!"}), ("cause", {}), ("begun", {}), ("x", {}),
])  # fmt: skip
def test_a_step_without_what_makes_it_one_is_refused(cast, sara, step, body):
    case = make_case(cast, assignee=cast.sara, kind="complaint")
    assert (refused(lambda: sara.call("PUT", f"cases/{case.pk}/recovery/{step}", body=body)), RecoveryStep.objects.count()) == ((422, "fields"), 0)


def test_only_an_answer_of_ours_can_be_the_apology(cast, sara):
    case = make_case(cast, assignee=cast.sara, kind="complaint")
    theirs = case.messages.get()
    ours = sara.cases.reply(case.pk, "We are sorry.")
    path = f"cases/{case.pk}/recovery/apologise"
    assert refused(lambda: sara.call("PUT", path, body={"message": theirs.pk})) == (422, "refused")
    assert sara.call("PUT", path, body={"message": ours["id"]})["message"] == ours["id"]


def test_a_reason_stands_beside_a_clock_that_was_missed_and_beside_no_other(cast, sara):
    case, standard, now = make_case(cast, assignee=cast.sara), Standard.objects.create(name="Every case", first=60), timezone.now()
    common = {"case": case, "standard": standard, "minutes": 60, "began_at": now - timedelta(days=1), "due_at": now - timedelta(hours=2), "ended_at": now}
    missed = Clock.objects.create(target="first", outcome=Outcome.MISSED, **common)
    met = Clock.objects.create(target="next", outcome=Outcome.MET, **common)
    path = f"cases/{case.pk}/clocks"
    sara.call("PUT", f"{path}/{missed.pk}/reason", body={"reason": "The line was cut."})
    refusals = [refused(lambda: sara.call("PUT", f"{path}/{met.pk}/reason", body={"reason": "!"})), refused(lambda: sara.call("PUT", f"{path}/{missed.pk}/reason", body={"reason": " "}))]
    assert refusals == [(422, "refused"), (422, "fields")]
    told = {one["target"]: (one["outcome"], one["reason"]) for one in sara.call("GET", path)}
    assert told == {"first": ("missed", "The line was cut."), "next": ("met", "")}


def test_a_reminder_is_moved_and_reworded_by_its_owner_alone(cast, sara):
    case = make_case(cast, assignee=cast.sara)
    made = sara.call("POST", f"cases/{case.pk}/reminders", body={"at": in_days(1), "text": "Call her"})
    path, moved = f"cases/{case.pk}/reminders/{made['id']}", in_days(3)
    assert refused(lambda: program_of(cast.reza).call("PATCH", path, body={"text": "!"})) == (404, "not-there")
    assert refused(lambda: sara.call("PATCH", path, body={"at": in_days(-1)})) == (422, "refused")
    said = sara.call("PATCH", path, body={"at": moved})
    assert (said["text"], Reminder.objects.get().at.isoformat()) == ("Call her", moved)


def test_a_lesson_brings_an_improvement_that_is_handed_on_ended_and_reopened(cast, sara):
    case, reza = make_case(cast, assignee=cast.sara, kind="complaint"), program_of(cast.reza)
    sara.call("PUT", f"cases/{case.pk}/lesson", body={"text": "Two layers of paper."})
    lesson = sara.lessons.of_case(case.pk)
    path = f"lessons/{lesson['id']}/improvements"
    made = sara.call("POST", path, body={"what": "Thicker boxes", "owner": cast.reza.pk, "due_at": in_days(7)}, key="improvement-1")
    sara.call("POST", path, body={"what": "Thicker boxes", "owner": cast.reza.pk, "due_at": Improvement.objects.get().due_at.isoformat()})
    one = f"{path}/{made['id']}"
    ended = reza.lessons.end(lesson["id"], made["id"], "done", "They are thicker.", version=made["version"])
    late = [refused(lambda: sara.call("PATCH", one, body={"what": "!"})), refused(lambda: sara.call("DELETE", f"{one}/end", query={"version": made["version"]}))]
    again = sara.call("DELETE", f"{one}/end", query={"version": ended["version"]})
    assert (ended["state"], late, again["state"], again["word"]) == ("done", [(409, "overtaken")] * 2, "open", "")
    listed = list(sara.lessons.list(box="mine", state="open"))
    assert [(one["text"], len(one["improvements"])) for one in listed] == [("Two layers of paper.", 2)]
    assert refused(lambda: sara.call("POST", path, body={"what": "\u200e", "owner": cast.reza.pk, "due_at": in_days(7)})) == (422, "fields")


def test_a_cause_is_mended_by_who_keeps_the_causes_and_not_after_a_lost_race(cast, sara):
    cause, boss = Cause.objects.create(name="Packing", folded="packing"), program_of(cast.admin)
    path = f"causes/{cause.pk}"
    assert refused(lambda: sara.call("PUT", f"{path}/mending", body={"how": "!"})) == (403, "not-allowed")
    assert refused(lambda: boss.call("PUT", f"{path}/mending", body={"how": "!", "at": in_days(2)})) == (422, "refused")
    mended = boss.call("PUT", f"{path}/mending", body={"how": "Thicker boxes", "version": 1})
    late = refused(lambda: boss.call("DELETE", f"{path}/mending", query={"version": 1}))
    assert (sara.call("GET", path)["mended_how"], mended["mended_by"]["id"], late) == ("Thicker boxes", cast.admin.pk, (409, "overtaken"))
    assert boss.call("DELETE", f"{path}/mending", query={"version": mended["version"]})["mended_at"] is None


def test_a_public_matter_is_marked_planned_answered_thanked_and_called_public_no_more(cast, sara):
    case, plan = make_case(cast, assignee=cast.sara, kind="complaint"), PublicPlan.objects.create(name="Forums", steps="1. Answer", minutes=240)
    path = f"cases/{case.pk}/public"
    assert [refused(lambda: sara.call("GET", path)), refused(lambda: sara.call("PUT", path, body={"where": "site", "link": "javascript:alert(1)"}))] == [(404, "not-there"), (422, "fields")]
    marked = sara.call("PUT", path, body={"where": "site", "link": LINK})
    assert [one["case"] for one in sara.public.owed()] == [case.pk]
    sara.call("PUT", f"{path}/plan", body={"plan": plan.pk, "version": marked["version"]})
    late = refused(lambda: sara.call("PUT", path, body={"where": "news", "version": marked["version"]}))
    wordless = refused(lambda: sara.call("PUT", f"{path}/answered", body={"words": "We looked into it.", "link": ""}))
    answered = sara.public.answered(case.pk, "We looked into it.", LINK)
    sara.call("PUT", f"{path}/thanked", body={})
    sara.call("DELETE", f"{path}/thanked")
    now = sara.call("GET", path)
    assert (late, wordless, answered["answered"]["words"], now["thanked"], now["plan"]["name"]) == ((409, "overtaken"), (422, "fields"), "We looked into it.", None, "Forums")
    sara.call("DELETE", path, query={"version": now["version"]})
    assert (list(sara.public.owed("thanked")), sara.call("POST", f"{path}/return")["removed_at"]) == ([], None)


def test_a_mention_makes_one_case_and_wants_somebody_to_be_found_again(cast, sara):
    said = {"text": "Never again", "author": "mina", "network": "Forum", "place": "site"}
    first, again = (sara.public.mention(**said) for _time in range(2))
    nobody = refused(lambda: sara.call("POST", "mentions", body={"text": "Never again"}))
    assert (first, nobody, PublicMatter.objects.get().where) == (again, (422, "fields"), "site")

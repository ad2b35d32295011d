"""Remedies within authority, causes, moods, suggestions, wishes and verdicts by the API."""

import pytest
from sandali_client import Problem

from sandali.customers.models import Consent
from sandali.knowledge.actions import write_entry
from sandali.resolution.models import Cause, Remedy
from tests.cast import make_case
from tests.exchange.rest.conftest import program_of

pytestmark = pytest.mark.django_db


def refused(act):
    """(status, code, what stands) of what is refused."""
    with pytest.raises(Problem) as why:
        act()
    return why.value.status, why.value.code


def test_beyond_the_allowance_it_is_asked_and_only_who_may_grants(cast, sara):
    case = make_case(cast, assignee=cast.sara)
    path = f"cases/{case.pk}/remedies"
    asked = sara.call("POST", path, body={"kind": "refund", "amount": 900_000_000_000}, key="remedy-0001")
    again = sara.call("POST", path, body={"kind": "refund", "amount": 900_000_000_000}, key="remedy-0001")
    own = refused(lambda: sara.call("PUT", f"{path}/{asked['id']}/answer", body={"grants": True}))
    boss = program_of(cast.admin)
    wordless = refused(lambda: boss.call("PUT", f"{path}/{asked['id']}/answer", body={"grants": False}))
    granted = boss.call("PUT", f"{path}/{asked['id']}/answer", body={"grants": True, "version": asked["version"]})
    late = refused(lambda: boss.call("PUT", f"{path}/{asked['id']}/answer", body={"grants": True, "version": asked["version"]}))
    done = sara.call("PUT", f"{path}/{asked['id']}/completion")
    assert (asked["state"], again["id"], Remedy.objects.count(), own[0], wordless) == ("asked", asked["id"], 1, 403, (422, "refused"))
    assert (granted["state"], granted["answered_by"]["id"], late, done["state"]) == ("granted", cast.admin.pk, (409, "overtaken"), "done")


@pytest.mark.parametrize("body", [{"kind": "gift", "amount": 1.5}, {"kind": "gift", "amount": "5"}, {"kind": "gift", "amount": 0}, {"kind": "exception"}, {"kind": "gift", "state": "given"}])
def test_what_no_remedy_can_be_is_refused(cast, sara, body):
    case = make_case(cast)
    assert (refused(lambda: sara.call("POST", f"cases/{case.pk}/remedies", body=body)), Remedy.objects.count()) == ((422, "fields"), 0)


def test_a_cause_is_found_taken_away_and_a_lesson_is_worded_once_of_two(cast, sara):
    case, cause = make_case(cast, assignee=cast.sara, kind="complaint"), Cause.objects.create(name="Packing", folded="packing")
    assert [one["name"] for one in sara.call("GET", "causes")] == ["Packing"]
    found = sara.call("POST", f"cases/{case.pk}/causes", body={"cause": cause.pk})
    assert (found["path"], [one["id"] for one in sara.call("GET", f"cases/{case.pk}/causes")]) == ("Packing", [cause.pk])
    sara.call("DELETE", f"cases/{case.pk}/causes/{cause.pk}")
    assert refused(lambda: sara.call("DELETE", f"cases/{case.pk}/causes/{cause.pk}")) == (404, "not-there")
    lesson = sara.call("PUT", f"cases/{case.pk}/lesson", body={"text": "Two layers of paper."})
    late = refused(lambda: sara.call("PUT", f"cases/{case.pk}/lesson", body={"text": "Mine"}))
    assert (lesson, late) == ({"text": "Two layers of paper.", "version": 1}, (409, "overtaken"))


def test_a_mood_and_an_understanding_say_what_stood_when_they_were_written(cast, sara):
    case = make_case(cast)
    mood = sara.call("PUT", f"cases/{case.pk}/mood", body={"mood": "worried"})
    with pytest.raises(Problem) as early:
        sara.call("PUT", f"cases/{case.pk}/understanding", body={"text": "!", "version": 3})
    assert (mood, early.value.status, early.value.current) == ({"mood": "worried", "version": 1}, 409, {"id": None, "version": 0})
    assert sara.call("PUT", f"cases/{case.pk}/understanding", body={"text": "She needs it for the wedding."})["version"] == 1


def test_a_suggestion_is_made_answered_by_a_manager_and_carried_out(cast, sara):
    boss = program_of(cast.admin)
    made = sara.call("POST", "suggestions", body={"text": "Thicker boxes"})
    path = f"suggestions/{made['id']}"
    own = refused(lambda: sara.call("PUT", f"{path}/answer", body={"verdict": "taken_up", "text": "!"}))
    boss.call("PUT", f"{path}/voice", body={"word": "So did I"})
    boss.call("PUT", f"{path}/answer", body={"verdict": "taken_up", "text": "From May on", "version": made["version"]})
    late = refused(lambda: sara.call("PATCH", path, body={"text": "Anew"}))
    done = boss.call("PUT", f"{path}/outcome", body={"text": "They are thicker."})
    assert (own, late, done["state"], [one["id"] for one in sara.call("GET", "suggestions", query={"box": "done"})["items"]]) == ((403, "not-allowed"), (409, "overtaken"), "done", [made["id"]])


def test_wishes_are_changed_one_by_one_and_contradictions_are_refused(cast, sara):
    path = f"customers/{cast.mina.pk}/wishes"
    first = sara.call("PATCH", path, body={"called": "خانم کریمی", "hours_from": "09:00", "hours_until": "12:00", "never": ["phone"], "version": 0})
    second = sara.call("PATCH", path, body={"likes": "short answers"})
    wrong = [
        {"hours_from": None}, {"way": "pigeon"}, {"never": ["pigeon"]}, {"zone": "Mars/Base"}, {"days": [7]}, {"days": [True]}, {"way": "email", "never": ["email"]}, {"language": "de"},
    ]  # fmt: skip
    assert [refused(lambda body=body: sara.call("PATCH", path, body=body))[0] for body in wrong] == [422] * len(wrong)
    late = refused(lambda: sara.call("PATCH", path, body={"likes": "!", "version": 1}))
    assert (second["called"], second["hours_until"], second["never"], second["likes"], second["version"], late) == (first["called"], "12:00:00", ["phone"], "short answers", 2, (409, "overtaken"))


@pytest.mark.practice("P10")
def test_consent_is_written_down_with_its_proof_and_never_as_if_the_customer_had_pressed(cast, sara):
    path = f"customers/{cast.mina.pk}/consents"
    told = [refused(lambda body=body: sara.call("POST", path, body={"purpose": "survey", "is_given": True, **body})) for body in ({"how": "page", "words": "!"}, {"how": "said"}, {"how": "merged", "words": "!"})]
    sara.call("POST", path, body={"purpose": "survey", "is_given": True, "how": "said", "words": "On the phone, today"})
    row = Consent.objects.get()
    assert (told, row.by, row.how, [one["words"] for one in sara.call("GET", path)]) == ([(422, "fields")] * 3, cast.sara, "said", ["On the phone, today"])


def test_a_fact_is_used_judged_and_set_back(cast, sara):
    entry = write_entry(by=cast.sara, kind="fact", title="Post", text="Two days", language="en")
    boss, path = program_of(cast.admin), f"knowledge/{entry.pk}"
    boss.call("PATCH", path, body={"text": "Three days"})
    case = make_case(cast)
    sara.call("POST", f"{path}/uses", body={"case": case.pk})
    sara.call("POST", f"{path}/verdicts", body={"is_right": False, "word": "It is four"})
    earlier = entry.revisions.order_by("pk").first()
    assert refused(lambda: boss.call("PUT", f"{path}/revisions/{earlier.pk}/restoration", body={"version": 99})) == (409, "overtaken")
    back = boss.call("PUT", f"{path}/revisions/{earlier.pk}/restoration", body={})
    assert (back["text"], entry.uses.count(), entry.verdicts.get().word) == ("Two days", 1, "It is four")

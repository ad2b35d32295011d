"""Exceptions in one click with a reason, situations that need none, and policies that exceptions speak against (P18)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.cases.models import Case
from sandali.company.actions import Overtaken
from sandali.customers.actions import recognise
from sandali.history.models import Event, Job, Notice
from sandali.resolution.exceptions.actions import (
    CannotExcept,
    PolicyTaken,
    answer_proposal,
    end_situation,
    keep_policy,
    keep_situation,
    make_exception,
)
from sandali.resolution.exceptions.affected import (
    find_all,
    find_for_case,
    look_at_new_case,
    read_affects,
    running,
)
from sandali.resolution.models import Affected, PolicyException, Proposal, Remedy
from sandali.resolution.remedies.actions import refuse_remedy, reopen_remedy, take_back
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P18")]


def policy_of(cast, **more):
    """A policy that Nahid decides about."""
    return keep_policy(None, by=cast.admin, name=more.pop("name", "برگشت تا هفت روز"), owner=cast.nahid, **more)


def declare(cast, affects, *, policies=(), begins=None, ends=None):
    """A situation that Nahid declares."""
    return keep_situation(
        None, by=cast.nahid, name="سیل خوزستان", what="", begins_at=begins or timezone.now() - timedelta(hours=1), ends_at=ends, policies=policies,
        affects=read_affects(affects),
    )  # fmt: skip


def affected():
    """Numbers of the cases that are affected."""
    return sorted(Affected.objects.values_list("case", flat=True))


def test_an_exception_has_a_reason_and_stands_in_the_thread_and_among_good_acts(cast):
    case, policy = make_case(cast), policy_of(cast)
    with pytest.raises(CannotExcept):
        make_exception(case, policy, " ", by=cast.sara, key="1")
    made = make_exception(case, policy, "در بیمارستان بود", by=cast.sara, key="1")
    assert make_exception(case, policy, "در بیمارستان بود", by=cast.sara, key="1").pk == made.pk
    assert (made.remedy.kind, made.remedy.state, made.remedy.what) == ("exception", "given", "در بیمارستان بود")
    assert Event.objects.get(kind="exception_made").data == {"policy": "برگشت تا هفت روز", "reason": "در بیمارستان بود"}


def test_what_an_exception_costs_counts_in_the_allowance(cast):
    case = make_case(cast)
    made = make_exception(case, policy_of(cast), "سیل", by=cast.sara, key="1", amount=40_000_000)
    assert made.remedy.state == "asked"
    remedy = Remedy.objects.select_related("case__department").get()
    refuse_remedy(remedy, "نه", by=cast.nahid)
    assert PolicyException.objects.get().undone_at is not None
    reopen_remedy(remedy, by=cast.nahid)
    assert PolicyException.objects.get().undone_at is None
    take_back(remedy, by=cast.sara)
    assert PolicyException.objects.get().undone_at is not None


def test_during_a_situation_that_relaxes_it_no_reason_is_needed_and_afterwards_one_is(cast):
    case, policy, other = make_case(cast), policy_of(cast), policy_of(cast, name="هزینه‌ی ارسال")
    situation = declare(cast, {"cases": str(case.pk)}, policies=[policy])
    made = make_exception(case, policy, "", by=cast.sara, key="1")
    assert (made.situation, made.reason) == (situation, "")
    assert Event.objects.get(kind="exception_relaxed").data == {"policy": policy.name, "situation": "سیل خوزستان"}
    with pytest.raises(CannotExcept):
        make_exception(case, other, "", by=cast.sara, key="2")
    end_situation(situation, by=cast.nahid)
    with pytest.raises(CannotExcept):
        make_exception(case, policy, "", by=cast.sara, key="3")


def test_exceptions_that_recur_ask_the_policys_owner_once_with_the_cases_behind_them(cast):
    policy = policy_of(cast)
    for number in range(4):
        make_exception(make_case(cast), policy, "سیل", by=cast.sara, key=f"{number}")
    proposal = Proposal.objects.get()
    assert (proposal.count, proposal.policy) == (4, policy)
    assert list(Notice.objects.filter(event__kind="policy_questioned").values_list("person__name", flat=True)) == ["Nahid"]
    with pytest.raises(CannotExcept):
        answer_proposal(proposal, " ", is_changed=True, by=cast.nahid)
    answer_proposal(proposal, "از فردا ده روز", is_changed=True, by=cast.nahid)
    with pytest.raises(Overtaken):
        answer_proposal(Proposal(pk=proposal.pk, policy=policy), "x", is_changed=False, by=cast.admin)
    for number in range(2):
        make_exception(make_case(cast), policy, "سیل", by=cast.sara, key=f"again {number}")
    assert Proposal.objects.filter(answered_at=None).count() == 0  # counting began anew
    make_exception(make_case(cast), policy, "سیل", by=cast.sara, key="third")
    assert Proposal.objects.filter(answered_at=None).count() == 1


def test_a_situation_finds_whom_it_affects_by_city_words_kind_and_number(cast):
    ahvaz = recognise("email", "x@example.com", name="نرگس")
    ahvaz.city = "اهواز"
    ahvaz.save(update_fields=["city"])
    from_there, complaint, chosen = make_case(cast, customer=ahvaz), make_case(cast, kind="complaint"), make_case(cast)
    make_case(cast)
    for affects, numbers in (
        ({"city": "اهواز"}, [from_there.pk]),
        ({"kind": ["complaint"]}, [complaint.pk]),
        ({"city": "اهواز", "kind": ["complaint"]}, []),
        ({"city": "اهواز", "cases": f"#{chosen.pk}، 999999"}, [from_there.pk, chosen.pk]),
    ):
        situation = declare(cast, affects)
        assert affected() == sorted(numbers)
        situation.delete()


def test_a_case_that_is_opened_during_it_is_affected_and_one_that_is_merged_or_over_is_not(cast):
    declare(cast, {"channel": [str(cast.channel.pk)]})
    assert affected() == []
    case = make_case(cast)
    look_at_new_case(Event(kind="case_opened", case_id=case.pk))
    assert Job.objects.filter(task="sandali.resolution.exceptions.jobs.find_affecting").count() == 1
    assert [find_for_case(case.pk), find_for_case(case.pk), affected()] == [1, 0, [case.pk]]
    spam = make_case(cast)
    Case.objects.filter(pk=spam.pk).update(aside="spam")
    before = make_case(cast, opened_at=timezone.now() - timedelta(days=3))
    Case.objects.filter(pk=before.pk).update(state="lapsed", state_by=None)
    assert [find_all(), affected()] == [0, [case.pk]]


def test_without_a_situation_a_new_case_queues_nothing(cast):
    case = make_case(cast)
    declare(cast, {"cases": "1"}, begins=timezone.now() + timedelta(days=1))
    look_at_new_case(Event(kind="case_opened", case_id=case.pk))
    assert (Job.objects.count(), running(timezone.now())) == (0, [])


def test_who_is_affected_keeps_to_what_there_is():
    assert read_affects({"city": "  اهواز ", "person": "1", "is": "open", "tag": ["7", "x"], "cases": "۱۲, 12 abc"}) == {
        "tag": ["7"], "city": "اهواز", "cases": [12],
    }  # fmt: skip


def test_of_two_who_change_a_policy_the_second_is_told(cast):
    policy = policy_of(cast)
    keep_policy(policy, by=cast.admin, name="ده روز", version=1)
    with pytest.raises(Overtaken):
        keep_policy(policy, by=cast.nahid, name="پنج روز", version=1)
    with pytest.raises(PolicyTaken):
        policy_of(cast, name="ده روز")

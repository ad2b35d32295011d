"""Policies with their exceptions, and situations: kept, declared, ended, questioned and answered, with what was typed kept."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.resolution.exceptions import actions
from sandali.resolution.models import Affected, Policy, PolicyException, Proposal, Situation
from tests.cast import make_case
from tests.desk.browsing import browser

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P18")]
PAGE = "/settings/policies/"


def policy(cast, name="برگشت تا ۷ روز", **more):
    return actions.keep_policy(None, by=cast.nahid, name=name, **more)


def excepted(cast, one, number=0, reason="بیمار بود", case=None):
    return actions.make_exception(case or make_case(cast, messages=0), one, reason, by=cast.sara, key=f"k{number}", at=timezone.now() - timedelta(minutes=number))


def names(client):
    return [one.name for one in client.get(PAGE).context["policies"]]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_list_has_each_policy_with_its_exceptions(nahid, cast, count):
    made = [policy(cast, f"سیاست {number}") for number in range(count)]
    for number, one in enumerate(made):
        excepted(cast, one, number)
    assert [(one.name, one.made) for one in nahid.get(PAGE).context["policies"]] == [(one.name, 1) for one in made]


def test_a_policy_is_written_and_worded_anew(nahid, cast):
    assert nahid.post(f"{PAGE}new/", {"name": "برگشت", "says": "تا ۷ روز", "owner": cast.reza.pk, "is_active": "on"}).status_code == 303
    one = Policy.objects.get()
    assert (one.name, one.owner, one.is_active, names(nahid)) == ("برگشت", cast.reza, True, ["برگشت"])
    assert nahid.post(f"{PAGE}{one.pk}/", {"name": "برگشت", "says": "تا ۳۰ روز", "was": "1"}).status_code == 303
    assert Policy.objects.values_list("says", "is_active").get() == ("تا ۳۰ روز", False)


@pytest.mark.parametrize(("field", "typed"), [("name", ""), ("name", "هست"), ("owner", "99999"), ("department", "x"), ("name", "\x01")])
def test_what_is_no_policy_is_said_and_stays_typed(nahid, cast, field, typed):
    policy(cast, "هست")
    answer = nahid.post(f"{PAGE}new/", {"name": "تازه", "says": "نوشتهٔ من"} | {field: typed})
    assert (answer.status_code, answer.context["form"][field].value(), answer.context["form"]["says"].value(), names(nahid)) == (422, typed, "نوشتهٔ من", ["هست"])


@pytest.mark.parametrize("was", ["1", "", "²", "9" * 30])
def test_of_two_who_word_it_at_once_the_second_keeps_their_words(nahid, cast, was):
    one = policy(cast)
    actions.keep_policy(one, by=cast.admin, name="از او")
    answer = nahid.post(f"{PAGE}{one.pk}/", {"name": "از من", "was": was})
    form = answer.context["form"]
    assert (answer.status_code, form["name"].value(), Policy.objects.get().name) == (409, "از من", "از او")
    assert nahid.post(f"{PAGE}{one.pk}/", {"name": "از من", "was": form["was"].value()}).status_code == 303


def test_the_exceptions_of_a_policy_lead_to_their_cases_page_by_page(cast, monkeypatch):
    monkeypatch.setattr("sandali.desk.exceptions.views.MOST_EXCEPTIONS", 2)
    one = policy(cast)
    cases = [excepted(cast, one, number).case_id for number in range(3)]
    excepted(cast, one, 9, case=make_case(cast, department=cast.accounting))
    sara = browser(cast.sara)
    first = sara.get(f"/policies/{one.pk}/")
    rest = sara.get(first.context["more_url"])
    found = [int(number) for page in (first, rest) for row in page.context["exceptions"] for number in re.findall(r"/cases/(\d+)/", row["url"])]
    assert (found, rest.context["more_url"]) == (cases, "")


def test_exceptions_that_recur_ask_the_policys_owner_who_answers_once(nahid, cast):
    one = policy(cast, owner=cast.reza)
    Proposal.objects.create(policy=one, count=3, since=timezone.now())
    address, reza = f"/policies/{one.pk}/proposal/", browser(cast.reza)
    assert [f'action="{address}"' in client.get(f"/policies/{one.pk}/").content.decode() for client in (reza, browser(cast.sara))] == [True, False]
    assert browser(cast.sara).post(address, {"word": "x", "becomes": "changed"}).status_code == 403
    assert reza.post(address, {"word": " ", "becomes": "changed"}).status_code == 422
    assert reza.post(address, {"word": "از این پس ۳۰ روز", "becomes": "changed"}).status_code == 303
    assert nahid.post(address, {"word": "نه", "becomes": "stays"}).status_code == 303
    assert Proposal.objects.values_list("answer", "is_changed", "answered_by").get() == ("از این پس ۳۰ روز", True, cast.reza.pk)
    assert "از این پس ۳۰ روز" in browser(cast.sara).get(f"/policies/{one.pk}/").content.decode()


# --- Situations ------------------------------------------------------------------------------------------------------
def declared(**more):
    today = timezone.localdate().isoformat()
    return {"name": "سیل شیراز", "what": "جاده بسته است", "begins_day": today, "begins_clock": "", "words": "نرسیده"} | more


def test_from_a_situation_to_the_banner_on_a_case_an_exception_without_a_reason_and_its_end(nahid, cast):
    """The walk of P18: what relaxes a policy for everybody affected, and what becomes of it."""
    case, one = make_case(cast, assignee=cast.sara), policy(cast)
    assert nahid.post(f"{PAGE}situations/new/", declared(cases=str(case.pk), words="", policies=[one.pk])).status_code == 303
    situation = Situation.objects.get()
    sara = browser(cast.sara)
    assert (list(Affected.objects.values_list("case", flat=True)), "سیل شیراز" in sara.get(f"/cases/{case.pk}/").content.decode()) == ([case.pk], True)
    assert sara.post(f"/cases/{case.pk}/exceptions/", {"policy": one.pk, "reason": "", "amount": "", "key": "k"}).status_code == 303
    assert PolicyException.objects.values_list("situation", "reason").get() == (situation.pk, "")
    ending = f"{PAGE}situations/{situation.pk}/ending/"
    page = nahid.post(ending, follow=True)
    assert (Situation.objects.get().ends_at is not None, f"{ending}?back=1" in page.content.decode()) == (True, True)
    assert sara.post(f"/cases/{case.pk}/exceptions/", {"policy": one.pk, "reason": "", "amount": "", "key": "k2"}).status_code == 422
    nahid.post(f"{ending}?back=1")
    assert Situation.objects.get().ends_at is None


@pytest.mark.parametrize(("field", "typed"), [("name", ""), ("begins_day", "روزی"), ("ends_day", "2020-01-01"), ("words", ""), ("begins_clock", "99:99"), ("name", "\x01")])
def test_what_is_no_situation_is_said_and_stays_typed(nahid, cast, field, typed):
    answer = nahid.post(f"{PAGE}situations/new/", declared(**{field: typed}))
    form = answer.context["form"]
    assert (answer.status_code, form[field].value(), form["what"].value(), Situation.objects.count()) == (422, typed, "جاده بسته است", 0)


def test_of_two_who_change_a_situation_the_second_keeps_their_words(nahid, cast):
    nahid.post(f"{PAGE}situations/new/", declared())
    one = Situation.objects.get()
    assert nahid.post(f"{PAGE}situations/{one.pk}/", declared(name="از او", was="1")).status_code == 303
    answer = nahid.post(f"{PAGE}situations/{one.pk}/", declared(name="از من", was="1"))
    assert (answer.status_code, answer.context["form"]["name"].value(), Situation.objects.get().name) == (409, "از من", "از او")


def test_who_does_not_keep_policies_is_refused_and_reads_them(cast):
    one, sara = policy(cast), browser(cast.sara)
    addresses = [PAGE, f"{PAGE}new/", f"{PAGE}{one.pk}/", f"{PAGE}situations/new/"]
    assert [sara.get(address).status_code for address in addresses] + [sara.post(address, {}).status_code for address in addresses[1:]] == [403] * 7
    assert [sara.get(f"/policies/{one.pk}/").status_code, sara.get("/policies/987/").status_code] == [200, 404]

"""Quick changes of a case."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from sandali.cases.models import Case
from sandali.company.events import PLACE_CHANGED
from sandali.company.models import Membership
from sandali.history.events import record
from sandali.kit.dates import show_date
from tests.cast import make_case

pytestmark = pytest.mark.django_db
ACTS = {
    "assignment": {"person": ""}, "department": {"department": ""}, "kind": {"kind": "complaint"}, "priority": {"priority": "4"},
    "state": {"state": "answered"}, "snooze": {"until": (timezone.now() + timedelta(days=30)).isoformat()}, "subject": {"subject": "تازه"}, "tags": {"tag": "x"},
}  # fmt: skip


@pytest.fixture
def sara(client, cast):
    client.force_login(cast.sara)
    return client


def standing(case):
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_posted_and_never_a_link(sara, cast, act):
    assert sara.get(f"/cases/{make_case(cast).pk}/{act}/").status_code == 405


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who, status", [("reza", 303), ("parvaneh", 403), ("omid", 404)])
def test_who_may_act(client, cast, act, who, status):
    case = make_case(cast)
    before = standing(case).__dict__ | {"_state": None}
    client.force_login(getattr(cast, who))
    assert client.post(f"/cases/{case.pk}/{act}/", ACTS[act]).status_code == status
    if status != 303:
        assert standing(case).__dict__ | {"_state": None} == before


@pytest.mark.parametrize("act", ACTS)
def test_an_act_on_no_case_is_not_found(sara, act):
    assert sara.post(f"/cases/999/{act}/", ACTS[act]).status_code == 404


def test_each_act_does_what_it_says(sara, cast):
    case = make_case(cast)
    for act, values in (ACTS | {"assignment": {"person": cast.reza.pk}, "department": {"department": cast.support.pk}}).items():
        assert sara.post(f"/cases/{case.pk}/{act}/?box=all", values)["Location"] == f"/cases/{case.pk}/?box=all"
    now = standing(case)
    assert (now.assignee, now.department, now.kind, now.priority, now.state, now.subject, [tag.name for tag in now.tags.all()]) == (
        cast.reza, cast.support, "complaint", 4, "snoozed", "تازه", ["x"],
    )  # fmt: skip
    sara.post(f"/cases/{case.pk}/tags/{now.tags.get().pk}/removal/")
    assert now.tags.count() == 0


@pytest.mark.practice("P11")
@pytest.mark.parametrize("state", ["confirmed", "lapsed", "new", "snoozed", "", "'"])
def test_nobody_can_post_a_state_that_is_not_ours_to_set(client, cast, state):
    case = make_case(cast)
    client.force_login(cast.admin)
    assert client.post(f"/cases/{case.pk}/state/", {"state": state}).status_code == 400
    assert standing(case).state == "new"


@pytest.mark.parametrize(
    "act, values",
    [
        ("assignment", {"person": "x"}), ("assignment", {"person": "99999"}), ("department", {"department": "99999"}), ("kind", {"kind": "x"}),
        ("priority", {"priority": "9"}), ("priority", {"priority": ""}), ("priority", {"priority": "۴x"}),
    ],
)  # fmt: skip
def test_a_choice_that_there_is_not_is_refused_and_changes_nothing(sara, cast, act, values):
    case = make_case(cast)
    assert sara.post(f"/cases/{case.pk}/{act}/", values).status_code == 400
    assert (standing(case).version, standing(case).kind, standing(case).priority) == (case.version, "", 2)


@pytest.mark.reliability("H6")
def test_fields_that_nobody_asked_for_are_ignored(sara, cast):
    case = make_case(cast)
    sara.post(f"/cases/{case.pk}/kind/", {"kind": "praise", "state": "confirmed", "priority": "4", "customer": cast.kaveh.pk, "id": 1})
    now = standing(case)
    assert (now.kind, now.state, now.priority, now.customer) == ("praise", "new", 2, cast.mina)


def test_a_change_that_lost_the_race_says_so_and_overwrites_nothing(sara, cast):
    case = make_case(cast)
    sara.post(f"/cases/{case.pk}/assignment/", {"person": cast.reza.pk, "version": case.version})
    headers = {"HX-Request": "true", "HX-Target": "form"}
    answer = sara.post(f"/cases/{case.pk}/assignment/", {"person": cast.sara.pk, "version": case.version}, headers=headers)
    assert (answer.status_code, standing(case).assignee) == (409, cast.reza)
    assert 'hx-target="#toasts"' in answer.content.decode()


def test_two_wordings_of_a_subject_are_both_shown_when_they_meet(sara, cast):
    case = make_case(cast)
    headers = {"HX-Request": "true", "HX-Target": "form"}
    sara.post(f"/cases/{case.pk}/subject/", {"subject": "اول", "version": case.version})
    html = sara.post(f"/cases/{case.pk}/subject/", {"subject": "دوم", "version": case.version}, headers=headers).content.decode()
    assert ("اول" in html, "دوم" in html, standing(case).subject) == (True, True, "اول")


@pytest.mark.parametrize("values", [{}, {"until": "x"}, {"until": "2999-01-01"}, {"day": "فردا"}, {"until": "2001-01-01T00:00:00+00:00"}])
def test_a_snooze_without_a_time_to_come_is_refused_with_a_sentence(sara, cast, values):
    case = make_case(cast)
    answer = sara.post(f"/cases/{case.pk}/snooze/", values, headers={"HX-Request": "true", "HX-Target": "form"})
    assert (answer.status_code, standing(case).state, "toast" in answer.content.decode()) == (422, "new", True)


@pytest.mark.parametrize(("weekday", "opens"), [(0, 9), (4, 8)])
def test_a_snooze_takes_a_jalali_day_and_means_its_morning(sara, cast, weekday, opens):
    """On a Monday that is our opening, on a Friday, when we are closed, eight o'clock."""
    case = make_case(cast)
    day = timezone.now().astimezone(ZoneInfo("Asia/Tehran")).date() + timedelta(days=40)
    day += timedelta(days=(weekday - day.weekday()) % 7)
    sara.post(f"/cases/{case.pk}/snooze/", {"day": show_date(day, "numeric", language="fa", calendar="jalali")})
    assert standing(case).snoozed_until.astimezone(ZoneInfo("Asia/Tehran")).replace(tzinfo=None) == datetime.combine(day, time(opens, 0))


def test_a_case_given_out_of_sight_leads_back_to_the_list(sara, cast):
    case = make_case(cast, assignee=cast.sara)
    assert sara.post(f"/cases/{case.pk}/department/?box=all", {"department": cast.accounting.pk})["Location"] == "/cases/?box=all"


def test_with_htmx_an_act_answers_with_the_head_and_the_thread(sara, cast):
    case = make_case(cast, waiting_since=timezone.now() - timedelta(hours=1))
    html = sara.post(f"/cases/{case.pk}/priority/", {"priority": "4"}, headers={"HX-Request": "true", "HX-Target": "form"}).content.decode()
    assert [html.count(f'hx-target="#{name}"') for name in ("case-head", "case-thread", "case-composer", "toasts")] == [1, 1, 0, 1]


def test_a_case_is_neither_offered_nor_given_to_who_only_reads_it(sara, cast):
    case = make_case(cast)
    Membership.objects.filter(person=cast.reza).update(reads_only=True)
    record(PLACE_CHANGED, cast.support, by=cast.admin, name="Reza", department="x")
    html = sara.get(f"/cases/{case.pk}/?box=all").content.decode()
    menu = html.partition('id="menu-assignee"')[2].partition("</div>")[0]
    assert [f'name="person" value="{who.pk}"' in menu for who in (cast.reza, cast.nahid, cast.parvaneh)] == [False, True, False]
    answer = sara.post(f"/cases/{case.pk}/assignment/", {"person": cast.reza.pk}, headers={"HX-Request": "true"})
    assert (answer.status_code, standing(case).assignee) == (422, None)
    assert "Reza نمی‌تواند روی این پرونده کار کند" in answer.content.decode().replace("\u2068", "").replace("\u2069", "")

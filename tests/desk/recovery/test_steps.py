"""The path beside a case and on its own page: shown, done, raced for, taken back; with htmx and by plain forms."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.cases.actions import reply
from sandali.desk.recovery.context import recovery_context
from sandali.resolution.models import RecoveryStep, Remedy, Understanding
from sandali.resolution.recovery import actions
from sandali.resolution.recovery.queries import standing_rows
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P09", "P12")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def sara(client, cast):
    client.force_login(cast.sara)
    return client


def beside(client, case):
    return client.get(f"/cases/{case.pk}/").context["recovery"]


def steps_of(case):
    return sorted(row[0] for row in standing_rows(case))


def test_a_complaint_shows_its_path_and_another_case_does_not(sara, cast):
    complaint, question = make_case(cast, kind="complaint"), make_case(cast, kind="question")
    shown = beside(sara, complaint)
    assert [(one.name, bool(one.pk), one.is_next) for one in shown.steps] == [
        ("own", False, True), ("understand", False, False), ("apologise", False, False), ("put_right", False, False), ("cause", False, False),
        ("tell", False, False),
    ]  # fmt: skip
    assert (shown.progress, beside(sara, question)) == ("۰ از ۶", None)
    assert 'id="case-recovery"' not in sara.get(f"/cases/{question.pk}/").content.decode()


def test_the_next_step_is_the_first_open_one_whatever_the_order(sara, cast):
    case = make_case(cast, kind="complaint")
    actions.understand(case, "x", by=cast.sara)
    actions.own_it(case, cast.sara, by=cast.sara)
    assert [one.name for one in beside(sara, case).steps if one.is_next] == ["apologise"]


def test_an_answered_complaint_says_which_steps_stand_open_and_blocks_nothing(sara, cast):
    case = make_case(cast, kind="complaint")
    actions.own_it(case, cast.sara, by=cast.sara)
    answer = sara.post(f"/cases/{case.pk}/state/", {"state": "answered", "version": case.version})
    case.refresh_from_db()
    said = beside(sara, case).warns.replace("\u2068", "").replace("\u2069", "")
    assert (answer.status_code, case.state) == (303, "answered")
    assert [word in said for word in ("فهمیدن", "عذرخواهی", "جبران", "یافتن علت", "پذیرفتن")] == [True, True, True, True, False]


@pytest.mark.parametrize("kind, path", [("complaint", 2), ("question", 1)])
def test_the_panel_costs_two_small_queries_and_one_where_there_is_none(sara, cast, kind, path):
    case = make_case(cast, kind=kind)
    sara.get(f"/cases/{case.pk}/")
    with CaptureQueriesContext(connection) as asked:
        sara.get(f"/cases/{case.pk}/")
    ours = [query["sql"] for query in asked if "resolution_recoverystep" in query["sql"] or "resolution_causelook" in query["sql"]]
    assert len(ours) == path


def test_done_by_a_plain_form_it_leads_to_the_path_and_by_htmx_it_is_drawn_in_place(sara, cast):
    case = make_case(cast, kind="complaint")
    plain = sara.post(f"/cases/{case.pk}/recovery/steps/understand/doing/", {"text": "x", "was": "0"})
    assert (plain.status_code, plain["Location"]) == (303, f"/cases/{case.pk}/recovery/")
    drawn = sara.post(f"/cases/{case.pk}/recovery/steps/own/doing/", {"person": cast.reza.pk, "was": "0"}, headers=HTMX)
    assert (drawn.status_code, 'hx-target="#case-recovery"' in drawn.content.decode()) == (200, True)
    assert steps_of(case) == ["own", "understand"]


def test_of_two_who_write_at_once_the_second_keeps_their_words(sara, cast):
    case = make_case(cast, kind="complaint")
    actions.understand(case, "the first", by=cast.reza)
    answer = sara.post(f"/cases/{case.pk}/recovery/steps/understand/doing/", {"text": "the second", "was": "0"})
    html = answer.content.decode()
    assert (answer.status_code, "the first" in html, "the second" in html) == (409, True, True)
    assert RecoveryStep.objects.get(ended_at=None).text == "the first"


def test_a_step_is_taken_back_with_a_way_to_bring_it_back(sara, cast):
    case = make_case(cast, kind="complaint")
    step = actions.understand(case, "x", by=cast.sara)
    page = sara.post(f"/cases/{case.pk}/recovery/steps/understand/removal/", {"was": step.pk}, follow=True).content.decode()
    assert (steps_of(case), f"/cases/{case.pk}/recovery/returns/{step.pk}/" in page) == ([], True)
    sara.post(f"/cases/{case.pk}/recovery/returns/{step.pk}/")
    assert steps_of(case) == ["understand"]


def test_one_of_our_answers_is_chosen_as_the_apology_and_only_one_of_this_case(sara, cast):
    case, other = make_case(cast, kind="complaint"), make_case(cast)
    message, foreign = reply(case, "x", by=cast.sara, dedupe_key="1"), reply(other, "x", by=cast.sara, dedupe_key="2")
    address = f"/cases/{case.pk}/recovery/steps/apologise/doing/"
    assert sara.post(address, {"message": foreign.pk, "was": "0"}).status_code == 404
    assert sara.post(address, {"message": message.pk, "was": "0"}).status_code == 303
    assert steps_of(case) == ["apologise"]


@pytest.mark.parametrize("body", [{}, {"person": "nonsense"}, {"person": "999999"}])
def test_what_makes_no_sense_is_refused(sara, cast, body):
    assert sara.post(f"/cases/{make_case(cast).pk}/recovery/steps/own/doing/", body).status_code == 400


def test_any_case_is_taken_onto_the_path_and_off_it_again(sara, cast):
    case = make_case(cast, kind="request")
    sara.post(f"/cases/{case.pk}/recovery/beginning/")
    assert beside(sara, case).by_hand is True
    sara.post(f"/cases/{case.pk}/recovery/beginning/", {"back": "1"})
    assert beside(sara, case) is None


@pytest.mark.parametrize("step", ["own", "understand", "apologise", "put_right", "cause", "tell"])
def test_each_step_opens_beside_the_case_and_on_a_page_of_its_own(sara, cast, step):
    case = make_case(cast, kind="complaint")
    address = f"/cases/{case.pk}/recovery/steps/{step}/"
    part = sara.get(address, headers={**HTMX, "HX-Target": "div#recovery-open"})
    assert (part.status_code, part.content.decode().startswith('<div id="recovery-open" data-opened>')) == (200, True)
    assert "layout" not in part.content.decode() and sara.get(address).status_code == 200
    assert sara.get(f"/cases/{case.pk}/recovery/steps/nonsense/").status_code == 404


def test_the_kind_set_to_complaint_brings_the_panel(sara, cast):
    case = make_case(cast, kind="")
    answer = sara.post(f"/cases/{case.pk}/kind/", {"kind": "complaint", "version": case.version}, headers=HTMX)
    assert 'id="case-recovery"' in answer.content.decode()


def test_what_other_parts_did_stands_as_a_step_of_the_path(cast):
    case = make_case(cast, kind="complaint", assignee=cast.sara)
    Remedy.objects.create(case=case, customer=case.customer, kind="gift", currency="IRR", by=cast.sara, state="given", dedupe_key="1")
    Remedy.objects.create(case=case, customer=case.customer, kind="refund", currency="IRR", by=cast.reza, state="refused", answer="!", answered_by=cast.nahid, answered_at=case.opened_at, dedupe_key="2")
    Understanding.objects.create(case=case, text="برای جشن دخترش می‌خواست.", by=cast.reza)
    shown = recovery_context(case, cast.sara, frozenset({"answer"}))["recovery"]
    assert [(step.name, step.who) for step in shown.steps if step.is_done] == [("understand", cast.reza.name), ("put_right", cast.sara.name)]
    assert (shown.done, [step.name for step in shown.steps if step.is_next]) == (2, ["own"])

"""Handing a case over: offered with a brief, read before it is accepted, and its owner's until then."""

import pytest

from sandali.cases.access import access_case, access_offer
from sandali.cases.actions import assign_case, write_note
from sandali.cases.actions.handover import (
    CannotHandOver,
    accept_handover,
    decline_handover,
    offer_case,
    withdraw_handover,
)
from sandali.cases.models import Case, Handover
from sandali.company.actions import Overtaken
from sandali.company.models import Department
from sandali.company.permissions import NotAllowed
from sandali.history.models import Event, Notice
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P08")]


def told(person):
    return sorted(Notice.objects.filter(person=person).values_list("event__kind", flat=True))


def kinds(case):
    return list(Event.objects.filter(case_id=case.pk).order_by("pk").values_list("kind", flat=True))


def test_the_owner_stays_until_the_next_person_accepts(cast):
    case = make_case(cast, assignee=cast.sara)
    offer = offer_case(case, "کاوه فاکتور رسمی می‌خواهد.", by=cast.sara, person=cast.reza)
    assert (Case.objects.get().assignee, told(cast.reza)) == (cast.sara, ["handover_offered"])
    accept_handover(offer, by=cast.reza)
    standing = Handover.objects.get()
    assert (Case.objects.get().assignee, standing.state, standing.answered_by, standing.brief) == (
        cast.reza, "accepted", cast.reza, "کاوه فاکتور رسمی می‌خواهد.",
    )  # fmt: skip
    assert (told(cast.sara), kinds(case)) == (["handover_accepted"], ["handover_offered", "case_assigned", "handover_accepted"])


@pytest.mark.reliability("H3")
def test_whoever_is_asked_may_read_the_case_while_they_are_asked_and_no_longer(cast):
    case = make_case(cast, assignee=cast.sara)
    with pytest.raises(Case.DoesNotExist):
        access_case(cast.omid, case.pk)
    offer = offer_case(case, "x", by=cast.sara, person=cast.omid)
    assert access_case(cast.omid, case.pk) == case
    for right in ("answer", "note", "handle"):
        with pytest.raises(NotAllowed):
            access_case(cast.omid, case.pk, to=right)
    withdraw_handover(offer, by=cast.sara)
    with pytest.raises(Case.DoesNotExist):
        access_case(cast.omid, case.pk)
    assert told(cast.omid) == ["handover_withdrawn"]  # folded with the offer


@pytest.mark.reliability("H3")
def test_a_department_is_asked_as_a_whole_and_the_case_goes_there_with_whoever_accepts(cast):
    case = make_case(cast, assignee=cast.sara)
    offer = offer_case(case, "x", by=cast.sara, department=cast.accounting)
    assert (access_case(cast.omid, case.pk), told(cast.omid)) == (case, ["handover_offered"])
    accept_handover(offer, by=cast.omid)
    now = Case.objects.get()
    assert (now.assignee, now.department, access_case(cast.omid, case.pk, to="answer")) == (cast.omid, cast.accounting, case)


def test_it_is_declined_with_a_word_and_the_giver_is_told(cast):
    case = make_case(cast, assignee=cast.sara)
    offer = offer_case(case, "x", by=cast.sara, person=cast.reza)
    with pytest.raises(CannotHandOver):
        decline_handover(offer, "  ", by=cast.reza)
    decline_handover(offer, "فردا نیستم", by=cast.reza)
    assert (Case.objects.get().assignee, Handover.objects.get().answer, told(cast.sara)) == (cast.sara, "فردا نیستم", ["handover_declined"])


def test_nobody_answers_for_another(cast):
    offer = offer_case(make_case(cast, assignee=cast.sara), "x", by=cast.sara, person=cast.reza)
    for answer in (accept_handover, lambda offer, by: decline_handover(offer, "x", by=by)):
        with pytest.raises(NotAllowed):
            answer(offer, by=cast.nahid)


def test_whoever_cannot_own_cases_cannot_accept_for_their_department(cast):
    offer = offer_case(make_case(cast, assignee=cast.sara), "x", by=cast.sara, department=cast.support)
    with pytest.raises(NotAllowed):
        accept_handover(offer, by=cast.parvaneh)


@pytest.mark.parametrize("late", ["accept", "decline", "withdraw"])
@pytest.mark.parametrize("first", ["accept", "decline", "withdraw"])
def test_an_offer_is_answered_once(cast, first, late):
    offer = offer_case(make_case(cast, assignee=cast.sara), "x", by=cast.sara, department=cast.support)
    answers = {
        "accept": lambda who: accept_handover(offer, by=who),
        "decline": lambda who: decline_handover(offer, "x", by=who),
        "withdraw": lambda who: withdraw_handover(offer, by=cast.sara),
    }
    answers[first](cast.reza)
    with pytest.raises(Overtaken) as overtaken:
        answers[late](cast.nahid)
    assert overtaken.value.current.state == {"accept": "accepted", "decline": "declined", "withdraw": "withdrawn"}[first]


def test_a_case_is_handed_to_one_at_a_time(cast):
    case = make_case(cast, assignee=cast.sara)
    first = offer_case(case, "x", by=cast.sara, person=cast.reza)
    with pytest.raises(Overtaken) as overtaken:
        offer_case(case, "y", by=cast.nahid, department=cast.accounting)
    assert (overtaken.value.current, Handover.objects.count()) == (first, 1)
    withdraw_handover(first, by=cast.sara)
    offer_case(case, "y", by=cast.nahid, department=cast.accounting)


@pytest.mark.parametrize("who", ["parvaneh", "sara", "nobody", "both", "closed"])
def test_a_case_is_offered_to_somebody_who_can_take_it(cast, who):
    case = make_case(cast, assignee=cast.sara)
    closed = Department.objects.create(name="بسته", archived_at="2020-01-01T00:00:00Z")
    to = {
        "parvaneh": {"person": cast.parvaneh}, "sara": {"person": cast.sara}, "nobody": {},
        "both": {"person": cast.reza, "department": cast.support}, "closed": {"department": closed},
    }[who]  # fmt: skip
    with pytest.raises(CannotHandOver):
        offer_case(case, "x", by=cast.sara, **to)
    assert (Handover.objects.count(), kinds(case)) == (0, [])


def test_a_brief_says_something(cast):
    with pytest.raises(CannotHandOver):
        offer_case(make_case(cast, assignee=cast.sara), " \n ", by=cast.sara, person=cast.reza)


def test_a_case_that_finds_another_owner_is_not_offered_any_more(cast):
    case = make_case(cast, assignee=cast.sara)
    offer_case(case, "x", by=cast.sara, person=cast.reza)
    assign_case(case, cast.nahid, by=cast.admin)
    assert (Handover.objects.get().state, kinds(case)[-2:]) == ("withdrawn", ["handover_withdrawn", "case_assigned"])


def test_taking_the_case_is_accepting_it(cast):
    case = make_case(cast, assignee=cast.sara)
    offer_case(case, "x", by=cast.sara, person=cast.reza)
    assign_case(case, cast.reza, by=cast.reza)
    assert (Handover.objects.get().state, Handover.objects.get().answered_by, told(cast.sara)) == ("accepted", cast.reza, ["handover_accepted"])


def test_the_latest_offer_is_the_one_that_is_answered(cast):
    case = make_case(cast, assignee=cast.sara)
    withdraw_handover(offer_case(case, "old", by=cast.sara, person=cast.reza), by=cast.sara)
    offer_case(case, "new", by=cast.sara, person=cast.reza)
    assert access_offer(cast.reza, case.pk).brief == "new"
    with pytest.raises(Handover.DoesNotExist):
        access_offer(cast.reza, make_case(cast).pk)


def test_what_somebody_writes_meanwhile_changes_nothing_about_it(cast):
    case = make_case(cast, assignee=cast.sara)
    offer = offer_case(case, "x", by=cast.sara, person=cast.reza)
    write_note(case, "هنوز منتظر بانکم", by=cast.sara)
    assert accept_handover(offer, by=cast.reza).assignee == cast.reza

"""Reads about several people on one case."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from sandali.cases.access import cases_for, who_sees
from sandali.cases.actions import reply, withdraw_reply, write_note
from sandali.cases.actions.handover import accept_handover, offer_case
from sandali.cases.actions.work import make_task
from sandali.cases.models import Looking, Message
from sandali.cases.together import (
    brief_of,
    handed_cases,
    handed_to,
    is_ours,
    known_of,
    lookers_now,
    named_in,
    others_looking,
    people_for,
    people_to_name,
    said_meanwhile,
    without_names,
)
from sandali.company.models import Membership, Person
from tests.cast import make_case, person

pytestmark = pytest.mark.django_db


# --- Looking ---------------------------------------------------------------------------------------------------------
def test_who_looks_now_and_who_has_gone(cast):
    case, now = make_case(cast), timezone.now()
    ago = {"sara": (2, 2), "reza": (40, 30), "nahid": (50, None)}
    for name, (seen, typed) in ago.items():
        typed_at = now - timedelta(seconds=typed) if typed is not None else None
        Looking.objects.create(case=case, person=getattr(cast, name), seen_at=now - timedelta(seconds=seen), typed_at=typed_at)
    assert lookers_now(now) == {case.pk: {cast.sara.pk: True, cast.reza.pk: False}}
    assert [(one.name, one.writes) for one in others_looking(case, cast.nahid)] == [("Sara", True), ("Reza", False)]
    assert [one.name for one in others_looking(case, cast.sara)] == ["Reza"]


def test_everybody_who_looks_is_read_by_one_query(cast, django_assert_num_queries):
    for _number in range(3):
        Looking.objects.create(case=make_case(cast), person=cast.sara)
    with django_assert_num_queries(1):
        assert len(lookers_now()) == 3


# --- Who may see -----------------------------------------------------------------------------------------------------
@pytest.mark.reliability("H3")
def test_who_sees_a_case_is_who_finds_it(cast):
    person("Leyla", "lead", cast.accounting)
    person("Gone", "manager", cast.support, is_active=False)
    cases = [make_case(cast, department=department, assignee=owner)
             for department, owner in product((cast.support, cast.accounting, None), (None, cast.sara, cast.omid))]  # fmt: skip
    lent = make_case(cast, department=cast.accounting)
    make_task(lent, "x", by=cast.omid, owner=cast.reza)
    far = make_case(cast, department=cast.support)
    make_task(far, "x", by=cast.sara, department=cast.accounting)
    offered = make_case(cast, department=cast.accounting, assignee=cast.omid)
    offer_case(offered, "x", by=cast.omid, department=cast.support)
    named = make_case(cast, department=cast.support, assignee=cast.sara)
    offer_case(named, "x", by=cast.sara, person=cast.omid)
    for case in (*cases, lent, far, offered, named):
        case.refresh_from_db()
        found = {one.name for one in who_sees(case, Person.objects.all())}
        assert found == {one.name for one in Person.objects.all() if cases_for(one).filter(pk=case.pk).exists()}


def test_who_sees_a_case_is_found_in_as_many_queries_for_one_as_for_all(cast, django_assert_num_queries):
    case = make_case(cast)
    for people in (Person.objects.filter(pk=cast.sara.pk), Person.objects.all()):
        with django_assert_num_queries(4):  # the people, their standing in two, what lends the case to them
            who_sees(case, people)


# --- Names -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text, names",
    [
        ("@Sara", ["Sara"]), ("به @سارا کريمي، بگو", ["سارا کریمی"]), ("@علی‌رضا رضایی و @علی", ["علی رضا رضایی", "علی"]),
        ("sara@sara.example", []), ("@Sarah", []), ("@Sara's", ["Sara"]), ("(@Sara)", ["Sara"]), ("Sara", []), ("@ Sara", ["Sara"]),
        ("@Sara\n@Sara", ["Sara"]), ("@سارا", []), ("@nobody", []), ("", []),
    ],
)  # fmt: skip
def test_full_names_after_an_at_are_understood_in_any_way_of_writing(cast, text, names):
    for name in ("سارا کریمی", "علی رضا رضایی", "علی"):
        Person.objects.create(email=f"{hash(name)}@example.ir", name=name, role="agent", password="!")
    assert [same[0].name for same in named_in(text)] == names


@pytest.mark.parametrize(
    "text, plain",
    [
        ("@Sara، فاکتور صادر شد", "فاکتور صادر شد"), ("فاکتور صادر شد @Reza", "فاکتور صادر شد"), ("reza@sara.example", "reza@sara.example"),
        ("@Sarah", "@Sarah"), ("**@Reza** گفت", "**** گفت"), ("بدون نام", "بدون نام"),
    ],
)  # fmt: skip
def test_a_text_for_the_customer_names_no_colleague(cast, text, plain):
    assert without_names(text) == plain


def test_a_note_without_an_at_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert named_in("بدون نام") == []


def test_the_picker_offers_those_who_may_see_the_case(cast):
    case = make_case(cast)
    Person.objects.create(email="r@example.ir", name="Maryam Rezaei", role="manager", password="!")
    assert [one.name for one in people_to_name(case, "", by=cast.sara)] == ["Ladan", "Maryam Rezaei", "Nahid", "Parvaneh", "Reza"]
    assert [one.name for one in people_to_name(case, "re", by=cast.sara)] == ["Maryam Rezaei", "Reza"]
    assert [one.name for one in people_to_name(case, "om", by=cast.sara)] == []


def test_who_may_own_cases(cast):
    assert people_for(make_case(cast)) == {one.pk for one in (cast.admin, cast.sara, cast.reza, cast.nahid, cast.omid)}
    Membership.objects.filter(person=cast.reza).update(reads_only=True)
    assert people_for(make_case(cast)) == {one.pk for one in (cast.admin, cast.sara, cast.nahid, cast.omid)}


# --- Hand-overs ------------------------------------------------------------------------------------------------------
@pytest.mark.practice("P08")
def test_the_brief_stands_with_the_case_while_it_is_open_and_as_long_as_it_is_the_next_persons(cast):
    case = make_case(cast, assignee=cast.sara)
    assert brief_of(case) is None
    offer = offer_case(case, "فاکتور می‌خواهد", by=cast.sara, person=cast.reza)
    assert (brief_of(case).is_open, brief_of(case).to, brief_of(case).by_name) == (True, "Reza", "Sara")
    case = accept_handover(offer, by=cast.reza)
    assert (brief_of(case).is_open, brief_of(case).text) == (False, "فاکتور می‌خواهد")
    case.assignee = cast.nahid
    assert brief_of(case) is None


def test_what_is_handed_to_me(cast):
    mine, ours, given = (make_case(cast, assignee=cast.sara) for _number in range(3))
    offer_case(mine, "x", by=cast.sara, person=cast.reza)
    offer_case(ours, "x", by=cast.sara, department=cast.support)
    offer_case(given, "x", by=cast.sara, person=cast.omid)
    assert [handed_cases(one) for one in (cast.reza, cast.omid, cast.sara)] == [[mine.pk, ours.pk], [given.pk], []]
    assert [offer.case for offer in handed_to(cast.reza)] == [mine, ours]


def test_a_brief_is_proposed_from_what_the_case_holds(cast):
    case = make_case(cast, messages=2)
    reply(case, "در حال بررسی هستیم", by=cast.sara, dedupe_key="1")
    make_task(case, "فاکتور", by=cast.sara, department=cast.accounting)
    known = known_of(case)
    assert (known.subject, known.wants, known.answered, known.tasks) == ("سفارش نرسیده", "پیام 1", "در حال بررسی هستیم", (("فاکتور", "حسابداری"),))


# --- What came meanwhile ---------------------------------------------------------------------------------------------
def test_what_was_said_after_what_somebody_saw(cast):
    case = make_case(cast)
    seen = case.last_message_id
    write_note(case, "یادداشت", by=cast.reza)
    own = reply(case, "خودم", by=cast.sara, dedupe_key="1")
    gone = reply(case, "پس گرفتم", by=cast.reza, dedupe_key="2")
    withdraw_reply(gone, by=cast.reza)
    Message.objects.create(case=case, direction="in", text="خارج از دفترم", automatic="auto-reply")
    case.refresh_from_db()
    assert said_meanwhile(case, by=cast.sara, seen=seen) == []
    assert said_meanwhile(case, by=cast.reza, seen=seen) == [own]
    wrote = Message.objects.create(case=case, direction="in", text="چه شد؟")
    case.last_message_id = wrote.pk
    assert said_meanwhile(case, by=cast.sara, seen=seen) == [wrote]
    assert [is_ours([wrote]), is_ours([wrote, own])] == [False, True]


def test_nothing_new_asks_nothing(cast, django_assert_num_queries):
    case = make_case(cast)
    with django_assert_num_queries(0):
        assert said_meanwhile(case, by=cast.sara, seen=case.last_message_id) == []

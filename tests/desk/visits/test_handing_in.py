"""A visit that was written without a connection is handed in once, with its own time, and asks where something has changed."""

from __future__ import annotations

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from sandali.cases.actions import record_contact
from sandali.cases.actions.regrouping import merge_cases
from sandali.cases.models import Case, Message
from sandali.company.models import Department
from sandali.customers.models import Customer
from tests.cast import make_case

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
WRITTEN = {"key": "k1", "direction": "visit", "subject": "کتری نشتی دارد", "text": "با کتری آمد", "name": "جمشید", "phone": "۰۹۱۲ ۳۴۵ ۶۷ ۸۹", "age": 3600}
HOUR = timedelta(hours=1)
TEHRAN = ZoneInfo("Asia/Tehran")  # where Sara is


def hand_in(client, without=(), **fields):
    """Post what a browser posts for a visit that waited for an hour."""
    posted = {name: value for name, value in {**WRITTEN, **fields}.items() if name not in without}
    return client.post("/visits/", posted, headers=HTMX)


def offered(answer):
    """What may be decided, and the words that ask."""
    html = answer.content.decode()
    words = re.search(r'class="field-error"[^>]*>([^<]*)<', html)
    return answer.status_code, re.findall(r'name="decided" value="([^"]+)"', html), words[1] if words else ""


def known(cast, phone="+989123456789"):
    """Mina has this number."""
    cast.mina.identities.create(kind="phone", value=phone, shown=phone)
    return cast.mina


def test_it_becomes_a_case_with_the_time_when_it_was_written(sara, cast):
    answer = hand_in(sara)
    case, message = Case.objects.get(), Message.objects.get()
    assert (answer.status_code, case.subject, case.customer.name, case.assignee, case.channel) == (200, "کتری نشتی دارد", "جمشید", cast.sara, cast.counter)
    assert (message.direction, message.text, message.author) == ("visit", "با کتری آمد", cast.sara)
    assert abs(timezone.now() - HOUR - message.at) < timedelta(minutes=1)


def test_the_time_that_its_writer_named_goes_before_and_is_of_the_day_when_it_was_written(sara, cast):
    hand_in(sara, age=24 * 3600, clock="00:01")
    yesterday = timezone.localtime(timezone.now() - timedelta(days=1), timezone=TEHRAN)
    at = timezone.localtime(Message.objects.get().at, timezone=TEHRAN)
    assert (at.date(), at.hour, at.minute) == (yesterday.date(), 0, 1)


@pytest.mark.reliability("D1")
def test_handed_in_twice_it_is_written_once_also_when_the_case_is_out_of_sight_since(sara, cast):
    first = hand_in(sara)
    Case.objects.update(department=Department.objects.get(is_private=True), assignee=None)
    again = hand_in(sara)
    assert (first.status_code, again.status_code, Case.objects.count(), Message.objects.count(), Customer.objects.filter(name="جمشید").count()) == (200, 200, 1, 1, 1)


@pytest.mark.reliability("D1")
def test_the_form_of_a_new_case_that_arrived_without_its_answer_is_not_written_again(sara, cast):
    form = {name: value for name, value in WRITTEN.items() if name != "age"}
    assert sara.post("/cases/new/", form, headers=HTMX)["HX-Redirect"] == f"/cases/{Case.objects.get().pk}/"
    assert hand_in(sara).status_code == 200
    assert Case.objects.count() == 1


def test_another_person_with_the_same_key_writes_their_own(sara, nahid, cast):
    hand_in(sara)
    hand_in(nahid, phone="", name="دیگری")
    assert Case.objects.count() == 2


@pytest.mark.parametrize(("without", "fields"), [
    (("name", "phone"), {}), (("subject",), {}), (("text",), {}), ((), {"phone": "12"}), ((), {"age": -1}), ((), {"day": "1499/01/01"}),
    (("name", "phone", "subject"), {"number": "x"}), ((), {"decided": "case:x"}),
])  # fmt: skip
def test_what_cannot_be_taken_is_refused_with_a_sentence(sara, cast, without, fields):
    status, choices, words = offered(hand_in(sara, without, **fields))
    assert (status, choices, bool(words), Case.objects.count()) == (422, [], True, 0)


def test_a_number_that_somebody_has_asks_whether_it_is_about_their_case(sara, cast):
    mina = known(cast)
    case = make_case(cast)
    status, choices, words = offered(hand_in(sara))
    assert (status, choices, str(mina) in words) == (409, [f"case:{case.pk}", f"customer:{mina.pk}"], True)
    assert (Case.objects.count(), Customer.objects.filter(name="جمشید").count()) == (1, 0)


@pytest.mark.parametrize(("decided", "cases"), [("case", 1), ("customer", 2)])
def test_what_was_decided_is_done(sara, cast, decided, cases):
    mina = known(cast)
    case = make_case(cast)
    answer = hand_in(sara, decided=f"{decided}:{case.pk if decided == 'case' else mina.pk}")
    message = Message.objects.get(direction="visit")
    assert (answer.status_code, Case.objects.count(), message.customer, message.case == case) == (200, cases, mina, decided == "case")


def test_the_number_of_a_case_says_where_it_belongs(sara, cast):
    case = make_case(cast)
    Message.objects.filter(case=case).update(at=timezone.now() - 2 * HOUR)
    assert hand_in(sara, ("subject", "name", "phone"), number="۰" + str(case.pk)).status_code == 200
    assert Message.objects.get(direction="visit").case == case


def test_what_was_said_in_the_case_since_is_a_choice(sara, cast):
    case = make_case(cast)
    status, choices, _words = offered(hand_in(sara, number=case.pk))
    assert (status, choices) == (409, [f"case:{case.pk}", f"customer:{case.customer_id}"])
    assert hand_in(sara, number=case.pk, decided=choices[0]).status_code == 200


def test_what_its_writer_said_in_the_case_is_no_reason_to_ask(sara, cast):
    case = make_case(cast)
    Message.objects.filter(case=case).update(at=timezone.now() - 2 * HOUR)
    record_contact(case, "زنگ زد", by=cast.sara, direction="call")
    assert hand_in(sara, number=case.pk).status_code == 200


@pytest.mark.parametrize("state", ["confirmed", "lapsed"])
def test_a_case_that_is_settled_is_not_opened_again_without_a_word(sara, cast, state):
    case = make_case(cast)
    Message.objects.filter(case=case).update(at=timezone.now() - 2 * HOUR)
    Case.objects.filter(pk=case.pk).update(state=state)
    assert offered(hand_in(sara, number=case.pk))[:2] == (409, [f"case:{case.pk}", f"customer:{case.customer_id}"])


def test_a_merged_case_leads_on_to_the_one_in_which_it_lives(sara, cast):
    case, rest = make_case(cast), make_case(cast)
    merge_cases(case, rest, by=cast.sara)
    status, choices, _words = offered(hand_in(sara, number=case.pk))
    assert (status, choices) == (409, [f"case:{rest.pk}", f"customer:{case.customer_id}"])


def test_a_case_that_cannot_be_seen_is_as_one_that_is_not_there(sara, cast):
    assert offered(hand_in(sara, number=987654))[:2] == (409, [])
    assert offered(hand_in(sara, number=987654, customer=cast.mina.pk))[:2] == (409, [f"customer:{cast.mina.pk}"])
    assert offered(hand_in(sara, decided="case:987654"))[0] == 409


def test_a_chosen_customer_with_whom_something_was_said_since_is_asked_about(sara, cast):
    case = make_case(cast)
    assert offered(hand_in(sara, customer=case.customer_id))[:2] == (409, [f"case:{case.pk}", f"customer:{case.customer_id}"])
    Case.objects.update(last_message_at=timezone.now() - 2 * HOUR)
    assert hand_in(sara, customer=case.customer_id).status_code == 200
    assert Case.objects.count() == 2


@pytest.mark.parametrize("fields", [{"customer": 987654}, {"decided": "customer:987654"}])
def test_a_customer_who_is_gone_has_to_be_written_down_anew(sara, cast, fields):
    assert offered(hand_in(sara, **fields))[:2] == (409, [])


def test_without_javascript_the_form_leads_to_the_case_and_keeps_what_was_typed(sara, cast):
    answer = sara.post("/visits/", WRITTEN | {"text": ""})
    assert (answer.status_code, "کتری نشتی دارد" in answer.content.decode()) == (422, True)
    assert sara.post("/visits/", WRITTEN)["Location"] == f"/cases/{Case.objects.get().pk}/"

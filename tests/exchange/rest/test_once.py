"""A request with a key is done once."""

import threading

import pytest
from django.db import connection
from django.test import Client
from sandali_client import Problem

from sandali.cases.models import Message
from sandali.company.actions.tokens import forget_answers
from sandali.company.models import KeptAnswer
from sandali.customers.models import Customer
from tests.cast import make_case
from tests.exchange.rest.conftest import token_of


@pytest.mark.django_db
@pytest.mark.reliability("H10")
def test_the_same_key_with_the_same_body_has_one_effect_and_one_answer(cast, sara):
    case = make_case(cast)
    first = sara.cases.reply(case.pk, "hello", key="reply-0001")
    again = sara.cases.reply(case.pk, "hello", key="reply-0001")
    assert (first, Message.objects.filter(case=case, direction="out").count()) == (again, 1)


@pytest.mark.django_db
@pytest.mark.reliability("H10")
def test_the_same_key_with_another_body_or_address_is_refused(cast, sara):
    case, other = make_case(cast), make_case(cast)
    sara.cases.note(case.pk, "one", key="note-00001")
    codes = []
    for number, text in ((case.pk, "two"), (other.pk, "one")):
        with pytest.raises(Problem) as refused:
            sara.cases.note(number, text, key="note-00001")
        codes.append((refused.value.status, refused.value.code))
    assert (codes, Message.objects.filter(direction="note").count()) == ([(422, "key-used")] * 2, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "short", "with a space", "x" * 101])
def test_a_key_that_is_none_is_refused_though_it_is_empty(cast, key):
    headers = {"Authorization": f"Bearer {token_of(cast.sara)}", "Idempotency-Key": key}
    answer = Client().post("/api/v1/customers", {"name": "Z"}, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["type"].rpartition(":")[2], Customer.objects.filter(name="Z").count()) == (422, "key", 0)


@pytest.mark.django_db
def test_what_was_refused_leaves_its_key_free_and_nothing_behind(cast, sara):
    for _ in range(2):
        with pytest.raises(Problem) as refused:
            sara.customers.create(name="Z", email="mina@example.com", key="customer-1")
        assert (refused.value.status, refused.value.code) == (409, "taken")
    made = sara.customers.create(name="Z", email="z@example.com", key="customer-1")
    assert (made["name"], Customer.objects.filter(name="Z").count()) == ("Z", 1)


@pytest.mark.django_db
def test_another_persons_key_is_another_key(cast, sara):
    from tests.exchange.rest.conftest import program_of

    case = make_case(cast)
    sara.cases.note(case.pk, "one", key="note-00001")
    program_of(cast.reza).cases.note(case.pk, "two", key="note-00001")
    assert list(Message.objects.filter(direction="note").order_by("pk").values_list("text", flat=True)) == ["one", "two"]


@pytest.mark.django_db
def test_answers_are_forgotten_after_a_day(cast, sara):
    from datetime import timedelta

    from django.utils import timezone

    sara.customers.create(name="Z", key="customer-1")
    now = timezone.now()
    assert (forget_answers(now), forget_answers(now + timedelta(hours=25)), KeptAnswer.objects.count()) == (0, 1, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.reliability("H10")
def test_of_four_at_once_with_one_key_one_has_an_effect(cast, own_folders):
    case, headers = make_case(cast), {"Authorization": f"Bearer {token_of(cast.sara)}", "Idempotency-Key": "reply-0001"}
    begin, answers = threading.Barrier(4), []

    def send():
        try:
            begin.wait()
            answers.append(Client().post(f"/api/v1/cases/{case.pk}/replies", {"text": "hello"}, content_type="application/json", headers=headers))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.status_code for one in answers] == [201] * 4
    assert len({one.content for one in answers}) == 1
    assert Message.objects.filter(case=case, direction="out").count() == 1

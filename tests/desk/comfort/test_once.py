"""A form that is posted twice is written once: notes, visits and calls as well as answers."""

import pytest
from django.core.cache import cache

from sandali.cases.actions import answering
from sandali.cases.models import Message
from tests.cast import make_case

pytestmark = pytest.mark.django_db


def post(client, case, **fields):
    return client.post(f"/cases/{case.pk}/messages/", {"kind": "note", "text": "به یاد داشته باشید", "key": "k1", **fields})


@pytest.mark.reliability("D1")
@pytest.mark.parametrize("kind", ["note", "contact"])
def test_the_same_form_again_writes_nothing_more(client, cast, kind):
    client.force_login(cast.sara)
    case = make_case(cast)
    answers = [post(client, case, kind=kind, direction="call").status_code for _time in range(2)]
    assert (answers, Message.objects.filter(case=case).exclude(direction="in").count()) == ([303, 303], 1)


def test_another_form_another_case_and_another_person_are_written(client, cast):
    near, other = make_case(cast), make_case(cast)
    client.force_login(cast.sara)
    post(client, near)
    post(client, near, key="k2")
    post(client, other)
    client.force_login(cast.reza)
    post(client, near)
    assert [Message.objects.filter(case=case, direction="note").count() for case in (near, other)] == [3, 1]


def test_a_form_that_was_not_taken_is_not_remembered(client, cast):
    client.force_login(cast.sara)
    case = make_case(cast)
    assert post(client, case, text=" ").status_code == 422
    assert post(client, case).status_code == 303
    assert Message.objects.filter(case=case, direction="note").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_mark_and_the_message_are_there_together_or_not_at_all(client, cast, monkeypatch):
    client.force_login(cast.sara)
    client.raise_request_exception = False
    case = make_case(cast)

    def broken(*_args, **_more):
        raise OSError("the disk")

    with monkeypatch.context() as patched:
        patched.setattr(answering, "record", broken)
        assert post(client, case).status_code == 500
    assert (Message.objects.filter(case=case, direction="note").count(), cache.get(f"form:{cast.sara.pk}:{case.pk}:k1")) == (0, None)
    assert post(client, case).status_code == 303

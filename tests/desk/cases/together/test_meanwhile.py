"""An answer that came second is stopped, with both texts, and leaves when its writer says so."""

import pytest

from sandali.cases.actions import reply, write_note
from sandali.cases.models import Case, Draft, Message
from sandali.desk.cases.together.meanwhile import since_draft
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.reliability("D1")]
HTMX = {"HX-Request": "true", "HX-Target": "form"}


def wrote(case, text="چه شد؟"):
    """The customer wrote on."""
    message = Message.objects.create(case=case, direction="in", text=text, customer=case.customer)
    Case.objects.filter(pk=case.pk).update(last_message_id=message.pk)
    return message


def send(client, case, seen, headers=None, **fields):
    values = {"kind": "reply", "text": "پاسخ سارا", "key": "k", "seen": seen, **fields}
    return client.post(f"/cases/{case.pk}/messages/", values, headers=headers or {})


def sent():
    return list(Message.objects.filter(direction="out").order_by("pk").values_list("text", flat=True))


@pytest.fixture
def race(client, cast):
    """A case in which Reza answered after Sara began to write: the case, and the last message that she saw."""
    case = make_case(cast)
    seen = case.last_message_id
    reply(case, "پاسخ رضا", by=cast.reza, dedupe_key="reza")
    client.force_login(cast.sara)
    return case, seen


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_a_second_answer_is_stopped_with_both_texts(client, race, cast, headers):
    case, seen = race
    answer = send(client, case, seen, headers)
    said = answer.content.decode()
    draft = Draft.objects.get()
    assert (answer.status_code, sent(), "پاسخ رضا" in said) == (409, ["پاسخ رضا"], True)
    assert (draft.text, draft.person, draft.seen_message_id) == ("پاسخ سارا", cast.sara, seen)
    if not headers:
        assert ">پاسخ سارا</textarea>" in said
    for choice in ('name="despite"', 'name="instead" value="note"', 'name="instead" value="nothing"'):
        assert choice in said


def test_it_leaves_when_its_writer_has_read_the_other_and_says_so(client, race):
    case, seen = race
    last = Message.objects.latest("pk").pk
    assert send(client, case, seen, despite=last, after="open").status_code == 303
    assert (sent(), Case.objects.get().state, Draft.objects.count()) == (["پاسخ رضا", "پاسخ سارا"], "open", 0)


def test_saying_so_holds_for_what_was_read_and_not_for_what_came_after(client, race):
    case, seen = race
    last = Message.objects.latest("pk").pk
    wrote(case)
    assert (send(client, case, seen, despite=last).status_code, sent()) == (409, ["پاسخ رضا"])


def test_it_can_be_kept_as_a_note(client, race):
    case, seen = race
    assert send(client, case, seen, instead="note").status_code == 303
    assert (sent(), [note.text for note in Message.objects.filter(direction="note")], Draft.objects.count()) == (["پاسخ رضا"], ["پاسخ سارا"], 0)


def test_it_can_be_thrown_away(client, race):
    case, seen = race
    send(client, case, seen)
    assert send(client, case, seen, instead="nothing").status_code == 303
    assert (sent(), Message.objects.filter(direction="note").count(), Draft.objects.count()) == (["پاسخ رضا"], 0, 0)


def test_what_the_customer_wrote_meanwhile_is_shown_first(client, cast):
    case = make_case(cast)
    wrote(case, "دیگر لازم نیست")
    client.force_login(cast.sara)
    answer = send(client, case, case.last_message_id)
    assert (answer.status_code, sent(), "دیگر لازم نیست" in answer.content.decode()) == (409, [], True)


@pytest.mark.parametrize("seen", ["", "x", "-1"])
def test_a_form_that_does_not_say_what_it_saw_is_taken(client, race, seen):
    case, _seen = race
    assert (send(client, case, seen).status_code, sent()) == (303, ["پاسخ رضا", "پاسخ سارا"])


def test_notes_stop_nothing(client, cast):
    case = make_case(cast)
    write_note(case, "x", by=cast.reza)
    client.force_login(cast.sara)
    assert send(client, case, case.messages.earliest("pk").pk).status_code == 303


def test_the_same_form_again_is_the_same_answer_and_not_stopped_by_itself(client, cast):
    case = make_case(cast)
    client.force_login(cast.sara)
    assert [send(client, case, case.last_message_id).status_code for _time in range(2)] == [303, 303]
    assert sent() == ["پاسخ سارا"]


def test_the_form_carries_the_last_message_of_the_page(client, cast):
    case = make_case(cast, messages=2)
    client.force_login(cast.sara)
    assert f'name="seen" value="{case.last_message_id}"' in client.get(f"/cases/{case.pk}/").content.decode()


def test_who_comes_back_to_a_draft_is_told_what_came_since_and_may_then_send(client, race, cast):
    case, seen = race
    client.post(f"/cases/{case.pk}/draft/", {"kind": "reply", "text": "پیش‌نویس", "seen": seen})
    page = client.get(f"/cases/{case.pk}/").content.decode()
    last = Message.objects.latest("pk").pk
    assert ("composer-since" in page, f'name="seen" value="{last}"' in page, "Reza" in since_draft(Case.objects.get(), cast.sara, seen)) == (True, True, True)
    assert send(client, case, last).status_code == 303


def test_a_draft_that_knows_everything_says_nothing(client, race, cast):
    case, _seen = race
    last = Message.objects.latest("pk").pk
    client.post(f"/cases/{case.pk}/draft/", {"kind": "reply", "text": "پیش‌نویس", "seen": last})
    assert "composer-since" not in client.get(f"/cases/{case.pk}/").content.decode()

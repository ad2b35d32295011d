"""The settings page of how customers are asked: what will happen in sentences, days in any digits, of two who save one is asked."""

import pytest

from sandali.history.models import Event
from sandali.resolution.confirmation.rules import Rules, asking_rules, change_asking_rules
from sandali.resolution.models import AskingRules

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P10")]
PAGE = "/settings/asking/"


def save(client, **changed):
    fields = {"was": "0", "remind_after": "۲، ۵", "lapse_after": "۴", "look_complaint": "۱۰", "look_request": ""} | changed
    return client.post(PAGE, fields)


def test_what_happens_stands_there_in_sentences_before_anybody_changed_anything(client, cast):
    client.force_login(cast.nahid)
    assert client.get(PAGE).context["sentences"] == [
        "همراه پاسخ ما از مشتری پرسیده می‌شود که موضوعش حل شده است یا نه.",
        "کسی که پاسخ ندهد، ۳ روز بعد و در ساعت کاری یادآوری می‌گیرد.",
        "کسی که باز هم پاسخ ندهد، ۷ روز بعد از پرسش یک بار دیگر یادآوری می‌گیرد.",
        "پس از ۱۴ روز سکوت، وضعیت پرونده «سکوت مشتری» می‌شود.",
        "از کسی که «بله» گفته است، ۷ روز بعد یک بار دیگر می‌پرسیم که همه‌چیز خوب مانده است یا نه (شکایت).",
    ]


def test_days_are_taken_in_persian_digits_and_kept(client, cast):
    client.force_login(cast.nahid)
    assert save(client).status_code == 303
    assert asking_rules() == Rules((2, 5), 4, {"complaint": 10})
    assert Event.objects.filter(kind="asking_rules_changed").count() == 1


def test_of_two_who_save_at_once_the_second_is_asked_and_a_second_save_goes_through(client, cast):
    client.force_login(cast.nahid)
    change_asking_rules(Rules((1,), 3, {}), by=cast.admin)
    answer = save(client)
    assert (answer.status_code, asking_rules()) == (409, Rules((1,), 3, {}))
    assert save(client, was="1").status_code == 303
    assert (asking_rules(), AskingRules.objects.get().version) == (Rules((2, 5), 4, {"complaint": 10}), 2)


@pytest.mark.parametrize("wrong", [{"remind_after": "7, 3"}, {"remind_after": "soon"}, {"remind_after": "0"}, {"remind_after": "1 2 3 4 5 6"}, {"lapse_after": ""}, {"lapse_after": "0"}, {"look_complaint": "400"}])  # fmt: skip
def test_what_makes_no_sense_is_said_and_nothing_changes(client, cast, wrong):
    client.force_login(cast.nahid)
    assert (save(client, **wrong).status_code, AskingRules.objects.count()) == (422, 0)


def test_nobody_need_be_reminded_and_nobody_looked_at_again(client, cast):
    client.force_login(cast.admin)
    save(client, remind_after="", look_complaint="")
    assert asking_rules() == Rules((), 4, {})


def test_the_fields_show_persian_digits(client, cast):
    client.force_login(cast.nahid)
    assert 'value="۳، ۷"' in client.get(PAGE).content.decode()

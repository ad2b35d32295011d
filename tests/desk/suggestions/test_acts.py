"""Acts on a suggestion: each right, wrong with what was typed kept, overtaken, undone, and by whom it may not be done."""

import pytest

from sandali.team import actions
from sandali.team.models import Suggestion
from tests.desk.browsing import browser

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P21")]


@pytest.fixture
def made(cast):
    return actions.suggest("پیگیری خودکار", by=cast.sara)


def state():
    return Suggestion.objects.get().state


def test_taken_back_and_made_again(sara, made):
    page = sara.post(f"/suggestions/{made.pk}/withdrawal/", {"version": 1}, follow=True)
    assert (state(), f"/suggestions/{made.pk}/return/" in page.content.decode()) == ("withdrawn", True)
    sara.post(f"/suggestions/{made.pk}/return/")
    assert state() == "waiting"


def test_answered_carried_out_and_each_word_taken_back(nahid, made):
    address = f"/suggestions/{made.pk}/"
    page = nahid.post(f"{address}answer/", {"verdict": "taken_up", "text": "از شنبه", "version": 1}, follow=True)
    assert (state(), f"{address}answer/removal/" in page.content.decode()) == ("taken_up", True)
    nahid.post(f"{address}outcome/", {"text": "هر سفارش پیگیری دارد", "version": 2})
    assert state() == "done"
    nahid.post(f"{address}answer/removal/", {"version": 3})
    assert state() == "taken_up"
    nahid.post(f"{address}answer/removal/", {"version": 4})
    assert (state(), Suggestion.objects.get().answer) == ("waiting", "")


@pytest.mark.parametrize(
    ("who", "what", "given", "form"),
    [
        ("nahid", "answer/", {"verdict": "declined", "text": "", "version": "1"}, "answer_form"), ("nahid", "answer/", {"verdict": "x", "text": "نوشتهٔ من", "version": "1"}, "answer_form"),
        ("nahid", "answer/", {"verdict": "declined", "text": "\x01", "version": "1"}, "answer_form"), ("nahid", "outcome/", {"text": "\x01", "version": "1"}, "outcome_form"),
        ("sara", "wording/", {"text": "", "version": "1"}, "form"), ("sara", "wording/", {"text": "\x01", "version": "1"}, "form"),
        ("sara", "voices/", {"word": "نوشتهٔ من", "case": "987"}, "voice_form"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_stays_typed(cast, made, who, what, given, form):
    answer = browser(getattr(cast, who)).post(f"/suggestions/{made.pk}/{what}", given)
    assert (answer.status_code, {name: answer.context[form].data[name] for name in given}) == (422, given)
    assert Suggestion.objects.values_list("state", "text", "version").get() == ("waiting", "پیگیری خودکار", 1)


@pytest.mark.parametrize("text", ["", "\x01"])
def test_a_suggestion_without_words_is_none(sara, text):
    answer = sara.post("/suggestions/new/", {"text": text, "to": ""})
    assert (answer.status_code, Suggestion.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    ("who", "what", "given"),
    [("sara", "withdrawal/", {}), ("nahid", "answer/", {"verdict": "declined", "text": "نوشتهٔ من"}), ("nahid", "outcome/", {"text": "نوشتهٔ من"}), ("nahid", "answer/removal/", {})],
)  # fmt: skip
def test_who_was_overtaken_sees_how_it_stands_and_keeps_their_words(cast, made, who, what, given):
    actions.decline(made, "جواب پروانه", by=cast.parvaneh)
    answer = browser(getattr(cast, who)).post(f"/suggestions/{made.pk}/{what}", given | {"version": 1})
    html = answer.content.decode()
    assert (answer.status_code, "جواب پروانه" in html, state()) == (409, True, "declined")
    if "text" in given:
        assert "نوشتهٔ من" in html


def test_nobody_else_words_it_and_who_answers_nothing_is_refused(cast, made):
    reza = browser(cast.reza)
    acts = ["wording/", "withdrawal/", "return/", "answer/", "outcome/", "answer/removal/"]
    assert [reza.post(f"/suggestions/{made.pk}/{act}", {"text": "x", "version": 1}).status_code for act in acts] == [403] * 6
    actions.withdraw_suggestion(made, by=cast.sara)
    assert [reza.get(f"/suggestions/{made.pk}/").status_code, browser(cast.sara).get(f"/suggestions/{made.pk}/").status_code] == [404, 200]

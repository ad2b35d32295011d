"""What we understood, written down, put to the customer with an answer, and what they say to it."""

import pytest
from django.utils import timezone

from sandali.cases.actions import CannotAnswer, withdraw_reply
from sandali.cases.models import Case, Message
from sandali.channels.models import Delivery
from sandali.company.actions import Overtaken
from sandali.history.models import Event
from sandali.resolution.confirmation.asking import answer_case
from sandali.resolution.models import Asked, Asking, Heard, Offer, Understanding
from sandali.resolution.understanding.actions import LONGEST, CannotWrite, write_understanding
from sandali.resolution.understanding.offering import (
    Rewritten,
    answer_and_offer,
    take_correction,
    take_right,
)
from sandali.resolution.understanding.queries import known_of, wordings
from tests.cast import make_case

pytestmark = pytest.mark.django_db
MEANING = "هدیهٔ تولد مادرش است و جمعه باید برسد."


@pytest.fixture
def case(cast):
    case = make_case(cast, state="open", assignee=cast.sara)
    write_understanding(case, MEANING, by=cast.sara, version=0)
    return case


def send(case, by, key="1", **how):
    return answer_and_offer(Case.objects.select_related("customer").get(pk=case.pk), "بسته امروز می‌رسد.", by=by, dedupe_key=key, **{"version": 1} | how)


def kinds():
    return list(Event.objects.filter(kind__startswith="under").order_by("id").values_list("kind", flat=True))


def test_it_is_written_down_by_name_and_every_wording_is_kept(cast, case):
    write_understanding(case, "او جمعه مهمان دارد.", by=cast.reza, version=1)
    found = known_of(case)[0]
    assert (found.text, found.by, found.version) == ("او جمعه مهمان دارد.", "Reza", 2)
    assert [(event.data["text"], event.by.name) for event in wordings(case)] == [("او جمعه مهمان دارد.", "Reza"), (MEANING, "Sara")]


def test_of_two_who_write_at_once_the_second_sees_the_first(cast, case):
    with pytest.raises(Overtaken) as overtaken:
        write_understanding(case, "چیز دیگری", by=cast.reza, version=0)
    assert (overtaken.value.current.text, Understanding.objects.get().version) == (MEANING, 1)


def test_the_same_words_again_are_no_new_wording(cast, case):
    write_understanding(case, f" {MEANING} ", by=cast.reza, version=1)
    assert (Understanding.objects.get().version, len(wordings(case))) == (1, 1)


@pytest.mark.parametrize("text", ["", "  \n ", "ا" * (LONGEST + 1)])
def test_nothing_and_too_much_are_refused_in_a_sentence(cast, text):
    with pytest.raises(CannotWrite):
        write_understanding(make_case(cast), text, by=cast.sara, version=0)


@pytest.mark.practice("P23")
def test_it_leaves_below_the_answer_with_a_link_and_is_no_part_of_what_was_said(cast, case):
    message = send(case, cast.sara)
    sent = message.delivery.payload if hasattr(message.delivery, "payload") else message.delivery.outgoing
    offer = Offer.objects.get()
    assert (MEANING in str(sent), f"/p/understanding/{offer.pk}-" in str(sent), message.text) == (True, True, "بسته امروز می‌رسد.")
    assert (offer.message, offer.state, offer.version, known_of(case)[0].is_news_to_them, kinds()) == (
        message, Heard.OPEN, 1, False, ["understanding_written", "understanding_offered"],
    )  # fmt: skip


def test_sending_twice_is_once(cast, case):
    assert (send(case, cast.sara).pk == send(case, cast.sara).pk, Offer.objects.count()) == (True, 1)


def test_what_a_colleague_rewrote_does_not_leave_unseen(cast, case):
    write_understanding(case, "دیگر", by=cast.reza, version=1)
    with pytest.raises(Rewritten):
        send(case, cast.sara)
    assert (Message.objects.filter(direction="out").count(), issubclass(Rewritten, CannotAnswer)) == (0, True)


def test_it_goes_along_with_the_question_whether_it_is_settled(cast, case):
    send(case, cast.sara, state="answered")
    assert (Asking.objects.get().state, Offer.objects.get().state, Case.objects.get(pk=case.pk).state) == (Asked.OPEN, Heard.OPEN, "answered")


def test_taking_the_answer_back_takes_it_back_and_what_was_heard_before_stands(cast, case):
    send(case, cast.sara)
    take_right(Offer.objects.get())
    write_understanding(case, "بهتر", by=cast.sara, version=1)
    second = send(case, cast.sara, key="2", version=2, delay=60)
    assert known_of(case)[0].heard == Heard.OPEN
    assert withdraw_reply(second, by=cast.sara) is True
    found = known_of(case)[0]
    assert (found.heard, found.offered, found.is_news_to_them, Offer.objects.get(message=second).state) == (Heard.RIGHT, 1, True, Heard.WITHDRAWN)


def test_one_that_leaves_later_is_told_of_when_it_leaves(cast, case):
    send(case, cast.sara, leaves_at=timezone.now() + timezone.timedelta(hours=3))
    assert kinds() == ["understanding_written"]


@pytest.mark.practice("P23")
def test_that_is_it_is_written_down_once_and_changes_nothing_else(cast, case):
    send(case, cast.sara, state="answered")
    offer = Offer.objects.select_related("case").get()
    before = Case.objects.values().get(pk=case.pk)
    assert (take_right(offer), take_right(offer)) == (True, False)
    assert (known_of(case)[0].is_right, Case.objects.values().get(pk=case.pk) == before, Asking.objects.get().state) == (True, True, Asked.OPEN)


@pytest.mark.practice("P23")
def test_a_correction_comes_as_their_message_and_stands_beside_what_we_understood(cast, case):
    send(case, cast.sara, state="answered")
    message = take_correction(Offer.objects.select_related("case").get(), "نه، خودم پنجشنبه سفر می‌روم.")
    case.refresh_from_db()
    found = known_of(case)[0]
    assert (message.direction, message.text, case.state, case.reopened, found.is_corrected, found.word) == (
        "in", "نه، خودم پنجشنبه سفر می‌روم.", "open", 1, True, "نه، خودم پنجشنبه سفر می‌روم.",
    )  # fmt: skip
    assert kinds()[-1:] == ["understanding_corrected"]


@pytest.mark.practice("P10")
@pytest.mark.parametrize("word", ["بله حل شد ممنون", "yes, solved, thank you", "آره"])
def test_no_word_here_confirms_a_case(cast, case, word):
    send(case, cast.sara, state="answered")
    take_correction(Offer.objects.select_related("case").get(), word)
    case.refresh_from_db()
    assert case.state == "open"


def test_whoever_said_right_may_correct_it_yet(cast, case):
    send(case, cast.sara)
    offer = Offer.objects.select_related("case").get()
    take_right(offer)
    take_correction(offer, "راستش نه")
    assert known_of(case)[0].is_corrected is True


def test_an_empty_word_or_what_was_taken_back_is_nothing(cast, case):
    message = send(case, cast.sara, delay=60)
    offer = Offer.objects.select_related("case").get()
    assert take_correction(offer, "  ") is None
    withdraw_reply(message, by=cast.sara)
    assert (take_correction(offer, "نه"), take_right(offer), Delivery.objects.count()) == (None, False, 1)


def test_an_understanding_that_is_written_anew_after_a_correction_is_news_again(cast, case):
    send(case, cast.sara)
    take_correction(Offer.objects.select_related("case").get(), "نه")
    write_understanding(case, "سفر دارد.", by=cast.sara, version=1)
    found = known_of(case)[0]
    assert (found.is_corrected, found.is_news_to_them, found.word) == (False, True, "نه")


def test_answering_without_it_offers_nothing(cast, case):
    answer_case(case, "پاسخ", by=cast.sara, dedupe_key="1")
    assert Offer.objects.count() == 0

"""From our answer to the customer's word: asked, reminded, confirmed, not yet, silent, looked at again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.cases.actions import change_state, receive, reply, withdraw_reply, write_note
from sandali.cases.actions.bulk import change_cases
from sandali.cases.actions.bulk_plans import stating
from sandali.cases.actions.closing import confirm
from sandali.cases.events import CASE_ANSWERED
from sandali.cases.models import Case, Message, State
from sandali.cases.threads import reply_token
from sandali.channels.actions import pause_address, store_arrival
from sandali.channels.adapter import Incoming, Party
from sandali.channels.models import Delivery
from sandali.channels.queries import MOST_AN_HOUR
from sandali.history.events import record
from sandali.history.models import Event
from sandali.resolution.confirmation import asking as asking_module
from sandali.resolution.confirmation.asking import answer_case, follow_due
from sandali.resolution.confirmation.confirming import take_no, take_yes
from sandali.resolution.confirmation.question import link_of
from sandali.resolution.models import Asked, Asking, AskingRules, Way
from tests.cast import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    return make_case(cast, kind="complaint", state="open", assignee=cast.sara)


@pytest.fixture
def asking(cast, case):
    """The case is answered, and the question is with the answer."""
    answer_case(case, "بسته امروز می‌رسد.", by=cast.sara, dedupe_key="1")
    return Asking.objects.get()


def writes(cast, case, text, name="a", sender="mina@example.com", **facts):
    """The customer answers by mail."""
    arrival = store_arrival(cast.channel, f"raw {name} {text}".encode(), source="pipe")[0]
    to = f"support+{reply_token(case)}@simorgh.example"
    return receive(Incoming(sender=Party("email", sender, ""), text=text, delivered_to=(to,), **facts), [], arrival)


def kinds():
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def stands(case):
    case.refresh_from_db()
    return case.state


def leads_to(asking):
    """The beginning of its link; the rest says until when it holds, to the second, and is another one a second later."""
    return link_of(asking).partition(f"/{asking.pk}-")[0] + f"/{asking.pk}-"


@pytest.mark.practice("P09", "P10")
def test_the_question_goes_out_with_the_answer_and_stands_only_in_what_leaves(cast, case, asking):
    outgoing, message = Delivery.objects.get().payload, Message.objects.get(direction="out")
    assert (stands(case), asking.message, asking.state, asking.asked_by) == ("answered", message, Asked.OPEN, cast.sara)
    assert leads_to(asking) in outgoing["text"]
    assert message.text == "بسته امروز می‌رسد."
    assert kinds()[-2:] == ["case_answered", "customer_asked"]


def test_the_same_form_twice_asks_once(cast, case, asking):
    answer_case(case, "بسته امروز می‌رسد.", by=cast.sara, dedupe_key="1")
    assert (Asking.objects.count(), Message.objects.filter(direction="out").count()) == (1, 1)


@pytest.mark.practice("P10")
def test_a_yes_confirms_and_nobody_of_ours_stands_beside_it(cast, case, asking):
    assert take_yes(asking, way=Way.LINK, word="سپاس") is True
    asking.refresh_from_db()
    assert (stands(case), case.state_by, case.waiting_since) == ("confirmed", None, None)
    assert (asking.state, asking.way, asking.word) == (Asked.YES, Way.LINK, "سپاس")
    assert Event.objects.get(kind="case_confirmed").by is None


def test_a_yes_said_twice_is_one(cast, case, asking):
    assert [take_yes(asking, way=Way.LINK) for _time in range(2)] == [True, False]
    assert kinds().count("case_confirmed") == 1


def test_a_yes_to_an_older_question_confirms_nothing(cast, case, asking):
    change_state(case, "open", by=cast.sara)
    assert take_yes(asking, way=Way.LINK) is False
    assert stands(case) == "open"


@pytest.mark.practice("P09")
def test_not_yet_opens_the_same_case_with_their_word(cast, case, asking):
    message = take_no(asking, word="هنوز نرسیده است.")
    asking.refresh_from_db()
    assert (stands(case), case.reopened, message.text, message.direction, message.customer) == ("open", 1, "هنوز نرسیده است.", "in", cast.mina)
    assert (asking.state, asking.word, asking.said, case.waiting_since is not None) == (Asked.NO, "هنوز نرسیده است.", message, True)


def test_not_yet_without_a_word_puts_none_into_their_mouth(cast, case, asking):
    before = Message.objects.count()
    assert (take_no(asking), Message.objects.count(), stands(case)) == (None, before, "open")


@pytest.mark.practice("P09")
@pytest.mark.parametrize("text", ["بله حل شد، ممنون", "بله", "yes, all good now, thanks"])
def test_a_sure_yes_in_their_own_words_confirms_without_opening_the_case(cast, case, asking, text):
    message = writes(cast, case, text)
    asking.refresh_from_db()
    assert (stands(case), case.reopened, asking.state, asking.way, asking.said) == ("confirmed", 0, Asked.YES, Way.WORDS, message)
    assert "case_reopened" not in kinds()


@pytest.mark.parametrize(("text", "state"), [("نه هنوز همان مشکل را دارم", Asked.NO), ("بله ولی صورت‌حساب هم اشتباه است", Asked.OTHER)])
def test_anything_else_comes_to_a_person_as_they_wrote_it(cast, case, asking, text, state):
    message = writes(cast, case, text)
    asking.refresh_from_db()
    assert (stands(case), case.reopened, asking.state, asking.said) == ("open", 1, state, message)


@pytest.mark.practice("P10")
@pytest.mark.parametrize(("text", "said"), [
    ("بله ولی صورت‌حساب هم اشتباه است", [["more", "ولی", "صورت", "حساب", "هم", "اشتباه", "است"]]),
    ("بله، ولی کی می‌رسد؟", [["question"]]),
    ("نه هنوز همان مشکل را دارم", []),
    ("بله حل شد، ممنون", []),
])  # fmt: skip
def test_where_a_reply_is_no_sure_yes_or_no_the_case_says_so_and_why(cast, case, asking, text, said):
    writes(cast, case, text)
    assert [event.data["why"] for event in Event.objects.filter(kind="answer_unsure", case_id=case.pk)] == said


@pytest.mark.practice("P10")
@pytest.mark.parametrize("text", ["خیلی ممنون از شما", "Thanks a lot"])
def test_thanks_alone_are_no_yes_and_open_nothing_and_the_question_goes_on(cast, case, asking, text):
    message = writes(cast, case, text)
    asking.refresh_from_db()
    message.refresh_from_db()
    assert (stands(case), case.reopened, case.waiting_since, asking.state, asking.said) == ("answered", 0, None, Asked.OPEN, None)
    assert (message.remarks, follow_due(asking.next_at)) == (["stays-settled"], 1)


def test_thanks_after_their_yes_leave_it_confirmed(cast, case, asking):
    take_yes(asking, way=Way.LINK)
    writes(cast, case, "ممنونم")
    assert (stands(case), case.reopened, Case.objects.get(pk=case.pk).last_direction) == ("confirmed", 0, "in")


def test_thanks_for_what_is_asked_of_them_come_to_a_person(cast, case):
    change_state(case, "waiting", by=cast.sara)
    writes(cast, case, "ممنون")
    assert stands(case) == "open"


@pytest.mark.reliability("C3")
@pytest.mark.parametrize("how", ["stranger", "forged", "machine"])
def test_only_the_customers_own_word_is_a_yes(cast, case, asking, how):
    facts = {"stranger": {"sender": "kaveh@example.com"}, "forged": {"sender_auth": "fail"}, "machine": {"automatic": "list"}}[how]
    writes(cast, case, "بله حل شد", **facts)
    assert stands(case) != "confirmed"


@pytest.mark.practice("P10")
def test_old_mail_that_is_taken_over_answers_no_question_of_ours(cast, case, asking):
    Asking.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    for text in ("بله حل شد", "نه، هنوز حل نشده"):
        arrival = store_arrival(cast.channel, f"raw {text}".encode(), source="import", is_history=True)[0]
        said = {"delivered_to": (f"support+{reply_token(case)}@simorgh.example",), "sent_at": timezone.now() - timedelta(minutes=1)}
        receive(Incoming(sender=Party("email", "mina@example.com", ""), text=text, **said), [], arrival)
    asking.refresh_from_db()
    assert (stands(case), asking.state, Message.objects.filter(case=case, arrival__is_history=True).count()) == ("answered", Asked.OPEN, 2)


def test_taking_the_answer_back_takes_the_question_back(cast, case, asking):
    assert withdraw_reply(Message.objects.select_related("delivery", "case").get(direction="out"), by=cast.sara) is True
    asking.refresh_from_db()
    assert (stands(case), asking.state) == ("open", Asked.WITHDRAWN)


def test_setting_a_case_to_answered_by_hand_asks_by_itself_a_minute_later(cast, case):
    change_state(case, "answered", by=cast.sara)
    asking = Asking.objects.get()
    assert (asking.state, asking.asked_by, follow_due()) == (Asked.PLANNED, cast.sara, 0)
    follow_due(timezone.now() + timedelta(minutes=2))
    asking.refresh_from_db()
    assert (asking.state, asking.message, asking.delivery.is_automatic, kinds()[-1]) == (Asked.OPEN, None, True, "customer_asked")
    assert leads_to(asking) in asking.delivery.payload["text"]


def test_setting_it_back_within_the_minute_asks_nobody(cast, case):
    change_state(case, "answered", by=cast.sara)
    change_state(case, "open", by=cast.sara)
    follow_due(timezone.now() + timedelta(minutes=2))
    assert (Asking.objects.get().state, Delivery.objects.count()) == (Asked.WITHDRAWN, 0)


def test_a_case_of_somebody_without_an_address_is_answered_and_asked_by_nothing(cast):
    case = make_case(cast, channel=cast.counter, state="open", messages=0)
    cast.mina.identities.all().delete()
    change_state(case, "answered", by=cast.sara)
    follow_due(timezone.now() + timedelta(minutes=2))
    asking = Asking.objects.get()
    assert (stands(case), asking.state, asking.delivery, Delivery.objects.count()) == ("answered", Asked.OPEN, None, 0)


def test_fifty_cases_set_to_answered_at_once_cost_no_more_questions_to_the_database_than_three(cast, django_assert_max_num_queries):
    chosen = {make_case(cast).pk: None for _number in range(50)}
    with django_assert_max_num_queries(25):
        change_cases(chosen, stating("answered"), by=cast.sara)
    assert Asking.objects.filter(state=Asked.PLANNED, asked_by=cast.sara).count() == 50


@pytest.mark.parametrize("state", ["open", "waiting"])
def test_whoever_opens_the_case_again_asks_no_longer(cast, case, asking, state):
    change_state(case, state, by=cast.sara)
    asking.refresh_from_db()
    assert asking.state == Asked.WITHDRAWN


def test_a_further_answer_that_does_not_ask_takes_the_question_back(cast, case, asking):
    reply(case, "یک چیز دیگر", by=cast.sara, dedupe_key="2")
    asking.refresh_from_db()
    assert (asking.state, stands(case)) == (Asked.WITHDRAWN, "waiting")


def test_a_note_leaves_the_question_alone(cast, case, asking):
    write_note(case, "منتظر پاسخ", by=cast.sara)
    asking.refresh_from_db()
    assert asking.state == Asked.OPEN


@pytest.mark.practice("P10")
def test_who_is_silent_is_reminded_twice_and_then_counted_apart(cast, case, asking):
    AskingRules.objects.create(pk=1, remind_after=[3, 7], lapse_after=7, second_look={})
    for day, reminders, state in ((1, 0, "answered"), (5, 1, "answered"), (9, 2, "answered"), (13, 2, "answered"), (18, 2, "lapsed")):
        follow_due(timezone.now() + timedelta(days=day))
        asking.refresh_from_db()
        assert (day, asking.reminders, stands(case)) == (day, reminders, state)
    assert (asking.state, kinds().count("customer_reminded"), kinds().count("case_lapsed")) == (Asked.SILENT, 2, 1)
    assert Delivery.objects.filter(is_automatic=True).count() == 2


def test_a_reminder_repeats_our_answer_and_nothing_of_theirs(cast, case, asking):
    Case.objects.filter(pk=case.pk).update(subject="http://evil.example")
    follow_due(timezone.now() + timedelta(days=5))
    text = Delivery.objects.get(is_automatic=True).payload["text"]
    assert ("بسته امروز می‌رسد." in text, "evil" in text) == (True, False)


def test_a_paused_address_is_not_written_to_and_its_time_runs_on(cast, case, asking):
    pause_address("email", "mina@example.com", reason="gone")
    follow_due(timezone.now() + timedelta(days=5))
    asking.refresh_from_db()
    assert (asking.reminders, Delivery.objects.filter(is_automatic=True).count(), "customer_reminded" in kinds()) == (1, 0, False)


def test_a_limit_on_automatic_mail_only_puts_the_reminder_off(cast, case, asking):
    for number in range(MOST_AN_HOUR):
        Delivery.objects.create(
            channel=cast.channel, dedupe_key=f"machine {number}", message_id=f"machine{number}@simorgh.example", to_value="mina@example.com",
            payload={}, thread="elsewhere", is_automatic=True, not_before=timezone.now(),
        )  # fmt: skip
    now = timezone.now() + timedelta(days=5)
    follow_due(now)
    asking.refresh_from_db()
    assert (asking.reminders, asking.state, asking.next_at) == (0, Asked.OPEN, now + asking_module.TRY_AGAIN)


@pytest.mark.practice("P09")
def test_after_a_yes_to_a_complaint_we_look_again_and_a_relapse_opens_the_same_case(cast, case, asking):
    take_yes(asking, way=Way.LINK)
    second = Asking.objects.get(is_second_look=True)
    assert (second.state, second.next_at - timezone.now() > timedelta(days=6)) == (Asked.PLANNED, True)
    follow_due(timezone.now() + timedelta(days=12))
    second.refresh_from_db()
    assert (second.state, stands(case), kinds()[-1]) == (Asked.OPEN, "confirmed", "second_look")
    take_no(second, word="دوباره خراب شد")
    second.refresh_from_db()
    assert (stands(case), case.reopened, second.state, "relapsed" in kinds()) == ("open", 1, Asked.NO, True)


def test_a_yes_to_the_second_look_leaves_the_case_confirmed(cast, case, asking):
    take_yes(asking, way=Way.LINK)
    follow_due(timezone.now() + timedelta(days=12))
    Asking.objects.update(asked_at=timezone.now())  # that day is today
    writes(cast, case, "بله خوبه، ممنون", name="b")
    assert (stands(case), kinds()[-1]) == ("confirmed", "still_well")


def test_other_kinds_are_not_looked_at_again(cast, case, asking):
    Case.objects.filter(pk=case.pk).update(kind="question")
    take_yes(asking, way=Way.LINK)
    assert Asking.objects.filter(is_second_look=True).count() == 0


def test_an_answer_that_leaves_later_asks_when_it_leaves(cast, case):
    at = timezone.now() + timedelta(days=1)
    answer_case(case, "فردا", by=cast.sara, dedupe_key="3", leaves_at=at)
    assert (stands(case), Asking.objects.get().asked_at, "customer_asked" in kinds()) == ("open", at, False)
    Case.objects.filter(pk=case.pk).update(state="waiting")  # as it stands in the moment in which a later answer has left
    record(CASE_ANSWERED, Message.objects.get(direction="out"), by=cast.sara)
    assert (stands(case), Asking.objects.get().state, kinds()[-1]) == ("answered", Asked.OPEN, "customer_asked")


def test_a_question_that_cannot_be_put_does_not_stop_those_behind_it(cast, case, asking, monkeypatch):
    other = make_case(cast, customer=cast.kaveh, state="open", assignee=cast.sara)
    answer_case(other, "تمام شد", by=cast.sara, dedupe_key="2")
    good, send = Asking.objects.get(case=other), asking_module.send_question

    def broken(one, found, **more):
        if one.pk == asking.pk:
            raise ValueError("broken")
        return send(one, found, **more)

    monkeypatch.setattr(asking_module, "send_question", broken)
    now = timezone.now() + timedelta(days=5)
    follow_due(now)
    asking.refresh_from_db()
    good.refresh_from_db()
    assert (asking.reminders, asking.state, asking.next_at, good.reminders) == (0, Asked.OPEN, now + asking_module.TRY_AGAIN, 1)


def test_a_case_that_was_never_answered_cannot_be_confirmed(cast, case):
    assert (confirm(case), stands(case)) == (False, State.OPEN)

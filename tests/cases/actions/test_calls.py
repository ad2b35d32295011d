"""A call is one call, whatever is told of it in which order; a missed one is a case to be called back, a talked one a contact."""

import itertools
import json
import random
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.cases.actions import record_contact
from sandali.cases.actions.calls import end_lost, take_call
from sandali.cases.calls import seconds_of
from sandali.cases.models import Call, CallState, Case, Direction, Message, Outcome, State, Wait
from sandali.channels.adapter import CallNews
from sandali.channels.models import Arrival
from sandali.channels.telephone.reading import read
from sandali.customers.actions import recognise
from sandali.customers.models import Customer
from sandali.history.models import Event, Notice
from sandali.resolution.models import Promise, Promised
from tests.phones import call_of, make_phone

pytestmark = pytest.mark.django_db
MINA = "+989123456789"


@pytest.fixture
def phone(cast):
    """A telephone system, and two telephones."""
    return make_phone(cast)


@pytest.fixture
def hear(phone):
    """Takes events in at once, in the order given, as if each had been read by itself."""

    def take(*events: dict, at=None) -> None:
        for event in events:
            for one in read(json.dumps(event).encode(), settings={"region": "IR", "area": "021"}):
                if one.call is not None:
                    take_call(one.call, channel=phone, heard_at=at or timezone.now())

    return take


def stands() -> list[tuple]:
    """How every call stands, with its message and what is owed."""
    owed = set(Promise.objects.filter(state__in=("open", "broken")).values_list("message_id", flat=True))
    return [
        (one.call_id, one.state, one.outcome, one.number, one.began_at, one.answered_at, one.ended_at, one.extensions, one.answered_by, one.person_id, bool(one.message_id), one.message_id in owed)
        for one in Call.objects.order_by("call_id")
    ]  # fmt: skip


def test_a_missed_call_is_a_case_and_a_promise_to_call_back(hear, cast, phone):
    hear(*call_of("a", answered=False))
    call = Call.objects.get()
    case, promise = Case.objects.get(), Promise.objects.get()
    assert (call.outcome, call.message.case, call.message.direction, call.message.text) == (Outcome.MISSED, case, Direction.CALL, "")
    assert (case.customer.identities.get().value, case.subject, case.preview, case.state, case.department, case.channel) == (MINA, "تماس بی‌پاسخ", "تماس بی‌پاسخ", State.NEW, cast.support, phone)
    assert (promise.case, promise.message, promise.owner, promise.state, promise.told_at, promise.what) == (case, call.message, cast.sara, Promised.OPEN, None, "تماس با مشتری")
    assert case.waiting_since == call.began_at
    assert list(Notice.objects.filter(event__kind="call_missed").values_list("person", flat=True)) == [cast.sara.pk]


def test_a_call_that_was_talked_on_is_a_contact_of_who_talked(hear, cast):
    hear(*call_of("a"))
    call, case = Call.objects.get(), Case.objects.get()
    assert (call.outcome, call.person, call.message.author, seconds_of(call)) == (Outcome.TALKED, cast.sara, cast.sara, 180)
    assert (case.assignee, case.preview, case.message_count, Promise.objects.count()) == (cast.sara, "تماس تلفنی", 1, 0)
    assert list(Event.objects.filter(case_id=case.pk).order_by("pk").values_list("kind", flat=True))[:2] == ["case_opened", "call_talked"]


@pytest.mark.parametrize("answered", [True, False])
@pytest.mark.reliability("F7")
def test_every_order_of_a_call_s_events_and_every_repeat_ends_the_same(hear, answered):
    began = time.time() - 600
    events = call_of("a", answered=answered, began=began)
    events.insert(1, {**events[0], "sequence": 9, "extension": "205"})
    ends = []
    for order in itertools.permutations(events):
        hear(*order, *order[::-1])
        ends.append(stands()[0][:-2])
        assert (Call.objects.count(), Message.objects.count(), Promise.objects.filter(state=Promised.OPEN).count()) == (1, 1, 0 if answered else 1)
        for model in (Promise, Call, Message, Wait, Event, Case):
            model.objects.all().delete()
    assert len(set(map(str, ends))) == 1


@pytest.mark.reliability("F7")
def test_many_calls_at_once_shuffled_end_as_in_their_order(hear):
    began = time.time() - 6000
    calls = [call_of(f"c{n}", number=f"0912345{n:04d}", answered=n % 2 == 0, began=began + 100 * n) for n in range(6)]
    told = [event for call in calls for event in call] * 3
    random.Random(3).shuffle(told)
    hear(*told)
    assert [(row[0], row[2], row[-1]) for row in stands()] == [(f"c{n}", Outcome.MISSED if n % 2 else Outcome.TALKED, bool(n % 2)) for n in range(6)]


def test_what_was_told_as_missed_and_was_answered_after_all_is_a_contact_and_owes_nothing(hear, cast):
    ringing, answered, ended = call_of("a")
    hear(ringing, ended)
    assert (Call.objects.get().outcome, Promise.objects.get().state) == (Outcome.MISSED, Promised.OPEN)
    hear(answered)
    call, promise = Call.objects.get(), Promise.objects.get()
    assert (call.outcome, call.message.author, promise.state, promise.reason) == (Outcome.TALKED, cast.sara, Promised.WITHDRAWN, "به این تماس پاسخ داده شده بود.")
    assert (Message.objects.count(), Case.objects.get().preview, Case.objects.get().assignee) == (1, "تماس تلفنی", cast.sara)


def test_who_calls_three_times_is_owed_one_call(hear):
    for name in "abc":
        hear(*call_of(name, answered=False))
    assert (Case.objects.count(), Message.objects.count(), Promise.objects.count()) == (1, 3, 1)


@pytest.mark.parametrize("way", ["in", "out"])
def test_when_we_have_spoken_the_promise_is_kept_whoever_called(hear, cast, way):
    hear(*call_of("a", answered=False, began=time.time() - 3600))
    hear(*call_of("b", way=way, extension="205"))
    promise = Promise.objects.get()
    assert (promise.state, Message.objects.filter(case=promise.case).count(), Case.objects.count()) == (Promised.KEPT, 2, 1)
    assert Event.objects.get(kind="promise_kept").by == cast.reza


def test_a_call_joins_the_matter_that_runs_on_whatever_channel(hear, cast, make_case):
    case = make_case(customer=cast.mina)
    cast.mina.identities.create(kind="phone", value=MINA, shown="0912")
    hear(*call_of("a"))
    assert (Message.objects.get(direction="call").case, Case.objects.count(), Customer.objects.filter(identities__value=MINA).get()) == (case, 1, cast.mina)


def test_a_talk_does_not_go_into_a_case_that_the_talker_may_not_see(hear, cast, make_case):
    cast.mina.identities.create(kind="phone", value=MINA, shown="0912")
    hidden = make_case(customer=cast.mina, department=cast.accounting)
    hear(*call_of("a"))
    assert Message.objects.get(direction="call").case != hidden


@pytest.fixture
def make_case(cast):
    """A case as intake would have left it."""
    from tests.cast import make_case as make

    return lambda **fields: make(cast, **fields)


def test_a_settled_matter_is_over_and_an_answered_one_is_opened_again(hear, cast, make_case):
    cast.mina.identities.create(kind="phone", value=MINA, shown="0912")
    settled = make_case(customer=cast.mina, state=State.CONFIRMED)
    hear(*call_of("a", answered=False))
    opened = Case.objects.exclude(pk=settled.pk).get()
    Case.objects.filter(pk=opened.pk).update(state=State.ANSWERED)
    hear(*call_of("b", answered=False))
    opened.refresh_from_db()
    assert (opened.state, opened.reopened, Case.objects.count()) == (State.OPEN, 1, 2)


@pytest.mark.parametrize("number", ["anonymous", "", "unknown", "8877665"])
def test_a_number_that_is_nobody_s_stands_in_the_log_alone(hear, number):
    hear(*call_of("a", number=number, answered=False), *call_of("b", number=number))
    assert (Call.objects.count(), Case.objects.count(), Customer.objects.filter(identities__kind="phone").count()) == (2, 0, 0)


def test_extensions_among_themselves_are_no_calls_of_customers(hear):
    hear(*call_of("a", number="205"), {"call": "b", "event": "ringing", "direction": "internal", "number": "09123456789"})
    assert (Call.objects.exclude(way="").count(), Message.objects.count()) == (0, 0)
    Call.objects.update(heard_at=timezone.now() - timedelta(hours=2))
    assert (end_lost(), Call.objects.count()) == (0, 0)  # what was told of it besides is forgotten


def test_a_call_of_ours_to_nobody_we_know_stands_in_the_log_alone(hear):
    hear(*call_of("a", way="out"), *call_of("b", way="out", answered=False))
    assert (Call.objects.count(), Case.objects.count(), Customer.objects.filter(identities__kind="phone").count()) == (2, 0, 0)


def test_words_after_a_call_stand_on_its_message_and_words_before_its_end_become_it(hear, cast):
    ringing, answered, ended = call_of("a", began=time.time() - 200)
    hear(ringing, answered, ended)
    case = Case.objects.get()
    record_contact(case, "پول را می‌خواهد.", by=cast.sara, direction="call")
    hear(*call_of("b", began=time.time() - 100)[:2])
    record_contact(case, "باز هم پرسید.", by=cast.sara, direction="call")
    hear(call_of("b", began=time.time() - 100)[2])
    said = Message.objects.filter(direction="call").order_by("pk")
    assert [(one.text, one.external_id, one.call.outcome) for one in said] == [("پول را می‌خواهد.", "a", "talked"), ("باز هم پرسید.", "b", "talked")]
    assert Case.objects.get().message_count == 2


def test_words_of_another_colleague_or_of_another_day_are_a_contact_of_their_own(hear, cast):
    hear(*call_of("a"))
    case = Case.objects.get()
    record_contact(case, "من زنگ زدم.", by=cast.reza, direction="call")
    record_contact(case, "دیروز.", by=cast.sara, direction="call", at=timezone.now() - timedelta(days=1))
    assert Message.objects.filter(direction="call").count() == 3


@pytest.mark.reliability("F7")
def test_a_call_whose_end_was_never_told_is_over_by_the_clock(hear, cast):
    now = timezone.now()
    hear(call_of("a")[0], at=now - timedelta(minutes=6))
    hear(*call_of("b", number="09120000001")[:2], at=now - timedelta(hours=5))
    hear(*call_of("c", number="09120000002")[:2])
    assert (end_lost(now), end_lost(now)) == (2, 0)
    assert [(row[0], row[1], row[2]) for row in stands()] == [("a", CallState.OVER, "missed"), ("b", CallState.OVER, "talked"), ("c", CallState.TALKING, "")]
    assert seconds_of(Call.objects.get(call_id="b")) is None


def test_pages_of_who_is_rung_hear_of_each_step_once(hear, cast):
    ringing, answered, ended = call_of("a")
    hear(ringing, ringing, answered, answered, ended, ended)
    told = Event.objects.filter(kind="call_moved").order_by("pk").values_list("data", "case_id", "customer_id")
    assert list(told) == [({"people": [cast.sara.pk]}, None, None)] * 3


def test_two_people_at_one_telephone_are_both_rung_and_nobody_is_said_to_have_talked(hear, cast):
    cast.reza.extension = "204"
    cast.reza.save(update_fields=["extension"])
    hear(*call_of("a"))
    assert (Call.objects.get().person, Message.objects.get().author, Case.objects.get().assignee) == (None, None, None)
    assert Event.objects.filter(kind="call_moved").first().data["people"] == [cast.sara.pk, cast.reza.pk]


def test_an_owner_of_the_case_calls_back_and_takes_the_promise_along(hear, cast, make_case):
    cast.mina.identities.create(kind="phone", value=MINA, shown="0912")
    make_case(customer=cast.mina, assignee=cast.reza)
    hear(*call_of("a", answered=False))
    assert Promise.objects.get().owner == cast.reza


def test_a_missed_call_that_rang_nobody_is_for_who_leads_there(hear, cast):
    hear(*call_of("a", answered=False, extension="999"))
    assert Promise.objects.get().owner == cast.nahid


def test_a_customer_who_is_known_is_not_made_again(hear):
    known = recognise("phone", MINA, name="مینا")
    hear(*call_of("a", number="+989123456789", answered=False))
    assert (Case.objects.get().customer, Customer.objects.filter(identities__value=MINA).count()) == (known, 1)


def test_the_moment_of_a_clock_that_is_ahead_is_never_in_our_future(phone):
    now = timezone.now()
    take_call(CallNews("a", "ringing", "in", MINA, at=now + timedelta(hours=1)), channel=phone, heard_at=now)
    assert Call.objects.get().began_at == now


def test_a_recording_is_fetched_where_the_system_hands_them_out(hear, phone):
    phone.settings["recordings"] = "https://pbx.example/rec"
    phone.save(update_fields=["settings"])
    hear(*call_of("a"), {"call": "a", "event": "recorded", "sequence": 4, "recording": "2026/a.wav"}, {"call": "a", "event": "recorded", "sequence": 5, "recording": "2026/a.wav"})
    [file] = Message.objects.get().attachments.all()
    assert (file.name, file.content_type, file.reference, file.label) == ("a.wav", "audio/wav", "https://pbx.example/rec/2026/a.wav", "fetching")
    assert Arrival.objects.count() == 0

"""Promises in the composer: read while one writes, said by the sent form, asked of afterwards where nobody spoke of them."""

from datetime import timedelta
from time import perf_counter

import pytest
from django.utils import timezone

from sandali.cases.actions import change_state
from sandali.cases.models import Case, Direction, Message
from sandali.company.queries import company_zone
from sandali.history.models import Event
from sandali.resolution.models import Promise, Promised
from sandali.resolution.promises.actions import keep_promise
from sandali.resolution.promises.offers import offers_in
from sandali.resolution.remedies.actions import give_remedy
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P11")]
TEXT = "سلام. صندلی را تا فردا ظهر می‌فرستیم."


@pytest.fixture
def case(cast):
    return make_case(cast, state="open", assignee=cast.sara)


def read(client, case, text, **ticked):
    return client.post(f"/cases/{case.pk}/promises/reading/", {"text": text, **ticked}).content.decode()


def send(client, case, key="k", **fields):
    return client.post(f"/cases/{case.pk}/messages/", {"kind": "reply", "text": TEXT, "key": key, "seen": case.last_message_id, **fields})


def states():
    return list(Promise.objects.order_by("pk").values_list("state", flat=True))


def test_what_is_typed_is_offered_with_its_day_in_words(client, cast, case):
    client.force_login(cast.sara)
    html = read(client, case, TEXT)
    assert ["قول: تا فردا ۱۲:۰۰" in html, 'value="تا فردا ظهر"' in html, html.count("promise-offer\"")] == [True, True, 1]
    assert 'promise-offer"' not in read(client, case, "سلام، ممنون از پیام شما.")


def test_a_tick_stays_while_more_is_typed(client, cast, case):
    client.force_login(cast.sara)
    assert read(client, case, f"{TEXT} ممنونم.", promise="تا فردا ظهر").count(" checked") == 1


def test_an_accepted_one_is_a_promise_with_the_answer(client, cast, case):
    client.force_login(cast.sara)
    assert send(client, case, promise="تا فردا ظهر").status_code == 303
    made = Promise.objects.get()
    assert (made.state, made.what, made.message.text) == (Promised.OPEN, "صندلی را تا فردا ظهر می‌فرستیم", TEXT)


def test_nothing_is_held_up_and_without_a_word_it_is_asked_beside_the_case(client, cast, case):
    client.force_login(cast.sara)
    send(client, case)
    assert states() == [Promised.OFFERED]
    page = client.get(f"/cases/{case.pk}/").content.decode()
    assert "این یک قول است؟" in page
    client.post(f"/cases/{case.pk}/promises/{Promise.objects.get().pk}/answer/", {"is": "yes"})
    assert states() == [Promised.OPEN]


def test_what_is_no_promise_is_not_asked_of(client, cast, case):
    client.force_login(cast.sara)
    send(client, case, no_promise="تا فردا ظهر")
    assert states() == [Promised.REFUSED]
    assert "این یک قول است؟" not in client.get(f"/cases/{case.pk}/").content.decode()


def test_one_by_hand_takes_a_jalali_day_and_is_over_when_we_close(client, cast, case):
    client.force_login(cast.sara)
    day = timezone.localdate() + timedelta(days=3)
    send(client, case, text="سلام.", promise_open="1", promise_what="نتیجه را می‌گوییم", promise_day=day.isoformat(), promise_clock="۱۴۳۰")
    made = Promise.objects.get()
    assert (made.what, made.due_at.astimezone(company_zone()).strftime("%Y-%m-%d %H:%M")) == ("نتیجه را می‌گوییم", f"{day:%Y-%m-%d} 14:30")


@pytest.mark.parametrize("line", [{"promise_what": "x"}, {"promise_day": "1390/01/01"}, {"promise_day": "yesterday"}])
def test_a_line_that_makes_no_sense_is_said_and_nothing_is_sent_or_lost(client, cast, case, line):
    client.force_login(cast.sara)
    answer = send(client, case, promise_open="1", **({"promise_what": "", "promise_day": "", "promise_clock": ""} | line))
    assert (answer.status_code, Promise.objects.count(), Message.objects.filter(direction=Direction.OUT).count()) == (422, 0, 0)
    html = answer.content.decode()
    assert ["صندلی را تا فردا ظهر" in html, 'name="promise_open" value="1"' in html] == [True, True]


def test_a_call_may_promise_too(client, cast, case):
    client.force_login(cast.sara)
    day = timezone.localdate() + timedelta(days=2)
    fields = {"kind": "contact", "text": "گفتم خبر می‌دهیم", "direction": "call", "promise_open": "1", "promise_what": "", "promise_day": day.isoformat()}
    client.post(f"/cases/{case.pk}/messages/", {"key": "c", **fields})
    made = Promise.objects.get()
    assert (made.message.direction, made.told_at) == ("call", made.message.at)


def test_sorry_said_again_without_progress_is_a_word_in_the_composer_and_an_event(client, cast, case):
    client.force_login(cast.sara)
    sorry = "بابت تأخیر عذر می‌خواهیم."
    assert "از آن زمان چیزی پیش نرفته است" not in read(client, case, sorry)
    send(client, case, text=sorry)
    assert "از آن زمان چیزی پیش نرفته است" in read(client, case, "باز هم عذر می‌خواهیم.")
    client.force_login(cast.reza)
    send(client, case, key="2", text="باز هم عذر می‌خواهیم.", seen=Message.objects.latest("pk").pk)
    assert Event.objects.filter(kind="sorry_again").count() == 1


def test_after_a_kept_promise_an_apology_is_a_new_one(client, cast, case):
    client.force_login(cast.sara)
    send(client, case, text="عذر می‌خواهیم؛ تا فردا ظهر می‌فرستیم.", promise="تا فردا ظهر")
    keep_promise(Promise.objects.get(state=Promised.OPEN), by=cast.sara)
    assert "از آن زمان چیزی پیش نرفته است" not in read(client, case, "باز هم عذر می‌خواهیم.")


def test_that_we_set_a_case_aside_or_call_it_answered_is_no_progress_and_a_remedy_is(client, cast, case):
    client.force_login(cast.sara)
    send(client, case, text="بابت تأخیر عذر می‌خواهیم.")
    for state in ("answered", "open"):
        change_state(Case.objects.get(pk=case.pk), state, by=cast.sara)
    assert "از آن زمان چیزی پیش نرفته است" in read(client, case, "باز هم عذر می‌خواهیم.")
    give_remedy(case, "refund", by=cast.sara, key="1", amount=10)
    assert "از آن زمان چیزی پیش نرفته است" not in read(client, case, "باز هم عذر می‌خواهیم.")


def test_a_long_letter_is_read_in_the_time_of_a_keystroke(client, cast, case):
    text = TEXT + " و کالا بررسی شد." * 60
    offers_in(text, case)
    times = []
    for _round in range(5):
        begun = perf_counter()
        offers_in(text, case)
        times.append(perf_counter() - begun)
    assert min(times) < 0.05

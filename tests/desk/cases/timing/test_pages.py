"""The pages and acts of time in cases."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandali.cases.actions import change_state
from sandali.cases.models import Case, Draft, Message, Reminder
from sandali.channels.models import Delivery
from sandali.kit.dates import show_date
from tests.cast import make_case

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "form"}


def part(name):
    return {"HX-Request": "true", "Sandali-Part": name, "HX-Target": name}


@pytest.fixture
def sara(client, cast):
    client.force_login(cast.sara)
    return client


@pytest.fixture
def case(cast):
    return make_case(cast)


def soon(days=2):
    return (timezone.now() + timedelta(days=days)).isoformat()


def sent_later(client, case, text="فردا", key="k", **more):
    answer = client.post(f"/cases/{case.pk}/messages/", {"kind": "reply", "text": text, "key": key, "later": soon(), **more})
    return answer, Message.objects.filter(direction="out").order_by("-pk").first()


# --- Snoozing --------------------------------------------------------------------------------------------------------
def test_until_they_write_is_a_snooze_with_a_last_day_in_words(sara, case):
    sara.post(f"/cases/{case.pk}/snooze/", {"until": "reply", "thanks": "1"})
    now = Case.objects.get(pk=case.pk)
    assert (now.state, now.sleeps_until_reply, now.sleeps_through_thanks) == ("snoozed", True, True)
    assert timedelta(days=29) < now.snoozed_until - timezone.now() < timedelta(days=35)
    html = sara.get(f"/cases/{case.pk}/").content.decode()
    day = show_date(now.snoozed_until, "short", language="fa", zone="Asia/Tehran")
    assert html.count(day) >= 2  # in the head and beside the case


def test_the_list_tells_when_a_case_comes_back(sara, cast, case):
    change_state(case, "snoozed", by=cast.sara, until=timezone.now() + timedelta(days=5))
    html = sara.get("/cases/?box=all&state=snoozed").content.decode()
    assert show_date(timezone.now() + timedelta(days=5), "short", language="fa", zone="Asia/Tehran") in html


def test_a_day_and_a_time_are_those_of_the_reader(sara, cast, case):
    cast.sara.zone = "Europe/Berlin"
    cast.sara.save(update_fields=["zone"])
    day = timezone.now().astimezone(ZoneInfo("Europe/Berlin")).date() + timedelta(days=200)  # over a change of the clock
    sara.post(f"/cases/{case.pk}/snooze/", {"day": show_date(day, "numeric", language="fa", calendar="jalali"), "clock": "۱۴:۳۰"})
    until = Case.objects.get(pk=case.pk).snoozed_until
    assert until.astimezone(ZoneInfo("Europe/Berlin")).strftime("%Y-%m-%d %H:%M") == f"{day} 14:30"


@pytest.mark.parametrize(
    "values",
    [
        {"until": "9999-12-31T23:59:59-12:00"}, {"until": "0001-01-01T00:00:00+12:00"}, {"until": "2027-01-01T08:00"}, {"day": "1/1/9999"},
        {"day": "9999/12/29"}, {"day": "1300/01/01"}, {"clock": "25:00"}, {"clock": "۹"}, {"day": "'"}, {"until": "reply "}, {"thanks": "1"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("what", ["snooze", "reminders"])
def test_hostile_moments_are_answered_with_a_sentence_and_change_nothing(sara, case, what, values):
    answer = sara.post(f"/cases/{case.pk}/{what}/", values, headers=HTMX)
    assert (answer.status_code, Case.objects.get(pk=case.pk).state, Reminder.objects.count()) == (422, "new", 0)


# --- Sending later ---------------------------------------------------------------------------------------------------
def test_an_answer_is_sent_later_and_its_bubble_says_when_and_how_to_change_it(sara, case):
    answer, message = sent_later(sara, case)
    html = sara.get(f"/cases/{case.pk}/").content.decode()
    assert (answer.status_code, message.holds_for_reply, Case.objects.get(pk=case.pk).state) == (303, True, "new")
    assert all(f"/messages/{message.pk}/{act}/" in html for act in ("departure", "withdrawal", "discarding"))
    assert show_date(message.leaves_at, "short", language="fa", zone="Asia/Tehran") in html


def test_a_day_that_is_filled_in_means_that_day_even_when_enter_was_pressed(sara, case):
    day = timezone.now().astimezone(ZoneInfo("Asia/Tehran")).date() + timedelta(days=3)
    typed = {"later": "", "later_day": show_date(day, "numeric", language="fa", calendar="jalali"), "later_clock": "10:15", "after": "waiting"}
    _answer, message = sent_later(sara, case, regardless="1", **typed)
    assert (message.leaves_at.astimezone(ZoneInfo("Asia/Tehran")).strftime("%F %H:%M"), message.holds_for_reply) == (f"{day} 10:15", False)


@pytest.mark.parametrize("typed", [{"later": "x"}, {"later": "day"}, {"later": "2001-01-01T00:00:00+00:00"}, {"later_clock": "99"}])
def test_a_moment_that_makes_no_sense_sends_nothing_and_keeps_the_text(sara, case, typed):
    values = {"kind": "reply", "text": "متن", "key": "k", **typed}
    answer = sara.post(f"/cases/{case.pk}/messages/", values, headers=HTMX)
    assert (answer.status_code, Delivery.objects.count(), Draft.objects.get().text) == (422, 0, "متن")


def test_what_was_stopped_by_a_word_that_came_meanwhile_still_leaves_later_when_sent_despite_it(sara, cast, case):
    values = {"kind": "reply", "text": "متن", "key": "k", "later": soon(), "seen": "0"}
    stopped = sara.post(f"/cases/{case.pk}/messages/", values, headers=HTMX)
    assert (stopped.status_code, values["later"].replace("+", "&#x2B;") in stopped.content.decode() or values["later"] in stopped.content.decode()) == (409, True)
    sara.post(f"/cases/{case.pk}/messages/", values | {"later": "", "later_again": values["later"], "despite": str(case.last_message_id)})
    assert Message.objects.get(direction="out").leaves_at.isoformat() == values["later"]


def test_send_now_change_and_do_not_send(sara, case):
    for act, state, drafts in (("departure", "queued", 0), ("withdrawal", "cancelled", 1), ("discarding", "cancelled", 0)):
        Draft.objects.all().delete()
        _answer, message = sent_later(sara, case, key=act)
        sara.post(f"/cases/{case.pk}/messages/{message.pk}/{act}/")
        assert (Delivery.objects.get(pk=message.delivery_id).state, Draft.objects.count()) == (state, drafts)
    sara.post(f"/cases/{case.pk}/messages/{message.pk}/discarding/undoing/")
    assert Draft.objects.get().text == "فردا"


def test_what_leaves_later_is_listed_for_its_writer_with_as_many_queries_for_three_as_for_one(client, sara, cast, case):
    sent_later(sara, case, "نخست", key="k0")

    def asked():
        sara.get("/leaving/")  # what is counted for the rail is kept from here on
        with CaptureQueriesContext(connection) as queries:
            html = sara.get("/leaving/").content.decode()
        return len(queries), html

    one, _html = asked()
    for number in (1, 2):
        sent_later(sara, make_case(cast), f"متن {number}", key=f"k{number}")
    three, html = asked()
    assert (three, html.count('id="leaves-')) == (one, 3)
    assert sara.get("/leaving/", headers=part("leaving-list")).content.decode().count('id="leaves-') == 3
    client.force_login(cast.reza)
    assert "متن 1" not in client.get("/leaving/").content.decode()


# --- Reminders -------------------------------------------------------------------------------------------------------
def test_a_reminder_is_set_moved_done_removed_and_brought_back(sara, case):
    where = f"/cases/{case.pk}/reminders/"
    assert sara.post(where, {"until": soon(), "text": "زنگ"}).status_code == 303
    reminder = Reminder.objects.get()
    assert "زنگ" in sara.get(f"/cases/{case.pk}/").content.decode()
    sara.post(f"{where}{reminder.pk}/", {"until": soon(5), "text": "زنگ بزن"}, headers=HTMX)
    moved = Reminder.objects.get()
    assert (moved.text, moved.at > reminder.at) == ("زنگ بزن", True)
    sara.post(f"{where}{reminder.pk}/completion/")
    assert Reminder.objects.get().done_at is not None
    sara.post(f"{where}{reminder.pk}/completion/?back=1")
    sara.post(f"{where}{reminder.pk}/removal/")
    assert (Reminder.objects.get().done_at, "زنگ بزن" in sara.get("/reminders/").content.decode()) == (None, False)
    sara.post(f"{where}{reminder.pk}/removal/undoing/")
    assert "زنگ بزن" in sara.get("/reminders/").content.decode()


def test_somebody_elses_reminder_is_not_found(client, cast, case):
    reminder = Reminder.objects.create(case=case, person=cast.sara, at=timezone.now())
    client.force_login(cast.reza)
    for act in ("", "completion/", "removal/", "removal/undoing/"):
        assert client.post(f"/cases/{case.pk}/reminders/{reminder.pk}/{act}", {"until": soon()}).status_code == 404
    assert "reminder-row" not in client.get("/reminders/").content.decode()


def test_who_sees_the_case_may_have_reminders_and_an_outsider_not(client, cast, case):
    for who, status in (("sara", 200), ("parvaneh", 200), ("omid", 404)):
        client.force_login(getattr(cast, who))
        assert client.get(f"/cases/{case.pk}/reminders/").status_code == status


def test_the_page_folds_what_is_done_and_asks_no_more_for_three_than_for_one(sara, cast, case):
    Reminder.objects.create(case=case, person=cast.sara, at=timezone.now(), text="یک", done_at=timezone.now())
    Reminder.objects.create(case=case, person=cast.sara, at=timezone.now(), text="دو")
    sara.get("/reminders/")
    with CaptureQueriesContext(connection) as one:
        sara.get("/reminders/")
    for number in range(2):
        Reminder.objects.create(case=make_case(cast), person=cast.sara, at=timezone.now(), text=f"دیگر {number}")
    sara.get("/reminders/")
    with CaptureQueriesContext(connection) as three:
        html = sara.get("/reminders/").content.decode()
    assert (len(three), html.count('class="reminder-row'), "<details" in html) == (len(one), 4, True)


def test_reminders_page_on(sara, cast, case):
    at = timezone.now() + timedelta(hours=1)
    Reminder.objects.bulk_create(Reminder(case=case, person=cast.sara, at=at, text=f"r{number:02}") for number in range(32))
    html = sara.get("/reminders/").content.decode()
    assert html.count('class="reminder-row') == 30
    more = html.split('hx-get="/reminders/?after=')[1].split('"')[0].replace("&amp;", "&")
    rest = sara.get(f"/reminders/?after={more}", headers=part("more")).content.decode()
    assert (rest.count('class="reminder-row'), "<html" in rest) == (2, False)


def test_the_form_opens_beside_the_case_and_as_a_page(sara, case):
    whole = sara.get(f"/cases/{case.pk}/reminders/").content.decode()
    piece = sara.get(f"/cases/{case.pk}/reminders/", headers=part("reminder-open")).content.decode()
    assert (piece.startswith('<div id="reminder-open" data-opened>'), "<html" in piece, 'name="until"' in whole) == (True, False, True)

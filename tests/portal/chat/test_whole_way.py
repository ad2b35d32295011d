"""From a visitor's window to a case, and from an answer to the window."""

import hashlib
import re

import pytest

from sandali.cases.actions import reply, write_note
from sandali.cases.models import Case, Message
from sandali.channels.connecting import acknowledge_press
from sandali.channels.models import Arrival, Delivery, DeliveryPart, DeliveryState, Reached
from sandali.channels.parcels import LETTERS
from sandali.customers.models import Identity
from sandali.history.models import Job
from sandali.portal.chat import lines
from sandali.resolution.confirmation.asking import answer_case
from tests.portal.chat.conftest import TOKEN, Browser

pytestmark = pytest.mark.django_db
TOKEN_HASH = hashlib.sha256(TOKEN.encode()).hexdigest()


def words(found):
    """The lines of a window as (whether it is the visitor's, text)."""
    texts = [re.search(r'<div class="text"[^>]*>(.*?)</div>', line["html"], re.DOTALL)[1] for line in found["lines"]]
    return [('class="line mine"' in line["html"], re.sub(r"<[^>]+>", "", text).strip()) for line, text in zip(found["lines"], texts, strict=True)]


@pytest.mark.practice("P04")
def test_what_a_visitor_writes_becomes_a_case_and_its_answer_stands_in_their_window(browser, chat, cast, read_all, send_all):
    assert browser.write("سلام، سفارشم نرسیده", name="مینا").status_code == 201
    assert read_all() == 1
    case = Case.objects.get()
    assert (case.customer.name, case.channel, case.department, case.state, case.subject) == ("مینا", chat, cast.support, "new", "")
    reply(case, "**فردا** می‌رسد.", by=cast.sara, dedupe_key="k1", delay=0)
    assert words(browser.thread()) == [(True, "سلام، سفارشم نرسیده")]
    assert send_all() == [DeliveryState.SENT]
    found = browser.thread()
    assert words(found) == [(True, "سلام، سفارشم نرسیده"), (False, "فردا می‌رسد.")]
    assert ("<strong>فردا</strong>" in found["lines"][1]["html"], "Sara" in found["lines"][1]["html"]) == (True, True)
    assert browser.write("ممنون").status_code == 201
    read_all()
    assert (Case.objects.count(), words(browser.thread(after=found["cursor"]))[0]) == (1, (False, "فردا می‌رسد."))
    assert words(browser.thread(after=found["cursor"]))[-1] == (True, "ممنون")


@pytest.mark.reliability("F1")
def test_a_message_that_is_sent_five_times_is_one(browser, read_all):
    assert [browser.write("once", id="the-same-number").status_code for _time in range(5)] == [201] * 5
    read_all()
    assert (Arrival.objects.count(), list(Message.objects.values_list("text", flat=True))) == (1, ["once"])


@pytest.mark.reliability("G4")
def test_a_visitor_sees_nothing_of_another_one(browser, chat, cast, read_all, send_all):
    browser.write("mine")
    read_all()
    reply(Case.objects.get(), "for you alone", by=cast.sara, dedupe_key="k1", delay=0)
    send_all()
    stranger, forger = Browser(token="S" * 43), Browser(token="F" * 43, user="42", secret="another secret of thirty-two chars")
    Browser(user="42").write("vouched for")
    read_all()
    assert (words(stranger.thread()), words(forger.thread())) == ([], [])
    assert stranger.see(Delivery.objects.get().pk).status_code == 200
    assert DeliveryPart.objects.get().reached == Reached.NOWHERE
    assert words(Browser(token="G" * 43, user="42").thread()) == [(True, "vouched for")]
    assert browser.client.get(f"{browser.at}/thread/").status_code == 403


def test_notes_and_answers_by_another_channel_never_stand_in_the_window(browser, cast, read_all, send_all):
    browser.write("hello")
    read_all()
    write_note(Case.objects.get(), "a difficult one", by=cast.sara)
    assert words(browser.thread()) == [(True, "hello")]


@pytest.mark.practice("P05")
def test_whom_a_visitor_chooses_gets_the_case_when_it_can_be_theirs(browser, cast, read_all):
    browser.write("hello", person=str(cast.reza.pk))
    Browser(token="S" * 43).write("hello", person=str(cast.omid.pk))
    Browser(token="U" * 43).write("hello", person="999999")
    read_all()
    assert list(Case.objects.order_by("pk").values_list("assignee__name", flat=True)) == ["Reza", None, None]


def test_is_it_solved_is_asked_with_buttons_and_the_press_is_answered_in_the_window(browser, cast, read_all, send_all):
    browser.write("سلام، کار نمی‌کند")
    read_all()
    case = Case.objects.get()
    answer_case(case, "اکنون کار می‌کند.", by=cast.sara, dedupe_key="k1", delay=0)
    send_all()
    line = browser.thread()["lines"][-1]["html"]
    buttons = re.findall(r'data-press="([^"]+)">([^<]+)<', line)
    assert [data.split(".")[2] for data, _label in buttons] == ["yes", "no"]
    assert browser.press(buttons[0][0]).status_code == 201
    read_all()
    case.refresh_from_db()
    assert case.state == "confirmed"
    [job] = Job.objects.filter(task="sandali.channels.jobs.acknowledge_press")
    for _time in range(2):  # the worker may die between the two
        acknowledge_press(*job.args)
    assert len(browser.thread()["lines"]) == 3
    assert "data-press" not in browser.thread()["lines"][-1]["html"]


def test_a_press_by_somebody_else_or_by_staff_confirms_nothing(browser, cast, read_all, send_all, client):
    browser.write("سلام، کار نمی‌کند")
    read_all()
    answer_case(Case.objects.get(), "اکنون کار می‌کند.", by=cast.sara, dedupe_key="k1", delay=0)
    send_all()
    data = re.search(r'data-press="([^"]+)"', browser.thread()["lines"][-1]["html"])[1]
    client.force_login(cast.sara)
    assert browser.press(data, client=client).status_code == 403
    assert Browser(token="S" * 43).press(data).status_code == 201
    read_all()
    assert Case.objects.get().state == "answered"


def test_reading_an_answer_is_noted_and_never_taken_back(browser, cast, read_all, send_all):
    browser.write("hello")
    read_all()
    reply(Case.objects.get(), "hi", by=cast.sara, dedupe_key="k1", delay=0)
    send_all()
    delivery = Delivery.objects.get()
    assert 'data-unread="' in browser.thread()["lines"][-1]["html"]
    browser.see(delivery.pk, 12345)
    browser.see(delivery.pk)
    assert 'data-unread="' not in browser.thread()["lines"][-1]["html"]
    assert delivery.parts.get().reached == Reached.READ


def test_a_visitor_is_a_customer_with_an_account_of_the_chat(browser, chat, read_all):
    browser.write("hello")
    Browser(token="S" * 43, user="42").write("hello", name="Mina")
    read_all()
    known = Identity.objects.filter(kind="webchat").order_by("pk")
    assert list(known.values_list("value", "shown", "customer__name")) == [
        (TOKEN_HASH, f"#{TOKEN_HASH[:6].translate(LETTERS)}", ""), (f"user:{chat.pk}:42", "42", "Mina"),
    ]  # fmt: skip


def test_earlier_lines_come_by_pages(browser, read_all, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "chat": ""}
    for number in range(lines.PAGE + 3):
        browser.write(f"line {number}")
    read_all()
    last = browser.thread()
    assert (len(last["lines"]), words(last)[0], last["earlier"]) == (lines.PAGE, (True, "line 3"), True)
    first = browser.thread(before=last["lines"][0]["at"])
    assert (words(first), first["earlier"]) == ([(True, f"line {number}") for number in range(3)], False)

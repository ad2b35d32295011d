"""Issue 4 walked as one: an angry complaint, a broken promise, an apology, two remedies, "not yet", "yes", the cause mended and told."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.at_the_desk import name_cause, open_case, wait_for_mail, write
from tests.browser.journeys.test_promises import time_passes
from tests.browser.journeys.test_putting_right import WORDS as GIVING
from tests.browser.journeys.test_putting_right import give

WORDS = {
    "giver": {
        "name": "فریبا راد", "subject": "کمد شکسته و دروغ شما", "complaint": "واقعا عصبانی هستم. کمد شکسته رسید و کسی جواب نمی‌دهد.", "mood": "عصبانی",
        "promise": "سلام خانم فریبا. کمد سالم را تا فردا ظهر می‌فرستیم.", "tell": "هم‌اکنون به مشتری بگویید", "why": "کارخانه دیرتر فرستاد",
        "send": "فرستادن و ثبت زمان تازه", "told": "چرا بیشتر طول می‌کشد: کارخانه دیرتر فرستاد",
        "sorry": "خانم فریبا، کمد شما شکسته رسید چون ما بسته‌بندی ضعیفی کردیم. عذر می‌خواهم. کمد تازه فردا بدون هزینه می‌رسد.",
        "answer": "کمد تازه رسید و پول بازگشت.", "no": "یک دستگیره کم است.", "again": "دستگیره را هم آوردیم.", "cause": "بسته‌بندی ضعیف", "lesson": "کمد باید دولایه بسته شود",
        "mended": "همهٔ کمدها دولایه بسته می‌شوند", "letter": "از این پس کمدها دولایه بسته می‌شوند. ممنون که گفتید.", "answered": "پاسخ‌داده", "confirmed": "تأییدشده",
    },
}  # fmt: skip


def send_as(page: Page, after: str) -> None:
    """Send what is written by the menu beside "send"."""
    page.locator("[popovertarget=menu-send]").click()
    page.locator(f"#menu-send [value={after}]").click()
    expect(page.locator("#case-text")).to_have_value("")


def plain(mail) -> str:
    """What a mail says."""
    return mail.get_body(("plain",)).get_content()


def question_in(mail) -> str:
    """Where a mail asks whether the matter is settled."""
    return urlsplit(re.search(r"https?://\S*/p/confirm\S*/\S+/", plain(mail))[0]).path


def promise_and_break_it(house, somebody, words, address, case) -> None:
    """Promised in the answer, over, told with a new date and why."""
    page = somebody.page
    page.locator("#case-text").press_sequentially(words["promise"], delay=5)
    expect(page.locator(".promise-offer")).to_have_count(1)
    page.keyboard.press("Alt+KeyP")
    expect(page.locator(".promise-offer [name=promise]")).to_be_checked()
    page.keyboard.press("Control+Enter")
    promises = page.locator("#case-promises")
    expect(promises.locator("li")).to_have_count(1)
    wait_for_mail(house, address)
    time_passes(house, case)
    promises.get_by_role("link", name=words["tell"]).click()
    page.locator("#id_why").fill(words["why"])
    page.locator("#id_day").fill((timezone.localdate() + timedelta(days=3)).isoformat())
    somebody.look()
    page.get_by_role("button", name=words["send"]).click()
    expect(promises.locator("li")).to_have_count(1)
    assert words["told"] in plain(wait_for_mail(house, address, 2)[1])


def put_it_right(somebody, manager, giver) -> None:
    """Inside the allowance at once; beyond it when the manager grants it."""
    words, rows = GIVING[giver], somebody.page.locator("#case-remedies .remedy")
    give(somebody.page, words["small"], words["what"])
    expect(rows).to_have_count(1)
    expect(rows.first.locator(".chip")).to_have_text(words["given"])
    give(somebody.page, words["large"], words["what"])
    expect(rows).to_have_count(2)
    expect(rows.first.locator(".chip")).to_have_text(words["asked"])
    answers = manager.open("/notices/")
    answers.locator(".notice-acts", has_text=words["large shown"]).get_by_role("button", name=words["grant"], exact=True).click()
    expect(rows.first.locator(".chip")).to_have_text(words["granted"])
    somebody.look()


def ask_until_settled(house, somebody, customer, words, address) -> None:
    """Answered with the question, "not yet", open again, answered again, "yes"."""
    page, state = somebody.page, somebody.page.locator("#case-head [popovertarget=menu-state]")
    write(page, "reply", words["answer"])
    send_as(page, "answered")
    expect(state).to_contain_text(words["answered"])
    theirs = customer.open(question_in(wait_for_mail(house, address, 4)[3]))
    theirs.locator("[name=word]").fill(words["no"])
    theirs.locator("[value=no]").click()
    expect(theirs.locator(".confirm-said")).to_be_visible()
    customer.look()
    expect(page.locator("#case-thread .message.customer").last).to_contain_text(words["no"])
    expect(state).not_to_contain_text(words["answered"])
    page.reload()
    write(page, "reply", words["again"])
    send_as(page, "answered")
    theirs = customer.open(question_in(wait_for_mail(house, address, 5)[4]))
    theirs.locator("[value=yes]").click()
    expect(theirs.locator(".confirm-said")).to_be_visible()
    customer.look()
    expect(state).to_contain_text(words["confirmed"])
    somebody.look()


def name_the_cause(somebody, words) -> None:
    """The cause from the list; its lesson where there is a path."""
    page = somebody.page
    page.locator("#case-recovery .recovery-steps > li").nth(4).locator("a").click()
    name_cause(page, words["cause"])
    page.locator("#lesson-text").fill(words["lesson"])
    page.locator("#recovery-open form:has(#lesson-text) button").click()
    expect(page.locator("#recovery-open a[href^='/lessons/']")).to_be_visible()
    somebody.look()


@pytest.mark.practice("P09", "P11", "P12", "P13", "P19", "P20", "P23")
@pytest.mark.parametrize("giver", WORDS)
def test_an_angry_complaint_is_solved_and_its_cause_with_it(house, enter, visit, giver):
    words, address = WORDS[giver], f"solved-{giver}@customer.example"
    somebody, manager, admin = enter(giver), enter(GIVING[giver]["granter"]), enter("admin")
    page = admin.open("/settings/causes/")
    if page.locator(".empty").count():
        page.locator(".empty form button").click()
        expect(page.locator(".cause-tree > li").first).to_be_visible()

    page = open_case(house, somebody, name=words["name"], address=address, subject=words["subject"], text=words["complaint"])
    path = somebody.path
    expect(page.locator("#case-head .mood-chip")).to_have_text(words["mood"])
    page.locator("[popovertarget=menu-kind]").click()
    page.locator("#menu-kind [value=complaint]").click()
    expect(page.locator("#case-recovery .recovery-steps > li")).to_have_count(6)
    somebody.look()
    promise_and_break_it(house, somebody, words, address, path.rstrip("/").rpartition("/")[2])

    page.locator("#case-text").fill(words["sorry"])
    expect(page.locator("#apology-check .apology-title, #apology-check dl").first).to_be_visible()
    send_as(page, "apology")
    wait_for_mail(house, address, 3)
    expect(page.locator("#case-recovery .is-done")).to_have_count(1)
    put_it_right(somebody, manager, giver)
    ask_until_settled(house, somebody, visit(house.server.address, language=somebody.language), words, address)
    name_the_cause(somebody, words)

    page.locator(".recovery-causes a").first.click()
    page.wait_for_url("**/causes/**")
    page = admin.open(urlsplit(page.url).path)
    if page.locator("#mend-how").count():
        page.locator("#mend-how").fill(words["mended"])
        page.locator("form:has(#mend-how) button.primary").click()
    page.locator("a[href$='/telling/']").first.click()
    page.wait_for_url("**/telling/")
    expect(page.locator(".listener", has_text=words["name"])).to_have_count(1)
    page.locator("#telling-text").fill(words["letter"])
    admin.look()
    page.locator("form button.primary").click()
    page.wait_for_url("**/telling/*/")
    expect(page.locator("#telling-progress .banner")).to_be_visible()  # it leaves two minutes later: so long it can be taken back
    admin.look()

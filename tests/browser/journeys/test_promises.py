"""A promise from its first word to its end: found while one writes, accepted, sent, broken, told with a new date, kept."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.at_the_desk import open_case, wait_for_mail, write
from tests.browser.running import ROOT, environment
from tests.browser.visitor import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.practice("P11")]

# In English, test_solved.py goes this way.
WORDS = {
    "name": "نرگس تابان", "subject": "صندلی شکسته رسید", "text": "سلام، صندلی شکسته به دستم رسید.",
    "answer": "سلام نرگس خانم. صندلی سالم را تا فردا ظهر می‌فرستیم.", "offer": "قول: تا فردا ۱۲:۰۰", "tell": "هم‌اکنون به مشتری بگویید",
    "broken": "شکسته", "why": "کارخانه دیرتر فرستاد", "send": "فرستادن و ثبت زمان تازه", "in mail": "چرا بیشتر طول می‌کشد: کارخانه دیرتر فرستاد",
    "kept": "انجام‌شده", "thread": "به قول عمل کرد",
}  # fmt: skip


def time_passes(house, case):
    """The promise's hour is over."""
    command = [sys.executable, "-m", "tests.browser.time_passes", case]
    subprocess.run(command, cwd=ROOT, env=environment(house.server.data, 1), check=True, capture_output=True)


def test_a_promise_is_found_accepted_sent_broken_told_and_kept(house, enter):
    words, address = WORDS, "promised@customer.example"
    somebody = enter("desk")
    page = open_case(house, somebody, name=words["name"], address=address, subject=words["subject"], text=words["text"])
    case = somebody.path.rstrip("/").rpartition("/")[2]
    page.locator("#case-text").press_sequentially(words["answer"], delay=5)
    offer = page.locator(".promise-offer", has_text=words["offer"])
    expect(offer).to_be_visible()
    page.keyboard.press("Alt+KeyP")
    expect(offer.locator("[name=promise]")).to_be_checked()
    somebody.look()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#case-promises li")).to_have_count(1)
    wait_for_mail(house, address)

    time_passes(house, case)
    panel = page.locator("#case-promises")
    expect(panel).to_contain_text(words["broken"])
    somebody.look()
    panel.get_by_role("link", name=words["tell"]).click()
    somebody.look()
    page.locator("#id_why").fill(words["why"])
    page.locator("#id_day").fill((timezone.localdate() + timedelta(days=3)).isoformat())
    page.get_by_role("button", name=words["send"]).click()
    expect(page.locator("#case-promises li")).to_have_count(1)
    mail = wait_for_mail(house, address, 2)[1]
    assert words["in mail"] in mail.get_body(("plain",)).get_content()

    page.locator("#case-promises").get_by_role("button", name=words["kept"]).click()
    expect(page.locator("#case-promises li")).to_have_count(0)
    expect(page.locator("#case-thread")).to_contain_text(words["thread"])
    somebody.look()


def test_a_promise_by_hand_with_two_keys_on_a_phone_too(house, enter):
    sara = enter("desk", size=PHONE)
    page = open_case(house, sara, name="سارا امینی", address="byhand@customer.example", subject="قول دستی", text="سلام")
    write(page, "reply", "سلام، پیگیری می‌کنیم.")
    page.keyboard.press("Alt+KeyP")
    expect(page.locator("#promise-what")).to_be_focused()
    page.keyboard.type("نتیجه را خبر می‌دهیم")
    page.locator("[name=promise_clock]").fill("۲۳۵۹")
    sara.look()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#case-thread .message.agent")).to_have_count(1)
    expect(page.locator("#case-promises li")).to_have_count(1)

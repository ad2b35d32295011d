"""An upset mail, its mood with the reason, the history, what it means to them, sent along, corrected by the customer, seen on the case."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.at_the_desk import open_case, wait_for_mail, write
from tests.browser.mails import letter

SAID = {
    "name": "پریسا نوری", "first": "سفارش قبلی‌ام خیلی خوب بود، فقط جعبه‌اش خیس شده بود.", "upset": "من خیلی ناراحت شدم. صندلی برای تولد مادرم بود و شکسته رسید.",
    "mood": "ناراحت", "phrase": "من خیلی ناراحت شدم", "meaning": "هدیهٔ تولد مادرش خراب شده و نمی‌داند تا جمعه چیزی به دستش می‌رسد یا نه.",
    "answer": "امروز صندلی سالم برایتان می‌فرستیم.", "word": "جمعه مهم نیست، مهم این است که مادرم ناراحت شد.",
}  # fmt: skip


@pytest.mark.practice("P23")
def test_an_upset_customer_is_understood(house, enter, visit):
    said, desk, address = SAID, enter("desk"), "understood@customer.example"
    house.server.deliver("support", letter(f"{said['name']} <{address}>", "first", said["first"]))
    page = open_case(house, desk, name=said["name"], address=address, subject="chair", text=said["upset"])
    expect(page.locator("#case-head .mood-chip")).to_have_text(said["mood"])
    page.locator("#case-head .mood-chip").click()
    expect(page.locator("#menu-mood q")).to_have_text(said["phrase"])
    page.keyboard.press("Escape")
    # Somebody with a history whom nobody answered yet: the lines are there without asking; the key puts them away and back.
    expect(page.locator("#before-body .before-lines > li")).to_have_count(3)
    page.locator("#log").focus()
    page.keyboard.press("h")
    expect(page.locator("#before-body")).to_be_hidden()
    page.keyboard.press("h")
    desk.look()
    page.locator("#before-text").fill(said["meaning"])
    page.locator(".before-meaning form button").click()
    expect(page.locator(".before-offer q")).to_contain_text(said["meaning"][:40])
    page.locator(".before-offer input").check()
    write(page, "reply", said["answer"])
    page.locator("#case-text").press("Control+Enter")
    expect(page.locator("#case-text")).to_have_value("")
    expect(page.locator(".before-offer")).to_have_count(0)
    [mail] = wait_for_mail(house, address)
    text = mail.get_body(("plain",)).get_content()
    assert said["meaning"] in text
    link = urlsplit(re.search(r"https?://\S*/p/understanding/\S+/", text)[0]).path
    customer = visit(house.server.address)
    theirs = customer.open(link)
    theirs.locator("[name=word]").fill(said["word"])
    theirs.locator("[value=other]").click()
    expect(theirs.locator(".theirs blockquote")).to_have_text(said["word"])
    customer.look()
    expect(page.locator("#case-thread .message.customer")).to_have_count(2)
    expect(page.locator("#case-thread .message.customer").last).to_contain_text(said["word"])
    page.reload()
    page.locator("#case-before summary").first.click()
    expect(page.locator("#before-body .before-heard blockquote")).to_have_text(said["word"])
    desk.look()

"""Everything works without JavaScript, through the same addresses."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.at_the_desk import wait_for_mail
from tests.browser.mails import letter, to
from tests.cast import PASSWORD


def test_somebody_signs_in_reads_answers_and_notes_without_javascript(house, visit):
    address = "noscript@customer.example"
    house.server.deliver("support", letter(f"ژاله <{address}>", "بدون جاوااسکریپت", "سلام"))
    ladan = visit(house.server.address, script=False)
    page = ladan.page
    page.goto(f"{ladan.base}/cases/")
    assert ladan.path == "/account/login/"
    page.locator("[name=login]").fill("ladan@example.ir")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button.primary").click()
    assert ladan.path == "/cases/"
    row = page.locator("#case-rows .list-row", has_text="بدون جاوااسکریپت")
    for _ in range(20):
        page.goto(f"{ladan.base}/cases/?box=unassigned")
        if row.count():
            break
        page.wait_for_timeout(250)
    row.click()
    case = ladan.path
    expect(page.locator("#case-thread .message.customer .bubble-text")).to_have_text(["سلام"])

    page.locator(".composer-kind [value=note]").check(force=True)
    page.locator("#case-text").fill("یادداشت بی‌اسکریپت")
    page.locator(".composer .only-note button").click()
    assert ladan.path == case
    expect(page.locator("#case-thread .message.note .bubble-text")).to_have_text(["یادداشت بی‌اسکریپت"])

    page.locator(".composer-kind [value=reply]").check(force=True)
    page.locator("#case-text").fill("پاسخ بی‌اسکریپت")
    page.locator(".composer .only-reply button.primary").first.click()
    assert ladan.path == case
    expect(page.locator("#case-thread .message.agent .bubble-text")).to_have_text(["پاسخ بی‌اسکریپت"])
    mail = wait_for_mail(house, address)[0]
    assert mail.get_body(("plain",)).get_content().splitlines()[0] == "پاسخ بی‌اسکریپت"
    assert len(to(house.smtp.taken, address)) == 1

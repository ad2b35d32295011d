"""News comes to an open page by itself and disturbs nobody who is writing."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.at_the_desk import open_case
from tests.browser.mails import letter


def test_a_mail_appears_in_the_open_inbox_while_somebody_goes_on_typing(house, enter):
    sara = enter("desk")
    page = open_case(house, sara, name="نرگس", address="typing@customer.example", subject="در حال نوشتن", text="سلام")
    rows = page.locator("#case-rows .list-row", has_text="نامهٔ تازه از راه رسید")
    expect(rows).to_have_count(0)
    page.locator("#case-text").press_sequentially("دارم می‌نو")
    house.server.deliver("support", letter("لاله <laleh@customer.example>", "نامهٔ تازه از راه رسید", "سلام"))
    expect(rows).to_have_count(1)
    page.keyboard.type("یسم")
    assert page.locator("#case-text").input_value() == "دارم می‌نویسم"
    assert page.evaluate("document.activeElement.id") == "case-text"
    sara.look()


def test_a_second_tab_of_the_same_browser_hears_the_news_too(house, enter):
    sara = enter("desk")
    first = sara.open("/cases/?box=unassigned")
    second = sara.another_page()
    second.goto(f"{sara.base}/cases/?box=unassigned")
    house.server.deliver("support", letter("رعنا <rana@customer.example>", "برای هر دو برگه", "سلام"))
    for page in (first, second):
        page.bring_to_front()
        expect(page.locator("#case-rows .list-row", has_text="برای هر دو برگه")).to_have_count(1)


def test_what_somebody_began_to_write_survives_a_reload(house, enter):
    sara = enter("desk")
    page = open_case(house, sara, name="سحر", address="draft@customer.example", subject="پیش‌نویس", text="سلام")
    page.locator("#case-text").fill("این هنوز تمام نشده")
    expect(page.locator("[data-state]")).to_have_text("پیش‌نویس ذخیره شد")
    page.reload()
    expect(page.locator("#case-text")).to_have_value("این هنوز تمام نشده")
    page.locator("#case-text").fill("و این را سرور هنوز ندارد")
    page.reload()
    expect(page.locator("#case-text")).to_have_value("و این را سرور هنوز ندارد")

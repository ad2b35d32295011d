"""What is said at the counter and on the phone is written down like everything else."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.at_the_desk import open_case


def test_a_visit_at_the_counter_becomes_a_new_case_of_a_new_customer(enter):
    sara = enter("desk")
    page = sara.open("/cases/new/")
    page.locator("main [name=name]").fill("جمشید کیانی")
    page.locator("main [name=phone]").fill("۰۹۱۲ ۳۴۵ ۶۷ ۸۹")
    page.locator("main [name=direction][value=visit]").check(force=True)
    page.locator("main [name=subject]").fill("کتری نشتی دارد")
    page.locator("main [name=text]").fill("کتری که دیروز خریدم نشتی دارد.")
    page.get_by_role("button", name="باز کردن پرونده").click()
    page.wait_for_url("**/cases/*/")
    message = page.locator("#case-thread .message")
    expect(message).to_have_count(1)
    expect(message.locator(".bubble-by b")).to_contain_text("مراجعهٔ حضوری")
    expect(message.locator(".bubble-text p")).to_have_text(["کتری که دیروز خریدم نشتی دارد."])
    expect(page.locator("#panel .reach .ltr")).to_have_text(["۰۹۱۲ ۳۴۵ ۶۷۸۹"])
    sara.look()


def test_a_phone_call_is_written_into_a_case_that_is_there(house, enter):
    sara = enter("desk")
    page = open_case(house, sara, name="شهرام", address="called@customer.example", subject="زنگ می‌زنم", text="سلام")
    page.locator(".composer-kind [value=contact]").check(force=True)
    expect(page.locator(".contact-fields")).to_be_visible()
    page.locator(".contact-fields [value=call]").check(force=True)
    page.locator("#case-text").fill("گفت فردا در خانه نیست.")
    sara.look()
    page.get_by_role("button", name="ثبت", exact=True).click()
    call = page.locator("#case-thread .message.call")
    expect(call).to_have_count(1)
    expect(call.locator(".bubble-by b")).to_contain_text("تماس")
    expect(page.locator("#case-text")).to_have_value("")

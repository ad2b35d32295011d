"""One person stands here twice: said while they are typed, found among the duplicates, put together field by field, set apart again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visitor import Visitor


def write_down(somebody: Visitor, **typed: str) -> Page:
    """The form for a new customer, filled in."""
    page = somebody.open("/customers/new/")
    for name, value in typed.items():
        page.locator(f"main [name={name}]").fill(value)
    return page


def keep(page: Page) -> str:
    """Keep the customer; returns the address of their page."""
    page.locator("main .form-actions button.primary").click()
    page.wait_for_url(lambda address: "/customers/" in address and not address.endswith("/new/"))
    return page.url


@pytest.mark.practice("P03")
def test_two_records_of_one_person_are_seen_put_together_by_field_and_set_apart_again(enter):
    somebody = enter("granter")
    first = keep(write_down(somebody, name="طاهره گیلانی‌پور", phone="۰۹۱۳ ۵۵۵ ۴۷ ۸۱", city="تنکابن"))
    page = write_down(somebody, name="طاهره گیلانی پور", email="tahereh.gilani@customer.example", city="رامسر")
    said = page.locator("#alike .pair-side")
    expect(said).to_contain_text("طاهره گیلانی‌پور")
    somebody.look()
    second = keep(page)
    assert first != second

    somebody.open("/customers/duplicates/")
    page.get_by_role("button", name="بررسی همهٔ مشتریان").click()
    pair = page.locator(".pair", has_text="طاهره گیلانی")
    for _look in range(40):  # the scan may not have begun yet, and its bar not be there
        page.reload()
        if pair.count():
            break
        page.wait_for_timeout(250)
    expect(pair.locator(".pair-evidence li").first).to_be_visible()
    somebody.look()
    pair.get_by_role("link", name="مقایسه").click()
    page.wait_for_url("**/merging/**")
    somebody.look()
    page.locator(".choice", has_text="رامسر").click()
    page.locator(".choice", has_text="طاهره گیلانی‌پور").click()
    page.get_by_role("button", name="یکی کردن دو کارت").click()
    page.wait_for_url(lambda address: address in (first, second))
    main = page.locator("main")
    expect(main).to_contain_text("رامسر")
    expect(main).to_contain_text("tahereh.gilani@customer.example")
    expect(main).to_contain_text("۰۹۱۳ ۵۵۵ ۴۷۸۱")
    expect(page.locator("h1")).to_contain_text("طاهره گیلانی‌پور")
    somebody.look()

    page.get_by_role("button", name="جدا کردن دوباره").click()
    page.wait_for_url(lambda address: address in (first, second))
    page.goto(first)
    expect(page.locator("main")).to_contain_text("تنکابن")
    expect(page.locator("main")).not_to_contain_text("tahereh.gilani@customer.example")
    page.goto(second)
    expect(page.locator("main")).to_contain_text("رامسر")
    expect(page.locator("h1")).to_contain_text("طاهره گیلانی پور")

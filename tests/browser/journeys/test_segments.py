"""A question about customers is put together of two conditions, kept, its people opened; removed, and brought back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect


def add(page: Page, condition: str) -> None:
    """One more condition."""
    page.locator("#segment-new").select_option(condition)
    page.locator("#segment-conditions [name=add]").click()
    expect(page.locator(f"#segment-conditions [type=hidden][value={condition}]")).to_have_count(1)


@pytest.mark.practice("P03")
def test_a_segment_of_two_conditions_is_counted_kept_opened_removed_and_brought_back(enter):
    somebody = enter("granter")
    page = somebody.open("/customers/new/")
    for name, city in (("پرستو بندری", "بندر لنگه"), ("پیمان بندری", "بندر خمیر")):
        page.goto(f"{somebody.base}/customers/new/")
        page.locator("main [name=name]").fill(name)
        page.locator("main [name=city]").fill(city)
        page.locator("main .form-actions button.primary").click()
        page.wait_for_url(lambda address: not address.endswith("/new/"))

    page.goto(f"{somebody.base}/segments/new/")
    add(page, "city")
    page.locator("[name=c0-city]").fill("بندر لنگه")
    page.locator("[name=c0-city]").press("Tab")
    said = page.locator("#segment-said")
    expect(said).to_contain_text("مشتریانی که در \u2068بندر لنگه\u2069 هستند.")
    expect(said).to_contain_text("اکنون ۱ نفر")
    add(page, "stage")
    page.locator("[name=c1-stage]").select_option("contact")
    expect(said).to_contain_text("در مرحلهٔ")
    somebody.look()
    page.locator("#segment-form [name=name]").fill("بندری‌های تازه")
    page.locator("#segment-form .form-actions button.primary").click()
    page.wait_for_url("**/segments/*/")
    members = page.locator(".records-card")
    expect(members).to_contain_text("پرستو بندری")
    expect(members).not_to_contain_text("پیمان بندری")
    somebody.look()
    members.get_by_role("link", name="پرستو بندری").click()
    page.wait_for_url("**/customers/*/")
    expect(page.locator("main h1")).to_contain_text("پرستو بندری")

    somebody.open("/segments/")
    row = page.locator(".views-list li", has_text="بندری‌های تازه")
    expect(row.locator(".segment-count")).to_have_text("۱ مشتری")
    somebody.look()
    row.get_by_role("link", name="بندری‌های تازه").click()
    page.get_by_role("button", name="حذف دسته").click()
    page.wait_for_url("**/segments/")
    expect(page.locator(".views-list li", has_text="بندری‌های تازه")).to_have_count(0)
    page.locator("#toasts").get_by_role("button", name="برگردان").click()
    page.wait_for_url("**/segments/*/")
    expect(members).to_contain_text("پرستو بندری")

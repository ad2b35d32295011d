"""On a phone one column at a time: the list, the case, the customer, and back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import PHONE


def test_list_case_customer_and_back_on_a_phone(enter):
    somebody = enter("phone", size=PHONE)
    page = somebody.open("/cases/")
    expect(page.locator(".bottom-bar")).to_be_visible()
    expect(page.locator(".rail")).to_be_hidden()
    rows = page.locator("#case-rows .list-row")
    expect(rows).to_have_count(2)
    rows.first.tap()
    expect(page.locator("#case-thread .message")).to_have_count(2)
    expect(page.locator("#list")).to_be_hidden()
    expect(page.locator(".bottom-bar")).to_be_hidden()
    somebody.look()
    page.locator(".panel-button").tap()
    expect(page.locator("#panel")).to_be_visible()
    expect(page.locator("#panel h2")).to_have_text("مینا کریمی")
    somebody.look()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    page.locator(".case-head .back").tap()
    expect(page.locator("#list")).to_be_visible()
    expect(page.locator("#case-thread")).to_have_count(0)
    page.locator(".bottom-bar [popovertarget=more-modules]").tap()
    expect(page.locator("#more-modules")).to_be_visible()
    somebody.look()


@pytest.mark.parametrize("path", ["/customers/", "/search/", "/notices/", "/me/", "/cases/new/"])
def test_every_page_fits_a_phone(enter, path):
    enter("phone", size=PHONE).open(path)

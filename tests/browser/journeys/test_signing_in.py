"""Signing in, failing to, and leaving."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.cast import PASSWORD


def sign_in(page, password: str) -> None:
    """Fill the form in and send it."""
    page.locator("[name=login]").fill("ladan@example.ir")
    page.locator("[name=password]").fill(password)
    page.locator("main form button.primary").first.click()


def test_a_wrong_password_is_said_in_a_sentence_and_the_right_one_leads_where_one_wanted_to_go(house, visit):
    ladan = visit(house.server.address)
    page = ladan.open("/customers/?q=x")
    assert ladan.path == "/account/login/"
    sign_in(page, "not my password at all")
    expect(page.locator("main [role=alert]").first).to_be_visible()
    assert (ladan.path, page.locator("[name=login]").input_value()) == ("/account/login/", "ladan@example.ir")
    ladan.look()
    sign_in(page, PASSWORD)
    page.wait_for_url("**/customers/?q=x")


def test_after_signing_out_no_page_opens_any_more(house, visit):
    ladan = visit(house.server.address)
    page = ladan.open("/account/login/")
    sign_in(page, PASSWORD)
    page.wait_for_url("**/cases/**")
    page.locator(".rail [popovertarget=me]").click()
    page.locator("#me button", has_text="خروج").click()
    page.wait_for_url("**/account/login/**")
    ladan.open("/cases/")
    assert ladan.path == "/account/login/"

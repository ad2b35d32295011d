"""The look and the language are each person's own, and stay."""

from __future__ import annotations

from playwright.sync_api import expect


def test_the_dark_look_and_the_language_stay_after_they_are_chosen(house, enter, visit):
    somebody = enter("taste")
    page = somebody.open("/cases/")
    page.locator(".rail [popovertarget=me]").click()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("#me [name=theme][value=light]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.reload()
    light = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.locator(".rail [popovertarget=me]").click()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("#me [name=theme][value=dark]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != light
    somebody.look()
    page.locator(".rail [popovertarget=me]").click()
    page.locator("#me [name=language][value=en]").click()
    somebody.language = "en"
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    somebody.look()

    elsewhere = visit(house.server.address, language="en", session=house.sessions["taste"])
    page = elsewhere.open("/customers/")
    shown = page.locator("html")
    assert (shown.get_attribute("lang"), shown.get_attribute("data-theme")) == ("en", "dark")


def test_a_visitor_chooses_the_language_of_the_sign_in_page_and_it_stays(house, visit):
    stranger = visit(house.server.address)
    page = stranger.open("/account/login/")
    assert page.locator("html").get_attribute("lang") == "fa"
    page.get_by_role("button", name="English").click()
    stranger.language = "en"
    expect(page.locator("html")).to_have_attribute("lang", "en")
    stranger.open("/account/login/")
    expect(page.locator("h1")).to_have_text("Sign in")

"""Somebody far away: asked once, quietly, whether times should be shown as they are there."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import DESK

OFFER = "s-zone .banner"


@pytest.fixture
def travel(browser, house):
    """A page of the person called zones, on a device in another zone."""
    contexts = []

    def go(zone: str):
        context = browser.new_context(viewport={"width": DESK[0], "height": DESK[1]}, timezone_id=zone, locale="en-GB")
        context.add_cookies([{"name": "sid", "value": house.sessions["zones"], "url": house.server.address}])
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{house.server.address}/cases/{house.cases['zones'][0]}/?box=all")
        expect(page.locator("s-zone")).to_have_count(1)
        return page

    yield go
    for context in contexts:
        context.close()


def test_the_offer_comes_once_and_what_was_declined_stays_so(travel):
    assert travel("Asia/Tehran").locator(OFFER).count() == 0
    page = travel("Europe/Berlin")
    expect(page.locator(OFFER)).to_contain_text("Central European Time")
    page.locator(OFFER).get_by_role("button", name="Leave them").click()
    expect(page.locator(OFFER)).to_have_count(0)
    page.reload()
    assert page.locator(OFFER).count() == 0


def test_who_accepts_reads_times_as_they_are_where_they_are(travel):
    home = travel("Asia/Tehran")
    before = home.locator("#case-thread time").first.get_attribute("title")
    page = travel("Europe/Berlin")
    page.locator(OFFER).get_by_role("button", name="Show times as they are here").click()
    expect(page.locator("#toasts")).to_contain_text("Times are shown as they are where you are")
    expect(page.locator("s-zone")).to_have_attribute("zone", "Europe/Berlin")
    assert page.locator(OFFER).count() == 0
    assert page.locator("#case-thread time").first.get_attribute("title") != before
    assert page.locator("s-waiting").get_attribute("zone") == "Europe/Berlin"
    other_name = travel("Europe/Busingen")
    assert other_name.locator(OFFER).count() == 0

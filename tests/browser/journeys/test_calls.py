"""A call rings while somebody writes: it is offered, takes nothing away, and is gone when it is over."""

from __future__ import annotations

import json
import re
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import LATER
from tests.phones import SECRET, signed

NUMBER = "09351112233"


@pytest.fixture
def phone(house, enter):
    """Connects a telephone system by its form, and gives the agent an extension; returns what tells of calls."""
    ladan = enter("admin")
    page = ladan.open("/settings/channels/new/?kind=telephone")
    page.locator("main [name=signing_secret]").fill(SECRET)
    page.locator("main .form-actions button.primary").click()
    page.wait_for_url(re.compile(r"/settings/channels/\d+/$"))
    path = re.search(r"/hooks/[^/]+/", page.locator("code.command").inner_text())[0]

    def tell(**event) -> int:
        body = json.dumps({"call": "ring-1", "direction": "in", "number": NUMBER, "extension": "204", **event}).encode()
        asked = urllib.request.Request(f"{house.server.address}{path}", body, {"Content-Type": "application/json", **signed(body)})
        return urllib.request.urlopen(asked, timeout=30).status

    return tell


@pytest.mark.practice("P04")
@pytest.mark.reliability("F7")
def test_a_call_is_offered_while_one_writes_and_leaves_when_it_is_over(house, enter, phone):
    visitor = enter("rung")
    page = visitor.open("/me/")
    page.locator("main [name=extension]").fill("204")
    page.locator("main .form-actions button.primary").first.click()
    expect(page.locator("#calls")).to_be_attached(timeout=LATER)
    page = visitor.open("/cases/new/")
    writing = page.locator("main textarea[name=text]")
    writing.fill("نیمه‌کاره")
    assert phone(event="ringing", sequence=1) == 200
    card = page.locator(".call-card")
    expect(card).to_have_count(1, timeout=LATER)
    expect(card.locator("a.primary")).to_have_attribute("href", re.compile(r"/cases/new/\?phone=%2B989351112233$"))
    assert (page.evaluate("document.activeElement.name"), writing.input_value()) == ("text", "نیمه‌کاره")
    phone(event="ringing", sequence=1)
    phone(event="answered", sequence=2)
    expect(card.locator(".soft").first).to_have_text("در حال گفت‌وگو هستید", timeout=LATER)
    phone(event="ended", sequence=3)
    expect(card).to_have_count(0, timeout=LATER)
    assert writing.input_value() == "نیمه‌کاره"

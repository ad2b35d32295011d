"""A mail with pictures from elsewhere, in real Chromium: none before somebody asks, then through us alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.at_the_desk import open_case
from tests.kit.picture_host import Answer, drawn, picture_host

LOADED = "images => images.map(image => image.naturalWidth)"


@pytest.mark.reliability("E3")
def test_pictures_come_when_they_are_asked_for_and_from_us_only(house, enter):
    sara = enter("english")
    asked: list[str] = []
    sara.page.on("request", lambda request: asked.append(request.url))
    with picture_host() as sender:
        sender.answers |= {"/chair.png": Answer(drawn(size=(40, 30))), "/table.gif": Answer(drawn("GIF", (60, 20)))}
        html = f'<p>Our <b>chairs</b></p><img src="{sender.url("/chair.png")}"><img src="{sender.url("/table.gif")}"><img src="{sender.url("/open")}" width=1 height=1>'
        page = open_case(
            house, sara, name="Seller", address="pictures@customer.example", subject="New chairs", text="Our chairs", html=html
        )
        page.locator("details.as-sent summary").click()
        frame = page.frame_locator(".mail-view iframe")
        expect(frame.locator("b")).to_have_text("chairs")
        line = page.locator(".pictures-line")
        expect(line).to_contain_text("2 pictures of the sender were not loaded")
        assert (sender.asked, frame.locator("img").evaluate_all(LOADED)) == ([], [0, 0, 0])
        sara.look()

        line.locator("button").click()
        expect(line).to_contain_text("This server fetched the pictures.")
        expect(frame.locator("img[src]")).to_have_count(2)
        frame.locator("img[src]").evaluate_all("(images) => Promise.all(images.map((one) => one.decode()))")  # until they are there
        assert frame.locator("img[src]").evaluate_all(LOADED) == [40, 60]
        assert sorted(sender.paths) == ["/chair.png", "/table.gif"]
        assert [url for url in asked if not url.startswith((sara.base, "data:"))] == []
        sara.look()

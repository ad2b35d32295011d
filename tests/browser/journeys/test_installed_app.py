"""Sandali as an app of its own: Chromium finds nothing that forbids it, and signing out leaves nothing behind."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.at_the_desk import write
from tests.browser.journeys.conftest import PEOPLE
from tests.browser.journeys.test_without_connection import CACHED, KEPT, STORED, WAITING, away, send  # noqa: F401 - a fixture
from tests.browser.visitor import ARGUMENTS
from tools.shots import chromium


@pytest.mark.parametrize("name", ["away", "awayenglish"])
def test_chromium_finds_nothing_that_forbids_installing(browser, house, tmp_path, name):
    """In a profile that stays, as one's own browser has: in a private window Chromium installs nothing."""
    profile = browser.browser_type.launch_persistent_context(tmp_path, executable_path=chromium(), args=ARGUMENTS)
    try:
        profile.add_cookies([{"name": "sid", "value": house.sessions[name], "url": house.server.address}])
        page = profile.pages[0]
        page.goto(f"{house.server.address}/cases/")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        devtools = profile.new_cdp_session(page)
        assert devtools.send("Page.getInstallabilityErrors") == {"installabilityErrors": []}
        manifest = devtools.send("Page.getAppManifest")
        assert (manifest["errors"], manifest["url"].rpartition("=")[2]) == ([], PEOPLE[name])
    finally:
        profile.close()


def test_signing_out_asks_when_something_was_not_sent_and_leaves_nothing(away, house, enter):  # noqa: F811
    somebody = away("leaver")
    page = somebody.open(0)
    somebody.lose()
    send(page, "Not sent yet")
    expect(page.locator(WAITING)).to_have_count(1)
    write(page, "reply", "And a draft")
    page.route("**/messages/*", lambda route: route.abort())
    page.route("**/draft/", lambda route: route.abort())
    somebody.find()
    assert (page.evaluate(KEPT), page.evaluate(STORED)) == (1, 1)
    page.locator(".rail [popovertarget=me]").click()
    page.locator("#me form[action='/account/logout/'] button").click()
    dialog = page.locator("dialog#leaving")
    expect(dialog).to_be_visible()
    somebody.visitor.look()
    dialog.get_by_role("button", name="Stay signed in").click()
    assert (page.evaluate(KEPT), page.evaluate(STORED)) == (1, 1)
    page.locator(".rail [popovertarget=me]").click()
    page.locator("#me form[action='/account/logout/'] button").click()
    dialog.get_by_role("button", name="Erase and sign out").click()
    page.wait_for_url("**/account/login/**")
    assert (page.evaluate(KEPT), page.evaluate(STORED)) == (0, 0)
    kept = set(page.evaluate(CACHED))
    assert {address for address in kept if not address.startswith("/static/kit/built/")} <= {"/", "/offline/", "/visits/kept/"}

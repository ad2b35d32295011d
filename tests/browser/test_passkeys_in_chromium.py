"""A passkey in real Chromium, with its virtual authenticator: added, then enough to sign in, under our own script policy."""

import os

import pytest

from tests.cast import PASSWORD, make_cast
from tools.shots import chromium

CHROMIUM = chromium()
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
    "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def browser():
    """Chromium, closed at the end."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    sync_api = pytest.importorskip("playwright.sync_api")
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright runs a loop in this thread; the pages run in another
    with sync_api.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.reliability("I9")
def test_a_passkey_is_added_and_then_signs_in_alone(live_server, browser):
    make_cast()
    site = live_server.url.replace("127.0.0.1", "localhost")
    page = browser.new_page()
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if "Content Security Policy" in message.text else None)
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    page.goto(f"{site}/account/login/?next=/account/2fa/webauthn/add/")
    page.fill("[name=login]", "ladan@example.ir")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button.primary")
    page.fill("[name=password]", PASSWORD)  # once more, because it changes how one signs in
    page.click("main button.primary")
    page.click("s-passkey button[type=button]")
    page.wait_for_url("**/recovery-codes/**")

    page.goto(f"{site}/account/logout/")
    with page.expect_navigation():  # what the device keeps is forgotten first
        page.click("main button.primary")
    page.goto(f"{site}/account/login/")
    page.click("s-passkey button[type=button]")
    page.wait_for_url("**/cases/**")
    assert problems == []

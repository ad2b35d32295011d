"""An e-mail address is connected through the form: first wrong, in words, then right; its mail comes in."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from tests.browser.mails import letter
from tests.channels.email.imap_server import ScriptedImap


@pytest.fixture
def imap():
    """A mailbox of its own."""
    server = ScriptedImap()
    server.username = "info@simorgh.example"
    yield server
    server.close()


def test_a_mailbox_is_tried_fails_in_words_then_works_and_its_mail_arrives(house, enter, imap):
    ladan = enter("admin")
    page = ladan.open("/settings/channels/new/")
    page.locator("main [name=address]").fill("info@simorgh.example")
    page.locator("main form button.primary").click()
    page.wait_for_url("**address=**")
    ladan.look()
    for name, value in {
        "imap_host": "127.0.0.1", "imap_port": str(imap.port), "imap_username": imap.username, "imap_password": "wrong password",
        "smtp_host": "127.0.0.1", "smtp_port": str(house.smtp.port), "smtp_username": imap.username,
    }.items():  # fmt: skip
        page.locator(f"main [name={name}]").fill(value)
    for name in ("imap_security", "smtp_security"):
        page.locator(f"main [name={name}]").select_option("none")
    page.get_by_role("button", name="آزمایش اتصال").click()
    trial = page.locator("#connection-test")
    expect(trial.locator(".strong")).to_have_text("هنوز یک جای کار درست نیست.")
    expect(trial.locator("li.text-bad")).to_have_count(2)
    ladan.look()
    page.locator("main [name=imap_password]").fill(imap.password)
    page.get_by_role("button", name="آزمایش اتصال").click()
    expect(trial.locator(".strong")).to_have_text("اتصال برقرار است.")
    ladan.look()
    page.locator("main .form-actions button.primary").click()
    page.wait_for_url("**/settings/channels/*/")
    ladan.look()

    deadline = time.monotonic() + 40
    while not any("IDLE" in line for line in imap.said) and time.monotonic() < deadline:
        time.sleep(0.1)
    imap.add(letter("کیوان <keyvan@customer.example>", "از صندوق ایمیل", "سلام"))
    page.goto(f"{ladan.base}/cases/?box=unassigned")
    row = page.locator("#case-rows .list-row", has_text="از صندوق ایمیل")
    row.wait_for(timeout=30_000)
    row.click()
    expect(page.locator("#case-thread .message.customer .bubble-text")).to_have_text(["سلام"])

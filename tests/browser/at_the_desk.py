"""What people do at the desk again and again: open a case that just arrived, write in it, wait for what leaves."""

from __future__ import annotations

import time
from email.message import EmailMessage
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.mails import letter, to
from tests.browser.visitor import Visitor


def open_case(house: Any, somebody: Visitor, *, name: str, address: str, subject: str, text: str, html: str = "") -> Page:
    """A mail arrives and the person opens its case from the inbox; returns the page."""
    page = somebody.page
    page.goto(f"{somebody.base}/cases/?box=unassigned")
    row = page.locator("#case-rows .list-row", has_text=name).filter(has_text=subject)
    house.server.deliver("support", letter(f"{name} <{address}>", subject, text, html=html))
    row.click()
    expect(page.locator("#case-thread .message.customer .bubble-text > p")).to_have_text([text])
    return page


def write(page: Page, kind: str, text: str) -> None:
    """Choose the kind and type, as a person does."""
    page.locator(f".composer-kind [name=kind][value={kind}]").check(force=True)
    page.locator("#case-text").fill(text)


def name_cause(page: Page, cause: str) -> None:
    """The cause of a complaint, pressed at once: the list that its words bring may come before, under the finger or after."""
    page.locator("#cause-search").fill(cause)
    page.locator("#cause-results button", has_text=cause).first.click()
    expect(page.locator(".recovery-causes")).to_contain_text(cause)


def wait_for_mail(house: Any, address: str, number: int = 1) -> list[EmailMessage]:
    """The mails taken for the address, once there are so many."""
    deadline = time.monotonic() + 60
    while len(found := to(house.smtp.taken, address)) < number and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(found) == number
    return found

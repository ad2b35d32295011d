"""Where there is nothing yet, a page says what will be there and offers the next step."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/cases/", "پرونده‌ای منتظر شما نیست"),
        ("/cases/?box=mine&show=snoozed", None),
        ("/customers/?q=هیچ‌کس‌نیست", "کسی پیدا نشد"),
    ],
)
def test_an_empty_page_says_what_will_be_here(enter, path, says):
    somebody = enter("idle")
    page = somebody.open(path)
    title = page.locator(".empty-title").filter(visible=True).first
    expect(title).to_be_visible()
    if says:
        expect(title).to_have_text(says)

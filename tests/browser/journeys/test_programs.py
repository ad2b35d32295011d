"""A token is made at the desk, a program works with it, and it is ended."""

from __future__ import annotations

import json
import urllib.request
from urllib.error import HTTPError

import pytest
from playwright.sync_api import expect


def ask(address: str, token: str) -> tuple[int, dict]:
    """GET as a program does: status and body."""
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer)
    except HTTPError as refusal:
        return refusal.code, json.load(refusal)


@pytest.mark.reliability("H8")
def test_a_token_is_shown_once_works_within_its_scope_and_ends_at_once(enter):
    somebody = enter("desk")
    page = somebody.open("/me/tokens/")
    page.locator("#new-token [name=name]").fill("نرم‌افزار حسابداری")
    page.locator("#new-token [name=scopes][value='customers:read']").check()
    page.locator("#new-token button.primary").click()
    token = page.locator("#made input").input_value()
    somebody.look()
    assert ask(f"{somebody.base}/api/v1/customers", token)[0] == 200
    status, problem = ask(f"{somebody.base}/api/v1/cases", token)
    assert (status, problem["status"]) == (403, 403)

    page.reload()  # Chromium posts the form again: it makes no second token, and the first is not shown again
    expect(page.locator("#toasts, .banner").first).to_contain_text("پیش‌تر ساخته")
    expect(page.locator("#tokens li", has_text="نرم‌افزار حسابداری")).to_have_count(1)
    expect(page.locator("#made")).to_have_count(0)
    page.locator("#tokens li", has_text="نرم‌افزار حسابداری").locator("button").click()
    expect(page.locator("#tokens li.is-over", has_text="نرم‌افزار حسابداری")).to_be_visible()
    assert ask(f"{somebody.base}/api/v1/customers", token)[0] == 401

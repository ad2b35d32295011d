"""A whole morning without the mouse, on the Latin and on the Persian layout."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.at_the_desk import open_case, wait_for_mail

# What a Persian keyboard types at the place of the Latin letter.
PERSIAN = {"KeyJ": "ت", "KeyK": "ن", "KeyR": "ق", "KeyN": "د", "KeyE": "ث", "KeyS": "س"}


def press(page: Page, code: str, *, persian: bool) -> None:
    """One key by its place, with the letter that the layout gives."""
    if not persian:
        page.keyboard.press(code)
        return
    page.evaluate(
        """([code, key]) => document.activeElement.dispatchEvent(
             new KeyboardEvent("keydown", { code, key, bubbles: true, cancelable: true }))""",
        [code, PERSIAN[code]],
    )


@pytest.mark.parametrize(("who", "persian"), [("keys", True), ("keysenglish", False)])
def test_the_list_the_answer_the_note_and_the_states_are_reached_by_letters(house, enter, who, persian):
    somebody = enter(who)
    page = somebody.open("/cases/")
    rows = page.locator("#case-rows .list-row")
    expect(rows).to_have_count(3)

    def opened(number: int) -> None:
        href = rows.nth(number).get_attribute("href")
        page.wait_for_url(lambda url: url.split("?")[0].endswith(href.split("?")[0]))
        expect(page.locator("#case-thread .message")).not_to_have_count(0)

    press(page, "KeyJ", persian=persian)
    opened(0)
    press(page, "KeyJ", persian=persian)
    opened(1)
    press(page, "KeyK", persian=persian)
    opened(0)

    press(page, "KeyN", persian=persian)
    assert page.locator("[name=kind]:checked").get_attribute("value") == "note"
    assert page.evaluate("document.activeElement.id") == "case-text"
    page.keyboard.type("jknres")
    expect(page.locator("#case-text")).to_have_value("jknres")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#case-thread .message.note .bubble-text")).to_have_text(["jknres"])

    page.locator("#log").focus()
    press(page, "KeyR", persian=persian)
    assert page.locator("[name=kind]:checked").get_attribute("value") == "reply"
    page.keyboard.insert_text("پاسخ با صفحه‌کلید")
    before = len(house.smtp.taken)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#case-thread .message.agent")).to_have_count(1)

    page.locator("#log").focus()
    press(page, "KeyS", persian=persian)
    expect(page.locator("#menu-snooze")).to_be_visible()
    somebody.look()
    page.keyboard.press("Escape")
    expect(page.locator("#menu-snooze")).to_be_hidden()

    page.locator("#log").focus()
    page.keyboard.press("Shift+Slash")
    expect(page.locator("#shortcuts")).to_be_visible()
    somebody.look()
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()

    second = rows.filter(has_text=f"{who} ").nth(1)
    second.focus()
    page.keyboard.press("Enter")
    opened_case = second.get_attribute("href").split("?")[0]
    page.wait_for_url(f"**{opened_case}*")
    page.locator("#log").focus()
    press(page, "KeyE", persian=persian)
    expect(page.locator("#case-head .case-menus [popovertarget=menu-state]")).to_contain_text("پاسخ" if persian else "Answered")
    assert len(house.smtp.taken) >= before
    wait_for_mail(house, "mina@example.com", len([mail for mail in house.smtp.taken if mail.recipients == ["mina@example.com"]]))


def test_letters_do_nothing_while_somebody_writes_in_the_search(enter):
    somebody = enter("desk")
    page = somebody.open("/cases/")
    page.locator(".list-head input[name=q]").focus()
    page.keyboard.type("jk")
    assert (page.locator(".list-head input[name=q]").input_value(), somebody.path) == ("jk", "/cases/")


def test_spam_is_one_key_for_the_open_case_and_for_those_that_are_chosen(house, enter):
    somebody = enter("desk")
    for number in (1, 2):
        page = open_case(house, somebody, name="Prize", address=f"prize{number}@customer.example", subject=f"Prize {number}", text="You won")
    page.keyboard.press("Shift+Digit1")
    expect(page.locator("#toasts .toast")).to_contain_text("پرونده به هرزنامه‌ها رفت.")
    expect(page.locator("#case-rows .list-row", has_text="Prize 2")).to_have_count(0)
    page.goto(f"{somebody.base}/cases/?box=unassigned")
    row = page.locator("#case-rows .list-row", has_text="Prize 1")
    row.focus()
    page.keyboard.press("KeyX")
    expect(page.locator("#bulk-bar [name=spam]")).to_have_count(1)
    page.keyboard.press("Shift+Digit1")
    expect(row).to_have_count(0)
    page.locator("#toasts .toast form button").last.click()
    expect(row).to_have_count(1)

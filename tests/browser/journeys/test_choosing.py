"""Many cases at once with the keyboard and the mouse, on the Persian layout: choose, change, take back, and walk on."""

from __future__ import annotations

from playwright.sync_api import Page, expect

PERSIAN = {"KeyJ": "ت", "KeyK": "ن", "KeyX": "ط", "KeyG": "ل", "KeyC": "ز", "BracketRight": "چ"}


def press(page: Page, code: str, *, shift: bool = False) -> None:
    """A key by its place, with the letter of the Persian layout."""
    page.evaluate(
        """([code, key, shiftKey]) => document.activeElement.dispatchEvent(
             new KeyboardEvent("keydown", { code, key, shiftKey, bubbles: true, cancelable: true }))""",
        [code, PERSIAN[code], shift],
    )


def test_a_range_is_chosen_changed_and_taken_back_and_the_list_is_walked(enter):
    somebody = enter("chooser")
    page = somebody.open("/cases/")
    rows, boxes = page.locator("#case-rows .list-row"), page.locator(".list-check")
    chosen = page.locator(".list-check:checked")
    expect(rows).to_have_count(5)

    # A press on the first box and, with shift, on the fourth.
    rows.nth(0).hover()
    boxes.nth(0).click()
    boxes.nth(3).click(modifiers=["Shift"])
    expect(chosen).to_have_count(4)
    expect(page.locator(".bulk-count")).to_have_text("۴")
    somebody.look()
    page.locator("[popovertarget=bulk-state]").click()
    page.locator("#bulk-state [value=answered]").click()
    expect(rows).to_have_count(1)
    expect(chosen).to_have_count(0)
    page.locator("#toasts form button").click()
    expect(rows).to_have_count(5)

    # The same from the keyboard, by the keys' places.
    press(page, "KeyJ")
    expect(rows.nth(0)).to_have_attribute("aria-current", "true")
    press(page, "KeyX")
    expect(chosen).to_have_count(1)
    press(page, "BracketRight")
    expect(rows.nth(1)).to_have_attribute("aria-current", "true")
    press(page, "KeyJ")
    expect(rows.nth(2)).to_have_attribute("aria-current", "true")
    press(page, "KeyX", shift=True)
    expect(chosen).to_have_count(3)
    page.keyboard.press("Escape")
    expect(chosen).to_have_count(0)
    press(page, "KeyK")
    expect(rows.nth(1)).to_have_attribute("aria-current", "true")

    # The case's own way along the list.
    third = rows.nth(2).get_attribute("href")
    page.locator(".next-case").click()
    page.wait_for_url(f"**{third}")
    press(page, "KeyG")
    press(page, "KeyC")
    page.wait_for_url("**/customers/")

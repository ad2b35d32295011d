"""What a morning with the keyboard alone stumbled over, on the Persian layout: each of these was a snag once."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.persian_keys import has_focus, press


def opened(page: Page, number: int) -> None:
    """Wait until the row of this number is that of the open case, with its messages beside it."""
    row = page.locator("#case-rows .list-row").nth(number)
    expect(row).to_have_attribute("aria-current", "true")
    page.wait_for_url(f"**{row.get_attribute('href')}")
    expect(page.locator("#case-thread .message")).not_to_have_count(0)


def test_after_an_answer_the_letters_work_again_and_the_next_case_is_one_key_away(enter):
    page = enter("morning").open("/cases/")
    text = page.locator("#case-text")
    press(page, "KeyJ")
    opened(page, 0)
    press(page, "KeyR")
    has_focus(page, "#case-text")
    text.fill("سلام، امروز می‌فرستیم.")
    press(page, "Control+Enter")
    has_focus(page, ".next-case")
    expect(page.locator("#case-thread .message.agent").last).to_contain_text("سلام، امروز می‌فرستیم.")

    # Once this letter was typed into the next answer.
    press(page, "KeyU")
    expect(text).to_have_value("سلام، امروز می‌فرستیم.")
    has_focus(page, "#case-text")
    press(page, "Escape")
    has_focus(page, "#log")
    expect(text).to_have_value("سلام، امروز می‌فرستیم.")

    press(page, "KeyJ")
    opened(page, 1)
    has_focus(page, '.list-row[aria-current="true"]')
    expect(page).to_have_title(re.compile(r"^\(\S+\) morning \d+ · "))
    # The list is one stop: the case stands right after it.
    press(page, "Tab")
    assert page.evaluate("document.activeElement.closest('#main') !== null")


def test_menus_begin_where_one_writes_or_chooses_and_give_the_focus_back(enter):
    page = enter("morning").open("/cases/")
    press(page, "KeyJ")
    opened(page, 0)
    press(page, "KeyT")
    has_focus(page, "#case-tag")
    page.keyboard.insert_text("فوری")
    press(page, "Enter")
    expect(page.locator(".case-tags .chip")).to_have_text(["فوری"])
    has_focus(page, "[popovertarget=menu-tag]")
    expect(page.locator("#menu-snooze .s-date-open")).to_have_count(1)  # the head was drawn anew, and the calendar is still there

    press(page, "KeyQ")
    has_focus(page, "#menu-kind [name=kind]")
    page.evaluate("document.getElementById('menu-snooze').dataset.before = ''")
    press(page, "Enter")
    expect(page.locator("#menu-kind")).to_be_hidden()
    expect(page.locator("#menu-snooze[data-before]")).to_have_count(0)  # drawn anew: what is opened before that is closed by it
    press(page, "KeyS")
    has_focus(page, "#menu-snooze [name=until]")
    press(page, "Enter")
    expect(page.locator("[popovertarget=menu-state]")).to_contain_text("کنار گذاشته")


def test_a_form_beside_the_case_takes_the_caret_and_escape_gives_it_back(enter):
    page = enter("morning").open("/cases/")
    press(page, "KeyJ")
    opened(page, 0)
    press(page, "KeyI")
    assert page.evaluate("document.activeElement.closest('#panel') !== null")
    opener = page.locator("#panel [hx-target='#work-open']").first
    opener.focus()
    press(page, "Enter")
    has_focus(page, "#new-task-title")
    press(page, "Escape")
    expect(page.locator("#new-task-title")).to_have_count(0)
    expect(opener).to_be_focused()
    press(page, "Enter")
    has_focus(page, "#new-task-title")
    page.keyboard.insert_text("انبار را ببینید")
    press(page, "Escape")  # what was typed is not thrown away
    expect(page.locator("#new-task-title")).to_have_value("انبار را ببینید")


def test_many_are_given_away_and_taken_back_by_letters_and_the_filter_opens_again_and_again(enter):
    page = enter("morning").open("/cases/")
    rows = page.locator("#case-rows .list-row")
    whole = rows.count()
    press(page, "KeyJ")
    opened(page, 0)
    press(page, "KeyX", "KeyJ")
    opened(page, 1)
    press(page, "Shift+KeyX")
    expect(page.locator(".list-check:checked")).to_have_count(2)
    press(page, "KeyA")  # of the chosen ones, not of the open case
    has_focus(page, "#bulk-person button")
    press(page, "ArrowDown", "Enter")
    expect(rows).to_have_count(whole - 2)
    press(page, "KeyU")
    expect(rows).to_have_count(whole)

    # The menu of the bar, unseen, swallowed every letter; the filter opened a second time stopped the whole page.
    for _time in range(2):
        press(page, "KeyF")
        has_focus(page, "#filter-words")
        press(page, "Escape")
        expect(page.locator("#filter-dialog")).to_be_hidden()
    press(page, "KeyG", "KeyU")
    page.wait_for_url("**/cases/?box=unassigned")

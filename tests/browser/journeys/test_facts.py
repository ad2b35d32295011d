"""A fact is written down and put into an answer: by the button, by a slash, with the keyboard alone, in Persian and with axe looking."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.at_the_desk import open_case, wait_for_mail


@pytest.mark.practice("P18")
def test_a_fact_is_written_inserted_and_leaves_in_ones_own_letter(house, enter):
    somebody = enter("desk")
    page = somebody.open("/knowledge/new/")
    page.locator("main [name=title]").fill("شمارهٔ حساب فروشگاه")
    page.locator("main [name=text]").fill("{{مشتری}}، بانک آزمون ۱۲۳۴")
    page.locator("main [name=keywords]").fill("شبا، واریز")
    somebody.look()
    page.locator("main .form-actions button.primary").click()
    page.wait_for_url("**/knowledge/*/")
    somebody.look()
    entry = page.url

    page = open_case(house, somebody, name="پانته‌آ", address="pantea@customer.example", subject="شمارهٔ شبا را می‌خواهم", text="کجا واریز کنم؟")
    text, picker = page.locator("#case-text"), page.locator("#fact-picker")
    # A slash in the middle of a line is a slash; at its beginning it asks for the picker.
    text.press_sequentially("سلام/\n/")
    expect(page.locator("#fact-words")).to_be_focused()
    first = picker.locator("[data-fact]").first
    expect(first.locator("b")).to_have_text("شمارهٔ حساب فروشگاه")
    somebody.look()
    # Escape leaves what was typed, and the caret behind it.
    page.keyboard.press("Escape")
    expect(picker).to_be_hidden()
    expect(text).to_be_focused()
    expect(text).to_have_value("سلام/\n/")
    page.keyboard.press("Backspace")
    page.keyboard.type("/")
    expect(page.locator("#fact-words")).to_be_focused()
    page.keyboard.type("شبا")
    page.keyboard.press("Enter")
    expect(text).to_have_value("سلام/\nپانته‌آ، بانک آزمون ۱۲۳۴")
    expect(text).to_be_focused()
    # The button, and arrows; what is chosen stands at the caret.
    page.keyboard.type(" و\n")
    page.locator("[data-facts]").click()
    expect(first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#fact-words")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(text).to_have_value("سلام/\nپانته‌آ، بانک آزمون ۱۲۳۴ و\nپانته‌آ، بانک آزمون ۱۲۳۴")
    page.keyboard.press("Control+Enter")
    assert "بانک آزمون ۱۲۳۴" in wait_for_mail(house, "pantea@customer.example")[0].get_body(("plain",)).get_content()
    page.goto(entry)
    expect(page.locator(".knowledge-facts dd", has_text="۲ بار در ۶۰ روز گذشته")).to_have_count(1)


def test_was_it_right_is_answered_in_the_picker(house, enter):
    somebody = enter("desk")
    page = somebody.open("/knowledge/new/")
    page.locator("main [name=title]").fill("مهلت تعویض")
    page.locator("main [name=text]").fill("هفت روز")
    page.locator("main .form-actions button.primary").click()
    page.wait_for_url("**/knowledge/*/")
    page = open_case(house, somebody, name="سام", address="sam@customer.example", subject="مهلت تعویض", text="چند روز؟")
    page.locator("[data-facts]").click()
    row = page.locator(".fact-row", has_text="مهلت تعویض")
    row.locator("summary").click()
    row.locator("[name=word]").fill("ده روز شده")
    somebody.look()
    row.locator("[value=no]").click()
    expect(page.locator("#toasts")).to_contain_text("سپاس")
    expect(page.locator(".fact-row", has_text="مهلت تعویض").locator("summary")).to_be_visible()


def test_the_help_page_needs_no_session_and_is_accessible(house, enter, visit):
    somebody = enter("desk")
    page = somebody.open("/knowledge/new/?kind=article")
    page.locator("main [name=title]").fill("بار اول با تابه")
    page.locator("main [name=text]").fill("چرب کنید.\n\n1. بشویید\n2. خشک کنید")
    page.locator("main [name=is_public]").check()
    page.locator("main .form-actions button.primary").click()
    page.wait_for_url("**/knowledge/*/")
    reader = visit(house.server.address)
    page = reader.open("/help/?q=تابه")
    reader.look()
    page.locator(".help-list a").click()
    page.wait_for_url("**/help/*/")
    reader.look()
    page.locator("[value=yes]").click()
    expect(page.locator("#said [role=status]")).to_be_visible()
    assert page.context.cookies() == []

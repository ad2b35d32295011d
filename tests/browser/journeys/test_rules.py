"""A rule is written, tried, does its work on a mail that comes, says so, and is taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.mails import letter


@pytest.mark.practice("P27")
def test_a_rule_tags_a_mail_that_comes_and_is_taken_back(house, enter):
    somebody, word, tag = enter("granter"), "زعفران", "سفارش زعفران"
    page = somebody.open("/settings/rules/new/")
    page.locator("main [name=name]").fill(tag)
    page.locator("main [name=if_words]").fill(word)
    page.locator("main [name=do_tag]").fill(tag)
    page.locator("main [formaction]").click()
    expect(page.locator("#trial .card")).to_be_visible()
    somebody.look()
    page.locator("main .form-actions button.primary").click()
    page.wait_for_url("**/settings/rules/**")
    somebody.look()

    house.server.deliver("support", letter("Yalda <yalda@customer.example>", word, f"{word}?"))
    page.goto(f"{somebody.base}/cases/?box=unassigned")
    page.locator("#case-rows .list-row", has_text=word).first.click()
    expect(page.locator("main")).to_contain_text(tag)

    page.goto(f"{somebody.base}/settings/rules/")
    page.locator(".rule", has_text=tag).locator("a[href*=history]").click()
    page.wait_for_url("**/history/")
    somebody.look()
    page.locator("main form[action*=undoing] button").click()
    expect(page.locator("main form[action*=undoing]")).to_have_count(0)

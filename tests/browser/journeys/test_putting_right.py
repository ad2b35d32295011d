"""Putting a matter right: inside the allowance, beyond it, granted from the notice, in the ledger, told as a story (P19, P20, P22)."""

import re

import pytest
from playwright.sync_api import expect

WORDS = {
    "giver": {
        "granter": "granter", "small": "۴۰۰٬۰۰۰", "large": "۳٬۰۰۰٬۰۰۰", "small shown": "بازپرداخت ۴۰۰٬۰۰۰ تومان", "large shown": "بازپرداخت ۳٬۰۰۰٬۰۰۰ تومان",
        "given": "داده شد", "asked": "در انتظار موافقت", "granted": "با موافقت", "grant": "موافقت", "tell": "نوشتن روایت",
        "what": "دیر رسید", "title": "دو روز دیر", "text": "خودمان بردیم.",
    },
    "giverenglish": {
        "granter": "granterenglish", "small": "400,000", "large": "3,000,000", "small shown": "A refund of 400,000 tomans",
        "large shown": "A refund of 3,000,000 tomans", "given": "Given", "asked": "Asked for", "granted": "Granted", "grant": "Grant",
        "tell": "Tell the story", "what": "It came late", "title": "Two days late", "text": "We took it there ourselves.",
    },
}  # fmt: skip


def give(page, amount, what):
    """Open the form beside the case, and send it off."""
    page.locator("#case-remedies .work-head a").click()
    form = page.locator("#remedy-open form")
    form.locator("[name=amount]").fill(amount)
    form.locator("[name=what]").fill(what)
    form.locator(".form-actions button").click()


@pytest.mark.practice("P19", "P20", "P22")
@pytest.mark.parametrize("giver", ["giverenglish"])  # in Persian test_solved gives and asks
def test_from_a_remedy_inside_the_allowance_to_a_story(house, enter, giver):
    words, number = WORDS[giver], house.cases[giver][0]
    somebody, manager = enter(giver), enter(WORDS[giver]["granter"])
    page = somebody.open(f"/cases/{number}/")
    give(page, words["small"], words["what"])
    rows = page.locator("#case-remedies .remedy")
    expect(rows).to_have_count(1)
    expect(rows.first.locator("b")).to_have_text(words["small shown"])
    expect(rows.first.locator(".chip")).to_have_text(words["given"])
    give(page, words["large"], words["what"])
    expect(rows).to_have_count(2)
    expect(rows.first.locator(".chip")).to_have_text(words["asked"])
    somebody.look()
    answers = manager.open("/notices/")
    asked = answers.locator(".notice-acts", has_text=words["large shown"])
    expect(asked).to_have_count(1)
    manager.look()
    asked.get_by_role("button", name=words["grant"], exact=True).click()
    expect(answers.locator(".notice-acts", has_text=words["large shown"])).to_have_count(0)
    expect(rows.first.locator(".chip")).to_have_text(words["granted"])  # the open page is told
    rows.first.locator("a").click()
    page.locator("#remedy-open").get_by_role("link", name=words["tell"]).click()
    page.locator("[name=title]").fill(words["title"])
    page.locator("[name=text]").fill(words["text"])
    somebody.look()
    page.locator("main .form-actions button").click()
    expect(page).to_have_url(re.compile("/remedies/stories/"))
    story = page.locator(".told", has_text=words["title"])
    expect(story.locator("blockquote")).to_have_text("پیام 2")
    expect(story.locator(".told-foot b")).to_have_text(giver.capitalize())
    somebody.look()
    ledger = somebody.open("/remedies/")
    expect(ledger.locator(".act", has_text=words["what"])).to_have_count(2)
    somebody.look()

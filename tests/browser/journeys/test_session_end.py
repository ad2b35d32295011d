"""A session that ends under an open page: said once, nothing lost, and the page goes on after signing in elsewhere."""

from __future__ import annotations

from playwright.sync_api import expect


def test_the_page_stays_says_it_once_and_goes_on_after_signing_in(house, enter):
    somebody = enter("ended")
    page = somebody.open(f"/cases/{house.cases['ended'][0]}/")
    text, line, where = page.locator("#case-text"), page.locator("s-session .banner"), page.url
    session = next(one for one in somebody.context.cookies() if one["name"] == "sid")
    somebody.context.clear_cookies()

    text.focus()
    page.keyboard.insert_text("تا شنبه می‌رسد.")  # writing is told to the server, by itself
    expect(line).to_have_count(1)
    somebody.look()
    page.keyboard.press("Control+Enter")
    page.wait_for_timeout(500)
    page.evaluate("sandali.refresh(document.getElementById('case-thread'))")
    expect(line).to_have_count(1)
    assert (page.url, text.input_value()) == (where, "تا شنبه می‌رسد.")
    assert line.locator("a").get_attribute("href") == f"/account/login/?next=%2Fcases%2F{house.cases['ended'][0]}%2F"

    somebody.context.add_cookies([session])
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(line).to_have_count(0)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#case-thread .message.agent .bubble-text")).to_have_text(["تا شنبه می‌رسد."])
    assert page.url == where

"""An angry complaint: owned, understood, apologised for with somebody senior's name, its cause found, a lesson, mended, everybody told."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.at_the_desk import name_cause, open_case, wait_for_mail

# In English, test_solved.py goes this way.
WORDS = {
    "subject": "میز شکسته رسید", "complaint": "مهمان دارم و میزتان شکسته رسید. خجالت دارد.", "name": "گلناز", "mail": "golnaz@customer.example",
    "sorry": "اگر ناراحت شدید عذرخواهی می‌کنیم.",
    "better": "خانم گلناز، میز شما شکسته رسید چون ما بسته‌بندی ضعیفی کردیم. عذر می‌خواهم. میز تازه فردا بدون هزینه می‌رسد.",
    "means": "شب مهمان دارد و میزی نیست", "cause": "نشانی اشتباه", "if": "اگر",
    "lesson": "میز باید دولایه بسته شود", "improvement": "کارتن دولایه", "mended": "همهٔ میزها دولایه بسته می‌شوند", "letter": "از این پس میزها دولایه بسته می‌شوند. ممنون که گفتید.",
}  # fmt: skip


@pytest.mark.practice("P09", "P12", "P13")
def test_a_complaint_is_recovered_from_end_to_end(house, enter):
    words = WORDS
    manager = enter("admin")
    page = manager.open("/settings/causes/")
    if page.locator(".empty").count():
        page.locator(".empty form button").click()
        expect(page.locator(".cause-tree > li").first).to_be_visible()
    manager.look()

    somebody = enter("desk")
    page = open_case(house, somebody, name=words["name"], address=words["mail"], subject=words["subject"], text=words["complaint"])
    case = somebody.path
    page.locator("[popovertarget=menu-kind]").click()
    page.locator("#menu-kind [value=complaint]").click()
    steps = page.locator("#case-recovery .recovery-steps > li")
    expect(steps).to_have_count(6)
    # Own it, understand it.
    steps.nth(0).locator("a").click()
    page.locator("#recovery-open form button.primary").click()
    expect(page.locator("#case-recovery .is-done")).to_have_count(1)
    steps.nth(1).locator("a").click()
    page.locator("#recovery-open textarea").fill(words["means"])
    somebody.look()
    page.locator("#recovery-open form button.primary").click()
    expect(page.locator("#case-recovery .is-done")).to_have_count(2)
    # The apology is checked while it is written, and given to somebody senior.
    page.locator("#case-text").fill(words["sorry"])
    expect(page.locator("#apology-check li")).to_have_count(3)
    page.locator("#case-text").fill(words["better"])
    expect(page.locator("#apology-check li").nth(2)).to_have_count(0)
    somebody.look()
    page.locator("[popovertarget=menu-send]").click()
    page.locator("#menu-send [value=sign]").click()
    page.wait_for_url("**/recovery/apology/")
    expect(page.locator("[name=text]")).to_have_value(words["better"])
    somebody.look()
    page.locator(".apology-signer select").select_option(label="Ladan")
    page.locator("[value=ask]").click()
    page.wait_for_url(f"**{case}*")
    expect(page.locator(".recovery-waits")).to_be_visible()
    # Signed, it leaves with that name.
    page = manager.open(case)
    page.locator(".recovery-waits a").click()
    page.wait_for_url("**/signatures/*/")
    manager.look()
    page.locator("form .form-actions button.primary").click()
    page.wait_for_url(f"**{case}*")
    assert "Ladan" in wait_for_mail(house, words["mail"])[0].get_body(("plain",)).get_content()
    # The cause, the lesson, the improvement.
    page = somebody.open(case)
    expect(page.locator("#case-recovery .is-done")).to_have_count(3)
    steps = page.locator("#case-recovery .recovery-steps > li")
    steps.nth(4).locator("a").click()
    name_cause(page, words["cause"])
    page.locator("#lesson-text").fill(words["lesson"])
    page.locator("#recovery-open form:has(#lesson-text) button").click()
    link = page.locator("#recovery-open a[href^='/lessons/']")
    expect(link).to_be_visible()
    somebody.look()
    lesson = link.get_attribute("href")
    page = somebody.open(lesson)
    page.locator("#new-what").fill(words["improvement"])
    page.locator("#new-day").fill("1410/01/15")
    page.locator("form:has(#new-what) button.primary").click()
    expect(page.locator(".improvement")).to_contain_text(words["improvement"])
    somebody.look()
    cause = page.locator("a.chip").get_attribute("href")
    # Mended, and everybody who complained of it is told.
    page = manager.open(cause)
    page.locator("#mend-how").fill(words["mended"])
    page.locator("form:has(#mend-how) button.primary").click()
    page.locator("a[href$='/telling/']").click()
    page.wait_for_url("**/telling/")
    expect(page.locator(".listener", has_text=words["name"])).to_have_count(1)
    manager.look()
    page.locator("#telling-text").fill(words["letter"])
    page.locator("form button.primary").click()
    page.wait_for_url("**/telling/*/")
    expect(page.locator("#telling-progress .banner")).to_be_visible()
    manager.look()

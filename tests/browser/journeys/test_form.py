"""A form on somebody else's website: laid out at the desk, filled in with the keyboard alone under a strict policy, read as a case."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.foreign import website, window_of
from tests.browser.visitor import DESK, PHONE

WORDS = {
    "fa": {"somebody": "desk", "name": "مینا کریمی", "text": "سفارش من هنوز نرسیده است. <img src=x onerror=alert(1)>", "date": "۱۴۰۵/۹/۱", "shown": "تاریخ خرید: ۱۴۰۵/۰۹/۰۱"},
    "en": {"somebody": "english", "name": "Mina Karimi", "text": "My order has not come yet. <img src=x onerror=alert(1)>", "date": "2026-11-22", "shown": "Bought on: 2026-11-22"},
}  # fmt: skip


@pytest.fixture
def connect(enter):
    """Connects a form with a field of its own; returns its key."""

    def connected(origin: str) -> str:
        ladan = enter("admin")
        page = ladan.open("/settings/channels/new/?kind=webform")
        page.locator("main [name=origins]").fill(origin)
        page.locator("main .form-rows details").nth(6).locator("summary").click()
        page.locator("[name=row7-kind]").select_option("date")
        page.locator("[name=row7-place]").fill("3")
        page.locator("[name=row7-label_fa]").fill("تاریخ خرید")
        page.locator("[name=row7-label_en]").fill("Bought on")
        ladan.look()
        page.locator("main .form-actions button.primary").click()
        page.wait_for_url(re.compile(r"/settings/channels/\d+/$"))
        ladan.look()
        return re.search(r"/form/([0-9a-f]{32})\.js", page.locator(".copy-line input").first.input_value())[1]

    return connected


@pytest.mark.practice("P04", "P05")
@pytest.mark.reliability("G1")
@pytest.mark.parametrize(("language", "size"), [("fa", PHONE), ("en", DESK)])
def test_a_visitor_fills_in_a_form_with_the_keyboard_alone_and_the_desk_reads_it(house, enter, visit, connect, language, size):
    words = WORDS[language] | {"text": f"⌨ {WORDS[language]['text']}"}  # the next test writes the same
    with website(house.server.address, language=language, place="form") as site:
        site.key = connect(site.address)
        mina = visit(site.address, language=language, size=size)
        page = mina.page
        page.goto(site.address)
        page.wait_for_selector("body > div", state="attached")
        frame = window_of(page)
        expect(frame.locator("html")).to_have_attribute("dir", "rtl" if language == "fa" else "ltr")
        assert page.evaluate("document.styleSheets.length + document.adoptedStyleSheets.length") == 0
        page.keyboard.press("Tab")  # the website's own link
        page.keyboard.press("Tab")
        expect(frame.locator("[name=name]")).to_be_focused()
        page.keyboard.type(words["name"])
        page.keyboard.press("Enter")  # nothing is lost: what is missing is said, and stands where it is missing
        expect(frame.locator(".wrong")).to_be_focused()
        expect(frame.locator("[aria-invalid=true]")).to_have_count(2)
        expect(frame.locator("[name=name]")).to_have_value(words["name"])
        walk_to(page, frame, "[name=email]")
        page.keyboard.type(f"mina.{language}@example.com")
        walk_to(page, frame, "s-date input:not([type=hidden])")
        page.keyboard.type(words["date"])
        walk_to(page, frame, "textarea[name=message]")
        page.keyboard.type(words["text"])
        assert frame.evaluate("document.documentElement.scrollHeight <= window.innerHeight + 1 && document.documentElement.scrollWidth <= window.innerWidth")
        walk_to(page, frame, ".form-actions button")
        page.keyboard.press("Enter")
        expect(frame.locator(".said")).to_be_focused()
    desk = enter(words["somebody"])
    listed = desk.open("/cases/?box=unassigned").locator("#case-rows .list-row", has_text=words["text"][:20]).first
    listed.wait_for(timeout=30_000)
    listed.click()
    expect(desk.page.locator("#case-thread .message.customer .bubble-text").last).to_contain_text(words["text"])
    expect(desk.page.locator("#case-thread .message.customer .bubble-text").last).to_contain_text(words["shown"])


def walk_to(page, frame, selector: str) -> None:
    """Press Tab until a control has the focus."""
    for _press in range(20):
        page.keyboard.press("Tab")
        if frame.evaluate("(selector) => document.activeElement?.matches(selector) ?? false", selector):
            return
    raise AssertionError(f"Tab never came to {selector}")


@pytest.mark.parametrize(("theme", "language", "size"), [("dark", "fa", PHONE)])
def test_the_page_of_ours_is_accessible_and_works_without_a_script(house, visit, connect, theme, language, size):
    key = connect("http://localhost:1")
    somebody = visit(house.server.address, language=language, size=size, theme=theme)
    page = somebody.open(f"/form/{key}/?lang={language}")
    page.locator("main button.primary").click()
    expect(page.locator(".wrong")).to_be_focused()
    somebody.look()
    plain = visit(house.server.address, language=language, script=False).page
    plain.goto(f"{house.server.address}/form/{key}/?lang={language}")
    plain.locator("[name=email]").fill("plain@example.com")
    plain.locator("[name=message]").fill(WORDS[language]["text"])
    plain.locator("main button.primary").click()
    if plain.locator("[name=message]").count():  # quicker than people: it is looked over once more
        expect(plain.locator("[name=message]")).to_have_value(WORDS[language]["text"])
        plain.locator("main button.primary").click()
    expect(plain.locator(".said")).to_have_count(1)

"""A chat on somebody else's website: connected by its form, opened on a page with a strict policy, answered at the desk, asked whether it is settled."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.foreign import until_frames, website, window_of
from tests.browser.visitor import DESK, PHONE, until

NOWHERE = "http://localhost:1"
WORDS = {
    "fa": {
        "somebody": "desk", "question": "سلام، سفارش من کی می‌رسد؟ <img src=x onerror=alert(1)>", "answer": "سلام. فردا می‌رسد.",
        "after": "ممنون، منتظرم.", "greeting": "سلام، در خدمتیم.", "close": "بستن گفت‌وگو",
    },
    "en": {
        "somebody": "english", "question": "Hello, when does my order come? <img src=x onerror=alert(1)>", "answer": "Hello. It comes tomorrow.",
        "after": "Thank you, I wait.", "greeting": "Hello, how can we help?", "close": "Close the chat",
    },
}  # fmt: skip
# What a browser does that lets third parties keep nothing.
NO_STORAGE = """if (window.parent !== window) Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } })"""


@pytest.fixture
def connect(house, enter):
    """Connects a chat by its form; returns its key."""

    def connected(language: str, origin: str) -> str:
        ladan = enter("admin")
        page = ladan.open("/settings/channels/new/?kind=webchat")
        page.locator("main [name=origins]").fill(origin)
        page.locator(f"main [name=greeting_{language}]").fill(WORDS[language]["greeting"])
        page.locator("main .form-actions button.primary").click()
        page.wait_for_url(re.compile(r"/settings/channels/\d+/$"))
        ladan.look()
        line = page.locator(".copy-line input").input_value()
        return re.search(r"/chat/([0-9a-f]{32})\.js", line)[1]

    return connected


def answer_at_the_desk(desk, question: str, text: str) -> None:
    """Find the case in the list, read what was asked, and answer."""
    page = desk.open("/cases/?box=unassigned")
    row = page.locator("#case-rows .list-row", has_text=question[:20]).first
    row.wait_for(timeout=30_000)
    row.click()
    expect(page.locator("#case-thread .message.customer .bubble-text").last).to_have_text(question)
    page.locator("#case-text").fill(text)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#case-text")).to_have_value("")


@pytest.mark.practice("P04", "P05")
@pytest.mark.reliability("G1")
@pytest.mark.reliability("G3")
@pytest.mark.parametrize(("language", "size", "storage"), [("fa", PHONE, True), ("en", DESK, False)])
def test_a_visitor_writes_with_the_keyboard_alone_and_is_answered_live(house, enter, visit, connect, language, size, storage):
    words = WORDS[language]
    with website(house.server.address, language=language) as site:
        site.key = connect(language, site.address)  # its address is known once it stands
        mina = visit(site.address, language=language, size=size)
        if not storage:
            mina.context.add_init_script(NO_STORAGE)
        page = mina.page
        page.goto(site.address)
        page.wait_for_selector("body > div", state="attached")
        assert page.evaluate("document.styleSheets.length + document.adoptedStyleSheets.length") == 0
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        frame = window_of(page)
        # Somebody else's words are no words of the window's, whatever they look like (G3).
        page.evaluate("for (const one of [{ sandali: 'keep', token: 'A'.repeat(43) }, { sandali: 'constructor' }, null, 'x']) window.postMessage(one, location.origin)")
        expect(frame.locator(".greeting")).to_have_text(words["greeting"])
        expect(frame.locator("textarea")).to_be_focused()
        page.keyboard.type(words["question"])
        page.keyboard.press("Enter")
        expect(frame.locator(".line.mine .text")).to_have_text([words["question"]])
        desk = enter(words["somebody"])
        answer_at_the_desk(desk, words["question"], words["answer"])
        expect(frame.locator(".line:not(.mine) .text")).to_have_text([words["answer"]], timeout=30_000)
        page.keyboard.type(words["after"])
        page.keyboard.press("Enter")
        expect(desk.page.locator("#case-thread .message.customer .bubble-text")).to_have_text([words["question"], words["after"]], timeout=30_000)
        page.keyboard.press("Escape")
        until(page, "!document.hasFocus() || document.activeElement !== document.querySelector('iframe')")
        page.reload()
        page.wait_for_selector("body > div", state="attached")
        assert "A" * 43 not in page.evaluate("Object.values(localStorage)")
        frame = window_of(page)  # who has talked before is reached on every page
        expect(frame.locator(".line .text")).to_have_text([words["question"], words["answer"], words["after"]])


@pytest.mark.reliability("G9")
def test_the_window_opens_on_no_website_that_is_not_named(house, browser, connect):
    key = connect("en", NOWHERE)
    with website(house.server.address, key, language="en") as other:
        page = browser.new_page()
        try:
            page.goto(other.address)
            page.wait_for_selector("body > div", state="attached")
            page.keyboard.press("Tab")
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
            until_frames(page, 2)
            page.wait_for_timeout(300)
            assert page.frames[1].url.startswith("chrome-error:")
        finally:
            page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("language", "size"), [("fa", PHONE), ("en", DESK)])
def test_the_window_is_accessible_by_itself(house, visit, connect, language, size, theme):
    key = connect(language, NOWHERE)
    somebody = visit(house.server.address, language=language, size=size, theme=theme)
    page = somebody.open(f"/chat/{key}/?lang={language}")
    page.locator("textarea").fill(WORDS[language]["question"])
    page.keyboard.press("Enter")
    expect(page.locator(".line.mine")).to_have_count(1)
    somebody.look()


def test_without_a_script_a_message_is_left_by_a_plain_form(house, visit, connect):
    key = connect("fa", NOWHERE)
    somebody = visit(house.server.address, language="fa", script=False)
    page = somebody.page
    page.goto(f"{house.server.address}/chat/{key}/?lang=fa")
    page.locator("textarea").fill("بدون اسکریپت")
    page.locator("button.send").click()
    expect(page.locator("p[role=status]:not(.typing)")).to_have_text("پیام شما رسید.")

"""What is done on a page before its picture is taken: open a menu, type, send a form that is not filled in."""

from __future__ import annotations

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page

PATIENCE = 10_000  # milliseconds until something that should be there is missed


def act(page: Page, verb: str, *words: str) -> None:
    """One act. Raises BrowserError when what it is done to is not there.

    `click` selector, `tick` selector of a box that may be unseen, `press` key, `type` and `fill` selector text, `see` selector, `scroll` selector, `wait` milliseconds,
    `send` selector of a form, past the browser's own check, as a page without script would.
    """
    first = page.locator(words[0]).filter(visible=True).first if verb in ("click", "type", "see") else None
    if verb == "click" and first is not None:
        first.click(timeout=PATIENCE)
    elif verb == "type" and first is not None:
        first.press_sequentially(words[1], timeout=PATIENCE)
    elif verb == "see" and first is not None:
        first.wait_for(state="visible", timeout=PATIENCE)
    elif verb == "tick":
        page.locator(words[0]).first.check(force=True, timeout=PATIENCE)
    elif verb == "fill":
        page.locator(words[0]).first.fill(words[1], timeout=PATIENCE)
    elif verb == "press":
        page.keyboard.press(words[0])
    elif verb == "scroll":
        page.locator(words[0]).first.evaluate("(element) => element.scrollIntoView({ block: 'end' })", timeout=PATIENCE)
    elif verb == "wait":
        page.wait_for_timeout(float(words[0]))
    elif verb == "send":
        page.locator(words[0]).first.evaluate("(form) => { form.noValidate = true; form.requestSubmit(); }", timeout=PATIENCE)
        page.wait_for_timeout(900)  # a page of ours is never idle: its stream stays open
    else:
        raise ValueError(f"there is no act {verb!r}")


def perform(page: Page, acts: list[list[str]]) -> str:
    """All acts of a picture; returns what could not be done, "" when all was."""
    for words in acts:
        try:
            act(page, *words)
        except BrowserError as problem:
            return f"could not {' '.join(words)}: {problem.message.splitlines()[0]}"
    if acts:
        page.wait_for_timeout(300)
    return ""

"""Somebody in front of Chromium: opens pages, and everything that is wrong with a page passed is written down."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, expect

from tools.shots import VIOLATIONS, page_findings

ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
DESK, PHONE = (1440, 900), (390, 844)
# Chromium itself writes this line for every answer of 400 and more; forms with a mistake in them are answered 422.
NO_CONNECTION = ("net::ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED", "htmx:error: Failed to fetch")
REFUSALS = "Failed to load resource: the server responded with a status of"
LATER = 30_000  # milliseconds that news may take on a busy machine
expect.set_options(timeout=LATER)
# Kinds of page that this process opened already and found nothing wrong with, by address, language and size: axe takes half a second, and says
# the same again.
opened: set[tuple[str, str, str]] = set()
NUMBERS = re.compile(r"\d+")


class Visitor:
    """One person with one open page. `wrong` collects script errors, policy violations and what `look` finds."""

    def __init__(self, context: BrowserContext, base: str, language: str) -> None:
        self.context, self.base, self.language = context, base, language
        self.lost_it = False  # they were without a connection for a while, of which Chromium itself speaks in its console
        self.wrong: list[str] = []
        self.page: Page = self.another_page()

    def another_page(self) -> Page:
        """A further tab of the same person."""
        page = self.context.new_page()
        page.on("console", lambda message: self.hear(message.type, message.text))
        page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        return page

    def hear(self, kind: str, text: str) -> None:
        """Keep what the console calls an error."""
        if kind == "error" and not text.startswith(REFUSALS):
            self.wrong.append(f"console: {text}")

    def open(self, path: str) -> Page:
        """Go to an address of the site and look at the page."""
        self.page.goto(f"{self.base}{path}", wait_until="load")
        kind = (NUMBERS.sub("0", urlsplit(path).path), self.language, str(self.page.viewport_size))
        wrong = len(self.wrong)
        self.look(axe=kind not in opened)
        if len(self.wrong) == wrong:
            opened.add(kind)
        return self.page

    def lose_connection(self) -> None:
        """From now on nothing reaches the server."""
        self.lost_it = True
        self.context.set_offline(True)

    def find_connection(self) -> None:
        """The server is reached again."""
        self.context.set_offline(False)

    def complaints(self) -> list[str]:
        """What was wrong, but for what must be so without a connection."""
        return [line for line in self.wrong if not (self.lost_it and any(one in line for one in NO_CONNECTION))]

    def look(self, *, axe: bool = True) -> None:
        """axe, sideways overflow, and on Persian pages ASCII digits: of the page as it stands now."""
        self.page.wait_for_function("document.body && document.readyState === 'complete'")  # a link that was pressed may have emptied it
        where = urlsplit(self.page.url).path
        self.wrong += [f"{where}: {finding}" for finding in page_findings(self.context, self.page, self.language, axe=axe)]

    def see(self, selector: str, **more: object) -> Locator:
        """The one element; fails when there is another number of visible ones."""
        found = self.page.locator(selector, **more).filter(visible=True)
        expect(found).to_have_count(1)
        return found

    @property
    def path(self) -> str:
        """Where the visitor is."""
        return urlsplit(self.page.url).path


Visits = Callable[..., Visitor]


@contextmanager
def visitors(browser: Browser) -> Iterator[Visits]:
    """A function that lets people in; at the end of the block nothing may have been wrong."""
    inside: list[Visitor] = []

    def visit(base: str, *, language: str = "fa", session: str = "", size: tuple[int, int] = DESK, script: bool = True, theme: str = "light") -> Visitor:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="fa-IR" if language == "fa" else "en-GB",
            timezone_id="Asia/Tehran",
            color_scheme="dark" if theme == "dark" else "light",
            has_touch=size == PHONE,
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        context.set_default_timeout(LATER)
        if session:
            context.add_cookies([{"name": "sid", "value": session, "url": base}])
        if script:
            context.add_init_script(VIOLATIONS)
        visitor = Visitor(context, base, language)
        inside.append(visitor)
        return visitor

    try:
        yield visit
        wrong = [line for visitor in inside for line in visitor.complaints()]
        assert not wrong, "\n".join(wrong)
    finally:
        for visitor in inside:
            visitor.context.close()


def until(page: Page, script: str, arg: object = None, *, within: float = LATER / 1000) -> None:
    """Wait until an expression is true. Playwright's own wait evaluates a text inside the page, which our policy forbids."""
    deadline = time.monotonic() + within
    while not _is(page, script, arg):
        assert time.monotonic() < deadline, f"it never came: {script}"
        page.wait_for_timeout(50)


def _is(page: Page, script: str, arg: object) -> bool:
    """Whether an expression is true now; not while the page is giving way to another, or is not whole yet."""
    try:
        return bool(page.evaluate(script, arg))
    except Error as problem:
        if "Execution context was destroyed" in problem.message or "Cannot read properties of null" in problem.message:
            return False
        raise

"""Photographs every page × {fa, en} × {light, dark} × {1440, 390} into shots/, and says what is wrong with them.

    python tools/shots.py http://127.0.0.1:8000 pages.json --cookie sid=…

pages.json is a list of [name, path]. Reported, and the exit status is 1: axe's findings, sideways overflow, ASCII digits in Persian
text, violations of the content security policy, scripts that break. Needs Chromium and node_modules/axe-core.
"""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.acting import perform  # noqa: E402 - the path is set first

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SIZES = ((1440, 900), (390, 844))
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Text that a Persian page must not show with ASCII digits: visible text nodes, outside of what is left to right on purpose.
ASCII_DIGITS = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.replace(/\\S+@\\S+|\u2068[^\u2069]*\u2069/g, "").trim();  // an address stays as it is, and so does a foreign name
    const parent = walk.currentNode.parentElement;
    if (!/[0-9]/.test(text) || parent.closest('[dir=ltr], .ltr, code, pre, kbd, samp, bdi, script, style, [lang=en]')) continue;
    if (parent.closest('[dir=auto]') || !parent.checkVisibility()) continue;
    found.push(text.slice(0, 60));
  }
  return found;
}"""
VIOLATIONS = """addEventListener('securitypolicyviolation',
  (event) => console.error(`CSP ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));"""


def chromium() -> str | None:
    """Where Chromium is: $CHROMIUM, else the system's, else None for Playwright's own.

    The shell without a window of its own comes first: the same engine for half of the work."""
    programs = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, programs)), None)


def axe_findings(context: BrowserContext, page: Page) -> Iterator[str]:
    """What axe finds; it is run past the page's policy, as an inspector does, not as the page's own script."""
    client = context.new_cdp_session(page)
    client.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    result = page.evaluate("(tags) => axe.run(document, { runOnly: tags, resultTypes: ['violations'] })", STANDARDS)
    for finding in result["violations"]:
        places = [" ".join(map(str, node["target"])) for node in finding["nodes"]]
        yield f"axe {finding['id']} ({finding['impact']}) at {', '.join(places[:3])}{' …' if len(places) > 3 else ''}"


def page_findings(context: BrowserContext, page: Page, language: str, *, axe: bool = True) -> Iterator[str]:
    """What is wrong with the page as it stands."""
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if over > 0:
        yield f"{over} pixels of sideways overflow"
    if language == "fa":
        for text in page.evaluate(ASCII_DIGITS):
            yield f"ASCII digits in Persian text: {text!r}"
    if axe:
        yield from axe_findings(context, page)


def shoot(context: BrowserContext, address: str, file: Path, language: str, *, whole: bool, checked: bool = True, acts: list[list[str]] | None = None) -> list[str]:
    """Open one page, do `acts` there (acting.py), keep its picture in `file`, and return what is wrong with it."""
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(f"console: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    try:
        answer = page.goto(address, wait_until="load")
        page.evaluate("document.fonts.ready.then(() => true)")
        page.wait_for_timeout(200)
        if undone := perform(page, acts or []):
            wrong.append(undone)
        page.screenshot(path=file, full_page=whole)
        if answer is None or answer.status >= 400:
            wrong.append(f"answered {answer.status if answer else 'nothing'}")
        if checked:
            wrong.extend(page_findings(context, page, language))
    finally:
        page.close()
    return wrong


def cookies_for(language: str, given: list[str]) -> Iterator[str]:
    """The cookies without a prefix, and those whose prefix is this language: a signed-in person's language is their own setting."""
    for cookie in given:
        prefix, mark, rest = cookie.partition(":")
        if mark and prefix in ("fa", "en"):
            if prefix == language:
                yield rest
        else:
            yield cookie


def main() -> int:
    """Take all pictures; the number of findings decides the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("base", help="address of a running Sandali, such as http://127.0.0.1:8000")
    parser.add_argument("pages", type=Path, help="a JSON file: [[name, path], …]")
    parser.add_argument("--cookie", action="append", default=[], metavar="[fa:|en:]NAME=VALUE", help="the session; per language with a prefix")
    parser.add_argument("--out", type=Path, default=ROOT / "shots")
    parser.add_argument("--full", action="store_true", help="the whole length of each page")
    given = parser.parse_args()
    pages = json.loads(given.pages.read_text(encoding="utf-8"))
    given.out.mkdir(parents=True, exist_ok=True)
    total = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for language, theme, (width, height) in product(("fa", "en"), THEMES, SIZES):
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme, locale=language)
            cookies = [pair.split("=", 1) for pair in [*cookies_for(language, given.cookie), f"lang={language}", f"theme={theme}"]]
            host = urlsplit(given.base).hostname or "127.0.0.1"
            context.add_cookies([{"name": name, "value": value, "domain": host, "path": "/"} for name, value in cookies])
            context.add_init_script(VIOLATIONS)
            for name, path in pages:
                file = given.out / f"{name}-{language}-{theme}-{width}.png"
                for finding in shoot(context, urljoin(given.base, path), file, language, whole=given.full):
                    total += 1
                    print(f"{file.name}: {finding}")
            context.close()
        browser.close()
    print(f"{len(pages) * 8} pictures in {given.out}, {total} findings")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())

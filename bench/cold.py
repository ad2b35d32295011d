"""The inbox opened by a browser that was never here: how many requests, how many bytes over the line, of what kind."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings
from playwright.sync_api import sync_playwright

from bench.browsing import sign_in
from bench.figures import Figure
from bench.pages import agent
from bench.processes import Server
from tools.shots import chromium

KINDS = {"Document": "HTML", "Stylesheet": "CSS", "Script": "JS", "Font": "font", "Image": "images", "Other": "other"}
CHROMIUM = chromium()


def measure(server: Server) -> list[Figure]:
    """Real Chromium with an empty cache. Compressed bytes with headers; the event stream stays open and is not counted."""
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": sign_in(agent()), "url": server.url}  # before the loop that runs below
    asked: dict[str, str] = {}
    size: dict[str, float] = {}

    def requested(event: dict[str, Any]) -> None:
        asked[event["requestId"]] = event.get("type", "Other") if "/live/" not in event["request"]["url"] else "Stream"

    def finished(event: dict[str, Any]) -> None:
        size[event["requestId"]] = event["encodedDataLength"]

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies([cookie])
        page = context.new_page()
        talk = context.new_cdp_session(page)
        talk.send("Network.enable")
        talk.on("Network.requestWillBeSent", requested)
        talk.on("Network.loadingFinished", finished)
        page.goto(f"{server.url}/cases/", wait_until="load")
        page.wait_for_timeout(1500)
        browser.close()
    counts: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for number, kind in asked.items():
        if kind != "Stream":
            counts[KINDS.get(kind, kind)] += 1
            sizes[KINDS.get(kind, kind)] += int(size.get(number, 0))
    return figures(counts, sizes)


def figures(counts: Counter[str], sizes: Counter[str]) -> list[Figure]:
    """What the budget says of them."""
    besides = sum(sizes.values()) - sizes["font"]
    note = ", ".join(f"{counts[kind]} {kind} {sizes[kind] / 1000:.1f} kB" for kind in sorted(counts))
    return [
        Figure("inbox, cold: compressed besides the font", besides / 1000, "kB", 120, note),
        Figure("inbox, cold: requests", sum(counts.values()), "", 8),
        Figure("inbox, cold: stylesheets", counts["CSS"], "", 1),
    ]

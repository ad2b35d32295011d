"""The chat's button on a foreign page over a slow line: real Chromium with an empty cache, again and again."""

from __future__ import annotations

import statistics
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench.figures import Figure, percentile
from bench.processes import Server
from sandali.channels.setup import create_channel
from sandali.company.models import Person
from tests.browser.foreign import website
from tools.shots import chromium

TIMES, GOAL = 9, 1000.0
KEY = "c" * 32
# WebPageTest's "Slow 3G": 400 kbit/s both ways, 400 ms there and back. (DevTools' profile of that name waits 2 s for each answer.)
LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
# The button stands in a closed shadow root, so its host is waited for, and the second frame after it: by then it is painted.
WATCH = """
new MutationObserver((_changes, watching) => {
  if (!document.querySelector("body > div")) return;
  watching.disconnect();
  requestAnimationFrame(() => requestAnimationFrame(() => { window.seen = performance.now(); }));
}).observe(document, { childList: true, subtree: true });
"""
ASKED = "performance.getEntriesByType('resource').find((one) => one.name.endsWith('.js'))"


def measure(server: Server) -> list[Figure]:
    """Milliseconds until the button is painted, the middle one of several: since our script was asked for, and since the page was."""
    admin = Person.objects.filter(role="admin").order_by("pk")[0]
    create_channel(
        kind="webchat", name="Bench", by=admin, settings={"key": KEY, "origins": [], "shows_people": True, "colour": "#0b6e69"},
        secrets={"signing_secret": "a secret of the bench, of 32 letters"},
    )  # fmt: skip
    with sync_playwright() as playwright, website(server.url, KEY) as foreign:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        seen = [once(browser, foreign.address) for _number in range(TIMES)]
        browser.close()
    ours, whole = [one["ours"] for one in seen], [one["whole"] for one in seen]
    size = f"{seen[0]['bytes'] / 1000:.1f} kB over the line, {TIMES} times, the longest {max(ours):.0f}"
    return [
        Figure("chat's button on slow 3G, since our script was asked for", statistics.median(ours), "ms", GOAL, size),
        Figure("chat's button on slow 3G, since the website's page was", statistics.median(whole), "ms", None, f"p90 {percentile(whole, 0.9):.0f}; the page itself takes one of the two answers"),
    ]


def once(browser: Browser, address: str) -> dict[str, Any]:
    """One visit by a browser that was never here."""
    context = browser.new_context()
    page = context.new_page()
    talk = context.new_cdp_session(page)
    talk.send("Network.enable")
    talk.send("Network.emulateNetworkConditions", LINE)
    page.add_init_script(WATCH)
    with page.expect_event("requestfinished", lambda request: request.url.endswith(".js")) as script:
        page.goto(address, wait_until="load")
    sizes = script.value.sizes()
    page.wait_for_timeout(500)
    found = page.evaluate(f"() => ({{ whole: window.seen, ours: window.seen - {ASKED}.startTime }})")
    context.close()
    return found | {"bytes": sizes["responseHeadersSize"] + sizes["responseBodySize"]}

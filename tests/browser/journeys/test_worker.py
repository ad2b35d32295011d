"""The service worker through an update of Sandali: the new files at once, nothing of the old kept, and the last ones without a server."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page

from sandali.kit.assets import SOURCE
from tests.browser.journeys.test_without_connection import CACHED, until

WORKER = (SOURCE / "js/sw.js").read_text(encoding="utf-8")
STYLE = "getComputedStyle(document.body).getPropertyValue('--release').trim()"
OFFLINE = {"fa": "/offline/?language=fa", "en": "/offline/?language=en"}


class Release:
    """What the server has at one time: a page, its stylesheet under `name`, the worker of `version`."""

    def __init__(self, version: str, name: str) -> None:
        self.version, self.name = version, f"/static/{name}"

    def answer(self, path: str) -> tuple[int, str, str]:
        """(status, content type, text) for a path."""
        facts = {"version": self.version, "assets": [self.name], "offline": OFFLINE, "visits": {}, "written": [], "usual": "en", "push": ""}
        return {
            "/": (200, "text/html", f'<link rel="stylesheet" href="{self.name}"><body>{self.version}'),
            self.name: (200, "text/css", f"body {{ --release: {self.version} }}"),
            "/sw.js": (200, "text/javascript", f"const SANDALI = {json.dumps(facts)};\n{WORKER}"),
            "/offline/": (200, "text/html", f'<link rel="stylesheet" href="{self.name}"><body>no connection {self.version}'),
        }.get(path, (404, "text/plain", "gone"))


@contextmanager
def serving(release: Release) -> Iterator[tuple[str, ThreadingHTTPServer]]:
    """A server whose `release` can be exchanged while it runs; yields its address and itself."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, text = self.server.release.answer(self.path.partition("?")[0])  # type: ignore[attr-defined]
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.release = release  # type: ignore[attr-defined]
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", server
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def page(browser) -> Iterator[Page]:
    """A browser that knows nothing yet."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def register(page: Page) -> None:
    """As s-worker.js does."""
    page.evaluate("navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready).then(() => true)")
    until(page, "() => Boolean(navigator.serviceWorker.controller)", True)


@pytest.mark.parametrize(
    ("before", "after"),
    [("app.aaaaaaaaaaaa.css", "app.bbbbbbbbbbbb.css"), ("app.css", "app.css")],
    ids=["names with a hash", "plain names"],
)
def test_after_an_update_the_page_has_the_new_files_and_the_old_ones_are_gone(page, before, after):
    with serving(Release("one", before)) as (address, server):
        page.goto(address)
        register(page)
        assert page.evaluate(STYLE) == "one"
        until(page, CACHED, sorted(["/offline/", "/offline/", f"/static/{before}"]))

        server.release = Release("two", after)
        page.reload()  # the old worker still stands between
        assert (page.inner_text("body"), page.evaluate(STYLE)) == ("two", "two")
        page.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.update()).then(() => true)")
        until(page, "async () => (await caches.keys()).join()", "sandali-two")
        assert page.evaluate(CACHED) == sorted(["/offline/", "/offline/", f"/static/{after}"])
        page.reload()
        assert page.evaluate(STYLE) == "two"


def test_a_release_with_a_piece_missing_leaves_the_one_before_in_charge(page):
    with serving(Release("one", "app.css")) as (address, server):
        page.goto(address)
        register(page)
        broken = Release("two", "app.css")
        whole = broken.answer
        broken.answer = lambda path: (500, "text/plain", "!") if path == "/offline/" else whole(path)
        server.release = broken
        page.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.update()).catch(() => {}).then(() => true)")
        until(page, "async () => Boolean((await navigator.serviceWorker.getRegistration()).installing)", False)
        page.context.set_offline(True)
        page.reload()
        assert re.fullmatch("no connection one", page.inner_text("body"))


def test_without_a_server_the_offline_page_stands_there_with_its_styles(page):
    with serving(Release("one", "app.aaaaaaaaaaaa.css")) as (address, _server):
        page.goto(address)
        register(page)
    page.goto(f"{address}/cases/12/")
    assert (page.inner_text("body"), page.evaluate(STYLE), page.url) == ("no connection one", "one", f"{address}/cases/12/")

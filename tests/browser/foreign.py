"""Somebody else's website: a page on a port of its own, with a strict content security policy of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import Frame, Page

from tests.browser.visitor import LATER

PAGE = """<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title></head><body><main><h1>{title}</h1><p><a href="/other">{title}</a></p></main>
<script src="{chat}/{place}/{key}.js" async></script></body></html>"""
TITLES = {"fa": "فروشگاه", "en": "A shop"}


@dataclass
class Website:
    """A website that answers; `key` is that of the chat (or whatever its `place` says) on its pages, which may come later."""

    key: str
    place: str = "chat"
    address: str = ""


@contextmanager
def website(chat: str, key: str = "", *, language: str = "fa", place: str = "chat") -> Iterator[Website]:
    """A website for the length of the block. `chat` is our own address."""
    site = Website(key, place)
    strict = f"default-src 'none'; script-src {chat}; frame-src {chat}; base-uri 'none'; require-trusted-types-for 'script'"

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = PAGE.format(
                language=language, direction="rtl" if language == "fa" else "ltr", title=TITLES[language], chat=chat, key=site.key, place=site.place
            ).encode()
            self.send_response(200 if not self.path.startswith("/favicon") else 204)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", strict)
            self.end_headers()
            self.wfile.write(body if not self.path.startswith("/favicon") else b"")

        def log_message(self, *_words: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        site.address = f"http://localhost:{server.server_port}"
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def window_of(page: Page) -> Frame:
    """The frame with the window, once it is there."""
    until_frames(page, 2)
    frame = page.frames[1]
    frame.wait_for_load_state("load")
    return frame


def until_frames(page: Page, count: int) -> None:
    """Wait for so many frames."""
    for _time in range(LATER // 50):
        if len(page.frames) >= count:
            return
        page.wait_for_timeout(50)
    raise AssertionError("the window never came")

"""A program on loopback that webhooks tell, and the way to have them told."""

from __future__ import annotations

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.channels.conftest import own_folders

__all__ = ["own_folders"]


class Listener:
    """Keeps what it is told, and answers with `codes`, the last one for ever."""

    def __init__(self):
        self.told, self.codes, self.headers, self.body = [], [200], {}, b"ok"
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(self))
        self.url = f"http://127.0.0.1:{self._http.server_port}/hook"
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    @property
    def port(self):
        return self._http.server_port

    def close(self):
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


def handler_of(listener):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            listener.told.append((dict(self.headers), body))
            code = listener.codes.pop(0) if len(listener.codes) > 1 else listener.codes[0]
            self.send_response(code)
            for name, value in listener.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(listener.body)))
            self.end_headers()
            self.wfile.write(listener.body)

        def do_GET(self):
            listener.told.append((dict(self.headers), b"GET"))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_words):
            pass

    return Handler


@pytest.fixture
def listener(own_folders, monkeypatch):
    """The program. Its port is one of those that may be asked, for this test."""
    from sandali.automation import actions
    from sandali.kit import safe_http

    found = Listener()
    for module in (actions, safe_http):
        monkeypatch.setattr(module, "PORTS", frozenset([found.port]))
    yield found
    found.close()


@pytest.fixture
def webhook(cast, listener):
    """A webhook of the administrator's."""
    from sandali.automation.actions import add_webhook

    made, secret = add_webhook(by=cast.admin, name="App", url=listener.url)
    made.shown = secret
    return made


def later(webhook, **time):
    """So much time passes for what waits to be tried again."""
    from django.db.models import F

    from sandali.automation.models import Webhook, WebhookDelivery

    passed = timedelta(**time)
    WebhookDelivery.objects.filter(webhook=webhook).update(next_at=F("next_at") - passed)
    Webhook.objects.filter(pk=webhook.pk).update(wait_until=None, failing_since=F("failing_since") - passed)


@pytest.fixture(autouse=True)
def settled(monkeypatch):
    """On PostgreSQL events are held back until none with a smaller number can still come; here nobody else writes."""
    from sandali.automation import feed

    monkeypatch.setattr(feed, "SETTLES", timedelta(0))

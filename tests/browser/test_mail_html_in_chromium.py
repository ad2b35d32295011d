"""Hostile mail in real Chromium: cleaned and framed, cleaned alone, and raw, so that it is seen what would have happened.

Documents stand in frames, sixty to a page; every host name leads to one server on loopback that
writes down what was asked of it (RELIABILITY E3, E5, section 4: 0 scripts, 0 loads, 0 navigations).
"""

import json
import re
import threading
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, sync_playwright

from sandali.kit.mail_html import FRAME_HEADERS, FRAME_SANDBOX, CleanHtml, clean_mail_html, wrap_document
from tests.browser.hostile_vectors import LINKS, LOADS, NAVIGATES, RUNS
from tools.shots import chromium as find_chromium

CHROMIUM = find_chromium()
FRAMES_A_PAGE = 60
PAYLOADS_A_FRAME = 12
# What Chromium asks for by itself, whatever is shown.
BROWSERS_OWN = re.compile(r"^[\w.-]+\.(?:googleapis|google|gvt1)\.com(?::\d+)?/|/favicon\.ico$")
PLAIN = {"Content-Type": "text/html; charset=utf-8"}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's Chromium is not installed"),
]


@dataclass
class Site:
    """Documents by path, and every other path that was asked for."""

    documents: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    address: str = ""
    port: int = 0

    def add(self, path: str, body: str, headers: dict[str, str]) -> None:
        self.documents[path] = (body, headers)


def handler_of(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host, known = self.headers.get("Host", ""), self.path in site.documents
            if not known or host != f"127.0.0.1:{site.port}":
                site.asked.append(f"{host}{self.path}")
            body, headers = site.documents.get(self.path, ("", {"Content-Type": "text/plain"}))
            data = body.encode("utf-8", "replace")
            self.send_response(200)
            for name, value in {**headers, "Content-Length": str(len(data))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        do_POST = do_GET

        def log_message(self, *_args: object) -> None:
            pass

    return Handler


@pytest.fixture(scope="module")
def site():
    here = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(here))
    here.port = server.server_address[1]
    here.address = f"http://127.0.0.1:{here.port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield here
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def chromium(site):
    arguments = [
        "--no-sandbox",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    arguments.append("--disable-features=IsolateSandboxedIframes,OptimizationHints,MediaRouter")
    # Every name leads to our server, so that what slips through is answered and seen.
    arguments.append(f"--host-resolver-rules=MAP * 127.0.0.1:{site.port}, EXCLUDE 127.0.0.1")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@dataclass
class Seen:
    """What happened while pages were open."""

    scripts: list[str] = field(default_factory=list)
    requests: list[str] = field(
        default_factory=list
    )  # begun by a page, also those that a policy then stopped
    reached: list[str] = field(default_factory=list)  # arrived at the server
    navigations: list[str] = field(default_factory=list)
    opened: int = 0


def watch(browser: Browser, site: Site, paths: list[str], sandbox: str | None) -> Seen:
    """Open the documents in frames and write down what they do."""
    seen = Seen()
    site.asked.clear()
    ours = {f"{site.address}{path}" for path in site.documents}
    context = browser.new_context()
    context.expose_binding("ran", lambda _source, what: seen.scripts.append(str(what)))
    hook = "for (const name of ['alert','confirm','prompt','print']) window[name] = what => { ran(String(what)) }"
    context.add_init_script(hook)
    context.on(
        "page",
        lambda page: page.on(
            "dialog", lambda dialog: (seen.scripts.append(dialog.message), dialog.dismiss())
        ),
    )
    for start in range(0, len(paths), FRAMES_A_PAGE):
        shown = paths[start : start + FRAMES_A_PAGE]
        attribute = "" if sandbox is None else f' sandbox="{sandbox}"'
        frames = "".join(
            f'<iframe width="60" height="40"{attribute} src="{path}"></iframe>' for path in shown
        )
        site.add(f"/page/{start}", f"<!doctype html><title>page</title>{frames}", PLAIN)
        ours.add(f"{site.address}/page/{start}")
        page = context.new_page()
        page.on(
            "request",
            lambda request: None if is_ours(request.url, ours) else seen.requests.append(request.url),
        )
        page.on(
            "framenavigated",
            lambda frame: None if is_ours(frame.url, ours) else seen.navigations.append(frame.url),
        )
        page.goto(f"{site.address}/page/{start}", wait_until="load", timeout=30_000)
        page.wait_for_timeout(300)
        loaded = [frame.url for frame in page.frames if urlsplit(frame.url).path in shown]
        seen.opened += len(loaded)
        page.close()
    seen.reached = [asked for asked in site.asked if not BROWSERS_OWN.search(asked)]
    context.close()
    return seen


def is_ours(url: str, ours: set[str]) -> bool:
    return url in ours or url == "about:blank" or url.startswith("data:") or url.endswith("/favicon.ico")


def filled(name: str, payload: str) -> str:
    return payload.replace("URL", f"http://hit.test/{quote(name)}").replace("NAME", quote(name))


@pytest.fixture(scope="module")
def payloads(shared_data) -> dict[str, str]:
    folder = shared_data / "strings-and-html"
    dompurify = json.loads((folder / "html-payloads.json").read_text("utf-8"))
    strings = json.loads((folder / "blns.json").read_text("utf-8"))
    found = {f"dompurify/{number}": entry["payload"] for number, entry in enumerate(dompurify)}
    found |= {f"blns/{number}": text for number, text in enumerate(strings)}
    for kind, vectors in (("loads", LOADS), ("navigates", NAVIGATES), ("runs", RUNS)):
        found |= {f"{kind}/{name}": filled(name, vector) for name, vector in vectors.items()}
    return found


def documents_of(payloads: dict[str, str]) -> dict[str, str]:
    """The cleaned documents by name: our own vectors one each, the others some to a document, each cleaned by itself."""
    own = {
        name: [text] for name, text in payloads.items() if name.startswith(("loads/", "navigates/", "runs/"))
    }
    others = [(name, text) for name, text in payloads.items() if name not in own]
    for start in range(0, len(others), PAYLOADS_A_FRAME):
        own[others[start][0]] = [text for _, text in others[start : start + PAYLOADS_A_FRAME]]
    documents = {}
    for name, texts in own.items():
        clean = CleanHtml("\n".join(clean_mail_html(text).html for text in texts), 0)
        documents[quote(name)] = wrap_document(clean, dark=False, language="en", direction="auto")
    return documents


@pytest.mark.reliability("E3")
def test_cleaned_and_framed_mail_runs_loads_and_navigates_nothing(chromium, site, payloads, record_property):
    site.documents.clear()
    documents = documents_of(payloads)
    for name, document in documents.items():
        site.add(f"/frame/{name}", document, FRAME_HEADERS)
    paths = list(site.documents)
    seen = watch(chromium, site, paths, FRAME_SANDBOX)
    record_property("payloads", len(payloads))
    assert len(payloads) >= 700
    assert (seen.scripts, seen.requests, seen.reached, seen.navigations) == ([], [], [], [])
    assert seen.opened == len(paths)


@pytest.mark.reliability("E3")
def test_cleaning_alone_holds_without_frame_and_policy(chromium, site, payloads):
    site.documents.clear()
    documents = documents_of(payloads)
    for name, document in documents.items():
        site.add(f"/bare/{name}", document, PLAIN)
    paths = list(site.documents)
    seen = watch(chromium, site, paths, None)
    assert (seen.scripts, seen.requests, seen.reached, seen.navigations) == ([], [], [], [])
    assert seen.opened == len(paths)


@pytest.mark.reliability("E3")
def test_the_frame_alone_stops_what_was_never_cleaned(chromium, site, payloads):
    """The second layer by itself: nothing runs and nothing is fetched (a sandbox cannot stop a frame from leaving)."""
    site.documents.clear()
    own = {name: text for name, text in payloads.items() if name.startswith(("loads/", "runs/"))}
    for name, text in own.items():
        site.add(f"/sealed/{quote(name)}", text, FRAME_HEADERS)
    seen = watch(chromium, site, [f"/sealed/{quote(name)}" for name in own], FRAME_SANDBOX)
    assert (seen.scripts, seen.reached) == ([], [])


@pytest.mark.reliability("E3")
def test_the_vectors_are_live_when_nothing_stops_them(chromium, site, payloads):
    """Without this the tests above could pass on vectors that do nothing."""
    site.documents.clear()
    own = {
        name: text for name, text in payloads.items() if name.startswith(("loads/", "navigates/", "runs/"))
    }
    for name, text in own.items():
        site.add(f"/raw/{quote(name)}", text, PLAIN)
    seen = watch(chromium, site, [f"/raw/{quote(name)}" for name in own], None)
    reached = Counter(re.sub(r".*hit\.test(:\d+)?/", "", asked) for asked in seen.reached)
    live = {
        "scripts": len(set(seen.scripts)),
        "addresses": len(reached),
        "navigations": len(set(seen.navigations)),
    }
    print(live)
    assert live["scripts"] >= 12
    assert live["addresses"] >= 45
    assert live["navigations"] >= 3


@pytest.mark.reliability("E5")
def test_every_link_that_is_left_goes_to_the_web_a_mailbox_or_a_phone(chromium, site, payloads):
    site.documents.clear()
    everything = "".join(clean_mail_html(text).html for text in [*LINKS, *payloads.values()])
    site.add("/links", f"<!doctype html>{everything}", PLAIN)
    page = chromium.new_page()
    page.goto(f"{site.address}/links")
    links = page.evaluate(
        "[...document.querySelectorAll('a[href],area[href]')].map(a => [a.protocol, a.host, a.rel, a.target])"
    )
    page.close()
    expected = ["http:", "https:", "https:", "https:", "mailto:", "tel:"]
    assert sorted(link[0] for link in links[: len(expected)]) == expected
    assert {(link[0] in ("http:", "https:", "mailto:", "tel:"), *link[2:]) for link in links} == {
        (True, "noopener noreferrer nofollow", "_blank")
    }
    assert [link for link in links if link[1].startswith("127.0.0.1")] == []

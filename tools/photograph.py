"""`make shots`: photographs every page in both languages, both themes and both sizes, from demo data, and says what is wrong.

    python tools/photograph.py [--language fa] [--theme dark] [--width 390] [--only case,inbox] [--fresh] [--pictures]

Makes .cache/shots-fa and .cache/shots-en by `sandali demo`, and .cache/shots-empty-… by `sandali setup`, when they are missing (or --fresh),
starts a server on each and on an empty folder, and looks as the administrator, an agent and a visitor, also with menus and dialogs open and
with forms refused. --pictures also renews docs/pictures. The exit status is 1 with any finding.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, BrowserContext, sync_playwright  # noqa: E402 - the path is set first

from tools.shots import SIZES, THEMES, VIOLATIONS, chromium, shoot  # noqa: E402

SECONDS_TO_START = 300
PHONE = 768  # narrower than this is a phone, with a finger instead of a mouse
PICTURES = (
    ("inbox-fa", "fa", "light", (1440, 900), "inbox-open"),
    ("case-fa", "fa", "light", (1440, 900), "case-with-task"),
    ("board-fa", "fa", "light", (1440, 900), "board"),
    ("inbox-en-dark", "en", "dark", (1440, 900), "inbox-open"),
    ("phone-fa", "fa", "light", (390, 844), "inbox-all"),
)


@dataclass(frozen=True)
class Shot:
    """One page: its name, its path, who looks ("signed in", "owner", "agent" or "visitor"), and the status it answers with.

    `acts` are done before the picture is taken; `where` is "wide" or "phone" for what is there alone; `html` is the page itself
    where no address shows it."""

    name: str
    path: str
    who: str
    status: int = 200
    acts: list[list[str]] = field(default_factory=list)
    where: str = ""
    html: str = ""


@dataclass(frozen=True)
class Site:
    """A running server on a data folder, the sessions by who looks (none where nobody is yet), and its pages."""

    language: str
    base: str
    sessions: dict[str, str]
    zone: str
    pages: list[Shot]
    data: Path | None = None


def environment(data: Path) -> dict[str, str]:
    """A child's settings: its data folder, and nothing of the developer's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SANDALI_") and name != "PORT"}
    return kept | {"SANDALI_DATA": str(data), "DJANGO_SETTINGS_MODULE": "sandali.settings", "PYTHONPATH": str(ROOT)}


def filled(language: str, *, fresh: bool, empty: bool = False) -> Path:
    """A data folder with the demo company, or with one where nothing has happened; made once and kept."""
    data = ROOT / ".cache" / f"shots-{'empty-' if empty else ''}{language}"
    if fresh:
        shutil.rmtree(data, ignore_errors=True)
    if not (data / "made").exists():
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(parents=True)
        name, person = ("فروشگاه بهار", "نیلوفر آذر") if language == "fa" else ("Fernhill", "Sarah Moss")
        founding = ["setup", "--company", name, "--name", person, "--email", "admin@example.com", "--password", secrets.token_urlsafe(12), "--language", language]
        command = founding if empty else ["demo", "--language", language]
        subprocess.run([sys.executable, "-m", "sandali", *command], cwd=ROOT, env=environment(data), check=True, stdout=subprocess.DEVNULL)
        (data / "made").touch()
    return data


@contextmanager
def serving(data: Path) -> Iterator[str]:
    """The whole program on `data`; the demo's channels have no servers, so nothing leaves. Yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "sandali", "run", "--port", str(port)]
    with (data / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment(data), stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + SECONDS_TO_START
        while not answers(address):
            if time.monotonic() > deadline or server.poll() is not None:
                raise SystemExit(f"The server on {data} does not start: {(data / 'server.log').read_text()[-2000:]}")
            time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait()


def answers(address: str) -> bool:
    """Whether the server is ready."""
    try:
        with urllib.request.urlopen(f"{address}/-/live", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def site_of(language: str, data: Path, base: str) -> Site:
    """The pages of a filled data folder, asked for in a process of their own (tools/pages_of.py)."""
    command = [sys.executable, str(ROOT / "tools" / "pages_of.py")]
    said = subprocess.run(command, cwd=ROOT, env=environment(data), check=True, capture_output=True, text=True).stdout
    answer = json.loads(said.splitlines()[-1])
    documents = [Shot(name, f"/-/document/{name}", "visitor", html=html) for name, html in answer["documents"]]
    return Site(language, base, answer["sessions"], answer["zone"], [*(Shot(**page) for page in answer["pages"]), *documents], data)


def context_of(browser: Browser, site: Site, who: str, theme: str, size: tuple[int, int]) -> BrowserContext:
    """Somebody's browser."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        is_mobile=size[0] < PHONE,
        has_touch=size[0] < PHONE,
        color_scheme="dark" if theme == "dark" else "light",
        locale=site.language,
        timezone_id=site.zone,
        reduced_motion="reduce",
    )
    cookies = {"lang": site.language, "theme": theme} | ({"sid": site.sessions[who]} if who in site.sessions else {})
    context.add_cookies([{"name": name, "value": value, "url": site.base} for name, value in cookies.items()])
    context.add_init_script(VIOLATIONS)
    return context


def photograph(browser: Browser, site: Site, theme: str, size: tuple[int, int], out: Path, *, whole: bool, checked: bool) -> Iterator[str]:
    """All pages of a site in one theme and size; yields what is wrong."""
    for who in ("signed in", "owner", "agent", "visitor"):
        pages = [page for page in site.pages if page.who == who and page.where in ("", "phone" if size[0] < PHONE else "wide")]
        if not pages:
            continue
        context = context_of(browser, site, who, theme, size)
        for page in pages:
            if page.html:
                context.route(f"**{page.path}", lambda route, _request, html=page.html: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
            file = out / f"{page.name}-{site.language}-{theme}-{size[0]}.png"
            expected = (f"answered {page.status}", f"console: Failed to load resource: the server responded with a status of {page.status} ")
            searched = checked and not page.name.startswith("mail-")  # a mail has no regions and no main part
            for finding in shoot(context, site.base + page.path, file, site.language, whole=whole, checked=searched, acts=page.acts):
                if not (page.status >= 400 and finding.startswith(expected)):
                    yield f"{file.name}: {finding}"
        context.close()


def renew_pictures(out: Path) -> None:
    """The pictures of the README, from what was just photographed, as WebP, which weighs little."""
    from PIL import Image  # only for this option

    folder = ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, language, theme, (width, _height), page in PICTURES:
        source = out / f"{page}-{language}-{theme}-{width}.png"
        if source.exists():
            with Image.open(source) as image:
                image.convert("RGB").save(folder / f"{name}.webp", quality=74, method=6)


def options() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--language", choices=["fa", "en"], action="append")
    parser.add_argument("--theme", choices=THEMES, action="append")
    parser.add_argument("--width", type=int, choices=[size[0] for size in SIZES], action="append")
    parser.add_argument("--only", default="", help="names of pages, with commas; a beginning is enough")
    parser.add_argument("--whole", action="store_true", help="the whole length of each page, not what a screen shows")
    parser.add_argument("--unchecked", action="store_true", help="pictures alone, in half of the time: nothing is searched for on the pages")
    parser.add_argument("--fresh", action="store_true", help="make the demo companies anew")
    parser.add_argument("--pictures", action="store_true", help="renew docs/pictures")
    parser.add_argument("--out", type=Path, default=ROOT / "shots")
    return parser.parse_args()


def chosen(site: Site, only: str) -> Site:
    """The site with the pages that were asked for."""
    names = tuple(filter(None, only.split(",")))
    return replace(site, pages=[page for page in site.pages if not names or page.name.startswith(names)])


def sites(stack: ExitStack, languages: list[str], *, fresh: bool) -> Iterator[Site]:
    """For each language the filled company, one where nothing has happened, and none yet; the servers run until the stack is left."""
    empty = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sandali-shots-")))
    unborn = stack.enter_context(serving(empty))
    for language in languages:
        for bare in (False, True):
            data = filled(language, fresh=fresh, empty=bare)
            yield site_of(language, data, stack.enter_context(serving(data)))
        yield Site(language, unborn, {}, "Asia/Tehran", [Shot("setup", f"/setup/?language={language}", "visitor", 200)])


def main() -> int:
    """Take the pictures and print the findings; the exit status says whether there were any."""
    given = options()
    given.out.mkdir(parents=True, exist_ok=True)
    count, findings = 0, 0
    subprocess.run([sys.executable, "-m", "sandali.kit.assets"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for site in sites(stack, given.language or ["fa", "en"], fresh=given.fresh):
            for theme, size in product(given.theme or THEMES, [size for size in SIZES if not given.width or size[0] in given.width]):
                # A new session each time: what asks for the password again after five minutes is photographed itself.
                again = site_of(site.language, site.data, site.base) if site.data else site
                small = chosen(again, given.only)
                count += len(small.pages)
                for finding in photograph(browser, small, theme, size, given.out, whole=given.whole, checked=not given.unchecked):
                    findings += 1
                    print(finding, flush=True)
        browser.close()
    if given.pictures:
        renew_pictures(given.out)
    print(f"{count} pictures in {given.out}, {findings} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())

"""Sandali as an installed app: its manifest, its service worker, and the page that stands where the connection is gone."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sandali.desk.entering import visitors
from sandali.desk.visits.kept import visits_page
from sandali.kit.assets import SOURCE, address
from sandali.kit.dates import displayed
from sandali.kit.web_push import own_public_key

LANGUAGES = ("fa", "en")
# What any page of the desk needs before it can be drawn.
ASSETS = ("built/sandali.css", "built/sandali.js", "built/icons.svg", "built/vazirmatn-arabic.woff2", "built/vazirmatn-latin.woff2")
ICONS = (("192x192", "any"), ("512x512", "any"), ("192x192", "maskable"), ("512x512", "maskable"))
WORKER, PUSH = "js/sw.js", "js/sw-push.js"
OFFLINE = "desk/comfort/offline.html"
BACKGROUND = "#f4f6f8"  # --bg of tokens.css, where the system starts the app before its first page is there


def asked_language(request: HttpRequest) -> str:
    """The language that the address asks for, else the reader's."""
    asked = request.GET.get("language", "")
    return asked if asked in LANGUAGES else str(getattr(request, "LANGUAGE_CODE", "fa"))


@visitors()
def manifest(request: HttpRequest) -> HttpResponse:
    """What an installed Sandali is called, how it looks and where it starts, in the language of the page that links it."""
    language = asked_language(request)
    company = getattr(request, "company", None)
    with translation.override(language):
        answer = JsonResponse(
            {
                "id": "/",
                "name": _("Sandali, %(company)s") % {"company": company.name} if company is not None else _("Sandali"),
                "short_name": _("Sandali"),
                "description": _("The company's inbox: cases, customers, answers."),
                "lang": language,
                "dir": "rtl" if language == "fa" else "ltr",
                "start_url": "/",
                "scope": "/",
                "display": "standalone",
                "background_color": BACKGROUND,
                "theme_color": BACKGROUND,
                "categories": ["business", "productivity"],
                "icons": [icon(sizes, purpose) for sizes, purpose in ICONS],
                "shortcuts": [
                    {"name": _("Inbox"), "url": reverse("cases")},
                    {"name": _("New case"), "url": reverse("case_new")},
                    {"name": _("Customers"), "url": reverse("customers")},
                ],
            },
            content_type="application/manifest+json",
        )
    answer["Cache-Control"] = "no-cache"
    return answer


def icon(sizes: str, purpose: str) -> dict[str, str]:
    """One icon of the manifest."""
    name = f"icon-maskable-{sizes.partition('x')[0]}" if purpose == "maskable" else f"icon-{sizes.partition('x')[0]}"
    return {"src": address(f"built/{name}.png"), "sizes": sizes, "type": "image/png", "purpose": purpose}


@visitors()
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It is another one, byte for byte, as soon as anything changed that it keeps, so browsers take the new one."""
    company = getattr(request, "company", None)
    about = worker_facts(company.name if company is not None else "", company.language if company is not None else "fa")
    text = f"const SANDALI = {json.dumps(about, ensure_ascii=False)};\n{(SOURCE / WORKER).read_text(encoding='utf-8')}"
    answer = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


def worker_facts(company: str, language: str) -> dict[str, Any]:
    """What sw.js reads as SANDALI: the version, the addresses it keeps, its page for each language, the part for push if there is one."""
    names = [*ASSETS, *([PUSH] if (SOURCE / PUSH).exists() else [])]
    return {
        "version": version(tuple((str(SOURCE / name), stamp(SOURCE / name)) for name in (*names, WORKER)), company, language),
        "assets": [address(name) for name in ASSETS],
        "offline": {code: f"{reverse('offline')}?language={code}" for code in LANGUAGES},
        "visits": {code: f"{reverse('visits_kept')}?language={code}" for code in LANGUAGES},
        "written": [reverse("visits"), reverse("case_new")],
        "usual": language,
        "push": address(PUSH) if PUSH in names else "",
        "renewal": {"key": own_public_key(), "url": reverse("browsers"), "token": reverse("own_token")},
    }


def stamp(path: Path) -> tuple[int, int]:
    """(time of the last change, size in bytes) of a file; zeros where it was not built."""
    if not path.exists():
        return 0, 0
    about = path.stat()
    return about.st_mtime_ns, about.st_size


@lru_cache(maxsize=16)
def version(files: tuple[tuple[str, tuple[int, int]], ...], company: str, language: str) -> str:
    """16 hex characters of the content of the files and of both kept pages. The stamps in `files` only say when to look again."""
    digest = hashlib.sha256(f"{company}\n{language}\n{settings.STATIC_URL}".encode())
    for path, _stamp in files:
        digest.update(Path(path).read_bytes() if Path(path).exists() else b"")
    for code in LANGUAGES:
        for kept in (offline_page, visits_page):
            digest.update(kept(code).encode())
    return digest.hexdigest()[:16]


@visitors()
def offline(request: HttpRequest) -> HttpResponse:
    """The page that a browser keeps for when there is no connection. It is the same for everybody."""
    answer = HttpResponse(offline_page(asked_language(request), company=getattr(request, "company", None)))
    answer["Cache-Control"] = "no-cache"
    return answer


def offline_page(language: str, *, company: Any = None) -> str:
    """The page's HTML: made without a request, so that nothing of a person can come into it."""
    with translation.override(language), displayed(language, "UTC"):
        return render_to_string(OFFLINE, {"company": company, "csrf_token": "", "language_post": ""})

"""A signed-in agent's browser, as far as a server sees it: session cookie, CSRF token, the headers of a real one."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import httpx
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from sandali.company.models import Person

TOKEN = re.compile(r'csrfmiddlewaretoken"\s+value="([^"]+)"|csrf[-_]?token[^A-Za-z0-9]{1,30}([A-Za-z0-9]{32,64})', re.IGNORECASE)
HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br",
    "Accept-Language": "fa,en;q=0.7",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) bench",
}


class WrongAnswer(RuntimeError):
    """A page answered otherwise than it should; a figure of it would mean nothing."""


def sign_in(person: Person) -> str:
    """A session of this person, as signing in leaves it; returns its key."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session.session_key


class Browser:
    """One person's connection to the server."""

    def __init__(self, url: str, person: Person) -> None:
        self.person = person
        cookies = {settings.SESSION_COOKIE_NAME: sign_in(person)}
        self.client = httpx.Client(base_url=url, cookies=cookies, headers=HEADERS, timeout=60)
        self.token = ""

    def get(self, address: str, **headers: str) -> httpx.Response:
        """A page. Raises WrongAnswer unless it is 200."""
        return right(self.client.get(address, headers=headers))

    def post(self, address: str, values: dict[str, Any]) -> httpx.Response:
        """A form, as htmx sends it. Raises WrongAnswer unless it is 200, 204 or a redirect."""
        headers = {"X-CSRFToken": self.token, "HX-Request": "true", "HX-Request-Type": "partial", "Origin": str(self.client.base_url).rstrip("/")}
        return right(self.client.post(address, data={**values, "csrfmiddlewaretoken": self.token}, headers=headers))

    def learn_token(self, address: str) -> None:
        """Take the CSRF token from the page, as the browser's form would carry it."""
        found = TOKEN.search(self.get(address).text)
        if found is None:
            raise WrongAnswer(f"{address} holds no CSRF token")
        self.token = found[1] or found[2]


def right(answer: httpx.Response) -> httpx.Response:
    """The answer, when it is one. A sign-in page instead of the page asked for is none, nor is "load it as a page" instead of a part."""
    location = answer.headers.get("Location", "") or (answer.headers.get("HX-Redirect", "") if answer.request.method == "GET" else "")
    if answer.status_code not in (200, 204, 302, 303) or "/account/login" in location or (answer.request.method == "GET" and location):
        raise WrongAnswer(f"{answer.request.method} {answer.request.url.raw_path.decode()} answered {answer.status_code} {location}")
    return answer

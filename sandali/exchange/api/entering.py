"""Who calls, in which language they are answered, and what a refusal looks like (RFC 9457)."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from sandali.channels import health
from sandali.channels.api.callers import channel_in_use, channel_of_token, is_signed, value_of
from sandali.channels.models import Channel
from sandali.exchange.limits import Limit

WRONG: Final = Limit(30, 60)  # wrong tokens of one address
CALLS: Final = Limit(1_200, 60)  # of one channel
OWN_CALLS: Final = Limit(60, 60)  # of one customer's device
SCHEME: Final = "sandali "


class Problem(Exception):
    """Why a request is not done: a code for programs, and a sentence for people in the language that was asked for."""

    def __init__(self, code: str, words: str, status: int, *, errors: dict[str, str] | None = None, headers: dict[str, str] | None = None) -> None:
        super().__init__(words)
        self.code, self.words, self.status, self.errors, self.headers = code, words, status, errors, headers or {}


@dataclass(frozen=True, slots=True)
class Caller:
    """A program, or one of its customers (`user`) who calls by themselves."""

    channel: Channel
    user: str = ""

    @property
    def value(self) -> str:
        """What the customer is known by; "" for the program, which speaks for all of them."""
        return value_of(self.channel.pk, user=self.user) if self.user else ""


View = Callable[..., HttpResponseBase]


def api(*methods: str) -> Callable[[Callable[..., HttpResponseBase]], View]:
    """A view for programs: `caller` is given to it, a Problem becomes its answer, and nobody keeps what is said."""

    def decorate(view: Callable[..., HttpResponseBase]) -> View:
        @csrf_exempt  # no cookie has a say: a token or a signature comes with each request
        @functools.wraps(view)
        def handle(request: HttpRequest, **words: Any) -> HttpResponseBase:
            language = get_language_from_request(request)[:2] if request.headers.get("Accept-Language") else request.company.language  # type: ignore[attr-defined]
            with override(language):
                try:
                    answer = view(request, caller_of(request), **words) if request.method in methods else refused(wrong_method(methods))
                except Problem as problem:
                    answer = refused(problem)
            answer["Cache-Control"], answer["Content-Language"] = "no-store", language
            return answer

        return handle

    return decorate


def wrong_method(methods: tuple[str, ...]) -> Problem:
    """405."""
    return Problem("method", _("This address does not take that method."), 405, headers={"Allow": ", ".join(methods)})


def refused(problem: Problem) -> JsonResponse:
    """The answer that says why not."""
    body = {"type": f"urn:sandali:problem:{problem.code}", "title": problem.words, "status": problem.status}
    more = {"errors": problem.errors} if problem.errors else {}
    return JsonResponse(body | more, status=problem.status, content_type="application/problem+json", headers=problem.headers)


def caller_of(request: HttpRequest) -> Caller:
    """Who calls, by the Authorization header alone: never by the address, which stands in logs. Raises Problem."""
    where = get_adapter().get_client_ip(request) or ""
    if WRONG.is_used_up(where):
        raise Problem("too-many", _("There were too many wrong tokens. Please wait a minute."), 429, headers={"Retry-After": "60"})
    given = request.headers.get("Authorization", "")
    caller = by_token(given[7:].strip()) if given[:7].lower() == "bearer " else by_signature(given) if given.lower().startswith(SCHEME) else None
    if caller is None:
        WRONG.take(where)
        words = _("The token or the signature is missing, wrong or over.")
        raise Problem("not-known", words, 401, headers={"WWW-Authenticate": "Bearer"})
    limit, key = (OWN_CALLS, caller.value) if caller.user else (CALLS, str(caller.channel.pk))
    if not limit.take(key):
        raise Problem("too-many", _("That was a lot at once. Please wait a moment."), 429, headers={"Retry-After": "60"})
    if caller.channel.last_ok_at is None:
        health.receiving_works(caller.channel)
    return caller


def by_token(token: str) -> Caller | None:
    """The program."""
    channel = channel_of_token(token)
    return Caller(channel) if channel is not None else None


def by_signature(given: str) -> Caller | None:
    """A customer: `Sandali channel=3, user="42", expires=1795000000, signature=…`."""
    pairs = (part.strip().partition("=") for part in given[len(SCHEME) :].split(","))
    said = {name.strip().lower(): value.strip().strip('"') for name, _sign, value in pairs}
    number, expires = said.get("channel", ""), said.get("expires", "")
    if not all(one.isascii() and one.isdigit() and len(one) < 16 for one in (number, expires)):
        return None
    channel, user = channel_in_use(int(number)), said.get("user", "")
    if channel is None or not is_signed(channel, user, int(expires), said.get("signature", ""), timezone.now()):
        return None
    return Caller(channel, user)

"""Who calls: a program with a token of one of ours, by the Authorization header alone. No cookie and no address has a say."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Final

from allauth.account.adapter import get_adapter
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja.security import HttpBearer

from sandali.company.actions import note_token_used
from sandali.company.models import ApiToken, Person
from sandali.company.permissions import NotAllowed, may
from sandali.exchange.limits import Limit
from sandali.exchange.rest.once import done_once
from sandali.exchange.rest.problems import (
    Problem,
    busy,
    not_there,
    refused,
    too_large,
    too_many,
)
from sandali.exchange.uploads import length_of
from sandali.kit.secrets import token_hash

WRONG: Final = Limit(60, 60)  # wrong tokens of one address; to bring none is no guess
CALLS: Final = Limit(1_200, 60)  # of one token
WRITES: Final = ("POST", "PATCH", "PUT", "DELETE")
MOST_JSON: Final = 512 * 1024
MOST_FORM: Final = 26 * 1024 * 1024
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Caller:
    """A program: its token, and whose rights it has."""

    token: ApiToken
    person: Person

    def refuse_unless(self, scope: str, right: str) -> None:
        """Raises Problem where the token is not good for it, NotAllowed where its person may not."""
        if scope and scope not in self.token.scopes:
            raise Problem("scope", _("This token is not good for “%(scope)s”.") % {"scope": scope}, 403, more={"scope": scope})
        if right and not may(self.person, right):
            raise NotAllowed


class Bearer(HttpBearer):
    """The token, as the OpenAPI document says it. Who calls is known before (`entered`); here it is asked what they may."""

    def __init__(self, scope: str, right: str) -> None:
        super().__init__()
        self.scope, self.right = scope, right

    def __call__(self, request: HttpRequest) -> Any:
        request.caller.refuse_unless(self.scope, self.right)  # type: ignore[attr-defined]
        return request.caller  # type: ignore[attr-defined]

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Never asked: `__call__` knows already."""
        raise NotImplementedError


def caller_of(request: HttpRequest) -> Caller:
    """Who calls. Raises Problem."""
    where = get_adapter().get_client_ip(request) or ""
    given, now = request.headers.get("Authorization", ""), timezone.now()
    token = known_token(given[7:].strip()) if given[:7].lower() == "bearer " else None
    if token is None or not token.holds(now) or not token.person.is_active:
        # Whoever has a good one is never kept out by others behind the same proxy.
        if given and not WRONG.take(where):
            raise too_many(_("There were too many wrong tokens. Please wait a minute."), 60)
        raise Problem("not-known", _("The token is missing, wrong or over."), 401, headers={"WWW-Authenticate": 'Bearer realm="Sandali"'})
    if not CALLS.take(str(token.pk)):
        raise too_many(_("That was a lot at once. Please wait a moment."), 60)
    note_token_used(token, now)
    return Caller(token, token.person)


def known_token(token: str) -> ApiToken | None:
    """The row of a token, whether or not it still holds."""
    return ApiToken.objects.select_related("person").filter(token_hash=token_hash(token)).first() if token else None


def entered(view: View, methods: Collection[str] = ()) -> View:
    """The view as programs reach it: in their language, once by their key, and everything wrong as a problem. It takes `methods`, or any."""

    @functools.wraps(view)
    def handle(request: HttpRequest, **words: Any) -> HttpResponseBase:
        language = get_language_from_request(request)[:2] if request.headers.get("Accept-Language") else request.company.language  # type: ignore[attr-defined]
        with override(language):
            try:
                answer = answered(view, request, words, methods)
            except Problem as problem:
                answer = refused(problem)
            except OperationalError:
                answer = refused(busy())
        answer["Cache-Control"], answer["Content-Language"] = "no-store", language
        patch_vary_headers(answer, ["Authorization", "Accept-Language"])  # type: ignore[arg-type]
        return answer

    return handle


def answered(view: View, request: HttpRequest, words: dict[str, Any], methods: Collection[str]) -> HttpResponseBase:
    """Look who calls and how much they bring, and do it; once, where it has a key."""
    caller = caller_of(request)
    request.caller, request.user = caller, caller.person  # type: ignore[attr-defined, assignment]
    if methods and request.method not in methods:
        raise Problem("method", _("This address does not take that method."), 405, headers={"Allow": ", ".join(sorted(methods))})
    is_form, length = request.content_type == "multipart/form-data", length_of(request)
    if length is None or length > (MOST_FORM if is_form else MOST_JSON):
        raise too_large()
    key = request.headers.get("Idempotency-Key")  # an empty one is a wrong one, not none: its program thinks that it is safe
    if key is not None and request.method in WRITES and not is_form:  # files are kept by what is in them, so sending one twice is harmless
        return done_once(caller.person, key, request, lambda: view(request, **words))
    return view(request, **words)


@csrf_exempt  # a program brings a token, and no cookie has a say
def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address that there is not."""
    return refused(not_there())

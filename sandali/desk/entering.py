"""Who may enter a page: every view says it by one decorator, and a test walks all addresses to see that none forgot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import quote, urlsplit

from django.contrib.auth.middleware import get_user
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme

from sandali.company.permissions import NotAllowed, may
from sandali.kit.failures import failure
from sandali.kit.files import NoRoom
from sandali.kit.htmx import asked_by_htmx

View = Callable[..., HttpResponse]
ANYBODY = "anybody"
SIGNED_IN = "signed in"


@dataclass(frozen=True, slots=True)
class Policy:
    """What a view declares: a right of company.permissions (or ANYBODY, SIGNED_IN), and the methods it answers."""

    right: str
    methods: tuple[str, ...]


def staff(right: str = SIGNED_IN, *, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """A page for our own people with this right. What they may not see is 404, what they may not do is 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in _answered(methods):
                return HttpResponseNotAllowed(_answered(methods))
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if type(request.user) is SimpleLazyObject:  # Django's stand-in, which takes its time with each of hundreds of questions
                request.user = get_user(request)
            if right != SIGNED_IN and not may(request.user, right):
                return failure(request, 403)
            return answered(view, request, *args, **kwargs)

        guarded.policy = Policy(right, methods)  # type: ignore[attr-defined]
        return guarded

    return decorate


def visitors(*, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """A page for anybody who has the address."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in _answered(methods):
                return HttpResponseNotAllowed(_answered(methods))
            return answered(view, request, *args, **kwargs)

        guarded.policy = Policy(ANYBODY, methods)  # type: ignore[attr-defined]
        return guarded

    return decorate


def answered(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Call the view, and turn what the rooms below raise into the page that says it."""
    try:
        return view(request, *args, **kwargs)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    except NotAllowed:
        return failure(request, 403)
    except NoRoom:
        return failure(request, 503)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page, and back here afterwards (only to pages that are shown, never to an act)."""
    back = request.get_full_path() if request.method == "GET" and not asked_by_htmx(request) else page_left(request)
    address = f"/account/login/?next={quote(back)}"
    if asked_by_htmx(request):
        answer = HttpResponse(status=200)
        answer["HX-Redirect"] = address
        return answer
    return HttpResponseRedirect(address)


def page_left(request: HttpRequest) -> str:
    """The page in which a part or an act was asked for: what is being written there is waiting for its writer."""
    here = urlsplit(request.headers.get("HX-Current-URL", ""))
    back = f"{here.path}?{here.query}" if here.query else here.path
    return back if stays_here(back) else "/"


def stays_here(url: str | None) -> bool:
    """Whether a `next` is a path of ours and leads nowhere else (RELIABILITY I7)."""
    return bool(url) and str(url).startswith("/") and url_has_allowed_host_and_scheme(str(url), allowed_hosts=None)


def _answered(methods: tuple[str, ...]) -> tuple[str, ...]:
    return (*methods, "HEAD") if "GET" in methods else methods

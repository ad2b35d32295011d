"""Pages for what went wrong: what happened, what was kept, try again, a reference number. Also as Django's error handlers."""

import logging
import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html

from sandali.kit.components.overlays import toast
from sandali.kit.htmx import asked_by_htmx

log = logging.getLogger(__name__)
# Letters and digits that nobody mistakes when reading them out on the phone.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    """A number that a person can read out and an operator finds in the log: "7KQ3-9MXA"."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def failure(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    """The page for an HTTP status (400, 403, 404, 409, 429, 500) with a fresh reference number, which is logged.

    `context` may bring `kept` (a sentence: what of the person's work is safe), `retry_after` (seconds) and `explanation`. For htmx
    the answer is a toast, so that it never lands inside the page.
    """
    reference = new_reference()
    log.log(logging.ERROR if status >= 500 else logging.INFO, "answer %s, reference %s, %s", status, reference, request.path)
    values = {"reference": reference, "status": status, **context}
    if asked_by_htmx(request):
        words = " ".join(render_to_string(f"{status}.html#words", values, request).split())
        html = format_html('<hx-partial hx-target="#toasts" hx-swap="beforeend">{}</hx-partial>', toast(words, tone="bad", seconds=20))
    else:
        html = render_to_string(f"{status}.html", values, request)
    answer = HttpResponse(html, status=status)
    if "retry_after" in context:
        answer["Retry-After"] = str(context["retry_after"])
    return answer


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler400"""
    return failure(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler403"""
    return failure(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler404"""
    return failure(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500"""
    return failure(request, 500)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: the page was open too long, or was opened before signing in again."""
    return failure(request, 403, stale_form=True)

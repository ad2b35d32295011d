"""Headers that every answer carries."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from sandali.kit.courtesy import answering

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self), payment=(), usb=()",
}


def security_headers(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Sets what browsers need to be careful; a view that must be framed (the chat window) sets `xframe_exempt` on its answer."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        with answering():
            response = get_response(request)
        set_headers(response)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            # The same address answers with a page or with a part of it.
            patch_vary_headers(response, ["HX-Request", "HX-Target", "Sandali-Part"])
        return response

    return handle


def set_headers(response: HttpResponseBase) -> None:
    """What browsers are told with every answer, those included that no middleware sees (exchange/door.py)."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if settings.SECURE_HSTS_SECONDS:
        # Without asking whether this request came by https: a proxy speaks http to us, and browsers heed it on https alone.
        response.headers.setdefault("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}")
    if not getattr(response, "xframe_exempt", False):
        response.headers.setdefault("X-Frame-Options", "DENY")

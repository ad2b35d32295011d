"""Headers that every answer carries, and under which names we are asked for."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.request import split_domain_port
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


def check_host(request: HttpRequest) -> None:
    """Raises DisallowedHost for hosts that are not ours, and on https for our own name with another port (RELIABILITY I6).

    Django never looks at the port."""
    domain, port = split_domain_port(request.get_host())
    if not settings.SECURE:
        return
    public = urlsplit(settings.PUBLIC_URL)
    if domain == public.hostname and port not in ("", str(public.port or 443)):
        raise DisallowedHost(f"the port {port} is not that of the public address")

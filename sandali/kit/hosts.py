"""Under which names we are asked for."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.request import split_domain_port


def check_host(request: HttpRequest) -> None:
    """Raises DisallowedHost for hosts that are not ours, and on https for our own name with another port (RELIABILITY I6).

    Django never looks at the port."""
    domain, port = split_domain_port(request.get_host())
    if not settings.SECURE:
        return
    public = urlsplit(settings.PUBLIC_URL)
    if domain == public.hostname and port not in ("", str(public.port or 443)):
        raise DisallowedHost(f"the port {port} is not that of the public address")

"""The way to a provider's server: a channel's proxy, and what can be wrong on the way, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from sandali.kit.safe_http import Proxy

CONNECTIONS: Final[dict[str, Promise]] = {
    "bad-host": gettext_lazy("This is not the name of a server."),
    "refused-address": gettext_lazy("This server is on a private network. An operator can allow it by the setting SANDALI_PRIVATE_HOSTS."),
    "unknown-host": gettext_lazy("There is no server of this name, or it is not known here. Where it is kept away, a proxy may help."),
    "timeout": gettext_lazy("The server did not answer in time. Where it is kept away, a proxy may help."),
    "connection": gettext_lazy("The server refuses the connection, or it broke. Where it is kept away, a proxy may help."),
    "tls": gettext_lazy("No secure connection came about: the certificate does not fit."),
    "proxy": gettext_lazy("The proxy did not let us through. Look at its address, user name and password."),
    "too-large": gettext_lazy("The file is larger than the provider hands out."),
}


def proxy_of(settings: Mapping[str, Any], secrets: Mapping[str, str]) -> Proxy | None:
    """The proxy in a channel's settings, None without one."""
    host = str(settings.get("proxy_host") or "")
    if not host:
        return None
    return Proxy(host, int(settings.get("proxy_port") or 8080), str(settings.get("proxy_username") or ""), secrets.get("proxy_password", ""))

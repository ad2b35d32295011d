"""What stands on somebody's website by one line in its pages: which channel a key names, and on which websites it opens."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from sandali.channels.models import Channel
from sandali.kit.addresses import ConnectionProblem, clean_host

MOST_ORIGINS: Final = 20


def embedded(kind: str, key: str) -> Channel | None:
    """The channel of a kind behind a key, None for one that is paused, closed or was never there."""
    if len(key) != 32 or not key.isascii() or not key.isalnum():
        return None
    found = Channel.objects.filter(kind=kind, settings__key=key, is_active=True, archived_at=None)
    return found.select_related("department").first()


def origins(channel: Channel) -> list[str]:
    """The websites on which it opens."""
    return [str(one) for one in channel.settings.get("origins", [])]


def origin_of(address: str) -> str:
    """scheme://host[:port] of a web address as browsers write it, "" for what is none."""
    try:
        parts = urlsplit(address.strip() if "://" in address else f"https://{address.strip()}")
        host, port = clean_host(parts.hostname or ""), parts.port
    except (ConnectionProblem, ValueError):
        return ""
    if parts.scheme not in ("https", "http") or "@" in parts.netloc or "*" in address:
        return ""
    usual = {"https": 443, "http": 80}[parts.scheme]
    return f"{parts.scheme}://{host}{f':{port}' if port and port != usual else ''}"

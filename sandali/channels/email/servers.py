"""Where a mail channel receives and sends: typed from the channel's settings and secrets."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sandali.channels.models import Channel
from sandali.kit.secrets import decrypt

PORTS = {"imap": {"tls": 993, "starttls": 143, "none": 143}, "smtp": {"tls": 465, "starttls": 587, "none": 25}}


@dataclass(frozen=True, slots=True)
class Server:
    """One server to log in to. `security`: "tls", "starttls" or "none" (for a server on this machine)."""

    host: str
    port: int
    security: str
    username: str
    password: str

    def __repr__(self) -> str:
        return f"Server({self.host}:{self.port}, {self.security})"  # a password never reaches a log


def secrets_of(channel: Channel) -> dict[str, str]:
    """A channel's secrets in clear. Raises kit.secrets.SecretUnreadable when the key does not fit."""
    return json.loads(decrypt(channel.secrets, bound_to=f"channel:{channel.pk}")) if channel.secrets else {}


def server_of(side: str, address: str, settings: dict[str, Any], secrets: dict[str, str]) -> Server | None:
    """The "imap" or "smtp" server in a channel's settings, None when no host is given.

    The user name is the address unless another is given; a missing SMTP password is the IMAP one."""
    host = str(settings.get(f"{side}_host") or "")
    if not host:
        return None
    security = str(settings.get(f"{side}_security") or "tls")
    password = secrets.get(f"{side}_password") or (secrets.get("imap_password", "") if side == "smtp" else "")
    return Server(
        host,
        int(settings.get(f"{side}_port") or PORTS[side].get(security, 0)),
        security,
        str(settings.get(f"{side}_username") or address),
        password,
    )


def imap_server(channel: Channel) -> Server | None:
    """Where the channel's mail is fetched, None when it is not fetched."""
    return server_of("imap", channel.address, channel.settings, secrets_of(channel))


def smtp_server(channel: Channel) -> Server | None:
    """By what the channel sends, None when nothing is set."""
    return server_of("smtp", channel.address, channel.settings, secrets_of(channel))

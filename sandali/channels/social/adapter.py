"""The channel social: mentions in, and nothing out: they are answered where they were said (resolution/public)."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.channels.adapter import (
    Asked,
    Can,
    Card,
    Event,
    Incoming,
    Outgoing,
    Party,
    Press,
    Refused,
    RemoteFile,
    Sent,
    Unreadable,
)
from sandali.channels.models import Channel
from sandali.channels.social.mentions import Mention, event_of, mentions_in
from sandali.kit.text import language_of, looks_mixed_script

kind: Final = "social"
SIGNATURE: Final = "x-sandali-signature"
can = Can(send=False, hook=True, hook_by_hand=True, public=True, known_by=(kind,))
card = Card(
    label=gettext_lazy("Social mentions"),
    icon="speakerphone",
    works=gettext_lazy("Works"),
    untried=gettext_lazy("Nothing has come yet"),
    note=gettext_lazy("What people say about you in public: from a program that listens, from a table, or by hand."),
    form="sandali.channels.social.settings_form.SocialSettings",
)


def verify(asked: Asked, *, settings: dict[str, Any], secrets: dict[str, str]) -> bool:
    """Whether the secret stands behind the address, and the words were signed: "sha256=" and HMAC-SHA256 of the body with the key."""
    key, secret = secrets.get("signing_key", ""), secrets.get("hook_secret", "")
    if not key or not secret:
        return False
    ours = "sha256=" + hmac.new(key.encode(), asked.body, hashlib.sha256).hexdigest()
    signed = hmac.compare_digest(asked.headers.get(SIGNATURE, "").encode("utf-8", "replace"), ours.encode())
    return hmac.compare_digest(asked.path_secret.encode("utf-8", "replace"), secret.encode()) and signed


def events(body: bytes, *, settings: dict[str, Any]) -> list[Event]:
    """The mentions in a request, each by itself; whole when there is none."""
    return [event_of(one) for one in mentions_in(body)] or [Event(body)]


def read(raw: bytes, *, settings: dict[str, Any]) -> list[Incoming]:
    """The mentions, as facts. Raises Unreadable."""
    found = mentions_in(raw)
    if not found:
        raise Unreadable(_("There is no mention in it: a text, and who said it or where."))
    return [fact_of(one) for one in found]


def fact_of(mention: Mention) -> Incoming:
    """One mention. Each is a conversation of its own; what the network calls it is its address where it has one."""
    who = mention.author or mention.name or mention.link
    return Incoming(
        sender=Party(
            kind, f"{mention.network.lower()}:{who.lower()}"[:254], mention.name or mention.author,
            "mixed-script" if looks_mixed_script(mention.name) else "", f"@{mention.author}" if mention.author else "",
        ),
        external_id=mention.link or mention.id,
        text=mention.text,
        sent_at=mention.moment,
        language=language_of(mention.text),
        chat=f"{mention.place}:{mention.number}",
    )  # fmt: skip


def send(channel: Any, outgoing: Outgoing) -> Sent:
    """Nothing leaves by this kind."""
    raise Refused(_("What was said in public is answered where it was said."), "public")


def poll(channel: Channel, *, after: int, wait: float) -> tuple[list[Event], int]:
    """Nobody is asked."""
    return [], after


def fetch_file(channel: Channel, file: RemoteFile) -> bytes:
    """Mentions bring no files."""
    raise Refused(_("What was said in public is answered where it was said."), "no-files")


def acknowledge(channel: Channel, press: Press, *, words: str) -> None:
    """There are no buttons."""


def connect(channel: Channel, *, hook_url: str) -> str:
    """Nobody has to be told: the address is put into the program that listens, by hand."""
    return ""

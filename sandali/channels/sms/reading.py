"""What a provider told us as facts: who wrote what, or how far a message of ours got. Pure.

It is kept in an envelope with the provider's name, so that it can still be read when the channel has another one."""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import parse_qsl

from django.utils.translation import gettext as _

from sandali.channels.adapter import Event, Incoming, Party, Receipt, Unreadable
from sandali.channels.sms.accounts import Provider, Said
from sandali.channels.sms.numbers import from_provider
from sandali.channels.sms.providers import PROVIDERS
from sandali.kit.digits import to_ascii
from sandali.kit.text import clean, language_of, looks_mixed_script

DEFAULT: Final = "kavenegar"
MOST_TOLD: Final = 500  # things in one request
# What people write who want no more messages; with their digits in any script. Providers ask for the first one under advertisements.
STOP_WORDS: Final = frozenset(["لغو11", "لغو 11", "لغو", "stop", "unsubscribe"])
OPT_OUT: Final = "opt-out"


def provider_of(settings: dict[str, Any]) -> Provider:
    """The provider that a channel has."""
    return PROVIDERS.get(str(settings.get("provider") or DEFAULT), PROVIDERS[DEFAULT])


def told_in(body: bytes) -> list[Said]:
    """The objects in a request: JSON (one, a list, or a list under "data"), or the fields of a form or a query. [] for nothing."""
    text = body.decode("utf-8", "replace").strip()
    if text[:1] in ("{", "["):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            return []
        inner = found.get("data", found.get("messages")) if isinstance(found, dict) else found
        rows = inner if isinstance(inner, list) else [found]
        return [one for one in rows if isinstance(one, dict)][:MOST_TOLD]
    fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=None)) if "=" in text else {}
    return [fields] if fields else []


def events(body: bytes, *, settings: dict[str, Any]) -> list[Event]:
    """What a request tells, each thing by itself; whole when it is nothing that this provider says."""
    provider = provider_of(settings)
    made = [event for said in told_in(body) if (event := event_of(provider, provider.plain(said, settings), settings)) is not None]
    return made or [Event(body)]


def event_of(provider: Provider, said: Said, settings: dict[str, Any]) -> Event | None:
    """One thing as it is kept: a message by its id, in the order of its sender; a report by its id and what it says."""
    raw = json.dumps({"provider": provider.name, "region": settings.get("region", "IR"), "said": said}, ensure_ascii=False, sort_keys=True)
    kept = raw.encode("utf-8", "surrogatepass")
    report = provider.report(said)
    if report is not None:
        return Event(kept, id=f"r:{report.id}:{report.reached}")
    heard = provider.heard(said)
    if heard is None:
        return None
    again = f":{heard.mended}" if heard.mended else ""
    return Event(kept, id=f"m:{heard.id}{again}", lane=from_provider(heard.sender), order=int(heard.at.timestamp()) if heard.at else 0)


def read(raw: bytes, *, settings: dict[str, Any]) -> list[Incoming]:
    """What was told. Raises Unreadable."""
    envelope = opened(raw)
    if envelope is not None:
        found = [(PROVIDERS[envelope["provider"]], envelope["said"], str(envelope.get("region", "IR")))]
    else:
        provider = provider_of(settings)
        found = [(provider, provider.plain(said, settings), str(settings.get("region", "IR"))) for said in told_in(raw)]
    facts = [fact for provider, said, region in found if (fact := facts_of(provider, said, region)) is not None]
    if not facts:
        raise Unreadable(_("This is not what a provider of short messages tells."))
    return facts


def opened(raw: bytes) -> dict[str, Any] | None:
    """Our own envelope, None for anything else."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    known = isinstance(found, dict) and found.get("provider") in PROVIDERS and isinstance(found.get("said"), dict)
    return found if known else None


def facts_of(provider: Provider, said: Said, region: str) -> Incoming | None:
    """One thing as facts; a report about which nothing is known says nothing."""
    report = provider.report(said)
    if report is not None:
        receipts = (Receipt(report.id, report.reached, reason=report.reason, reference=report.reference),) if report.reached else ()
        return Incoming(sender=None, receipts=receipts, automatic="" if receipts else "command")  # a word for us that opens nothing
    heard = provider.heard(said)
    if heard is None:
        return None
    sender = from_provider(heard.sender, region)
    text = clean(heard.text).strip()
    return Incoming(
        sender=Party("phone", sender, suspect="mixed-script" if looks_mixed_script(sender) else ""),
        external_id=heard.id,
        text=text,
        sent_at=heard.at,
        automatic="" if sender.startswith("+") else "no-reply",
        language=language_of(text),
        remarks=(OPT_OUT,) if wants_no_more(text) else (),
        chat=sender,
        change="edit" if heard.mended else "",
    )


def wants_no_more(text: str) -> bool:
    """Whether a message is nothing but a word that asks for no more."""
    return " ".join(to_ascii(text).lower().split()).strip(".!") in STOP_WORDS

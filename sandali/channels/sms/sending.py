"""An answer as a short message, what became of it, and what customers write: by the account of a channel."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sandali.channels.adapter import (
    Asked,
    Event,
    Looked,
    Outgoing,
    Press,
    Receipt,
    Refused,
    RemoteFile,
    Sent,
    TryLater,
)
from sandali.channels.delivery_parts import part_of_reference
from sandali.channels.email.servers import secrets_of
from sandali.channels.models import Channel, DeliveryPart
from sandali.channels.reaching import proxy_of
from sandali.channels.sms.accounts import Account
from sandali.channels.sms.reading import event_of, provider_of
from sandali.channels.sms.troubles import (
    LONG,
    NO_ACCOUNT,
    NOT_MOBILE,
    STRANGE,
    TAKEN,
    TROUBLES,
    code_of,
    later,
    meaning_for_sending,
)
from sandali.kit.phones import is_mobile
from sandali.kit.secrets import SecretUnreadable

LONGEST: Final = 900  # characters, of the providers with the lowest limit
FROM_BEFORE: Final = timedelta(days=1)  # what came to the line earlier than this before the channel was made is left alone


def account_of(settings: Mapping[str, Any], secrets: Mapping[str, str]) -> Account | None:
    """The account in a channel's settings, None without a key."""
    provider = provider_of(dict(settings))
    key = secrets.get("key", "")
    if not key:
        return None
    server = str(settings.get("server") or provider.server).rstrip("/")
    return Account(provider, server, str(settings.get("line") or ""), key, settings, str(settings.get("username") or ""), proxy_of(settings, secrets))


def needed_account(channel: Channel) -> Account:
    """A channel's account. Raises TryLater without a key, or one that can be read."""
    try:
        account = account_of(channel.settings, secrets_of(channel))
    except SecretUnreadable as problem:
        raise TryLater(later(problem).reason, "SecretUnreadable", channel_fault=True) from problem
    if account is None:
        raise TryLater(str(NO_ACCOUNT), "no-token", channel_fault=True)
    return account


def send(channel: Channel, outgoing: Outgoing) -> Sent:
    """Hand one message over. Raises Refused, TryLater, and Unclear when the provider may have it without having said so."""
    account = needed_account(channel)
    if not is_mobile(outgoing.to.value):
        raise Refused(str(NOT_MOBILE), "not-mobile")
    text = outgoing.text.strip()
    if len(text) > LONGEST:
        raise Refused(str(LONG), "too-long")
    try:
        parts = account.provider.hand_over(
            account, to=outgoing.to.value, text=text, reference=outgoing.reference, key=outgoing.message_id, left=parts_left(channel, outgoing)
        )
    except TROUBLES as problem:
        raise meaning_for_sending(problem) from problem
    return Sent(external_id=parts[0], parts=parts) if parts else Sent(final=True)


def parts_left(channel: Channel, outgoing: Outgoing) -> dict[int, str]:
    """The ids of the parts that left before, by their number: of one that was sent again after a report, some in the middle may be missing."""
    own = DeliveryPart.objects.filter(channel=channel, delivery__message_id=outgoing.message_id)
    return dict(own.values_list("number", "external_id")) if outgoing.done else {}


def look_up(channel: Channel, outgoing: Outgoing, *, since: datetime) -> Looked:
    """Whether the provider has a message; one that is another delivery's already is not this one. Raises TryLater."""
    account = needed_account(channel)
    told = told_of(channel, account, outgoing)
    if told is not None:
        return told
    try:
        found = account.provider.look_up(account, to=outgoing.to.value, text=outgoing.text.strip(), reference=outgoing.reference, since=since)
    except TROUBLES as problem:
        raise later(problem) from problem
    known = set(DeliveryPart.objects.filter(channel=channel, external_id__in=found, delivery__isnull=False).values_list("external_id", flat=True))
    number = next((one for one in found if one not in known), "")
    if not number:
        return Looked(proven=account.provider.knows_references)
    return Looked(Sent(external_id=number, parts=(number,), final=account.provider.is_final(number)))


def told_of(channel: Channel, account: Account, outgoing: Outgoing) -> Looked | None:
    """What was told by itself of the part that is unclear: under our own word for it. None where nothing was."""
    left = parts_left(channel, outgoing)
    known = next(number for number in range(len(left) + 1) if number not in left)
    mark, count = account.provider.mark(account, to=outgoing.to.value, text=outgoing.text.strip(), reference=outgoing.reference, part=known)
    number = part_of_reference(channel, mark) if mark else ""
    if not number:
        return None
    left[known] = number
    done = tuple(left[one] for one in range(count) if one in left)
    return Looked(Sent(external_id=done[0], parts=done)) if len(done) >= count else Looked(done=done)


def reports(channel: Channel, external_ids: tuple[str, ...]) -> list[Receipt]:
    """How far messages got. Raises TryLater."""
    account = needed_account(channel)
    try:
        said = account.provider.ask_reports(account, external_ids)
    except TROUBLES as problem:
        raise later(problem) from problem
    told = [report for one in said if (report := account.provider.report(one)) is not None]
    return [Receipt(report.id, report.reached, reason=report.reason) for report in told if report.reached and report.id in external_ids]


def poll(channel: Channel, *, after: int, wait: float) -> tuple[list[Event], int]:
    """What came to the line. Providers do not wait for news, so `wait` is not used. Raises TryLater."""
    account = needed_account(channel)
    if "poll" not in account.provider.ways:
        return [], after
    try:
        found, cursor = account.provider.fetch(account, after)
    except TROUBLES as problem:
        raise later(problem) from problem
    oldest = channel.created_at - FROM_BEFORE
    fresh = [said for said in found if (heard := account.provider.heard(said)) is not None and (heard.at is None or heard.at > oldest)]
    return [event for said in fresh if (event := event_of(account.provider, said, channel.settings)) is not None], cursor


def verify(asked: Asked, *, settings: dict[str, Any], secrets: dict[str, str]) -> bool:
    """Whether the secret behind the address came along: providers sign nothing."""
    secret = secrets.get("hook_secret", "")
    return bool(secret) and hmac.compare_digest(asked.path_secret.encode("utf-8", "replace"), secret.encode())


def connect(channel: Channel, *, hook_url: str) -> str:
    """Ask for the account, so that a wrong key is told at once; the address for hooks is put in at the provider by hand.

    Returns the line. Raises TryLater."""
    account = needed_account(channel)
    try:
        account.provider.credit(account)
    except TROUBLES as problem:
        if code_of(problem) == TAKEN:  # the one line that it allows is open already, in another process of ours
            return account.line
        raise later(problem) from problem
    return account.line


def fetch_file(channel: Channel, file: RemoteFile) -> bytes:
    """Short messages bring no files, so that nothing ever asks for one."""
    raise Refused(str(STRANGE), "no-files")


def acknowledge(channel: Channel, press: Press, *, words: str) -> None:
    """Short messages have no buttons."""

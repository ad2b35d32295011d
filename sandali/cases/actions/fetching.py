"""What still lies at a provider when a message comes (its files, and the name of who wrote): the message stands at once, and they follow."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Final, cast

from django.db.models import F

from sandali.cases import events
from sandali.cases.models import Attachment, Message
from sandali.channels.adapter import Refused, RemoteFile, TryLater
from sandali.channels.faces import NamingAdapter
from sandali.channels.kinds import adapter_of, hook_adapter
from sandali.channels.models import Channel
from sandali.customers.actions import show_as, touch_customer
from sandali.customers.models import Customer
from sandali.history import queue
from sandali.history.events import record
from sandali.kit import files
from sandali.kit.downloads import safe_name

log = logging.getLogger("sandali.intake")
JOB: Final = "sandali.cases.jobs.fetch_file"
NAMING: Final = "sandali.cases.jobs.name_customer"
FETCHING, GONE, TOO_LARGE = "fetching", "gone", "too-large"
MOST_TRIES: Final = 40
PAUSES: Final = (5, 15, 60, 300, 900, 3600)  # seconds between tries; the last one repeats


def fetch_later(message: Message, remote: Sequence[RemoteFile]) -> None:
    """Write down what is still to come, and have it fetched after the commit; and who wrote, where nobody has told us."""
    customer, channel = message.customer, message.channel
    if customer is not None and channel is not None and no_name(customer.name) and adapter_of(channel).can.looks_up_names:
        queue.put(NAMING, customer.pk, channel.pk, message.from_value, unique_key=f"{NAMING}:{customer.pk}")
    if not remote:
        return
    made = [
        Attachment.objects.create(
            message=message, name=safe_name(file.name)[:200], content_type=file.content_type[:120], size=file.size, reference=file.reference, label=FETCHING
        )
        for file in remote
    ]
    Message.objects.filter(pk=message.pk).update(file_count=F("file_count") + len(made))
    message.file_count += len(made)
    for one in made:
        queue.put(JOB, one.pk, unique_key=f"{JOB}:{one.pk}")


def no_name(name: str) -> bool:
    """Whether somebody's name is none, or only what they call themselves on a network."""
    return not name or name.startswith("@")


def fetch_file(number: int, tries: int = 0) -> bool:
    """Bring one file over; returns whether it is ours now. What may pass is tried again for days, and then left."""
    file = Attachment.objects.select_related("message__channel", "message__case").filter(pk=number, label=FETCHING).first()
    if file is None or file.message.channel is None:
        return False
    remote = RemoteFile(file.reference, file.name, file.content_type, file.size)
    try:
        content = hook_adapter(file.message.channel).fetch_file(file.message.channel, remote)
        sha256 = files.put(content)
    except Refused as refusal:
        return leave(file, TOO_LARGE if refusal.code == "too-large" or "large" in refusal.code or "big" in refusal.code else GONE)
    except (TryLater, files.NoRoom) as trouble:
        if tries >= MOST_TRIES:
            return leave(file, GONE)
        wait = getattr(trouble, "after", 0) or PAUSES[min(tries, len(PAUSES) - 1)]
        log.info("file %s is not fetched yet: %s", file.pk, trouble)
        queue.put(JOB, file.pk, tries + 1, run_after=queue.in_seconds(wait))
        return False
    settle_file(file, sha256, len(content))
    return True


def name_customer(number: int, channel_id: int, value: str) -> bool:
    """Ask the provider how somebody is called whom we know by a number alone; returns whether it said so. It is asked again when
    they write again."""
    customer, channel = Customer.objects.filter(pk=number).first(), Channel.objects.filter(pk=channel_id).first()
    if customer is None or channel is None or not no_name(customer.name):
        return False
    try:
        found = cast(NamingAdapter, adapter_of(channel)).profile(channel, value)
    except (Refused, TryLater) as trouble:
        log.info("channel %s does not say who customer %s is: %s", channel.pk, customer.pk, trouble.code)
        return False
    if found is None:
        return False
    customer.name = ""  # a person's own takes the place of what a network calls them
    touch_customer(customer, name=found.name, language="", at=customer.last_contact_at)
    show_as(customer, found.kind, found.value, found.shown)
    return True


def settle_file(file: Attachment, sha256: str, size: int) -> None:
    """Its bytes are ours now."""
    Attachment.objects.filter(pk=file.pk, label=FETCHING).update(sha256=sha256, size=size, label="", reference="")
    record(events.FILE_FETCHED, file.message)


def leave(file: Attachment, label: str) -> bool:
    """It will not come; the message says so."""
    Attachment.objects.filter(pk=file.pk).update(label=label)
    record(events.FILE_FETCHED, file.message)
    return False

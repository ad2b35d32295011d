"""Setting channels up: making, changing and archiving a door."""

from __future__ import annotations

import json
import re
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from sandali.channels import events
from sandali.channels.email.servers import secrets_of
from sandali.channels.hooks import hook_digest, with_hook
from sandali.channels.kinds import CONNECTED_KINDS, HOOKED_KINDS, SPOOLED_KINDS
from sandali.channels.models import Channel
from sandali.channels.queries import channel_stamp
from sandali.channels.spool import ensure_spool
from sandali.company.actions.overtaken import refuse_overtaken
from sandali.company.models import Department
from sandali.history import queue
from sandali.history.events import record
from sandali.kit.secrets import encrypt


class AddressTaken(Exception):
    """Two doors with one address would each take every mail; the text says so."""

    def __init__(self) -> None:
        super().__init__(_("Another channel has this address already."))


@transaction.atomic
def create_channel(
    *,
    kind: str,
    name: str,
    by: Any,
    address: str = "",
    department: Department | None = None,
    settings: dict[str, Any] | None = None,
    secrets: dict[str, str] | None = None,
    slug: str = "",
) -> Channel:
    """A new door. `slug` is made from the name or the address when none is given (`slug_from`), and made unique."""
    channel = Channel.objects.create(
        kind=kind,
        name=name,
        slug=free_slug(slug or slug_from(name, address)),
        address=address.strip().lower(),
        department=department,
        settings=settings or {},
    )
    write_secrets(channel, secrets or {})
    if kind in SPOOLED_KINDS:
        ensure_spool(channel)
    connect_later(channel)
    record(events.CHANNEL_CHANGED, channel, by=by, name=name, made=True)
    return channel


@transaction.atomic
def change_channel(
    channel: Channel,
    *,
    by: Any,
    name: str | None = None,
    address: str | None = None,
    department: Department | None = None,
    settings: dict[str, Any] | None = None,
    secrets: dict[str, str] | None = None,
    is_active: bool | None = None,
    was: str | None = None,
) -> Channel:
    """Change a door. What is None stays, except `department`, for which None means none; a secret that is "" stays too.

    A failing channel is tried again at once, as its trouble may be what was just put right. `was` is queries.channel_stamp
    of the form, None for none. Raises Overtaken."""
    row = Channel.objects.select_for_update(of=("self",)).get(pk=channel.pk)
    refuse_overtaken(was, channel_stamp(row), row)
    given: dict[str, Any] = {"name": name, "address": address and address.strip().lower(), "settings": settings, "is_active": is_active}
    changed = {key: value for key, value in given.items() if value is not None and value != getattr(row, key)}
    if row.department_id != (department.pk if department else None):
        changed["department"] = department
    changed |= {"next_try_at": None, "sending_next_try_at": None}
    for target in (row, channel):
        for key, value in changed.items():
            setattr(target, key, value)
    row.save(update_fields=list(changed))
    new = {key: value for key, value in (secrets or {}).items() if value}
    if new:
        write_secrets(row, secrets_of(row) | new if row.secrets else new)
        channel.secrets = row.secrets
    connect_later(row)
    what = sorted(key for key in changed if not key.endswith("next_try_at")) + (["secrets"] if new else [])
    if what:
        record(events.CHANNEL_CHANGED, channel, by=by, name=channel.name, what=what)
    return channel


@transaction.atomic
def archive_channel(channel: Channel, *, by: Any) -> Channel:
    """Close a door. Its messages and its name stay; its passwords do not."""
    Channel.objects.filter(pk=channel.pk).update(archived_at=timezone.now(), is_active=False, secrets="", hook_digest=None)
    channel.refresh_from_db()
    record(events.CHANNEL_CHANGED, channel, by=by, name=channel.name, what=["archived_at"])
    return channel


@transaction.atomic
def reopen_channel(channel: Channel, *, by: Any) -> Channel:
    """Open a closed door again. It stays paused: its passwords are forgotten and must be given first, where it had any.

    A door without a connection works at once. Raises AddressTaken when another channel has its address by now."""
    row = Channel.objects.select_for_update(of=("self",)).get(pk=channel.pk)
    if row.archived_at is None:
        return row
    if row.address and Channel.objects.filter(address=row.address, archived_at=None).exists():
        raise AddressTaken
    row.archived_at, row.is_active = None, row.kind not in CONNECTED_KINDS
    row.save(update_fields=["archived_at", "is_active"])
    if row.kind in SPOOLED_KINDS:
        ensure_spool(row)
    record(events.CHANNEL_REOPENED, row, by=by, name=row.name)
    return row


def write_secrets(channel: Channel, secrets: dict[str, str]) -> None:
    """Keep the secrets, encrypted for this channel alone. A kind whose provider tells us of events gets a hook's address of its own."""
    kept = {key: value for key, value in secrets.items() if value}
    if kept and channel.kind in HOOKED_KINDS:
        kept = with_hook(kept)
    channel.secrets = encrypt(json.dumps(kept), bound_to=f"channel:{channel.pk}") if kept else ""
    channel.hook_digest = hook_digest(kept["hook_token"]) if "hook_token" in kept else None
    Channel.objects.filter(pk=channel.pk).update(secrets=channel.secrets, hook_digest=channel.hook_digest)


def connect_later(channel: Channel) -> None:
    """Tell the provider where it reaches us, or that we ask, once this is committed."""
    if channel.kind in HOOKED_KINDS and channel.secrets and channel.archived_at is None:
        queue.put("sandali.channels.jobs.connect_channel", channel.pk, unique_key=f"connect:{channel.pk}")


def slug_from(name: str, address: str) -> str:
    """What a door is called on the command line: its name where that has Latin letters, else what stands before the @, else "channel".

    A Persian name leaves nothing of ASCII but perhaps a number, which says less than the address does."""
    made = (slugify(words) for words in (name, address.partition("@")[0]))
    return next((slug for slug in made if re.search("[a-z]", slug)), "channel")


def free_slug(wanted: str) -> str:
    """A short name of ASCII letters, for folders and commands, that no channel has: "support", "support-2"."""
    base = slugify(wanted)[:30].strip("-_") or "channel"
    taken = set(Channel.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))) if slug not in taken)

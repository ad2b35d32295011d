"""From a mailbox into arrivals: by UID, the bytes first, then the cursor, so that nothing is lost or taken twice (RELIABILITY 3.1)."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from imaplib import IMAP4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from imap_tools.errors import ImapToolsError

from sandali.channels import health
from sandali.channels.actions import quarantine, record_arrival
from sandali.channels.email.imap import Folder, Mailbox, open_mailbox
from sandali.channels.email.servers import imap_server
from sandali.channels.email.troubles import MailTrouble, trouble_of
from sandali.channels.leases import Lease, LeaseLost, cursor_lease
from sandali.channels.models import Channel
from sandali.kit import files
from sandali.kit.safe_http import ConnectionProblem
from sandali.kit.secrets import SecretUnreadable

log = logging.getLogger("sandali.mail")
LARGEST = 50 * 1024 * 1024
MOST_A_ROUND = 200  # then other mailboxes have their turn
MOST_SECONDS = 60.0
REFUSED_FOR = timedelta(hours=1)
RECONCILE_EVERY = timedelta(days=1)
RECONCILED_DAYS = 7
# What a server or the way to it can do wrong; anything else is our own fault and is not caught.
TROUBLES = (MailTrouble, ConnectionProblem, SecretUnreadable, files.NoRoom, OSError, IMAP4.error, ImapToolsError)


@contextmanager
def lease_of(channel: Channel) -> Iterator[Lease | None]:
    """The lease of a channel's mailbox for the length of the block, or None while somebody else holds it."""
    with cursor_lease(channel, str(channel.settings.get("imap_folder") or "INBOX")[:200]) as lease:
        yield lease


def fetch_mailbox(channel: Channel) -> bool:
    """One round over a channel's mailbox; returns whether more waits there. Trouble is written on the channel, not raised."""
    if not channel.is_active or channel.archived_at or (channel.next_try_at and channel.next_try_at > timezone.now()):
        return False
    with lease_of(channel) as lease:
        if lease is None:
            return False
        try:
            server = imap_server(channel)
            if server is None:
                return False
            with open_mailbox(server) as mailbox:
                more = fetch_round(channel, mailbox, lease)
        except LeaseLost:
            return False
        except TROUBLES as problem:
            note_trouble(channel, problem)
            return False
    return more


def note_trouble(channel: Channel, problem: Exception) -> None:
    """Write on the channel why its mail could not be fetched."""
    trouble = trouble_of(problem)
    log.warning("the mailbox of channel %s cannot be fetched: %s %s", channel.pk, trouble.code, trouble.detail)
    health.receiving_fails(channel, trouble.sentence)


def fetch_round(channel: Channel, mailbox: Mailbox, lease: Lease) -> bool:
    """Take in what is above the cursor, at most 200 mails or a minute; returns whether more waits. Raises TROUBLES."""
    after = str(channel.settings.get("imap_after") or "leave")
    folder = mailbox.open_folder(lease.cursor.folder, read_only=after == "leave")
    begin(channel, mailbox, folder, lease)
    waiting = mailbox.above(lease.cursor.last_uid)
    ends = time.monotonic() + MOST_SECONDS
    done = 0
    while done < min(len(waiting), MOST_A_ROUND) and time.monotonic() < ends:
        part = waiting[done : min(done + 50, MOST_A_ROUND)]
        sizes = {one.uid: one.size for one in mailbox.listed(part)}
        for uid in part:
            take(channel, mailbox, lease, uid, sizes.get(uid))
            settle(channel, mailbox, uid, after)
        done += len(part)
    if done == len(waiting):
        reconcile(channel, mailbox, lease)
    health.receiving_works(channel)
    return done < len(waiting)


def begin(channel: Channel, mailbox: Mailbox, folder: Folder, lease: Lease) -> None:
    """Where to start in a folder that is new to us, or whose UIDs have changed their meaning.

    At first, what lay there before the channel was made is left alone, or comes in as old mail when that was asked for; what
    came between that moment and our first look is new mail. After a change of
    UIDVALIDITY we start again, and bytes that we know are known; but what lay there before the channel stays as it was."""
    cursor = lease.cursor
    if cursor.uidvalidity == folder.uidvalidity:
        return
    since = mailbox.since((channel.created_at - timedelta(days=1)).date())
    if cursor.uidvalidity:
        log.warning("the mailbox of channel %s has a new UIDVALIDITY; it is read again", channel.pk)
        first = min(since, default=folder.uidnext)
    else:
        # The server's dates have whole seconds.
        made = channel.created_at.replace(microsecond=0)
        first = min((one.uid for one in mailbox.listed(since) if one.at and one.at >= made), default=folder.uidnext)
    wanted = bool(channel.settings.get("fetch_existing"))
    lease.write(
        uidvalidity=folder.uidvalidity,
        last_uid=0 if wanted else first - 1,
        history_below=first if wanted else 0,
        reconciled_at=timezone.now(),
    )


def take(channel: Channel, mailbox: Mailbox, lease: Lease, uid: int, size: int | None, *, move: bool = True) -> bool:
    """One mail: its bytes into the store, then arrival and cursor together. Returns whether it was new to us.

    `size` None means that it vanished before we came. A mail over 50 MB is kept as its header, in quarantine."""
    too_large = size is not None and size > LARGEST
    lease.hold(mailbox.seconds_for(0 if too_large else size or 0))
    raw, refusal = bytes_of(channel, mailbox, uid, size, header_only=too_large)
    if too_large:
        refusal = _("This mail is larger than 50 MB. It was left on the mail server; only its header is here.")
    sha256 = files.put(raw) if raw is not None else ""
    made = False
    with transaction.atomic():
        if raw is not None:
            arrival, made = record_arrival(
                channel, sha256, size=len(raw), source="imap", is_history=uid < lease.cursor.history_below
            )
            if made and refusal:
                quarantine(arrival, refusal)
        if move:
            lease.write(last_uid=uid)
    return made


def bytes_of(
    channel: Channel, mailbox: Mailbox, uid: int, size: int | None, *, header_only: bool
) -> tuple[bytes | None, str]:
    """A mail's bytes (None when it has vanished), and a sentence when they are not the mail itself.

    A server's no stops the round, for the cursor must not jump over a mail. One that it refuses for an hour is noted in
    quarantine, so that those behind it come in; the daily comparison asks for it again."""
    if size is None:
        return None, ""
    try:
        return mailbox.raw(uid, size=size, header_only=header_only), ""
    except MailTrouble as trouble:
        since = channel.failing_since
        if trouble.code != "fetch" or since is None or timezone.now() - since < REFUSED_FOR:
            raise
        if channel.last_error != trouble.sentence:
            raise
        log.error("mail %s of channel %s is not handed out by its server: %s", uid, channel.pk, trouble.detail)
        note = f"Subject: UID {uid} UIDVALIDITY {mailbox.uidvalidity}\r\n\r\n{trouble.detail}\r\n".encode()
        return note, _("The mail server does not hand this mail out. It is still there; look at it with another program.")


def settle(channel: Channel, mailbox: Mailbox, uid: int, after: str) -> None:
    """What the channel wants done with a mail that is safely ours: nothing, mark it read, or move it.

    That it is ours does not depend on this: a no is written to the log only."""
    try:
        if after == "seen":
            mailbox.mark_seen(uid)
        elif after == "move":
            mailbox.put_away(uid, str(channel.settings.get("imap_move_to") or "Sandali"))
    except ImapToolsError:
        log.warning("mail %s of channel %s could not be moved or marked", uid, channel.pk, exc_info=True)


def reconcile(channel: Channel, mailbox: Mailbox, lease: Lease) -> int:
    """Once a day compare the last seven days on the server with what we have, and take in what is missing; returns how many.

    Sizes are counted, not contents: where the server has more of a size they are fetched, and bytes that we know are known.
    Anything found here was missed by the cursor, so it is logged as the alarm that it is."""
    now, cursor = timezone.now(), lease.cursor
    if cursor.reconciled_at and now - cursor.reconciled_at < RECONCILE_EVERY:
        return 0
    start = max(now - timedelta(days=RECONCILED_DAYS), channel.created_at)
    known = Counter(
        channel.arrivals.filter(received_at__gt=start - timedelta(days=2)).values_list("size", flat=True)
    )
    there = [uid for uid in mailbox.since(start.date()) if cursor.history_below <= uid <= cursor.last_uid]
    listed = [one for one in mailbox.listed(there) if one.at is None or one.at >= start]
    on_server = Counter(one.size for one in listed)
    missed = 0
    for one in listed:
        if on_server[one.size] <= known[one.size]:
            continue
        try:
            missed += take(channel, mailbox, lease, one.uid, one.size, move=False)
        except MailTrouble as trouble:
            log.warning("mail %s of channel %s: %s", one.uid, channel.pk, trouble.detail)
    lease.write(reconciled_at=now)
    if missed:
        log.error("%s mails of channel %s had been missed and were found by the daily comparison", missed, channel.pk)
    return missed

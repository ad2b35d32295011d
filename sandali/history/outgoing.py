"""Notices on their way out by mail or push: held and folded, planned, taken in batches. Who composes them is above this room."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from sandali.history.models import Event, MailWay, NoticeSettings, Outgoing, Way
from sandali.history.ways import digest_time, quiet_end

# News about one thing waits until it has been still for a moment, so that a burst is one mail; but not longer than FOLD.
PAUSE = {Way.MAIL: timedelta(seconds=60), Way.PUSH: timedelta(seconds=20)}
FOLD = timedelta(minutes=5)
AWAY_FOR = timedelta(minutes=15)
MOST_MAILS_AN_HOUR = 6  # to one person; what comes above it waits and leaves together
KEEP = timedelta(days=7)

# Both databases read this alike. What was put off (quiet hours, a digest) stays put off.
HOLD = (
    "INSERT INTO history_outgoing (person_id, way, how, kind, about, event_id, count, at, fold_until, due_at, batch, outcome) VALUES {rows}"
    " ON CONFLICT (person_id, way, about, kind) WHERE batch = '' DO UPDATE SET"
    " event_id = excluded.event_id, how = excluded.how, at = excluded.at, count = history_outgoing.count + 1,"
    " due_at = CASE WHEN history_outgoing.due_at >= excluded.due_at OR history_outgoing.due_at >= history_outgoing.fold_until"
    " THEN history_outgoing.due_at WHEN excluded.due_at <= history_outgoing.fold_until THEN excluded.due_at"
    " ELSE history_outgoing.fold_until END"
)


def hold(event: Event, wanted: Iterable[tuple[int, str, str]], about: str) -> None:
    """Write that an event is to be told outside: (person, one of Way, one of MailWay) each. In the event's transaction.

    The moments are those of writing, not the event's own: mail may have been on its way for hours."""
    now, moment = timezone.now(), connection.ops.adapt_datetimefield_value
    rows = [
        (person, way, how, event.kind, about, event.pk, 1, moment(now), moment(now + FOLD), moment(now + PAUSE[Way(way)]), "", "")
        for person, way, how in wanted
    ]
    if rows:
        one = f"({', '.join(['%s'] * len(rows[0]))})"
        with connection.cursor() as cursor:
            cursor.execute(HOLD.format(rows=", ".join([one] * len(rows))), [value for row in rows for value in row])


def people_due(now: datetime) -> list[tuple[int, str]]:
    """(person, way) of everybody for whom something may leave now."""
    return list(Outgoing.objects.filter(batch="", due_at__lte=now).values_list("person_id", "way").distinct())


@dataclass(frozen=True, slots=True)
class Reader:
    """What decides when a person is told: their settings, zone, and when a page of theirs was last open."""

    settings: NoticeSettings
    zone: tzinfo
    seen_at: datetime | None


def leaves_at(row: Outgoing, reader: Reader, now: datetime, last: datetime | None = None) -> datetime | None:
    """When a waiting notice may leave, `now` at the earliest; None when the person saw it in the app meanwhile.

    `last` is when something about the same thing left by the same way."""
    moment = now
    if row.how == MailWay.AWAY and reader.seen_at is not None:
        if reader.seen_at > row.at:
            return None
        moment = max(moment, reader.seen_at + AWAY_FOR)
    if row.how == MailWay.DIGEST:
        moment = max(moment, digest_time(reader.settings, row.fold_until - FOLD, reader.zone))
    elif last is not None:
        moment = max(moment, last + FOLD)
    return quiet_end(reader.settings, moment, reader.zone) or moment


def mails_full_until(person: int, now: datetime) -> datetime | None:
    """Until when a person has had their mails for this hour; None while they have not."""
    hour = Outgoing.objects.filter(person=person, way=Way.MAIL, outcome="sent", ended_at__gt=now - timedelta(hours=1))
    ended = sorted(hour.values_list("batch").annotate(at=Max("ended_at")).values_list("at", flat=True))
    return ended[-MOST_MAILS_AN_HOUR] + timedelta(hours=1) if len(ended) >= MOST_MAILS_AN_HOUR else None


@transaction.atomic
def take(person: int, way: str, reader: Reader, now: datetime) -> str:
    """Put everything that may leave for a person by one way into a batch, and put off what may not. The batch, "" for none."""
    rows = list(Outgoing.objects.select_for_update().filter(person=person, way=way, batch="", due_at__lte=now))
    if not rows:
        return ""
    gone = Outgoing.objects.filter(person=person, way=way, outcome="sent", ended_at__gt=now - FOLD, about__in=[row.about for row in rows])
    last = dict(gone.values_list("about").annotate(at=Max("ended_at")))
    full = mails_full_until(person, now) if way == Way.MAIL else None
    ready, seen = [], []
    for row in rows:
        leaves = leaves_at(row, reader, now, last.get(row.about))
        if leaves is None:
            seen.append(row.pk)
        elif max(leaves, full or leaves) <= now:
            ready.append(row.pk)
        else:
            Outgoing.objects.filter(pk=row.pk).update(due_at=max(leaves, full or leaves))
    batch = secrets.token_hex(12)
    if seen:
        Outgoing.objects.filter(pk__in=seen).update(batch=secrets.token_hex(12), ended_at=now, outcome="seen")
    return batch if ready and Outgoing.objects.filter(pk__in=ready).update(batch=batch) else ""


def replan(person: Any) -> None:
    """Look at everything that waits for a person anew, after they changed when it may leave."""
    Outgoing.objects.filter(person=person, batch="").update(due_at=timezone.now())


def in_batch(batch: str) -> list[Outgoing]:
    """What a batch holds and has not ended, with its events, oldest first."""
    return list(Outgoing.objects.filter(batch=batch, ended_at=None).select_related("event__by").order_by("pk"))


def end(rows: Iterable[Outgoing], outcome: str) -> None:
    """Write how it ended: "sent", "not-theirs", "seen", "unwanted", "loop", "refused", "late", "nowhere"."""
    Outgoing.objects.filter(pk__in=[row.pk for row in rows]).update(ended_at=timezone.now(), outcome=outcome)


def drop_all(person: int) -> None:
    """Nothing leaves any more for somebody who is not with us now."""
    Outgoing.objects.filter(person=person, ended_at=None).update(batch=secrets.token_hex(12), ended_at=timezone.now(), outcome="nowhere")


def clear_ended() -> None:
    """Forget what left a week ago or earlier."""
    Outgoing.objects.filter(ended_at__lt=timezone.now() - KEEP).delete()

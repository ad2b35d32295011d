"""Notices: who is told of an event, by the ways they chose. The bell is told at once, always; mail and push are held first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from sandali.history.kinds import KINDS
from sandali.history.models import Event, MailWay, MutedGroup, Notice, PushSubscription, Way
from sandali.history.outgoing import hold
from sandali.history.ways import Ways, ways_for
from sandali.kit.prepared import Prepared


def audience_of(event: Event) -> set[int]:
    """Ids of the people an event is for: each audience name is a function in settings.AUDIENCES, event → ids.

    Whoever did it is not told of it, nor who hears of the same act by another event (`told_elsewhere` in the data). An audience of settings.AUDIENCE_GROUPS (event → "department:3") leaves out who muted
    that group; what concerns somebody themselves comes by the other audiences."""
    people: set[int] = set()
    for name in KINDS[event.kind].audience:
        told = set(import_string(settings.AUDIENCES[name])(event))
        if told and name in settings.AUDIENCE_GROUPS:
            group = import_string(settings.AUDIENCE_GROUPS[name])(event)
            told.difference_update(MutedGroup.objects.filter(group=group, person__in=told).values_list("person_id", flat=True))
        people |= told
    people.discard(event.by_id or 0)
    people.difference_update(event.data.get("told_elsewhere", ()))
    return people


# An unread notice about the same thing takes the newer event and counts on. Both databases read this alike.
FOLD = (
    "INSERT INTO history_notice (person_id, event_id, about, count, at) VALUES {rows}"
    " ON CONFLICT (person_id, about) WHERE read_at IS NULL"
    " DO UPDATE SET event_id = excluded.event_id, at = excluded.at, count = history_notice.count + 1"
)


def about_of(event: Event) -> str:
    """What an event's notices are about: one unread notice stands about each. What tells somebody of many things at once is about
    those, so that their late promises do not hide behind their late cases."""
    if event.case_id:
        return f"case:{event.case_id}"
    return f"{event.kind if KINDS[event.kind].of_many else event.subject_type}:{event.subject_id}"


def tell(event: Event) -> int:
    """Make the notices of an event, in the transaction that records it; returns how many people are told in the app.

    A person's unread notice about the same thing is folded: the newer event, a higher count. One statement writes for
    everybody, so that it costs less here than as a job. Mail and push are held here too, and leave by jobs."""
    people = audience_of(event)
    if not people:
        return 0
    ways = ways_for(people, event.kind)
    about = about_of(event)
    rings = sorted(person for person, wanted in ways.items() if wanted.bell)
    if rings:
        at = connection.ops.adapt_datetimefield_value(event.at)
        rows = [(person, event.pk, about, 1, at) for person in rings]
        with connection.cursor() as cursor:
            cursor.execute(FOLD.format(rows=", ".join(["(%s, %s, %s, %s, %s)"] * len(rows))), [value for row in rows for value in row])
    hold(event, outside(ways), about)
    return len(rings)


def outside(ways: dict[int, Ways]) -> list[tuple[int, str, str]]:
    """(person, way, how) of who wants to be told by mail, or by push and has a browser that takes it."""
    mails = [(person, Way.MAIL.value, str(wanted.mail)) for person, wanted in sorted(ways.items()) if wanted.mail != MailWay.OFF]
    pushed = [person for person, wanted in ways.items() if wanted.push]
    with_browser = set(PushSubscription.objects.filter(person__in=pushed).values_list("person_id", flat=True)) if pushed else set()
    return mails + [(person, Way.PUSH.value, MailWay.AT_ONCE.value) for person in sorted(with_browser)]


MOST_UNREAD = 1000  # what the bell counts
_unread = Prepared(lambda person: Notice.objects.filter(person_id=person, read_at=None).values_list("pk", "at")[:MOST_UNREAD])


def unread_count(person: Any) -> int:
    """How many unread notices the bell shows. Quiet hours hold mail and push, never the bell: it makes no noise."""
    return len(_unread(person.pk))


def mark_read(person: Any, *, about: str = "", ids: Iterable[int] | None = None) -> int:
    """Mark a person's notices read: all, those about one thing, or the given ones. Returns how many."""
    notices = Notice.objects.filter(person=person, read_at=None)
    if about:
        notices = notices.filter(about=about)
    if ids is not None:
        notices = notices.filter(pk__in=ids)
    return notices.update(read_at=timezone.now())


def notices_of(person: Any, *, below: tuple[datetime, int] | None = None, most: int = 30) -> list[Notice]:
    """A person's notices, newest first; `below` pages on by the time and the id of the last one shown.

    By time, as a notice that folds takes a newer event and keeps its id."""
    notices = Notice.objects.filter(person=person)
    if below is not None:
        at, number = below
        notices = notices.filter(Q(at__lt=at) | Q(at=at, pk__lt=number), at__lte=at)
    return list(notices.select_related("event__by").order_by("-at", "-id")[:most])

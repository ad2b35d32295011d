"""Notices: who is told of an event, by what they chose and outside their quiet hours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from sandali.history.kinds import KINDS
from sandali.history.models import Event, Notice, NoticeChoice
from sandali.kit.dates import current_display


def audience_of(event: Event) -> set[int]:
    """Ids of the people an event is for: each audience name is a function in settings.AUDIENCES, event → ids.

    Whoever did it is not told of it."""
    people: set[int] = set()
    for name in KINDS[event.kind].audience:
        people.update(import_string(settings.AUDIENCES[name])(event))
    people.discard(event.by_id or 0)
    return people


# An unread notice about the same thing takes the newer event and counts on. Both databases read this alike.
FOLD = (
    "INSERT INTO history_notice (person_id, event_id, about, count, at) VALUES {rows}"
    " ON CONFLICT (person_id, about) WHERE read_at IS NULL"
    " DO UPDATE SET event_id = excluded.event_id, at = excluded.at, count = history_notice.count + 1"
)


def tell(event: Event) -> int:
    """Make the notices of an event, in the transaction that records it; returns how many people were told.

    A person's unread notice about the same thing is folded: the newer event, a higher count. One statement writes for
    everybody, so that it costs less here than as a job."""
    people = audience_of(event)
    if people:
        people -= set(
            NoticeChoice.objects.filter(person__in=people, kind=event.kind, wanted=False).values_list("person_id", flat=True)
        )
    if not people:
        return 0
    about = f"case:{event.case_id}" if event.case_id else f"{event.subject_type}:{event.subject_id}"
    at = connection.ops.adapt_datetimefield_value(event.at)
    rows = [(person, event.pk, about, 1, at) for person in sorted(people)]
    with connection.cursor() as cursor:
        cursor.execute(FOLD.format(rows=", ".join(["(%s, %s, %s, %s, %s)"] * len(rows))), [value for row in rows for value in row])
    return len(people)


def unread_count(person: Any, *, at: datetime | None = None) -> int:
    """How many unread notices the bell shows at a moment (now).

    In the person's quiet hours it does not count what came since they began: nothing rings, and nothing is lost, for the
    notices stand in the list and are counted when the hours end. The zone is that of the current display."""
    unread = Notice.objects.filter(person=person, read_at=None)
    count = unread.count()
    if count:
        since = quiet_since(person, at or timezone.now())
        count = unread.filter(at__lt=since).count() if since else count
    return count


def quiet_since(person: Any, at: datetime) -> datetime | None:
    """When the quiet hours that hold at `at` began; None outside them."""
    choice = NoticeChoice.objects.filter(person=person, kind="").first()
    local = at.astimezone(current_display().zone)
    if choice is None or choice.quiet_from is None or not is_quiet(choice, local):
        return None
    start = local.replace(hour=choice.quiet_from.hour, minute=choice.quiet_from.minute, second=0, microsecond=0)
    return start if start <= local else start - timedelta(days=1)


def mark_read(person: Any, *, about: str = "", ids: Iterable[int] | None = None) -> int:
    """Mark a person's notices read: all, those about one thing, or the given ones. Returns how many."""
    notices = Notice.objects.filter(person=person, read_at=None)
    if about:
        notices = notices.filter(about=about)
    if ids is not None:
        notices = notices.filter(pk__in=ids)
    return notices.update(read_at=timezone.now())


def is_quiet(choice: NoticeChoice | None, at: datetime) -> bool:
    """Whether `at` (in the person's zone) falls into their quiet hours. Hours past midnight wrap."""
    if choice is None or choice.quiet_from is None or choice.quiet_until is None:
        return False
    start, end, moment = choice.quiet_from, choice.quiet_until, time(at.hour, at.minute)
    return start <= moment < end if start <= end else moment >= start or moment < end


def notices_of(person: Any, *, below: int | None = None, most: int = 30) -> list[Notice]:
    """A person's notices, newest first; `below` pages on by id."""
    notices = Notice.objects.filter(person=person)
    if below is not None:
        notices = notices.filter(pk__lt=below)
    return list(notices.select_related("event__by").order_by("-id")[:most])


def choices_of(person: Any) -> dict[str, Any]:
    """Kind → wanted for every kind that one can be told of, and quiet_from, quiet_until."""
    rows = {choice.kind: choice for choice in NoticeChoice.objects.filter(person=person)}
    chosen: dict[str, Any] = {
        kind.name: rows[kind.name].wanted if kind.name in rows else True for kind in KINDS.values() if kind.audience
    }
    quiet = rows.get("")
    return chosen | {"quiet_from": quiet.quiet_from if quiet else None, "quiet_until": quiet.quiet_until if quiet else None}


@transaction.atomic
def choose_notices(person: Any, *, wanted: dict[str, bool], quiet: tuple[time | None, time | None]) -> None:
    """Keep which kinds a person wants to be told of, and their quiet hours (both ends or none)."""
    for kind, value in wanted.items():
        if kind in KINDS:
            NoticeChoice.objects.update_or_create(person=person, kind=kind, defaults={"wanted": value})
    start, end = quiet
    NoticeChoice.objects.update_or_create(person=person, kind="", defaults={"quiet_from": start, "quiet_until": end})

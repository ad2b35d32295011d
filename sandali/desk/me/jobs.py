"""Sends the notices that wait: the clock asks for whom something is due; each mail and each push is a job of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation
from django_tasks import task

from sandali.company.models import Person
from sandali.company.queries import current_company, display_for
from sandali.desk.me import notice_mails, pushing
from sandali.desk.me.telling import still_told
from sandali.history import queue
from sandali.history.models import Outgoing, PushSubscription, Way
from sandali.history.outgoing import Reader, drop_all, end, in_batch, people_due, take
from sandali.history.queue import Retry
from sandali.history.ways import settings_of
from sandali.kit.dates import displayed, find_zone

HERE = "sandali.desk.me.jobs"
LATE = {Way.MAIL: timedelta(days=1), Way.PUSH: timedelta(hours=12)}  # older news is not sent any more; it stands in the app


@task()
def send_notices() -> None:
    """Every few seconds: a job for everybody for whom something may leave."""
    for person, way in people_due(timezone.now()):
        queue.put(f"{HERE}.take_notices", person, way, unique_key=f"notices:{way}:{person}")


@task()
def take_notices(number: int, way: str) -> None:
    """Put what is due for one person into a batch and queue its sending, in one transaction: a batch is never taken twice."""
    now = timezone.now()
    person = Person.objects.filter(pk=number, is_active=True).first()
    if person is None:
        drop_all(number)
        return
    reader = Reader(settings_of(person), find_zone(display_for(person, current_company()).zone), person.seen_at)
    with transaction.atomic():
        batch = take(number, way, reader, now)
        if batch and way == Way.MAIL:
            queue.put(f"{HERE}.mail_notices", number, batch)
        elif batch:
            push_batch(person, batch)


def push_batch(person: Person, batch: str) -> None:
    """A job for each browser of a person: one that is slow keeps nothing from the others."""
    browsers = list(PushSubscription.objects.filter(person=person).values_list("pk", flat=True))
    for browser in browsers:
        queue.put(f"{HERE}.push_notices", person.pk, browser, batch)
    end(in_batch(batch), "sent" if browsers else "nowhere")


@task()
def mail_notices(number: int, batch: str) -> None:
    """Send one mail: what of the batch may still be told now. Tried for a day while the mail server is not there."""
    rows = in_batch(batch)
    person = Person.objects.filter(pk=number, is_active=True).first()
    if not rows:
        return
    if person is None:
        end(rows, "nowhere")
        return
    with reading(person):
        told, left_out = still_told(person, rows)
        for why, others in left_out.items():
            end(others, why)
        if not told:
            return
        try:
            notice_mails.post(person, told, batch)
        except notice_mails.NotSent as reason:
            end(rows, str(reason))
        except Retry:
            if timezone.now() - max(row.due_at for row in rows) < LATE[Way.MAIL]:
                raise
            end(rows, "late")
        else:
            end([one.row for one in told], "sent")


@task()
def push_notices(number: int, browser: int, batch: str) -> None:
    """Carry one batch to one browser; what may be told is asked again each time it is tried."""
    subscription = PushSubscription.objects.filter(pk=browser, person=number, person__is_active=True).select_related("person").first()
    rows = list(Outgoing.objects.filter(batch=batch).select_related("event__by").order_by("pk"))
    if subscription is None or not rows or timezone.now() - max(row.due_at for row in rows) > LATE[Way.PUSH]:
        return
    person = subscription.person
    with reading(person):
        told, _left_out = still_told(person, rows)
        if told:
            pushing.post(subscription, pushing.message(told, excerpts=settings_of(person).push_excerpts))


@task()
def push_trial(number: int, browser: int) -> None:
    """The message that somebody sends to a browser of theirs to see whether it comes."""
    subscription = PushSubscription.objects.filter(pk=browser, person=number, person__is_active=True).select_related("person").first()
    if subscription is not None:
        with reading(subscription.person):
            pushing.post(subscription, pushing.trial())


@contextmanager
def reading(person: Person) -> Iterator[None]:
    """Words, digits, zone and calendar of a person."""
    company = current_company()
    display, toman = display_for(person, company), company is None or company.show_toman
    with translation.override(display.language), displayed(display.language, display.zone, display.calendar, toman=toman):
        yield

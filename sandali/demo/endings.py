"""How things stand on everybody's screen now: what they have read, what the bell tells them, what they had begun to write."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from django.db.models import F

from sandali.cases.access import cases_for
from sandali.cases.models import Case, CaseRead, Draft, State
from sandali.company.models import Person
from sandali.demo.company import House
from sandali.demo.matters import table_of
from sandali.history.models import Notice

EVERYBODY_READ = timedelta(days=2)
BELL_READ = timedelta(hours=20)
UNREAD_AT_MOST = 6


def leave_desks(house: House, now: datetime, random: Random) -> None:
    """Bring every person's marks to now."""
    CaseRead.objects.all().delete()
    for person in house.people.values():
        mark_read(person, now, random)
        empty_bell(person, now)
        minutes = random.randrange(4, 300)
        Person.objects.filter(pk=person.pk).update(seen_at=now - timedelta(minutes=minutes))
    begin_drafts(house, now)


def mark_read(person: Person, now: datetime, random: Random) -> None:
    """Old cases are read by all who may see them, one's own up to what came lately, colleagues' here and there."""
    marks = []
    for case in cases_for(person).order_by("pk"):
        is_old = now - case.last_message_at > EVERYBODY_READ
        is_mine = case.assignee_id == person.pk and case.state not in (State.NEW, State.OPEN)
        if is_old or is_mine or (case.state != State.NEW and random.random() < 0.4):
            marks.append(CaseRead(case=case, person=person, message_id=case.last_message_id))
    CaseRead.objects.bulk_create(marks)


def empty_bell(person: Person, now: datetime) -> None:
    """What the bell told yesterday is read; of today's the newest few are not."""
    mine = Notice.objects.filter(person=person, read_at=None)
    keep = list(mine.filter(at__gt=now - BELL_READ).order_by("-at").values_list("pk", flat=True)[:UNREAD_AT_MOST])
    mine.exclude(pk__in=keep).update(read_at=F("at") + timedelta(minutes=40))


def begin_drafts(house: House, now: datetime) -> None:
    """Answers that were begun and not sent."""
    texts = table_of(house.company.language, "lists")["drafts"]
    begun = Case.objects.filter(state=State.OPEN, assignee__isnull=False, customer__identities__kind="email").distinct()
    for case, text in zip(begun.order_by("-pk"), texts, strict=False):
        if case.assignee is not None:
            Draft.objects.create(case=case, person=case.assignee, text=text, saved_at=now - timedelta(minutes=25))

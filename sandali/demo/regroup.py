"""A case that was merged into another one of its customer, a sender who is blocked, and what they sent since."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Q

from sandali.cases import events_regroup as events
from sandali.cases.actions.regrouping import merge_cases
from sandali.cases.models import BlockedSender, Case, State
from sandali.company.permissions import Role
from sandali.customers.models import Customer
from sandali.demo import letters
from sandali.demo.acts import Scene, note_event
from sandali.demo.matters import TEXTS
from sandali.demo.specials import take_in


def regroup(scene: Scene) -> None:
    """Let it have happened in the last days."""
    merge_two(scene)
    keep_out(scene)


def merge_two(scene: Scene) -> None:
    """Two cases of one customer, who said yes to both, are one."""
    done = Q(cases__state=State.CONFIRMED, cases__assignee__isnull=False)
    twice = Customer.objects.annotate(done=Count("cases", filter=done)).filter(done__gte=2)
    customer = twice.order_by("pk").first()
    if customer is None:
        return
    stays, goes = Case.objects.filter(customer=customer, state=State.CONFIRMED, assignee__isnull=False).select_related("assignee").order_by("pk")[:2]
    at = scene.period.now
    scene.happen(at, lambda: merge_cases(goes, stays, by=stays.assignee, at=at))


def keep_out(scene: Scene) -> None:
    """A sender of rubbish was blocked the day before yesterday, and wrote again."""
    line = next(one for one in (TEXTS / scene.house.company.language / "spam.txt").read_text(encoding="utf-8").splitlines() if not one.startswith("#"))
    name, address, reason, subject, text = (part.strip() for part in line.split("|"))
    manager = next(person for person in scene.house.people.values() if person.role == Role.MANAGER)
    at = scene.period.now - timedelta(days=2)
    blocked = BlockedSender.objects.create(value=f"@{address.rpartition('@')[2]}", reason=reason, by=manager, at=at)
    note_event(scene, events.SENDER_BLOCKED, blocked, at=at, by=manager, sender=blocked.value)
    channel, wrote = scene.house.channels["support"], scene.period.now - timedelta(minutes=50)
    letter = letters.new_letter((name, address), channel.address, subject, wrote, scene.random.getrandbits(64))
    letter.set_content(text)
    take_in(channel, letter.as_bytes(), wrote)

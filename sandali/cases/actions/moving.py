"""Moving what belongs to one case over to another: its messages with their deliveries, and everything that hangs on it."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, Q, QuerySet

from sandali.cases.actions.journal import Journal, alter
from sandali.cases.models import (
    Case,
    CaseLink,
    CaseValue,
    ChecklistItem,
    Direction,
    Draft,
    Follower,
    Handover,
    HandoverState,
    Message,
    Reminder,
    Task,
)
from sandali.cases.threads import FORWARDED
from sandali.channels.models import Delivery

CHUNK = 500


def move_messages(numbers: list[int], source: Case, target: Case) -> None:
    """Move messages, and with them what is still to be told of their deliveries."""
    for start in range(0, len(numbers), CHUNK):
        moved = Message.objects.filter(pk__in=numbers[start : start + CHUNK], case=source)
        for way in ("", FORWARDED):
            Delivery.objects.filter(message__in=moved, thread=f"case:{source.pk}{way}").update(thread=f"case:{target.pk}{way}")
        moved.update(case=target)


def flip_strangers(numbers: list[int], target: Case) -> list[int]:
    """Who is a stranger depends on whose case it is. Returns the messages that came to the target for which that changed."""
    said = Message.objects.filter(case=target, pk__in=numbers, direction=Direction.IN, customer__isnull=False)
    strangers = said.filter(is_stranger=False).exclude(customer=target.customer_id)
    known = said.filter(is_stranger=True, customer=target.customer_id)
    became, ceased = (list(rows.values_list("pk", flat=True)) for rows in (strangers, known))
    Message.objects.filter(pk__in=became).update(is_stranger=True)
    Message.objects.filter(pk__in=ceased).update(is_stranger=False)
    return became + ceased


def flip_back(numbers: list[int]) -> None:
    """Take `flip_strangers` back."""
    both = dict(Message.objects.filter(pk__in=numbers).values_list("pk", "is_stranger"))
    for now in (True, False):
        Message.objects.filter(pk__in=[number for number, is_stranger in both.items() if is_stranger is now]).update(is_stranger=not now)


def move_rest(journal: Journal, source: Case, target: Case) -> None:
    """Everything else of a case: tasks, checklist, reminders, followers, drafts, hand-overs, links, parts, and the
    company's own fields that the target leaves open.

    What the target has already (a follower, a link, a draft of the same person) stays where it is."""
    for model in (Task, Reminder):
        for row in model._default_manager.filter(case=source):
            alter(journal, row, case_id=target.pk)
    last = ChecklistItem.objects.filter(case=target).aggregate(last=Max("place"))["last"]
    for item in ChecklistItem.objects.filter(case=source):
        alter(journal, item, case_id=target.pk, place=item.place + (0 if last is None else last + 1))
    following = set(Follower.objects.filter(case=target).values_list("person_id", flat=True))
    for follower in Follower.objects.filter(case=source).exclude(person__in=following):
        alter(journal, follower, case_id=target.pk)
    begun = set(Draft.objects.filter(case=target).values_list("person_id", "direction"))
    for draft in Draft.objects.filter(case=source):
        if (draft.person_id, draft.direction) not in begun:
            alter(journal, draft, case_id=target.pk)
    offered = Handover.objects.filter(case=target, state=HandoverState.OFFERED).exists()
    for offer in Handover.objects.filter(case=source):
        standing = offer.state == HandoverState.OFFERED
        alter(journal, offer, case_id=target.pk, **({"state": HandoverState.WITHDRAWN.value} if standing and offered else {}))
    filled = CaseValue.objects.filter(case=target).values("field")
    for value in CaseValue.objects.filter(case=source).exclude(field__in=filled):
        alter(journal, value, case_id=target.pk)
    move_links(journal, source, target)
    move_parts(journal, source, target)


def move_links(journal: Journal, source: Case, target: Case) -> None:
    """Links to third cases; one between the two would be a link with itself, and stays."""
    have = {number for pair in links_of(target).values_list("one_id", "other_id") for number in pair}
    for link in links_of(source):
        third = link.other_id if link.one_id == source.pk else link.one_id
        if third != target.pk and third not in have:
            one, other = sorted((third, target.pk))
            alter(journal, link, one_id=one, other_id=other)


def links_of(case: Case) -> QuerySet[CaseLink]:
    """The links of a case, from either side."""
    return CaseLink.objects.filter(Q(one=case) | Q(other=case))


def move_parts(journal: Journal, source: Case, target: Case) -> None:
    """What was a part of the source is one of the target; the source itself is no part of anything any more."""
    above = source.parent_id
    if target.parent_id == source.pk or target.parent_id is None and above not in (None, target.pk) and may_stand_below(target, above):
        alter(journal, target, parent_id=above)
    if source.parent_id is not None:
        alter(journal, source, parent_id=None)
    for part in Case.objects.filter(parent=source).exclude(pk=target.pk):
        alter(journal, part, parent_id=target.pk)


def may_stand_below(target: Case, above: Any) -> bool:
    """Whether a case without parts may become a part: then nothing stands below itself, and nothing too deep."""
    return not Case.objects.filter(parent=target).exists() and above is not None


def too_deep(source: Case, target: Case) -> bool:
    """Whether the source's parts would stand more than three levels deep below the target."""
    if target.parent_id in (None, source.pk):
        return False
    parts = Case.objects.filter(parent=source).exclude(pk=target.pk)
    high = Case.objects.filter(pk=target.parent_id, parent__isnull=False).exists()
    return parts.exists() and (high or Case.objects.filter(parent__in=parts).exists())

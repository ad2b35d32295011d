"""Reads about cases that span tables."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from sandali.cases.access import cases_for
from sandali.cases.models import ON_US, Attachment, Case, CaseRead, Direction, Message, State
from sandali.channels.kinds import KINDS
from sandali.channels.models import Channel
from sandali.company.models import Person
from sandali.company.queries import department_ids
from sandali.customers.models import Identity
from sandali.history.models import Event

BOXES = ("mine", "unassigned", "department", "all")
# What the inbox shows of a box: everything that wants our word, or what rests with somebody else.
SHOWN: dict[str, tuple[str, ...]] = {
    "us": ON_US,
    "waiting": (State.WAITING,),
    "snoozed": (State.SNOOZED,),
    "done": (State.ANSWERED, State.CONFIRMED, State.LAPSED),
    "every": (),
}
# sort → (column, newest first). "due" is the longest waiting first, "waking" the soonest to come back.
SORTS: dict[str, tuple[str, bool]] = {
    "due": ("waiting_since", False),
    "waking": ("snoozed_until", False),
    "latest": ("last_message_at", True),
}
MOST_COUNTED = 100


def owner_of(event: Event) -> list[int]:
    """Who owns the case of an event; for the audience "case_owner"."""
    owners = Case.objects.filter(pk=event.case_id or 0, assignee__is_active=True)
    return list(owners.values_list("assignee_id", flat=True))


def department_of(event: Event) -> list[int]:
    """The people of the case's department, while nobody owns it; for the audience "case_department"."""
    return list(
        Person.objects.filter(
            is_active=True, departments__in=Case.objects.filter(pk=event.case_id or 0, assignee=None).values("department")
        )
        .distinct()
        .values_list("pk", flat=True)
    )


def in_box(person: Any, box: str) -> QuerySet[Case]:
    """The cases of an inbox box: "mine", "unassigned", "department" (mine), or "all" that the person may see."""
    cases = cases_for(person)
    match box:
        case "mine":
            return cases.filter(assignee=person)
        case "unassigned":
            return cases.filter(assignee=None)
        case "department":
            return cases.filter(department__in=department_ids(person))
    return cases


def shown(cases: QuerySet[Case], what: str) -> QuerySet[Case]:
    """The cases of a filter of SHOWN; "every" leaves all."""
    return cases.filter(state__in=SHOWN[what]) if SHOWN[what] else cases


def box_counts(person: Any) -> dict[str, int]:
    """How many cases in each box want our word, counted up to MOST_COUNTED: a page must not pay for a long queue."""
    return {box: shown(in_box(person, box), "us").order_by()[:MOST_COUNTED].count() for box in BOXES}


def case_page(cases: QuerySet[Case], *, sort: str, after: tuple[Any, int] | None = None, most: int = 30) -> list[Case]:
    """A page of a list, keyset-paged. `sort` is one of SORTS; rows without that time are left out.

    `after` is (the sort's time, id) of the last row seen."""
    column, down = SORTS[sort]
    if not down:
        cases = cases.filter(**{f"{column}__isnull": False})
    if after is not None:
        at, number = after
        step = "lt" if down else "gt"
        cases = cases.filter(Q(**{f"{column}__{step}": at}) | Q(**{column: at, f"pk__{step}": number}))
    order = (f"-{column}", "-pk") if down else (column, "pk")
    return list(cases.select_related("customer", "channel", "assignee").order_by(*order)[:most])


def unread_ids(person: Any, cases: list[Case]) -> set[int]:
    """Ids of those cases that hold something the person has not read."""
    read = dict(CaseRead.objects.filter(person=person, case__in=[case.pk for case in cases]).values_list("case_id", "message_id"))
    return {case.pk for case in cases if read.get(case.pk, 0) < case.last_message_id}


def thread(case: Case, *, below: int | None = None, since: int | None = None, most: int = 50) -> list[Message]:
    """The newest messages of a case, oldest first; `below` pages back, `since` begins with a message already shown."""
    messages = Message.objects.filter(case=case, withdrawn_at=None)
    if below is not None:
        messages = messages.filter(pk__lt=below)
    if since is not None:
        messages = messages.filter(pk__gte=since)
    newest = messages.select_related("author", "delivery", "channel").prefetch_related("attachments").order_by("-id")[:most]
    return list(reversed(newest))


def answer_channel(case: Case) -> Channel | None:
    """By which channel an answer leaves: where the customer wrote last, if it sends; else another that reaches them."""
    last = (
        Message.objects.filter(case=case, direction=Direction.IN, channel__isnull=False)
        .select_related("channel")
        .order_by("-id")
        .first()
    )
    candidates = [last.channel] if last and last.channel else []
    if case.channel is not None:
        candidates.append(case.channel)
    candidates += list(Channel.objects.filter(is_active=True, archived_at=None).order_by("pk"))
    kinds = set(case.customer.identities.values_list("kind", flat=True))
    return next((channel for channel in candidates if sends_to(channel, kinds)), None)


def sends_to(channel: Channel, identity_kinds: set[str]) -> bool:
    """Whether a channel in use can send to somebody known by these kinds of address."""
    usable = channel.is_active and channel.archived_at is None and channel.kind in KINDS
    return usable and KINDS[channel.kind].can.send and KINDS[channel.kind].can.reaches in identity_kinds


def answer_identity(case: Case, channel: Channel) -> Identity | None:
    """The customer's address on that channel: the one they wrote from last in this case, else their first."""
    wanted = KINDS[channel.kind].can.reaches
    addresses = list(case.customer.identities.filter(kind=wanted).order_by("pk"))
    last = (
        Message.objects.filter(case=case, direction=Direction.IN, is_stranger=False)
        .exclude(from_value="")
        .order_by("-id")
        .values_list("from_value", flat=True)
        .first()
    )
    return next((identity for identity in addresses if identity.value == last), addresses[0] if addresses else None)


def inline_attachment(number: int) -> Attachment:
    """A picture that a mail shows inside its text; the caller holds a signed address of it. Raises Attachment.DoesNotExist."""
    return Attachment.objects.exclude(content_id="").get(pk=number)

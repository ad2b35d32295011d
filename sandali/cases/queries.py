"""Reads about cases that span tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cache
from time import monotonic
from typing import Any

from django.db.models import Max, Q, QuerySet, prefetch_related_objects

from sandali.cases.access import cases_for, reach_key
from sandali.cases.filtering import in_states
from sandali.cases.models import DONE, ON_US, Attachment, Case, CaseRead, Direction, Message, State
from sandali.cases.regrouping import COPY
from sandali.channels.adapter import IN_PUBLIC
from sandali.channels.kinds import COMMENT_KINDS, KINDS
from sandali.channels.models import Channel, Delivery
from sandali.company.models import Person
from sandali.company.queries import department_ids
from sandali.customers.models import Identity, Tag
from sandali.customers.queries import identities_of
from sandali.history.models import Event
from sandali.kit.kept import Kept
from sandali.kit.phones import is_mobile
from sandali.kit.prepared import Prepared, PreparedModels

BOXES = ("mine", "unassigned", "department", "all")
# What the inbox shows of a box: everything that wants our word, or what rests with somebody else.
SHOWN: dict[str, tuple[str, ...]] = {
    "us": ON_US,
    "waiting": (State.WAITING,),
    "snoozed": (State.SNOOZED,),
    "done": DONE,
    "every": (),
}
# sort → (column, highest first). "due" is by the standards' deadlines, "waiting" the longest waiting first, "waking" the soonest to come back,
# "priority" by priority and then by how many may hear of it, the older case first of two alike.
SORTS: dict[str, tuple[str, bool]] = {
    "due": ("due_at", False),
    "waiting": ("waiting_since", False),
    "waking": ("snoozed_until", False),
    "latest": ("last_message_at", True),
    "priority": ("rank", True),
}
A_STEP = 10_000_000_000  # of priority weighs more than any reach
MOST_COUNTED = 100
COUNTS_KEPT = 5.0  # seconds, because an event written earlier may be committed later
MOST_COUNTS = 8000
# (person, box) → what the count rests on, when it was counted, the count. Of this process.
_counted: dict[tuple[int, str], tuple[Any, float, int]] = {}
_boxes: Kept[Prepared] = Kept(1024)


_owners = Prepared(lambda case: Case.objects.filter(pk=case, assignee__is_active=True).values_list("assignee_id", "pk"))
_members = Prepared(
    lambda case: Person.objects.filter(is_active=True, departments__in=Case.objects.filter(pk=case, assignee=None).values("department"))
    .distinct().order_by("pk").values_list("pk", "role")
)  # fmt: skip


def owner_of(event: Event) -> list[int]:
    """Who owns the case of an event; for the audience "case_owner"."""
    return [owner for owner, _case in _owners(event.case_id or 0)]


def department_of(event: Event) -> list[int]:
    """The people of the case's department, while nobody owns it; for the audience "case_department"."""
    return [member for member, _role in _members(event.case_id or 0)]


_worked_on = Prepared(
    lambda case, new: Person.objects.filter(
        is_active=True, departments__in=Case.objects.filter(pk=case, assignee=None).exclude(state=new).values("department")
    ).distinct().order_by("pk").values_list("pk", "role")
)  # fmt: skip


def department_of_worked_on(event: Event) -> list[int]:
    """The people of the case's department, while nobody owns it and somebody has worked on it: whoever did has left or put it back,
    so nobody else would hear that the customer writes on. Of a new case they were told when it came."""
    return [member for member, _role in _worked_on(event.case_id or 0, State.NEW.value)]


def heirs_of(event: Event) -> list[int]:
    """Who hears in place of a writer who has left what became of their answer: the case's owner, else its department."""
    left = Delivery.objects.filter(pk=event.subject_id, by__isnull=False, by__is_active=False).exists()
    return (owner_of(event) or department_of(event)) if left else []


def in_box(person: Any, box: str, *, aside: str = "") -> QuerySet[Case]:
    """The cases of an inbox box: "mine", "unassigned", "department" (mine), or "all" that the person may see.

    Those that were merged or are spam stand in no box; `aside` (of models.Aside) gives these and no others."""
    cases = cases_for(person).filter(aside=aside)
    match box:
        case "mine":
            return cases.filter(assignee=person)
        case "unassigned":
            return cases_for(person, lent=False).filter(aside=aside, assignee=None)  # what a task lends is not there to be taken
        case "department":
            return cases.filter(department__in=department_ids(person))
    return cases


def shown(cases: QuerySet[Case], what: str, *, walked: bool = False) -> QuerySet[Case]:
    """The cases of a filter of SHOWN; "every" leaves all. `walked`: see `in_states`."""
    return cases.filter(in_states(SHOWN[what], walked=walked)) if SHOWN[what] else cases


_newest = Prepared(lambda: Event.objects.order_by("-pk").values_list("pk", "at")[:1])


def newest_event() -> tuple[int, datetime] | None:
    """(id, moment) of the last thing that happened."""
    return next(iter(_newest()), None)


def box_counts(person: Any, newest: tuple[int, datetime] | None = None) -> dict[str, int]:
    """How many cases in each box want our word. `newest` is the last thing that happened, where the caller knows it already."""
    newest = newest or newest_event()
    return {box: counted(person, box, newest) for box in BOXES}


def counted(person: Any, box: str, newest: tuple[int, datetime] | None) -> int:
    """How many cases in a box want our word, counted up to MOST_COUNTED: a page must not pay for a long queue.

    Every change of a case is an event, so while nothing happened the counts of a moment ago are those of now."""
    query = _boxes.get((reach_key(person), box), lambda: Prepared(lambda: in_box_on_us(person, box).values_list("pk", "state")))
    return kept_count(person, box, lambda: len(query()), newest)


def in_box_on_us(person: Any, box: str) -> QuerySet[Case]:
    """As many cases of a box that want our word as are counted, in no order."""
    return shown(in_box(person, box), "us").order_by()[:MOST_COUNTED]


def kept_count(person: Any, name: str, count: Callable[[], int], newest: tuple[int, datetime] | None) -> int:
    """The count of a list that the person has under `name`, kept as `counted` says."""
    rests_on = (reach_key(person), newest)
    kept = _counted.get((person.pk, name))
    if newest is not None and kept is not None and kept[0] == rests_on and monotonic() - kept[1] < COUNTS_KEPT:
        return kept[2]
    found = count()
    if len(_counted) >= MOST_COUNTS:
        _counted.clear()
    _counted[person.pk, name] = (rests_on, monotonic(), found)
    return found


def rank_of(priority: int, reach: int) -> int:
    """Where a case stands by priority: one number, as marks in addresses have it."""
    return priority * A_STEP + reach


def sorted_cases(
    cases: QuerySet[Case], *, sort: str, after: tuple[Any, int] | None = None, back: bool = False
) -> QuerySet[Case]:
    """A list in order, from where a page begins. `sort` is one of SORTS; rows without that time are left out.

    `after` is (the sort's time or rank, id) of the last row seen; with `back` the list runs the other way from there."""
    column, highest_first = SORTS[sort]
    if sort == "priority":
        return by_priority(cases, after=after, back=back)
    if not highest_first:
        cases = cases.filter(**{f"{'waiting_since' if sort == 'due' else column}__isnull": False})
    down = highest_first != back
    if after is not None:
        at, number = after
        step = "lt" if down else "gt"
        cases = cases.filter(Q(**{f"{column}__{step}": at}) | Q(**{column: at, f"pk__{step}": number}))
    return cases.order_by(f"-{column}" if down else column, "-pk" if down else "pk")


def by_priority(cases: QuerySet[Case], *, after: tuple[int, int] | None = None, back: bool = False) -> QuerySet[Case]:
    """Cases in which the customer waits, the highest rank first and of two alike the older case; `after` and `back` as for
    `sorted_cases`. It goes by both columns, which an index has in this order."""
    cases = cases.filter(waiting_since__isnull=False)
    if after is not None:
        (priority, reach), number = divmod(after[0], A_STEP), after[1]
        step, later = ("gt", "lt") if back else ("lt", "gt")
        alike = Q(priority=priority)
        rest = Q(**{f"priority__{step}": priority}) | (alike & (Q(**{f"reach__{step}": reach}) | Q(reach=reach, **{f"pk__{later}": number})))
        cases = cases.filter(Q(**{f"priority__{step}e": priority}), rest)  # said apart, so that the index is entered there
    return cases.order_by("priority", "reach", "-pk") if back else cases.order_by("-priority", "-reach", "pk")


def case_page(cases: QuerySet[Case], *, sort: str, after: tuple[Any, int] | None = None, most: int = 30) -> list[Case]:
    """A page of a list, keyset-paged, with what its rows show."""
    return list(sorted_cases(cases, sort=sort, after=after).select_related("customer", "channel", "assignee")[:most])


_read_until = Prepared(lambda person, *cases: CaseRead.objects.filter(person=person, case__in=cases).values_list("case_id", "message_id"))


def read_until(person: Any, numbers: list[int]) -> dict[int, int]:
    """Case id → the last message of it that the person has read, for those of the cases that they ever opened."""
    parts = (numbers[at : at + MOST_COUNTED] for at in range(0, len(numbers), MOST_COUNTED))
    return dict(row for part in parts for row in _read_until(person.pk, *part))


_DELIVERY = ("state", "reached", "attempts", "reason", "not_before", "ask_at", "channel_id", "thread")
_MESSAGE = tuple(field.name for field in Message._meta.concrete_fields)


def _said() -> QuerySet[Message]:
    """Messages with what became of their delivery; not with what was delivered, which is long."""
    return Message.objects.select_related("delivery").only(*_MESSAGE, *(f"delivery__{name}" for name in _DELIVERY))


# The newest of a case: with one more than a page of the thread, and with all that may be shown at once.
_newest_said: Kept[PreparedModels] = Kept(8)
_authors = PreparedModels(lambda *people: Person.objects.filter(pk__in=people).only("name"))
_channels = PreparedModels(lambda *channels: Channel.objects.filter(pk__in=channels))


def thread(case: Case, *, below: int | None = None, since: int | None = None, most: int = 50) -> list[Message]:
    """The newest messages of a case, oldest first; `below` pages back, `since` begins with a message already shown."""
    if below is None and since is None:
        ready = _newest_said.get(
            most, lambda: PreparedModels(lambda case: _said().filter(case_id=case, withdrawn_at=None).order_by("-id")[:most])
        )
        newest = ready(case.pk)
    else:
        messages = _said().filter(case=case, withdrawn_at=None)
        if below is not None:
            messages = messages.filter(pk__lt=below)
        if since is not None:
            messages = messages.filter(pk__gte=since)
        newest = list(messages.order_by("-id")[:most])
    authors = {one.pk: one for one in by_number(_authors, {message.author_id for message in newest})}
    channels = {one.pk: one for one in by_number(_channels, {message.channel_id for message in newest})}
    for message in newest:
        message.author = authors.get(message.author_id)
        message.channel = channels.get(message.channel_id)
    prefetch_related_objects([message for message in newest if message.file_count], "attachments")
    prefetch_related_objects([message for message in newest if message.direction == Direction.CALL and message.external_id], "call")
    return newest[::-1]


def by_number(prepared: PreparedModels, numbers: set[int | None]) -> list[Any]:
    """The models of these numbers, without those that are None."""
    wanted = sorted(number for number in numbers if number is not None)
    return prepared(*wanted) if wanted else []


tags_of = PreparedModels(lambda case: Tag.objects.filter(cases=case))
"""The tags of a case, by its number."""


def last_incoming(case: Case) -> Message | None:
    """The newest message that came in by a channel."""
    found = Message.objects.filter(case=case, direction=Direction.IN, channel__isnull=False).exclude(automatic=COPY).select_related("channel")
    return found.only("from_value", "is_stranger", "channel").order_by("-id").first()


def answer_way(
    case: Case, identities: list[Identity] | None = None, last: Message | None = None
) -> tuple[Channel | None, Identity | None]:
    """By which channel and to which address an answer leaves: where the customer wrote last, if it sends; else what reaches them.

    (None, None) when nothing does. `identities` are the customer's, and `last` the newest message that came in by a channel,
    where the caller has them already."""
    identities = identities_of(case.customer_id) if identities is None else identities
    return way_by(case, identities, last or last_incoming(case), channels_in_use)


def answer_ways(cases: Sequence[Case]) -> dict[int, tuple[Channel | None, Identity | None]]:
    """The `answer_way` of each of these cases, in as many questions for a thousand as for one."""
    theirs: dict[int, list[Identity]] = {}
    for identity in Identity.objects.filter(customer__in={case.customer_id for case in cases}).order_by("kind", "pk"):
        theirs.setdefault(identity.customer_id, []).append(identity)
    came = Message.objects.filter(case__in=cases, direction=Direction.IN, channel__isnull=False).exclude(automatic=COPY)
    newest = came.order_by().values("case").annotate(newest=Max("pk")).values("newest")
    found = Message.objects.filter(pk__in=newest).select_related("channel").only("case_id", "from_value", "is_stranger", "channel")
    last = {message.case_id: message for message in found}
    others = cache(channels_in_use)
    return {case.pk: way_by(case, theirs.get(case.customer_id, []), last.get(case.pk), others) for case in cases}


def channels_in_use() -> list[Channel]:
    """Channels that work, the oldest first."""
    return list(Channel.objects.filter(is_active=True, archived_at=None).order_by("pk"))


def way_by(
    case: Case, identities: list[Identity], last: Message | None, others: Callable[[], list[Channel]]
) -> tuple[Channel | None, Identity | None]:
    """An answer's way, by what is known already; `others` is asked where nothing near the case sends."""
    near = [last.channel] if last and last.channel else []
    if case.channel is not None:
        near.append(case.channel)
    channel = next((one for one in near if sends_to(one, identities)), None)
    if channel is None:
        channel = next((one for one in others() if sends_to(one, identities)), None)
    if channel is None:
        return None, None
    return channel, answer_identity(case, channel, identities, last)


def chat_of(case: Case, channel: Channel, identity: Identity) -> str:
    """The provider's conversation in which this address wrote last in the case, "" where it never did; never one that everybody can read."""
    said = Message.objects.filter(case=case, channel=channel, direction=Direction.IN, from_value=identity.value, chat__isnull=False)
    said = said.exclude(chat__startswith=IN_PUBLIC) if channel.kind in COMMENT_KINDS else said
    return said.order_by("-id").values_list("chat", flat=True).first() or ""


def sends_to(channel: Channel, identities: list[Identity]) -> bool:
    """Whether a channel in use can send to somebody known by these addresses."""
    return can_send(channel) and any(is_reached(channel, identity) for identity in identities)


def can_send(channel: Channel) -> bool:
    """Whether a channel is in use and something can leave by it."""
    return channel.is_active and channel.archived_at is None and channel.kind in KINDS and KINDS[channel.kind].can.send


def is_reached(channel: Channel, identity: Identity) -> bool:
    """Whether an address is one that a channel's kind sends to; where answers stand in public, who is known by name alone is reached there."""
    can = KINDS[channel.kind].can
    if identity.kind != can.reaches:
        return can.comments and identity.kind in can.known_by
    return not can.mobile or is_mobile(identity.value)


def reached(channel: Channel, identities: Iterable[Identity]) -> list[Identity]:
    """Those of somebody's addresses that a channel sends to; a name counts only where it is all that is known of them."""
    found = [identity for identity in identities if is_reached(channel, identity)]
    return [identity for identity in found if identity.kind == KINDS[channel.kind].can.reaches] or found


def answer_identity(case: Case, channel: Channel, identities: list[Identity], last: Message | None) -> Identity | None:
    """The customer's address on that channel: the one they wrote from last in this case, else their main one,
    else their first.

    `last` is the newest incoming message; a stranger's address is passed over for the customer's own."""
    addresses = reached(channel, sorted(identities, key=lambda one: (not one.is_main, one.pk)))
    wrote = last.from_value if last is not None else ""
    if last is not None and last.is_stranger:
        said = Message.objects.filter(case=case, direction=Direction.IN, is_stranger=False).exclude(from_value="")
        wrote = said.order_by("-id").values_list("from_value", flat=True).first() or ""
    return next((identity for identity in addresses if identity.value == wrote), addresses[0] if addresses else None)


def inline_attachment(number: int) -> Attachment:
    """A picture that a mail shows inside its text; the caller holds a signed address of it. Raises Attachment.DoesNotExist."""
    return Attachment.objects.exclude(content_id="").get(pk=number)

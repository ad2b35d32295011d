"""Reads about merged and split cases, second copies of a message, spam, and senders whose mail is kept out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Subquery

from sandali.cases.access import RIGHTS, cases_for, reach
from sandali.cases.models import Aside, BlockedSender, Case, Direction, Message, Regrouping
from sandali.cases.senders import candidates
from sandali.channels.adapter import Incoming
from sandali.channels.models import Arrival, Channel
from sandali.company.access import refuse_unless
from sandali.company.permissions import NotAllowed
from sandali.customers.models import Customer
from sandali.history.models import Event
from sandali.kit.prepared import Prepared

COPY: Final = "copy"  # Message.automatic of one that said the same on another channel of ours
COPIES_WITHIN: Final = timedelta(days=3)
MOST_SHOWN: Final = 30
LAST_LINES: Final = 3


# --- Merging and splitting -------------------------------------------------------------------------------------------
def regroupable(person: Any) -> QuerySet[Case]:
    """The cases that the person may merge and split; neither what was merged nor spam."""
    return Case.objects.filter(reach(person, RIGHTS["regroup"]), aside="")


def access_regrouping(person: Any, number: int) -> Regrouping:
    """A merge or a split, to undo it: both of its cases must be in the person's reach.

    Raises Regrouping.DoesNotExist when they may not see both, NotAllowed when seeing is all they may."""
    found = Regrouping.objects.select_related("source__customer", "target__customer", "by", "undone_by").get(pk=number)
    both = {found.source_id, found.target_id}
    if cases_for(person).filter(pk__in=both).count() != len(both):
        raise Regrouping.DoesNotExist
    if Case.objects.filter(reach(person, RIGHTS["regroup"]), pk__in=both).count() != len(both):
        raise NotAllowed
    return found


def merge_of(case: Case) -> Regrouping | None:
    """How a case came to be where it is now: the newest merge or split of it that stands or was undone."""
    both = Regrouping.objects.filter(Q(source=case) | Q(target=case, way=Regrouping.Way.SPLIT))
    return both.select_related("by", "undone_by").order_by("-pk").first()


def likely_partners(case: Case, person: Any, *, most: int = 6) -> list[Case]:
    """The customer's other cases that the person may merge with this one, the latest first."""
    others = regroupable(person).filter(customer=case.customer_id).exclude(pk=case.pk)
    return list(others.select_related("customer", "assignee").order_by("-last_message_at", "-pk")[:most])


def last_said(case: Case, *, most: int = LAST_LINES) -> list[Message]:
    """The newest messages of a case that are not taken back, oldest first."""
    said = Message.objects.filter(case=case, withdrawn_at=None).exclude(automatic=COPY)
    return list(said.select_related("author", "customer").order_by("-pk")[:most])[::-1]


def messages_to_move(case: Case, *, most: int = 500) -> list[Message]:
    """What may be split off: every message that is not taken back, oldest first."""
    said = Message.objects.filter(case=case, withdrawn_at=None).select_related("author", "customer", "channel")
    return list(said.order_by("-pk")[:most])[::-1]


# --- What is known of a mail that comes in ---------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Known:
    """Of a mail: the BlockedSender that keeps it out, and the message that said the same on another channel of ours."""

    blocked: int | None = None
    original: Message | None = None


_known = Prepared(
    lambda channel, customer, external, text, *senders: Channel.objects.filter(pk=channel).annotate(
        blocked=Subquery(BlockedSender.objects.filter(value__in=senders, lifted_at=None).order_by("pk").values("pk")[:1]),
        said=Subquery(
            Message.objects.filter(external_id=external, customer_id=customer, direction__in=(Direction.IN, Direction.THIRD), text=text)
            .exclude(channel_id=channel).exclude(automatic=COPY).order_by("-pk").values("pk")[:1]
        ),
    ).values_list("blocked", "said")
)  # fmt: skip


def known_of(incoming: Incoming, arrival: Arrival, customer: Customer, files: Iterable[str], *, at: datetime) -> Known:
    """One query for every mail. `files` are the hashes of its files: a copy has the same ones."""
    senders = [incoming.sender.value if incoming.sender else "", *(one.value for one in incoming.claimed)]
    # Without an identifier nothing is the same message, whatever it says.
    [(blocked, said)] = _known(arrival.channel_id, customer.pk, incoming.external_id[:250] or "-", incoming.text, *(one for sender in senders for one in candidates(sender)))
    if said is None:
        return Known(blocked)
    original = Message.objects.select_related("case__customer").get(pk=said)
    same = sorted(files) == sorted(original.attachments.values_list("sha256", flat=True)) and abs(at - original.at) <= COPIES_WITHIN
    return Known(blocked, original if same else None)


# --- Spam and blocked senders ----------------------------------------------------------------------------------------
def spam_for(person: Any, *, after: tuple[datetime, int] | None = None, most: int = MOST_SHOWN) -> list[Case]:
    """A page of the spam that the person may see, the latest first. `after` is (last message at, id) of the last row seen."""
    found = cases_for(person, lent=False).filter(aside=Aside.SPAM)
    if after is not None:
        at, number = after
        found = found.filter(Q(last_message_at__lt=at) | Q(last_message_at=at, pk__lt=number))
    return list(found.select_related("customer", "channel").order_by("-last_message_at", "-pk")[:most])


def blocked_senders(*, most: int = 500) -> list[BlockedSender]:
    """Every sender that is kept out or was, those that are first, the newest first."""
    both = BlockedSender.objects.select_related("by", "lifted_by")
    standing = list(both.filter(lifted_at=None).order_by("-at", "-pk")[:most])
    return standing + list(both.filter(lifted_at__isnull=False).order_by("-lifted_at", "-pk")[:most])


def kept_out(blocked: Iterable[int]) -> dict[int, int]:
    """BlockedSender id → how many of their messages were kept as spam."""
    events = Event.objects.filter(kind="mail_kept_out", subject_type="blockedsender", subject_id__in=list(blocked))
    return dict(events.order_by().values_list("subject_id").annotate(count=Count("pk")))


def access_blocked(person: Any, number: int) -> BlockedSender:
    """One blocked sender, to let them in again. Raises BlockedSender.DoesNotExist, NotAllowed."""
    refuse_unless(person, "block_senders")
    return BlockedSender.objects.get(pk=number)

"""What cases keep of a customer, for erasing and exporting (customers/erasing.py): what was said, its files, how it came and left."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sandali.cases.models import (
    Attachment,
    BlockedSender,
    Call,
    Case,
    CaseValue,
    ChecklistItem,
    Draft,
    Handover,
    Message,
    Regrouping,
    Reminder,
    Task,
)
from sandali.cases.search import CASES, MESSAGES
from sandali.channels.models import Arrival, Delivery, DeliveryPart, DeliveryState, PausedAddress
from sandali.customers.erasing import BATCH, Kept
from sandali.customers.models import Customer, CustomerFile
from sandali.history import queue
from sandali.history.models import Event
from sandali.kit.files import path_of

SAID: Final = ("from_value", "from_name", "text", "quoted", "others", "external_id", "remarks", "bounced", "chat", "wordings")
BARE: Final = (("has_html", False), ("file_count", 0))
KEPT: Final = (
    Kept(Call, "customer", _("Calls"), blank=("number", "recording"), stays=("call_id", "way", "extensions", "answered_by", "put_away_by")),
    Kept(Attachment, "message__case__customer", _("Files"), goes=True),
    Kept(Attachment, "message__customer", "", goes=True),
    Kept(Draft, "case__customer", _("Drafts"), goes=True),
    Kept(Message, "case__customer", _("Messages and notes"), blank=SAID, stays=("automatic",), also=BARE, index=MESSAGES),
    Kept(Message, "customer", "", blank=SAID, stays=("automatic",), also=BARE, index=MESSAGES),  # what they wrote in somebody else's matter
    Kept(Handover, "case__customer", "", blank=("brief", "answer")),
    Kept(Task, "case__customer", _("Tasks"), blank=("title", "text", "answer")),
    Kept(ChecklistItem, "case__customer", "", blank=("text",)),
    Kept(Reminder, "case__customer", "", blank=("text",)),
    Kept(CaseValue, "case__customer", _("Own fields of their cases"), goes=True),
    Kept(Regrouping, "source__customer", "", scrub=("before",), stays=("messages",)),
    Kept(Regrouping, "target__customer", "", scrub=("before",), stays=("messages",)),
    Kept(Case, "customer", _("Cases, of which subject and words go"), blank=("subject", "preview"), stays=("last_direction",), index=CASES),
)


def events_of(customer: int) -> Iterator[QuerySet[Event]]:
    """What happened in their cases, wherever else it stands."""
    yield Event.objects.filter(case_id__in=Case.objects.filter(customer_id=customer).values("pk"))


def files_of(customer: int) -> Iterator[tuple[int, str, str]]:
    """(number, name, sha256) of the files that came and went in their cases."""
    theirs = Q(message__case__customer=customer) | Q(message__customer=customer)
    for file in Attachment.objects.filter(theirs).exclude(sha256="").order_by("pk").iterator(chunk_size=BATCH):
        yield file.pk, file.name, file.sha256


def at_once(customer: Customer) -> None:
    """Nothing more leaves for them, and their addresses stand on no list of ours."""
    values = [value for pair in customer.identities.values_list("value", "shown") for value in pair if value]
    PausedAddress.objects.filter(value__in=values).delete()
    BlockedSender.objects.filter(value__in=values).delete()
    for case in Case.objects.filter(customer=customer).values_list("pk", flat=True):
        deliveries_of(case).filter(state=DeliveryState.QUEUED).update(state=DeliveryState.CANCELLED)


def deliveries_of(case: int) -> QuerySet[Delivery]:
    """Everything that left about a case, also beside its thread. By the range of its names, which the index of threads has in order."""
    return Delivery.objects.filter(Q(thread=f"case:{case}") | Q(thread__gte=f"case:{case}:", thread__lt=f"case:{case};"))


def hollow(value: Any) -> Any:
    """JSON of the same shape that says nothing: what reads it finds its keys."""
    if isinstance(value, dict):
        return {key: hollow(inner) for key, inner in value.items()}
    return [] if isinstance(value, list) else "" if isinstance(value, str) else value


def forget_deliveries(customer: int) -> None:
    """What was sent to them: to whom, what it said, and how its provider calls it."""
    after = 0
    while cases := list(Case.objects.filter(customer_id=customer, pk__gt=after).order_by("pk").values_list("pk", flat=True)[:50]):
        for case in cases:
            with transaction.atomic():
                sent = list(deliveries_of(case).only("pk", "payload"))
                DeliveryPart.objects.filter(delivery__in=sent).delete()
                for one in sent:
                    Delivery.objects.filter(pk=one.pk).update(to_value="", payload=hollow(one.payload), reason="", external_id="")
        after = cases[-1]
        queue.give_way()


def forget_arrivals(customer: int) -> None:
    """The raw things that came from them: their bytes, and how a provider calls them and their conversation. The hash stays, so that
    a mailbox that still has a mail does not bring it again; what also holds somebody else's words stays whole."""
    after = 0
    theirs = Q(case__customer_id=customer) | Q(customer_id=customer)
    while numbers := list(
        Message.objects.filter(theirs, arrival__gt=after).order_by("arrival").values_list("arrival", flat=True).distinct()[:BATCH]
    ):
        lanes = set(Arrival.objects.filter(pk__in=numbers, lane__isnull=False).values_list("channel_id", "lane"))
        beside = [pk for channel, lane in lanes for pk in Arrival.objects.filter(channel_id=channel, lane=lane).values_list("pk", flat=True)]
        others = Message.objects.filter(arrival__in=[*numbers, *beside]).exclude(theirs).values_list("arrival", flat=True)
        for arrival in Arrival.objects.filter(pk__in={*numbers, *beside} - set(others)):
            forget_arrival(arrival)
        after = numbers[-1] or 0
        queue.give_way()


def forget_arrival(arrival: Arrival) -> None:
    """One of them. A size of 0 says that its bytes are gone."""
    marked = None if arrival.event_id is None else f"erased-{hashlib.sha256(arrival.event_id.encode()).hexdigest()[:40]}"
    known = arrival.event_id is not None and arrival.event_id.startswith("erased-")
    with transaction.atomic():
        Arrival.objects.filter(pk=arrival.pk).update(
            size=0, error="", envelope_to="", lane=None, **({} if known else {"event_id": marked})
        )
    drop_file(arrival.sha256)


def forget_files(customer: int) -> None:
    """The bytes of their files, unless somebody else's message has the same. The rows go afterwards."""
    theirs = (*files_of(customer), *CustomerFile.objects.filter(customer_id=customer).values_list("pk", "name", "sha256"))
    for _number, _name, sha256 in theirs:
        others = Attachment.objects.filter(sha256=sha256).exclude(Q(message__case__customer=customer) | Q(message__customer=customer))
        kept = CustomerFile.objects.filter(sha256=sha256).exclude(customer_id=customer)
        if not others.exists() and not kept.exists():
            drop_file(sha256, attached=False)


def drop_file(sha256: str, *, attached: bool = True) -> None:
    """Take a file's bytes away where nothing else of ours has the same."""
    in_use = Arrival.objects.filter(sha256=sha256, size__gt=0).exists()
    in_use = in_use or (attached and (Attachment.objects.filter(sha256=sha256).exists() or CustomerFile.objects.filter(sha256=sha256).exists()))
    if sha256 and not in_use and not Draft.objects.filter(files__icontains=sha256).exists():
        path_of(sha256).unlink(missing_ok=True)


STEPS: Final = (forget_files, forget_deliveries, forget_arrivals)

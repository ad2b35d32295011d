"""Putting what we understood to the customer, with an answer; and their own word on it. Nobody of ours can say it for them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sandali.cases.actions import CannotAnswer, reply
from sandali.cases.actions.closing import begin_again
from sandali.cases.actions.holding import hold_case
from sandali.cases.contact import language_of
from sandali.cases.models import Case, Message, State
from sandali.cases.threads import living
from sandali.channels.models import Delivery
from sandali.history.events import record
from sandali.history.models import Event
from sandali.kit.prepared import Prepared
from sandali.kit.signed_links import make_link
from sandali.resolution.confirmation.asking import answer_case
from sandali.resolution.models import Heard, Offer, Understanding
from sandali.resolution.understanding import events

PURPOSE: Final = "understanding"
LASTS: Final = timedelta(days=90)
LONGEST_WORD: Final = 20_000

# Asked at every answer and delivery; most carry nothing.
_carried = Prepared(lambda delivery: Offer.objects.filter(message__delivery=delivery, state=Heard.OPEN).values_list("pk", "case_id"))
_said_in = Prepared(lambda message: Offer.objects.filter(message=message, state=Heard.OPEN).values_list("pk", "by_id"))


class Rewritten(CannotAnswer):
    """What would have been put to the customer was changed by a colleague after the writer saw it."""

    def __init__(self) -> None:
        super().__init__(_("Somebody changed what it means to the customer after you saw it. Read it once more, then send."))


def link_of(offer: Offer) -> str:
    """The page on which the customer says whether we understand them."""
    return make_link(PURPOSE, offer.pk, lasts=LASTS)


def offer_below(offer: Offer) -> str:
    """The understanding as it stands under an answer, in Markdown."""
    with translation.override(language_of(offer.case)):
        lead = _("This is how we understand you:")
        question = _("Is that right, or is it something else? One click tells us:")
    quoted = "\n".join(f"> {line}" for line in offer.text.splitlines())
    return f"---\n\n**{lead}**\n\n{quoted}\n\n{question}\n\n<{link_of(offer)}>"


@transaction.atomic
def answer_and_offer(
    case: Case, text: str, *, by: Any, dedupe_key: str, version: int, state: str = State.WAITING, leaves_at: datetime | None = None, **how: Any
) -> Message:  # fmt: skip
    """Answer the customer, with what we understood below it; `version` is the one that the writer saw.

    Else as `cases.actions.reply`; ANSWERED also asks whether the matter is settled. Raises Rewritten."""
    hold_case(case)
    standing = Delivery.objects.filter(dedupe_key=dedupe_key).select_related("message").first()
    if standing is not None:
        message: Message = standing.message
        return message
    row = Understanding.objects.filter(case=case).first()
    if row is None or row.version != version:
        raise Rewritten
    offer = Offer.objects.create(case=case, text=row.text, version=row.version, at=leaves_at or timezone.now(), by=by)
    how |= {"by": by, "dedupe_key": dedupe_key, "leaves_at": leaves_at, "below": offer_below(offer)}
    message = answer_case(case, text, **how) if state == State.ANSWERED else reply(case, text, state=state, **how)
    Offer.objects.filter(pk=offer.pk).update(message=message)
    Understanding.objects.filter(pk=row.pk).update(offer=offer)
    if leaves_at is None:
        record(events.UNDERSTANDING_OFFERED, offer, by=by, version=row.version)
    return message


def offer_left(event: Event) -> None:
    """CASE_ANSWERED by an answer that was to leave later: only now it was put to them."""
    for number, _by in _said_in(event.subject_id):
        offer = Offer.objects.select_related("case").get(pk=number)
        record(events.UNDERSTANDING_OFFERED, offer, by=event.by, at=event.at, version=offer.version)


def offer_lost(event: Event) -> None:
    """DELIVERY_WITHDRAWN, DELIVERY_FAILED: the answer that carried it never reached them, so they were not asked."""
    for number, case in _carried(event.subject_id):
        Offer.objects.filter(pk=number).update(state=Heard.WITHDRAWN)
        before = Offer.objects.filter(case=case).exclude(state=Heard.WITHDRAWN).order_by("-pk").first()
        Understanding.objects.filter(case=case).update(offer=before)


@transaction.atomic
def take_right(offer: Offer) -> bool:
    """The customer says that we understand them. Returns whether it was still to be said. Nothing else of the case changes."""
    now = timezone.now()
    hold_case(living(offer.case))
    if not Offer.objects.filter(pk=offer.pk, state=Heard.OPEN).update(state=Heard.RIGHT, answered_at=now):
        return False
    offer.state, offer.answered_at = Heard.RIGHT, now
    record(events.UNDERSTOOD, offer, at=now)
    return True


@transaction.atomic
def take_correction(offer: Offer, word: str) -> Message | None:
    """The customer says in their own words what it is instead: it comes to the case as a message of theirs, and stands beside
    what we understood. Holds also after an earlier answer of theirs. None for an empty word, or for what was taken back."""
    now, word = timezone.now(), word.strip()[:LONGEST_WORD]
    case = hold_case(living(offer.case))
    if not word or not Offer.objects.filter(pk=offer.pk).exclude(state=Heard.WITHDRAWN).exists():
        return None
    offer.case = case
    record(events.CORRECTED, offer, at=now)
    message = begin_again(case, word=word, at=now)
    Offer.objects.filter(pk=offer.pk).update(state=Heard.CORRECTED, answered_at=now, word=word, said=message)
    return message

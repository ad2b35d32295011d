"""Customers who say how they feel, what their matters mean to them in our words, and what they said to it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from sandali.cases.actions.adding import add_message
from sandali.cases.events import MESSAGE_RECEIVED
from sandali.cases.models import Case, Direction, Message, State
from sandali.demo.acts import Scene, come_back, not_before, note_event
from sandali.demo.matters import TEXTS
from sandali.demo.work import being_handled
from sandali.resolution.models import Heard, Offer, Understanding
from sandali.resolution.understanding import events

FELT: Final = (("angry", "complaint"), ("upset", "complaint"), ("worried", "request"), ("upset", "complaint"), ("worried", "question"))
WROTE, ANSWERED = timedelta(minutes=50), timedelta(minutes=25)
MOST, MOST_ASKED = 4, 4  # of our understandings: where it is our turn, and where the customer has our answer


def texts(language: str) -> dict[str, str]:
    """The lines of texts/<language>/understanding.txt by their first word."""
    lines = (TEXTS / language / "understanding.txt").read_text(encoding="utf-8").splitlines()
    return {name: text.strip() for name, _sign, text in (line.partition(":") for line in lines if not line.startswith("#"))}


def understand(scene: Scene) -> None:
    """Let it stand as it does on a morning."""
    said = texts(scene.house.company.language)
    taken: set[int] = set()
    for number, (feeling, kind) in enumerate(FELT):
        case = waiting_for_us(kind, scene.house.company.language).exclude(pk__in=taken).first()
        if case is not None:
            taken.add(case.pk)
            feel(scene, case, said[feeling], number)
    write_down(scene, said)


def waiting_for_us(kind: str, language: str) -> QuerySet[Case]:
    """Open cases of a kind in which it is our turn, of customers who write the company's language, the latest first."""
    found = Case.objects.filter(kind=kind, state=State.OPEN, last_direction=Direction.IN, assignee__isnull=False, aside="", customer__language=language)
    return found.select_related("customer").order_by("-last_message_at", "-pk")


def feel(scene: Scene, case: Case, text: str, number: int) -> None:
    """The customer writes once more, and says how they feel."""
    at = min(max(scene.period.now - WROTE * (number + 1), case.last_message_at + timedelta(minutes=9)), scene.period.now)
    note_event(scene, MESSAGE_RECEIVED, written(case, text, at), at=at)


def written(case: Case, text: str, at: datetime) -> Message:
    """A message of the customer."""
    message = Message(direction=Direction.IN, at=at, customer=case.customer, text=text, from_name=case.customer.name[:160], channel=case.channel)
    return add_message(case, message)


def write_down(scene: Scene, said: dict[str, str]) -> None:
    """What some matters mean to their customers. Those whose customer has our answer were asked whether it is right."""
    heard = iter((Heard.RIGHT, Heard.CORRECTED, Heard.OPEN, Heard.RIGHT))
    known = being_handled().select_related("assignee", "customer").exclude(kind__in=("praise", "suggestion", ""))
    known = known.filter(customer__language=scene.house.company.language)
    for case in [*known.filter(state=State.WAITING)[:MOST_ASKED], *known.filter(state=State.OPEN)[:MOST]]:
        if case.assignee is None:
            continue
        answer = Message.objects.filter(case=case, direction=Direction.OUT, withdrawn_at=None, automatic="").order_by("-pk").first()
        at = not_before(case.customer_id, case.last_message_at) if answer is None else answer.at - timedelta(minutes=4)
        row = Understanding.objects.create(case=case, text=said[case.kind], by=case.assignee, at=at)
        note_event(scene, events.UNDERSTANDING_WRITTEN, row, at=at, by=case.assignee, text=row.text, version=1)
        if answer is not None and case.state == State.WAITING:
            put_to_them(scene, row, answer, next(heard, Heard.OPEN), said["corrected"])


def put_to_them(scene: Scene, row: Understanding, answer: Message, heard: str, word: str) -> None:
    """It went along with our answer, and this is what they said to it."""
    offer = Offer.objects.create(case=row.case, text=row.text, version=1, message=answer, at=answer.at, by=row.by)
    Understanding.objects.filter(pk=row.pk).update(offer=offer)
    note_event(scene, events.UNDERSTANDING_OFFERED, offer, at=answer.at, by=row.by, version=1)
    if heard == Heard.OPEN:
        return
    at = min(answer.at + ANSWERED, scene.period.now)
    offer.state, offer.answered_at, offer.word = heard, at, word if heard == Heard.CORRECTED else ""
    if heard == Heard.CORRECTED:
        offer.said = written(row.case, word, at)
        come_back(scene, row.case, at=at)
        note_event(scene, MESSAGE_RECEIVED, offer.said, at=at)
    offer.save(update_fields=["state", "answered_at", "word", "said"])
    note_event(scene, events.CORRECTED if heard == Heard.CORRECTED else events.UNDERSTOOD, offer, at=at)

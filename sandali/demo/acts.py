"""A step of a plan as rows and events, dated as it happened: what the actions of each room write, without their clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db.models import F

from sandali.cases import events
from sandali.cases.actions.adding import StoredFile, add_message, store_file
from sandali.cases.actions.answering import answer_message, outgoing_mail, settle
from sandali.cases.models import Case, Direction, Message, State
from sandali.cases.search import index_case
from sandali.cases.waits import after_contact, begin_wait, end_wait
from sandali.channels.events import DELIVERY_FAILED, DELIVERY_SENT
from sandali.channels.models import Delivery, DeliveryState
from sandali.customers.actions import named_tag, recognise
from sandali.customers.events import IDENTITY_ADDED
from sandali.customers.models import Customer, Identity
from sandali.customers.search import index_customer
from sandali.demo.askings import ask, end_asking, reminded
from sandali.demo.company import House
from sandali.demo.matters import render, table_of
from sandali.demo.pictures import broken_cup
from sandali.demo.plans import PRIORITIES, Plan, Step
from sandali.demo.rhythm import Period
from sandali.demo.specials import BOUNCES_AFTER, answer_away, come_back_undelivered, write_quoting
from sandali.demo.voices import answer_of, letter_of
from sandali.history.events import record
from sandali.history.kinds import EventKind
from sandali.history.models import Event, Notice
from sandali.history.notices import tell
from sandali.resolution.confirmation.events import CUSTOMER_ASKED, CUSTOMER_REMINDED, CUSTOMER_SAYS_NO
from sandali.resolution.models import Asked

TOLD_SINCE = timedelta(days=4)  # older notices are long read and gone from the bell
QUOTES = 0.22  # of the later mails are taken in raw, with what they quote
REOPENS = (State.ANSWERED, State.CONFIRMED, State.LAPSED)


@dataclass(frozen=True)
class Scene:
    """Where the steps happen."""

    house: House
    period: Period
    random: Random
    # What is yet to be written down in the order of time; None where each thing is written as it comes.
    held: list[tuple[datetime, Callable[[], object]]] | None = None

    def happen(self, at: datetime, act: Callable[[], object]) -> None:
        """Let something be done now, or with all else that is held, in its turn."""
        if self.held is None:
            act()
        else:
            self.held.append((at, act))


def not_before(customer: int, at: datetime) -> datetime:
    """The moment, or that of the last thing that happened to the customer when this is later."""
    last = Event.objects.filter(customer_id=customer).order_by("-at").values_list("at", flat=True).first()
    return max(at, last) if last is not None else at


def in_order(scene: Scene, acts: Iterable[Callable[[Scene], None]]) -> None:
    """Several parts that each know their own times: what they write down is written in the order of time."""
    holding = replace(scene, held=[])
    for act in acts:
        act(holding)
    for _at, happening in sorted(holding.held or [], key=lambda entry: entry[0]):
        happening()


def note_event(scene: Scene, kind: EventKind, subject: Any, *, at: datetime, by: Any = None, **data: Any) -> None:
    """Record an event of the past: nothing follows from it, but those are told who would still find it in their bell."""

    def write() -> None:
        event = record(kind, subject, by=by, at=at, quiet=True, **data)
        if kind.audience and scene.period.now - at < TOLD_SINCE:
            tell(event)

    scene.happen(at, write)


def words(plan: Plan, template: str) -> str:
    """A template of the case's matter, filled."""
    return render(template, plan.slots, plan.random)


# --- The customer speaks -------------------------------------------------------------------------------------------------
def open_case(scene: Scene, step: Step) -> None:
    """The first word: the customer is met or known again, and a case begins."""
    plan, by_us = step.plan, step.plan.matter.turns[0].mark in "^~"
    known = meet(scene, step, by_us=by_us)
    subject = words(plan, plan.random.choice(plan.matter.subjects))
    plan.case = case = Case.objects.create(
        customer=known, channel=plan.channel, department=plan.channel.department, subject=subject, opened_at=step.at,
        last_message_at=step.at, state_at=step.at, waiting_since=step.at, state=State.OPEN if by_us else State.NEW,
        state_by=step.by if by_us else None, assignee=step.by if by_us else None, kind=plan.matter.kind if by_us else "",
    )  # fmt: skip
    plan.comer.cases.append(case)
    begin_wait(case, at=step.at)
    index_case(case)
    if by_us:
        note_event(scene, events.CASE_OPENED, case, at=step.at, by=step.by)
        contact(scene, step, Direction.VISIT if plan.matter.turns[0].mark == "^" else Direction.CALL)
    else:
        message = say(plan, step, words(plan, step.text))
        note_event(scene, events.CASE_OPENED, case, at=step.at, source="pipe")
        note_event(scene, events.MESSAGE_RECEIVED, message, at=step.at)


def meet(scene: Scene, step: Step, *, by_us: bool) -> Customer:
    """The customer who comes, known again by any of their addresses; at the counter and on the phone by the number."""
    plan, comer = step.plan, step.plan.comer
    kind, value = ("phone", e164(comer.phone)) if by_us else ("email", comer.email)
    comer.row = known = comer.row or recognise(kind, value, name=comer.name, language=comer.language, at=step.at, quiet=True)
    if not known.identities.filter(kind=kind, value=value).exists():
        Identity.objects.create(customer=known, kind=kind, value=value, shown=value, created_at=step.at)
        note_event(scene, IDENTITY_ADDED, known, at=step.at, by=plan.owner, value=value)
        index_customer(known)
    known.last_contact_at = step.at
    type(known).objects.filter(pk=known.pk).update(last_contact_at=step.at)
    return known


def e164(phone: str) -> str:
    """A phone number as identities have it."""
    return phone if phone.startswith("+") else f"+98{phone[1:]}"


def say(plan: Plan, step: Step, text: str) -> Message:
    """A mail of the customer, with a picture when the matter has one."""
    comer, first = plan.comer, plan.said == 0
    plan.said += 1
    letter = letter_of(text, voice=comer.voice, name=comer.name, language=comer.language, random=plan.random, first=first)
    files = [picture(plan)] if first and "photo" in plan.matter.flags else []
    message = Message(
        direction=Direction.IN, at=step.at, sent_at=step.at - timedelta(seconds=plan.random.randrange(2, 40)), text=letter,
        from_value=comer.email, from_name=comer.name, customer=comer.known, channel=plan.channel,
        external_id=f"{plan.random.getrandbits(64):016x}@{comer.email.rpartition('@')[2]}",
        others=[{"role": "to", "name": "", "value": plan.channel.address}],
    )  # fmt: skip
    return add_message(plan.row, message, files=files)


def picture(plan: Plan) -> StoredFile:
    """The photo that comes with a complaint."""
    [name] = table_of(plan.comer.language, "lists")["photo-name"]
    return store_file(f"{name}.png", "image/png", broken_cup(plan.random.randrange(10)))


def write(scene: Scene, step: Step) -> None:
    """The customer writes again: the case is ours again, unless it is their yes."""
    plan, case = step.plan, step.plan.row
    said_yes = plan.fate == State.CONFIRMED and case.state == State.ANSWERED and not plan_says_no(plan)
    text = words(plan, step.text or plan.random.choice(table_of(plan.comer.language, "voices")["yes"]))
    if not said_yes and plan.random.random() < QUOTES and write_quoting(plan, text, step.at, scene.period):
        plan.said += 1
        return
    message = say(plan, step, text)
    if not said_yes:
        come_back(scene, case, at=step.at)
    type(plan.comer.known).objects.filter(pk=case.customer_id).update(last_contact_at=step.at)
    note_event(scene, events.MESSAGE_RECEIVED, message, at=step.at)


def plan_says_no(plan: Plan) -> bool:
    """Whether the word that the customer says now is the matter's no to our answer."""
    marks = [turn.mark for turn in plan.matter.turns if turn.mark in (">", ">!")]
    return plan.said < len(marks) and marks[plan.said] == ">!"


def come_back(scene: Scene, case: Case, *, at: datetime) -> None:
    """As intake does: on our side again, counted when we had thought it done."""
    reopening = case.state in REOPENS
    if reopening and end_asking(case, Asked.NO, at=at) is not None:
        note_event(scene, CUSTOMER_SAYS_NO, case, at=at)
    if case.waiting_since is None:
        begin_wait(case, at=at)
    change(
        case, waiting_since=case.waiting_since or at, reopened=case.reopened + reopening,
        **({} if case.state == State.NEW else {"state": State.OPEN, "state_at": at, "state_by": None, "snoozed_until": None}),
    )  # fmt: skip
    if reopening:
        note_event(scene, events.CASE_REOPENED, case, at=at)


def contact(scene: Scene, step: Step, direction: str) -> None:
    """A visit or a phone call, written down by one of us."""
    plan, case = step.plan, step.plan.row
    message = Message(
        direction=direction, at=step.at, author=step.by, customer=plan.comer.known, text=words(plan, step.text),
        channel=scene.house.channels["counter"],
    )  # fmt: skip
    add_message(case, message)
    if case.state not in (State.NEW, State.OPEN):
        change(case, state=State.OPEN, state_at=step.at, state_by=step.by, waiting_since=case.waiting_since or step.at)
    note_event(scene, events.CONTACT_RECORDED, message, at=step.at, by=step.by, direction=str(direction))


def call(scene: Scene, step: Step) -> None:
    """A phone call in a case that stands."""
    hear(step)
    contact(scene, step, Direction.CALL)


def visit(scene: Scene, step: Step) -> None:
    """The customer comes by in a case that stands."""
    hear(step)
    contact(scene, step, Direction.VISIT)


def hear(step: Step) -> None:
    """Who calls or comes by hears our word: the wait that ran is over, and the case is still ours."""
    case = step.plan.row
    case.waiting_since = after_contact(case, at=step.at, by=step.by, heard_before=True)
    change(case, waiting_since=case.waiting_since)


# --- We speak ------------------------------------------------------------------------------------------------------------
def answer(scene: Scene, step: Step) -> None:
    """Our answer, delivered seconds later. Somebody who only ever phoned or came by is told on the phone."""
    plan, case, by = step.plan, step.plan.row, step.by
    text = words(plan, step.text)
    address = plan.comer.known.identities.filter(kind="email").first()
    if address is None:
        contact(scene, step, Direction.CALL)
        settle(case, by=by, at=step.at, state=step.state)
        return
    whole = answer_of(
        text, called=plan.comer.called, agent=plan.slots["agent"], language=plan.comer.language, random=plan.random,
        first=plan.answered == 0,
    )  # fmt: skip
    plan.answered += 1
    files = [bill(plan, scene)] if "bill" in plan.matter.flags and step.is_last else []
    message = deliver(scene, case, whole, to=address, by=by, at=step.at, files=files)
    settle(case, by=by, at=step.at, state=step.state)
    note_event(scene, events.CASE_ANSWERED, message, at=step.at, by=by)
    if step.state == State.ANSWERED and plan.matter.kind != "praise":
        note_event(scene, CUSTOMER_ASKED, ask(case, message, by=by, at=step.at), at=step.at, by=by)
    tell_delivery(scene, message, plan, trouble=plan.trouble if step.is_last else "")
    Notice.objects.filter(person=by, about=f"case:{case.pk}", read_at=None).update(read_at=step.at)


def tell_delivery(scene: Scene, message: Message, plan: Plan, *, trouble: str) -> None:
    """What became of an answer: delivered, or one of the troubles of mail."""
    at, delivery = message.at + timedelta(seconds=13), message.delivery
    if delivery is None:
        raise ValueError("an answer has a delivery")
    if trouble == "refused":
        [reason] = table_of(scene.house.company.language, "lists")["refused-reason"]
        Delivery.objects.filter(pk=delivery.pk).update(
            state=DeliveryState.FAILED, reason=reason, code="550 5.1.1", sent_at=None
        )
        note_event(scene, DELIVERY_FAILED, delivery, at=at, reason=reason)
        return
    note_event(scene, DELIVERY_SENT, delivery, at=at)
    if trouble == "bounced":
        come_back_undelivered(plan, message, min(message.at + BOUNCES_AFTER, scene.period.now))
    elif trouble == "away":
        answer_away(plan, min(message.at + BOUNCES_AFTER, scene.period.now))


def deliver(
    scene: Scene, case: Case, text: str, *, to: Identity, by: Any, at: datetime, files: list[StoredFile]
) -> Message:
    """The message with its delivery, as it stands after it has left. It was never queued, so nothing can send it."""
    channel = case.channel if case.channel is not None and case.channel.kind == "email" else scene.house.channels["support"]
    outgoing = outgoing_mail(case, text, channel=channel, identity=to, by=by, files=files)
    delivery = Delivery.objects.create(
        channel=channel, dedupe_key=f"demo:{outgoing.message_id}"[:80], message_id=outgoing.message_id, to_value=outgoing.to.value, payload=asdict(outgoing),
        thread=f"case:{case.pk}", state=DeliveryState.SENT, created_at=at, not_before=at, attempts=1, by=by,
        sent_at=at + timedelta(seconds=12),
    )  # fmt: skip
    message = answer_message(text, outgoing, delivery, by=by)
    message.at = at
    return add_message(case, message, files=files)


def bill(plan: Plan, scene: Scene) -> StoredFile:
    """The invoice that we attach, a plain text."""
    lists, house = table_of(plan.comer.language, "lists"), scene.house
    [name], [paper] = lists["bill-name"], lists["bill"]
    slots = {**plan.slots, "company": house.company.name, "buyer": plan.comer.organisation or plan.comer.name}
    return store_file(f"{name}-{plan.slots['order']}.txt", "text/plain", render(paper, slots, plan.random).encode())


def note(scene: Scene, step: Step) -> None:
    """A word among us."""
    case = step.plan.row
    message = add_message(case, Message(direction=Direction.NOTE, at=step.at, author=step.by, text=words(step.plan, step.text)))
    note_event(scene, events.NOTE_WRITTEN, message, at=step.at, by=step.by)


# --- Handling --------------------------------------------------------------------------------------------------------------
def change(case: Case, **fields: Any) -> None:
    """Write fields of the row and of the object; counts as one edit."""
    Case.objects.filter(pk=case.pk).update(**fields, version=F("version") + 1)
    for name, value in fields.items():
        setattr(case, name, value)
    case.version += 1


def assign(scene: Scene, step: Step) -> None:
    """The case is given to its owner."""
    plan, case = step.plan, step.plan.row
    if case.assignee_id != plan.owner.pk:
        change(case, assignee=plan.owner)
        note_event(scene, events.CASE_ASSIGNED, case, at=step.at, by=step.by, to=plan.owner.name, person=plan.owner.pk)


def take(scene: Scene, step: Step) -> None:
    """The owner has looked at it and means to answer."""
    if step.plan.row.state == State.NEW:
        change(step.plan.row, state=State.OPEN, state_at=step.at, state_by=step.by)
        note_event(scene, events.STATE_CHANGED, step.plan.row, at=step.at, by=step.by, to=str(State.OPEN), until="")


def move(scene: Scene, step: Step) -> None:
    """A hand-over to the department that can help."""
    department = scene.house.departments[step.plan.matter.department]
    change(step.plan.row, department=department)
    note_event(scene, events.CASE_MOVED, step.plan.row, at=step.at, by=step.by, to=department.name)


def classify(scene: Scene, step: Step) -> None:
    """What the case is, and how urgent."""
    plan, case = step.plan, step.plan.row
    wanted: dict[str, Any] = {"kind": plan.matter.kind}
    wanted["priority"] = next((value.value for flag, value in PRIORITIES.items() if flag in plan.matter.flags), case.priority)
    for what, value in wanted.items():
        if getattr(case, what) != value:
            change(case, **{what: value})
            note_event(scene, events.CASE_CLASSIFIED, case, at=step.at, by=step.by, what=what, to=str(value))


def tag(scene: Scene, step: Step) -> None:
    """One or two of the matter's tags."""
    tags = step.plan.matter.tags
    for name in tags[: step.plan.random.randrange(1, len(tags) + 1)]:
        found = named_tag(name)
        if found is not None:
            step.plan.row.tags.add(found)
            note_event(scene, events.CASE_TAGGED, step.plan.row, at=step.at, by=step.by, tag=found.name)


# --- How it ends -----------------------------------------------------------------------------------------------------------
def confirm(scene: Scene, step: Step) -> None:
    """The customer has said yes, in the word just before. Nobody of ours can say it for them, so `by` stays empty."""
    case = step.plan.row
    end_wait(case, at=step.at)
    change(case, state=State.CONFIRMED, state_at=step.at, state_by=None, waiting_since=None)
    note_event(scene, events.CASE_CONFIRMED, case, at=step.at)
    end_asking(case, Asked.YES, at=step.at)


def remind(scene: Scene, step: Step) -> None:
    """The customer has not said yet whether it is settled."""
    asking = reminded(step.plan.row)
    if asking is not None:
        note_event(scene, CUSTOMER_REMINDED, asking, at=step.at)


def lapse(scene: Scene, step: Step) -> None:
    """The customer was asked and stayed silent."""
    end_wait(step.plan.row, at=step.at)
    change(step.plan.row, state=State.LAPSED, state_at=step.at, state_by=None, waiting_since=None)
    note_event(scene, events.CASE_LAPSED, step.plan.row, at=step.at)
    end_asking(step.plan.row, Asked.SILENT, at=step.at)


def snooze(scene: Scene, step: Step) -> None:
    """Put aside until something is known."""
    case, days = step.plan.row, step.plan.random.choice((1, 2, 3, 5))
    until = scene.period.hours.next_opening(scene.period.now + timedelta(days=days))
    change(case, state=State.SNOOZED, state_at=step.at, state_by=step.by, snoozed_until=until)
    if case.assignee_id is None:
        change(case, assignee=step.by)
    note_event(scene, events.STATE_CHANGED, case, at=step.at, by=step.by, to=str(State.SNOOZED), until=until.isoformat())


ACTS = {
    "open": open_case, "write": write, "answer": answer, "note": note, "call": call, "visit": visit, "assign": assign,
    "take": take, "move": move, "classify": classify, "tag": tag, "confirm": confirm, "lapse": lapse, "remind": remind,
    "snooze": snooze,
}  # fmt: skip


def perform(scene: Scene, step: Step) -> None:
    """Do one step."""
    ACTS[step.act](scene, step)

"""Cases and what is said in them, two years of it, made in the order of time as a database grows in life."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from random import Random

from django.db import connection

from bench import words
from bench.writing import in_parts, keep
from sandali.cases.actions.adding import preview_of
from sandali.cases.events import CASE_ANSWERED, CASE_OPENED, CONTACT_RECORDED, MESSAGE_RECEIVED, NOTE_WRITTEN
from sandali.cases.models import Case, CaseRead, Direction, Kind, Message, State
from sandali.channels.adapter import Outgoing, Party
from sandali.channels.models import Channel, Delivery
from sandali.company.models import Department, Person
from sandali.customers.events import CUSTOMER_MET
from sandali.history.models import Event, Notice

CLOSED = ((State.ANSWERED, 40), (State.CONFIRMED, 42), (State.LAPSED, 18))
ON_US, WAITING, SNOOZED = 0.02, 0.015, 0.003  # shares of all cases
EXACTLY_20 = 200  # cases that hold 20 messages, to be opened by the page figures
KINDS_OF = {Direction.IN: MESSAGE_RECEIVED, Direction.OUT: CASE_ANSWERED, Direction.NOTE: NOTE_WRITTEN}


class CaseBook:
    """The plan of all cases: whose, when, how many messages. Rows are made from it as they are written."""

    def __init__(
        self, random: Random, cases: int, messages: int, customers: int, people: list[Person], departments: list[Department],
        channel: Channel, *, now: datetime, span: timedelta,
    ) -> None:  # fmt: skip
        self.random, self.count, self.customers, self.people = random, cases, customers, people
        self.departments, self.channel, self.now, self.span = departments, channel, now, span
        self.sizes = sizes(random, cases, messages)
        self.opened = sorted(random.random() for _ in range(cases))
        self.languages = [words.language(random) for _ in range(cases)]
        self.owners = [self.owner() for _ in range(cases)]
        self.last: dict[int, tuple[int, datetime, str, str]] = {}

    def owner(self) -> int:
        """Everybody comes once before the regulars come again."""
        return self.random.randint(1, self.customers) if self.random.random() < 0.5 else int(self.customers * self.random.random() ** 3) + 1

    def state(self, number: int) -> str:
        """The newest cases want our word, some wait or sleep; all others are closed in one of three ways."""
        left = (self.count - number) / self.count
        share = self.random.random()
        if left < ON_US * 4:
            if share < 0.25:
                return State.NEW if share < 0.08 else State.OPEN
            if share < 0.25 + WAITING * 12:
                return State.WAITING
            if share < 0.25 + WAITING * 12 + SNOOZED * 12:
                return State.SNOOZED
        return self.random.choices([state for state, _weight in CLOSED], [weight for _state, weight in CLOSED])[0]

    def at(self, number: int) -> datetime:
        """When a case was opened."""
        return self.now - self.span + self.span * 0.998 * self.opened[number - 1]

    def cases(self) -> Iterator[Case]:
        """The rows, after their messages were written: each knows its last line."""
        random = self.random
        for number in range(1, self.count + 1):
            opened, state = self.at(number), self.state(number)
            pk, at, direction, text = self.last[number]
            taken = state != State.NEW and random.random() < 0.93
            yield Case(
                pk=number, customer_id=self.owners[number - 1], channel=self.channel,
                department=random.choices(self.departments, [5, 3, 2, 1])[0], assignee=random.choice(self.people) if taken else None,
                subject=random.choice(words.filled(self.languages[number - 1]))[:90], kind=random.choice([*Kind.values, "", "", ""]),
                priority=random.choices([1, 2, 3, 4], [5, 80, 10, 5])[0], state=state, state_at=at, opened_at=opened, last_message_at=at,
                snoozed_until=self.now + timedelta(days=random.randint(1, 9)) if state == State.SNOOZED else None,
                waiting_since=at if state in (State.NEW, State.OPEN) else None, message_count=self.sizes[number - 1],
                last_message_id=pk, last_direction=direction, preview=preview_of(text),
            )  # fmt: skip

    def subjects(self) -> Iterable[tuple[int, str]]:
        """Number and subject of every case, for the index."""
        return in_parts(Case.objects.values_list("pk", "subject"))

    def order(self) -> Iterator[tuple[int, int]]:
        """(case, position in it) of every message, in the order of time: a case's messages lie far apart, as in life."""
        moments, numbers, positions = array("d"), array("l"), array("l")
        for number, size in enumerate(self.sizes, start=1):
            moment = self.opened[number - 1]
            for position in range(size):
                moments.append(moment)
                numbers.append(number)
                positions.append(position)
                moment = min(moment + self.random.expovariate(1 / 0.0015), 0.99999)
        for place in sorted(range(len(moments)), key=moments.__getitem__):
            yield numbers[place], positions[place]

    def messages(self) -> Iterator[Message]:
        """Every message, its number the order of its coming."""
        random = self.random
        for pk, (number, position) in enumerate(self.order(), start=1):
            language = self.languages[number - 1]
            direction = self.direction(position, self.sizes[number - 1])
            text = words.message(random, language)
            at = min(self.at(number) + timedelta(hours=9 * position), self.now)
            if position == self.sizes[number - 1] - 1:
                self.last[number] = (pk, at, direction, text)
            ours = direction in (Direction.OUT, Direction.NOTE)
            yield Message(
                pk=pk, case_id=number, direction=direction, at=at, author=random.choice(self.people) if ours else None,
                customer_id=None if ours else self.owners[number - 1], text=text, channel=self.channel,
                from_value="" if ours else f"someone.{number}@example.com", has_html=not ours and random.random() < 0.5,
                quoted=words.message(random, language, 1, 4) if position and direction == Direction.IN else "",
                external_id=f"{number}.{position}@mail.example", others=[{"role": "to", "name": "", "value": "support@simorgh.example"}],
            )  # fmt: skip

    def direction(self, position: int, size: int) -> str:
        """The customer begins; then word and answer take turns, with a note here and there."""
        if position == 0:
            return Direction.IN
        share = self.random.random()
        if share < 0.1:
            return Direction.NOTE
        return Direction.CALL if share < 0.12 else Direction.IN if position % 2 == 0 else Direction.OUT

    def texts(self) -> Iterable[tuple[int, str]]:
        """Number and text of every message, for the index."""
        return in_parts(Message.objects.values_list("pk", "text"))

    def steps(self) -> Iterator[str]:
        """Write all of it; yields what was done after each step."""
        yield f"{keep(self.messages()):,} messages"
        yield f"{keep(self.cases()):,} cases"
        yield f"{keep(self.events()):,} events"
        yield f"{keep(self.deliveries()):,} deliveries"
        read = keep(self.reads()) + keep(self.notices())
        yield f"{read:,} reading marks and notices"

    def events(self) -> Iterator[Event]:
        """First contacts, openings, and one event a message."""
        for customer in range(1, self.customers + 1):
            yield Event(kind=CUSTOMER_MET.name, at=self.now - self.span, subject_type="customer", subject_id=customer, customer_id=customer)
        rows = in_parts(Message.objects.values_list("pk", "case_id", "direction", "at", "author_id"))
        opened: set[int] = set()
        for pk, number, direction, at, author in rows:
            owner = self.owners[number - 1]
            if number not in opened:
                opened.add(number)
                yield Event(kind=CASE_OPENED.name, at=at, subject_type="case", subject_id=number, case_id=number, customer_id=owner)
            kind = KINDS_OF.get(Direction(direction), CONTACT_RECORDED)
            yield Event(kind=kind.name, at=at, by_id=author, subject_type="message", subject_id=pk, case_id=number, customer_id=owner)

    def deliveries(self) -> Iterator[Delivery]:
        """How the answers of the last quarter left, each with its whole mail."""
        newest = len(self.sizes) * 3 // 4
        answers = in_parts(Message.objects.filter(direction=Direction.OUT, case__gt=newest))
        number = 0
        for number, message in enumerate(answers, start=1):
            outgoing = Outgoing(
                message_id=f"{message.pk}@simorgh.example", to=Party("email", f"someone.{message.case_id}@example.com"),
                from_name="سیمرغ", subject="Re:", text=message.text, html=f"<p>{message.text}</p>", language="fa", reply_token="", loop_mark="",
            )  # fmt: skip
            yield Delivery(
                pk=number, channel=self.channel, dedupe_key=str(message.pk), message_id=outgoing.message_id, to_value=outgoing.to.value,
                payload=asdict(outgoing), thread=f"case:{message.case_id}", state="sent", created_at=message.at, not_before=message.at,
                sent_at=message.at, by_id=message.author_id,
            )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cases_message SET delivery_id = (SELECT id FROM channels_delivery WHERE dedupe_key = CAST(cases_message.id AS TEXT))"
                           " WHERE direction = 'out' AND case_id > %s", [newest])  # fmt: skip

    def reads(self) -> Iterator[CaseRead]:
        """Whoever owns a case has read it up to its last message but one or so."""
        for number, person, last in in_parts(Case.objects.exclude(assignee=None).values_list("pk", "assignee_id", "last_message_id")):
            yield CaseRead(case_id=number, person_id=person, message_id=last if self.random.random() < 0.8 else 0)

    def notices(self) -> Iterator[Notice]:
        """Sixty a person, a dozen unread."""
        newest = list(Event.objects.order_by("-pk").values_list("pk", "case_id", "at")[:2000])
        for person in self.people:
            for place, (event, number, at) in enumerate(self.random.sample(newest, min(60, len(newest)))):
                read = None if place < 12 else self.now
                yield Notice(person=person, event_id=event, about=f"case:{number}:{place}", at=at, read_at=read)


def sizes(random: Random, cases: int, messages: int) -> list[int]:
    """How many messages each case holds: many short ones, few long ones, some with exactly 20; together `messages`."""
    found = [20 if number < EXACTLY_20 and cases > EXACTLY_20 * 5 else 1 for number in range(cases)]
    random.shuffle(found)
    left = messages - sum(found)
    while left > 0:
        place = int(cases * random.random())
        more = min(left, 1 + int(random.expovariate(1 / 2.5)))
        if found[place] != 20 and found[place] + more < 60 and found[place] + more != 20:
            found[place] += more
            left -= more
    return found

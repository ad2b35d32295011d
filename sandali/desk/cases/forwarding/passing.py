"""What is proposed when something is forwarded: to whom, the subject, what is passed on, and the files that may go along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from sandali.cases.actions.forwarding import receiver_of
from sandali.cases.forwards import LONGEST, conversation, files_to_pass
from sandali.cases.models import Attachment, Case, Direction, Message
from sandali.cases.speaking import who_of_ours
from sandali.kit.dates import show_moment
from sandali.kit.digits import file_size


@dataclass(frozen=True, slots=True)
class Proposed:
    """The form as it opens. `ticked` are the files that go along unless somebody says otherwise."""

    to: str
    subject: str
    text: str
    passed_on: str
    ticked: frozenset[int]


def proposed(case: Case, message: Message | None, again: Message | None) -> Proposed:
    """From one message, from what was taken back (`again`), else from the conversation so far."""
    if again is not None:
        hashes = set(again.attachments.values_list("sha256", flat=True))
        ticked = frozenset(file.pk for file in files_to_pass(case) if file.sha256 in hashes)
        subject = again.delivery.payload.get("subject", "") if again.delivery is not None else ""
        return Proposed(receiver_of(again), subject, again.text, again.quoted, ticked)
    if message is not None and message.direction == Direction.THIRD:
        return Proposed(message.from_value, with_mark("Re", case.subject), "", passed_on([message], case), frozenset())
    ticked = frozenset(files_to_pass(case).filter(message=message).values_list("pk", flat=True)) if message is not None else frozenset()
    said = [message] if message is not None else conversation(case)
    return Proposed("", with_mark("Fwd", case.subject), "", passed_on(said, case), ticked)


def with_mark(mark: str, subject: str) -> str:
    """A subject with the mark that mail programs know."""
    return f"{mark}: {subject}"[:250] if subject else ""


def passed_on(messages: list[Message], case: Case) -> str:
    """Messages as plain text under each other: who, when, and what they wrote, without the letters that they quote.

    Addresses are left out: whoever needs one writes it in."""
    return "\n\n".join(one_passed_on(message, case) for message in messages).strip()[:LONGEST]


def one_passed_on(message: Message, case: Case) -> str:
    """One message with its heading."""
    match message.direction:
        case Direction.OUT | Direction.FORWARD:
            who = who_of_ours(message)
        case Direction.THIRD:
            who = message.from_name or message.from_value
        case Direction.IN if message.is_stranger:
            who = message.from_name or message.from_value
        case _:
            who = str(case.customer)
    said = message.text.strip() or message.quoted.strip()
    return f"{who} · {show_moment(message.at, 'long')}\n{said}"


@dataclass(frozen=True, slots=True)
class FileChoice:
    """A file of the case that may go along."""

    pk: int
    name: str
    size: str
    is_chosen: bool


def file_choices(files: list[Attachment], chosen: frozenset[int]) -> list[FileChoice]:
    """The files, those that are chosen first."""
    language = get_language() or "en"
    shown = [FileChoice(file.pk, file.name, file_size(file.size, language), file.pk in chosen) for file in files]
    return sorted(shown, key=lambda one: not one.is_chosen)


def numbers(values: list[Any]) -> frozenset[int]:
    """Numbers among what a form says."""
    return frozenset(int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 18)

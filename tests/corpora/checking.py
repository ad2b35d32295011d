"""Whether the generated mails became what they must: words, quotes, writer, files, threads, and whom we answered."""

from __future__ import annotations

from collections.abc import Iterator

from sandali.cases.models import Message
from tests.corpora.generated import Wanted
from tests.corpora.markup import squeezed
from tests.corpora.way import Outcome, Taken

NEVER = ("auto-reply", "bounce")


def generated_faults(wanted: list[Wanted], outcome: Outcome) -> list[str]:
    """Sentences on what is otherwise than it must be; [] when all is well."""
    faults: list[str] = []
    taken = dict(zip((one.number for one in wanted), outcome.taken, strict=True))
    for one in wanted:
        faults += [f"{one.number} ({one.kind}): {fault}" for fault in mail_faults(one, taken)]
    return faults + [f"acknowledged: {fault}" for fault in answered_faults(wanted, outcome)]


def mail_faults(one: Wanted, taken: dict[int, Taken]) -> Iterator[str]:
    """One mail."""
    here = taken[one.number]
    message = here.message
    if one.again is not None:
        if here.arrival.pk != taken[one.again].arrival.pk:
            yield "the same bytes are a second arrival"
        return
    if one.kind in NEVER:
        if message is not None or here.arrival.state != "ignored":
            yield f"opened a case, is {here.arrival.state}"
        return
    if message is None:
        yield f"is no message but {here.arrival.state} {here.arrival.error}"
        return
    yield from message_faults(one, message)
    if one.parent is not None:
        parent = taken[one.parent].message
        if parent is None or parent.case_id != message.case_id:
            yield "is not in the case that it continues"
    elif message.case.messages.order_by("pk").first() != message:
        yield "did not open a case of its own"


def message_faults(one: Wanted, message: Message) -> Iterator[str]:
    """What was written down of it."""
    pairs = {
        "address": (message.from_value, one.address.lower()),
        "name": (message.from_name, one.name),
        "text": (squeezed(message.text), squeezed(one.text)),
        "quote": (bool(message.quoted), bool(one.quoted)),
        "files": ({file.name: file.size for file in message.attachments.all()}, {name: len(content) for name, content in one.files.items()}),
    }
    if one.parent is None:
        # A half-space beside a space joins nothing and is left out.
        pairs["subject"] = tuple(squeezed(said).replace("\u200c", "") for said in (message.case.subject, one.subject))
    yield from (f"{what} is {found!r}, wanted {expected!r}" for what, (found, expected) in pairs.items() if found != expected)


def answered_faults(wanted: list[Wanted], outcome: Outcome) -> Iterator[str]:
    """Every person who opened a case was told once that it arrived, and nobody else (more than 500 in ten minutes are held back)."""
    people = sorted(one.address.lower() for one in wanted if one.kind == "person" and one.parent is None and one.again is None)
    if not set(outcome.acknowledged) <= set(people):
        yield f"somebody else: {sorted(set(outcome.acknowledged) - set(people))[:5]}"
    if len(outcome.acknowledged) != len(set(outcome.acknowledged)):
        yield "somebody twice"
    if len(outcome.acknowledged) < min(len(people), 500):
        yield f"{len(outcome.acknowledged)} of {len(people)}"

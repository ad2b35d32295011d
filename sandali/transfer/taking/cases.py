"""Cases and what was said in them. They come in at their own dates and at rest, or as open in the department that was chosen: nothing is sent,
nobody is asked, no clock runs. None comes in as confirmed: only the customer confirms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases.actions.adding import preview_of
from sandali.cases.models import Case, Direction, Message, Priority, State
from sandali.cases.search import CASES, MESSAGES
from sandali.customers.models import Customer
from sandali.kit import search
from sandali.transfer import events
from sandali.transfer.drafts import GONE, OPEN, Draft
from sandali.transfer.models import Known, Outcome
from sandali.transfer.taking.batch import Taken
from sandali.transfer.taking.beside import tags_of
from sandali.transfer.taking.fields import give, give_missing
from sandali.transfer.taking.owners import owners_of
from sandali.transfer.taking.writers import Writer, writers_of

MOST_TEXT: Final = 200_000
OPENING: Final = "description of "  # key of the message that a case's own text becomes
NOTE: Final = "note of "  # and of the note with what could not be read of it


def take_cases(drafts: Sequence[Draft], taken: Taken) -> None:
    """Take a batch of cases; a case's own text is its first message."""
    here = taken.known("case", (draft.key for draft in drafts))
    standing = [(draft, number) for draft in drafts if draft.own and (number := here.get(draft.key))]
    wanted = [draft for draft in drafts if is_new_case(draft, here, taken)]
    owners = owners_of(wanted, taken, making=True)
    if taken.is_trial:
        return
    fill_in([(draft, number) for draft, number in standing if not draft.problems], taken)
    tags, made = tags_of(wanted, taken), []
    for draft in wanted:
        at, is_open = draft.created_at or timezone.now(), stays_open(draft, taken)
        made.append(Case(
            customer=owners[draft.row], subject=draft.text("subject", 250), preview=preview_of(draft.values.get("text", "")), opened_at=at,
            last_message_at=at, state=State.OPEN if is_open else State.ANSWERED, state_at=max(draft.closed_at or at, at), waiting_since=None,
            department_id=taken.of.open_in_id if is_open else None,
            priority=int(draft.values.get("priority", Priority.NORMAL)),
        ))  # fmt: skip
    taken.write(made)
    through = Case.tags.through
    through.objects.bulk_create([through(case_id=case.pk, tag_id=tag.pk) for case, draft in zip(made, wanted, strict=True) for tag in tags.get(id(draft), ())])
    give(Case, [(case.pk, draft.own) for case, draft in zip(made, wanted, strict=True) if draft.own])
    search.put_many(CASES, [(case.pk, case.subject) for case in made])
    hear(((case.customer_id, case.opened_at) for case in made), taken)
    taken.tell(events.CASE_IMPORTED, made)
    taken.keep_keys("case", ((draft.key, case.pk) for case, draft in zip(made, wanted, strict=True)))
    begin = [(draft, case, Writer(Direction.IN)) for case, draft in zip(made, wanted, strict=True) if draft.values.get("text")]
    left = [(NOTE + draft.key, note(draft, case, taken)) for case, draft in zip(made, wanted, strict=True) if draft.values.get("note")]
    say([*((OPENING + draft.key, message(draft, case, way)) for draft, case, way in begin), *left], taken)


def fill_in(standing: Sequence[tuple[Draft, int]], taken: Taken) -> None:
    """Cases that are here already get the own fields of which they have none, where that was chosen; nothing else of them is touched."""
    if taken.of.known != Known.FILL or not standing:
        return
    given = give_missing(Case, [(number, draft.own) for draft, number in standing])
    taken.counts["filled"] += len(given)
    taken.changed += [{"case": number, "fields": {}, "own": rows} for number, rows in given.items()]
    taken.tell(events.CASE_FILLED, list(Case.objects.filter(pk__in=given)) if given else [])


def stays_open(draft: Draft, taken: Taken) -> bool:
    """Whether a case comes in as open: it was open there, and somebody chose where it is to be here."""
    return draft.values.get("state") == OPEN and taken.of.open_in_id is not None


def is_new_case(draft: Draft, here: dict[str, int], taken: Taken) -> bool:
    """Whether a row is a case that is to be made; says what else it is."""
    if not draft.problems and not (draft.identities or draft.text("customer_key", 120)):
        draft.problems.append(("", _("Nothing says whose case this is.")))
    if draft.problems:
        taken.refuse(draft, draft.problems)
    elif draft.values.get("state") == GONE:
        taken.counts["skipped"] += 1
        taken.note(draft, Outcome.SKIPPED, _("This case was deleted in the other program."))
    elif draft.key in here or (taken.is_trial and hash(draft.key) in taken.seen):
        taken.counts["known"] += 1
    else:
        here[draft.key] = 0
        taken.seen |= {hash(draft.key)} if taken.is_trial else set()
        taken.counts["made"] += 1
        if stays_open(draft, taken):
            taken.counts["open"] += 1
        for column, reason in draft.remarks:
            taken.note(draft, Outcome.SKIPPED, reason, column=column)
        return True
    return False


def message(draft: Draft, case: Case, by: Writer) -> Message:
    """One thing that was said, at its own date."""
    at = draft.created_at or case.opened_at
    return Message(
        case=case, direction=by.direction, at=at, sent_at=at, text=draft.values.get("text", "")[:MOST_TEXT],
        quoted=draft.values.get("quoted", "")[:MOST_TEXT], from_name=by.name[:160], from_value=by.address, is_stranger=by.customer is not None,
        customer_id=by.customer or (case.customer_id if by.direction == Direction.IN else None), author_id=by.person,
    )  # fmt: skip


def note(draft: Draft, case: Case, taken: Taken) -> Message:
    """What could not be read of a case, as a note of whoever brought it in."""
    at = draft.created_at or case.opened_at
    return Message(case=case, direction=Direction.NOTE, at=at, sent_at=at, text=draft.values["note"], author_id=taken.of.by_id)


def hear(said: Iterable[tuple[int, datetime]], taken: Taken) -> None:
    """Bring customers' last contact to what was said in their cases then (customer, moment), and remember it for undoing. What has no date
    came in at the moment at which it was brought, and is no contact."""
    latest: dict[int, datetime] = {}
    for number, at in said:
        if at < taken.of.created_at:
            latest[number] = max(at, latest.get(number, at))
    rows = Customer.objects.filter(pk__in=latest).values_list("pk", "last_contact_at")
    raised = {number: (was, latest[number]) for number, was in rows if was < latest[number]}
    Customer.objects.bulk_update([Customer(pk=number, last_contact_at=at) for number, (_was, at) in raised.items()], ["last_contact_at"], batch_size=200)
    taken.changed += [{"contact": number, "was": was.isoformat(), "now": at.isoformat()} for number, (was, at) in raised.items()]


def say(rows: Sequence[tuple[str, Message]], taken: Taken) -> None:
    """Write messages, and bring the last lines of their cases and the last contact of their customers in line."""
    taken.write([one for _key, one in rows])
    hear(((number, one.at) for _key, one in rows if one.direction != Direction.NOTE for number in {one.case.customer_id, one.customer_id or one.case.customer_id}), taken)
    search.put_many(MESSAGES, [(one.pk, one.text) for _key, one in rows])
    taken.keep_keys("message", ((key, one.pk) for key, one in rows))
    by_case: dict[int, list[Message]] = defaultdict(list)
    for _key, one in rows:
        by_case[one.case_id].append(one)
    bring_in_line(by_case)


def bring_in_line(cases: Iterable[int]) -> None:
    """Count the messages of these cases anew, and say which is the last."""
    held = Case.objects.in_bulk(list(cases))
    said: dict[int, list[tuple[int, str, str, object]]] = defaultdict(list)
    for number, pk, direction, text, at in Message.objects.filter(case__in=held).order_by("at", "pk").values_list("case_id", "pk", "direction", "text", "at"):
        said[number].append((pk, direction, text, at))
    for number, case in held.items():
        heard = [one for one in said[number] if one[1] != Direction.NOTE]
        case.message_count = len(said[number])
        if said[number]:
            case.last_message_id, case.last_message_at = said[number][-1][0], said[number][-1][3]  # type: ignore[assignment]
        if heard:
            case.last_direction, case.preview = heard[-1][1], preview_of(heard[-1][2])
    Case.objects.bulk_update(held.values(), ["message_count", "last_message_id", "last_message_at", "last_direction", "preview"], batch_size=200)


def take_messages(drafts: Sequence[Draft], taken: Taken) -> None:
    """Take a batch of messages."""
    here = taken.known("message", (draft.key for draft in drafts))
    keys = taken.known("case", (draft.text("case_key", 120) for draft in drafts))
    cases = Case.objects.select_related("customer").in_bulk(set(keys.values()))
    named = {draft.row: case for draft in drafts if (case := cases.get(keys.get(draft.text("case_key", 120), 0))) is not None}
    writers = {} if taken.is_trial else writers_of(drafts, named, taken)
    openings = taken.known("message", (OPENING + draft.text("case_key", 120) for draft in drafts))
    first = dict(Message.objects.filter(pk__in=set(openings.values())).values_list("case_id", "text"))
    rows: list[tuple[str, Message]] = []
    for draft in drafts:
        case = named.get(draft.row)
        text = draft.values.get("text", "")
        if not draft.problems and case is None:
            draft.problems.append(("", _("The case %(number)s is not here. Bring the cases in first.") % {"number": draft.text("case_key", 40) or "?"}))
        if not draft.problems and not text:
            draft.problems.append(("", _("There is no text in this row.")))
        if draft.problems:
            taken.refuse(draft, draft.problems)
            continue
        # Some programs give a case's own text once more as its first message.
        if draft.key in here or (case and first.get(case.pk) == text) or (taken.is_trial and hash(draft.key) in taken.seen):
            taken.counts["known"] += 1
            continue
        here[draft.key] = 0
        taken.seen |= {hash(draft.key)} if taken.is_trial else set()
        taken.counts["made"] += 1
        if case is not None and not taken.is_trial:
            rows.append((draft.key, message(draft, case, writers[draft.row])))
        if left := draft.values.get("note"):
            taken.note(draft, Outcome.SKIPPED, _("This could not be read and was left out: %(text)s") % {"text": left})
    if not taken.is_trial:
        say(rows, taken)

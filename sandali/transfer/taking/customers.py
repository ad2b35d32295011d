"""Customers: who is here already is known by their addresses and keys alone; the others are made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.customers import search
from sandali.customers.duplicates.waiting import announce
from sandali.customers.models import NEVER, Customer, CustomerNote, Identity, Stage, Tag
from sandali.kit.bulk import holders_of, insert_rows
from sandali.transfer import events
from sandali.transfer.drafts import STAFF_ROLES, Draft
from sandali.transfer.models import OF_ALIKE, OF_KNOWN, Choice, Known, Outcome
from sandali.transfer.reckoning import Ahead, said_of, worked_out
from sandali.transfer.taking import alike
from sandali.transfer.taking.batch import Taken
from sandali.transfer.taking.beside import Place, organisations_of, tags_of
from sandali.transfer.taking.fields import give
from sandali.transfer.taking.filling import fill
from sandali.transfer.taking.writers import keep_colleague


@dataclass(slots=True)
class Newcomer:
    """A customer who is being made, by one row or several of the same batch."""

    draft: Draft
    number: int = 0


Owner = int | Newcomer


@dataclass(slots=True)
class Rows:
    """What becomes of a batch's rows: who is made, who is here and filled in, rows that were said to be somebody's, and what is listed of
    whoever looks like somebody (row → Outcome). `living`: whom somebody said a row to be of → where they live."""

    living: dict[int, int]
    news: list[Newcomer] = field(default_factory=list)
    met: list[tuple[Draft, int]] = field(default_factory=list)
    taken_for: list[Draft] = field(default_factory=list)
    lines: dict[int, str] = field(default_factory=dict)


FIELDS: Final = ("name", "city", "job_title", "organisation_id", "stage", "language", "created_at", "last_contact_at")


def take_customers(drafts: Sequence[Draft], taken: Taken) -> None:
    """Take a batch of customers."""
    sound = [draft for draft in drafts if is_sound(draft, taken)]
    owners: dict[Any, Owner] = dict(known_by(sound, taken))
    rows = Rows(alike.living(sound, taken))
    for draft in sound:
        marks = marks_of(draft)
        found = {id(owner) if isinstance(owner, Newcomer) else owner: owner for mark in marks if (owner := owners.get(mark)) is not None}
        if len(found) > 1:
            taken.refuse(draft, [("", _("Its addresses belong to different customers here."))])
            continue
        owner = next(iter(found.values()), None)
        if owner is None and taken.is_trial and any(hash(mark) in taken.seen for mark in marks):
            count_known(draft, taken, None)
        elif owner is None:
            owner = whose(draft, rows, taken)
        elif isinstance(owner, Newcomer):
            join(owner, draft, taken)
        elif count_known(draft, taken, owner):
            rows.met.append((draft, owner))
        if owner is not None:
            owners |= dict.fromkeys(marks, owner)
    if taken.is_trial:
        taken.seen.update(hash(mark) for draft in (*(one.draft for one in rows.news), *rows.taken_for) for mark in marks_of(draft))
    alike.tell(sound, rows.lines, taken)
    make(rows.news, taken)
    alike.pair_up([(one.draft, one.number) for one in rows.news], taken)
    fill(rows.met, taken)
    keys = [(draft.key, owner.number if isinstance(owner, Newcomer) else owner) for draft in sound if draft.key and (owner := owners.get(("key", draft.key)))]
    taken.keep_keys("customer", keys)


def whose(draft: Draft, rows: Rows, taken: Taken) -> Owner | None:
    """Whose a row is that matches nobody: somebody new, whom somebody said it is, or nobody's where it is set aside."""
    choice, number = alike.chosen_of(draft, taken)
    what = choice if choice in OF_ALIKE else taken.of.alike if draft.likes else Choice.PAIR
    them = rows.living.get(number)
    if what == Choice.ASIDE or (what == Choice.THEM and them is None):
        taken.counts["aside"] += 1
        alike.report(draft, None, taken)
        if draft.likes:
            rows.lines[draft.row] = Outcome.ASIDE
        else:
            alike.line(draft, Outcome.ASIDE, _("Set aside, as you decided; whom it looked like is not here any more."), None, taken)
        return None
    is_chosen = alike.report(draft, them if what == Choice.THEM else None, taken)
    if draft.likes and (taken.is_trial or not is_chosen):
        rows.lines[draft.row] = Outcome.ALIKE
    if what == Choice.THEM and them is not None:
        taken.counts["known"] += 1
        rows.met.append((draft, them))
        rows.taken_for.append(draft)
        return them
    taken.counts["made"] += 1
    if draft.likes:
        taken.counts["alike"] += 1
    rows.news.append(Newcomer(draft))
    return rows.news[-1]


def marks_of(draft: Draft) -> list[Any]:
    """By what one knows whose row it is."""
    return [one[:2] for one in draft.identities] + ([("key", draft.key)] if draft.key else [])


def is_sound(draft: Draft, taken: Taken) -> bool:
    """Whether a row is a customer's; says why where it is not."""
    if draft.values.get("role", "").casefold() in STAFF_ROLES:
        taken.counts["skipped"] += 1
        taken.note(draft, Outcome.SKIPPED, _("Somebody of the other program's own staff: %(name)s") % {"name": draft.name})
        keep_colleague(draft, taken)
        return False
    if not draft.problems and not draft.identities and not draft.name and not draft.text("key", 120):
        draft.problems.append(("", _("There is no name, no phone number and no mail address.")))
    if draft.problems:
        taken.refuse(draft, draft.problems)
    return not draft.problems


def known_by(drafts: Sequence[Draft], taken: Taken) -> Iterable[tuple[Any, int]]:
    """(mark, customer) of everybody who is here. Addresses exactly: who only looks alike is somebody else here."""
    for kind in ("email", "phone"):
        values = {one[1] for draft in drafts for one in draft.identities if one[0] == kind}
        found = holders_of(values, Identity, of="value", holder="customer_id", kind=kind, claimed_by=0)
        yield from (((kind, value), customer) for value, customer in found)
    yield from ((("key", key), number) for key, number in taken.known("customer", (draft.key for draft in drafts)).items())


def count_known(draft: Draft, taken: Taken, number: int | None) -> bool:
    """A row whose customer is here; returns whether they are to be filled in. Whoever chose so has these rows listed."""
    choice = alike.chosen_of(draft, taken)[0]
    what = choice if choice in OF_KNOWN else Known.FILL if choice == Choice.THEM else taken.of.known
    taken.counts["known"] += 1
    if what == Known.LIST:
        alike.line(draft, Outcome.KNOWN, _("This customer is here already."), number, taken)
    alike.report(draft, number, taken, outcome=Outcome.MET if number and what != Known.LIST else "")
    return what == Known.FILL


def join(owner: Newcomer, other: Draft, taken: Taken) -> None:
    """A second row of somebody who is made by this batch: it fills in what the first left empty, or is left."""
    if count_known(other, taken, None):
        first = owner.draft = owner.draft.copy()
        for name, value in other.values.items():
            first.values.setdefault(name, value)
        first.identities += [one for one in other.identities if one[:2] not in {known[:2] for known in first.identities}]
        first.tags += other.tags
        first.own = other.own | first.own
        first.ahead = None


def make(news: Sequence[Newcomer], taken: Taken) -> None:
    """Write new customers with all that belongs to them."""
    if taken.is_trial or not news:
        return
    drafts, now = [one.draft for one in news], timezone.now()
    organisations, tags = organisations_of(drafts, taken), tags_of(drafts, taken)
    found = [organisations.get(id(draft)) for draft in drafts]
    ahead = [ahead_for(draft, organisation, tags.get(id(draft), ())) for draft, organisation in zip(drafts, found, strict=True)]
    numbers = taken.insert(Customer, FIELDS, [
        (*one.said[:3], organisation.pk if organisation else None, draft.values.get("stage", Stage.CONTACT), draft.values.get("language", ""),
         draft.created_at or now, draft.created_at or NEVER)
        for draft, one, organisation in zip(drafts, ahead, found, strict=True)
    ])  # fmt: skip
    taken.insert(Identity, ("customer_id", "kind", "value", "shown"), [
        (number, kind, value, shown[:254]) for number, draft in zip(numbers, drafts, strict=True) for kind, value, shown in draft.identities
    ], same={"created_at": now})  # fmt: skip
    pairs = list(zip(numbers, drafts, strict=True))
    insert_rows(Customer.tags.through, ("customer_id", "tag_id"), [(number, tag.pk) for number, draft in pairs for tag in tags.get(id(draft), ())])
    give(Customer, [(number, draft.own) for number, draft in pairs if draft.own])
    notes = [(number, note) for number, draft in pairs if (note := draft.values.get("note"))]
    taken.insert(CustomerNote, ("customer_id", "text"), notes, same={"by_id": taken.of.by_id, "at": now})
    taken.tell_of_new(events.CUSTOMER_IMPORTED, numbers)
    search.index_new_customers([(number, one.entry, one.keys) for number, one in zip(numbers, ahead, strict=True)], keys_later=taken.keys_later)
    if taken.keys_later:
        taken.keys.append((announce(numbers), [(number, one.keys) for number, one in zip(numbers, ahead, strict=True)]))
    for one, number in zip(news, numbers, strict=True):
        one.number = number


def ahead_for(draft: Draft, organisation: Place | None, tags: Sequence[Tag]) -> Ahead:
    """What was worked out ahead, where it holds."""
    names = tuple([tag.name for tag in tags]) if tags else ()
    spelled = organisation.name if organisation else ""
    if draft.ahead is not None and (draft.ahead.said[3], draft.ahead.tags) == (spelled, names):
        return draft.ahead
    return worked_out(said_of(draft, spelled), names, draft)

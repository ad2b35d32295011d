"""Who wrote what was said in the other program: the customer, another customer who was in copy, somebody who is one of ours here too, or
somebody of its staff by their name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from sandali.cases.models import Case, Direction
from sandali.company.models import Person
from sandali.customers.models import Customer, Identity, IdentityKind
from sandali.kit.text import fold
from sandali.transfer.drafts import Draft
from sandali.transfer.models import SourceKey
from sandali.transfer.taking.batch import Taken

NOT_SHOWN: Final = ("false", "0", "no", "private", "internal", "خیر")
_ADDRESS: Final = re.compile(r"[^@\s,;<>()]+@[^@\s,;<>()]+\.[^@\s,;<>()]+")
_IN_BRACKETS: Final = re.compile(r"[<(][^<>()]*@[^<>()]*[>)]")


class Writer(NamedTuple):
    """`direction` as a message has it; `person` is the number of somebody of ours, `name` how the other program calls whoever it was.

    `customer` is the number of a customer who is not the case's, `address` how they are reached."""

    direction: str
    person: int | None = None
    name: str = ""
    customer: int | None = None
    address: str = ""


def keep_colleague(draft: Draft, taken: Taken) -> None:
    """Remember how the other program calls somebody of its staff, and who of ours that is: by the address, else by a name that only one bears."""
    if taken.is_trial or not draft.key:
        return
    addresses = [value for kind, value, _written in draft.identities if kind == IdentityKind.EMAIL]
    ours = people_of_ours(addresses, [draft.name])
    number = next((ours[mark] for mark in (*addresses, fold(draft.name)) if mark in ours), 0)
    SourceKey.objects.bulk_create(
        [SourceKey(source=taken.of.source, kind="colleague", key=draft.key, number=number, name=draft.name, of=taken.of)], ignore_conflicts=True
    )


def people_of_ours(addresses: Iterable[str], names: Iterable[str]) -> dict[str, int]:
    """Address in small letters or folded name → number, of everybody who is or was one of ours; of a name that two bear, nobody."""
    wanted, called = set(addresses), {folded for name in names if (folded := fold(name))}
    found: dict[str, int] = {}
    if not wanted and not called:
        return found
    for number, email, name in Person.objects.values_list("pk", "email", "name"):
        if (folded := fold(name)) in called:
            found[folded] = 0 if folded in found else number
        if email.lower() in wanted:
            found[email.lower()] = number
    return {mark: number for mark, number in found.items() if number}


def writers_of(drafts: Sequence[Draft], cases: Mapping[int, Case], taken: Taken) -> dict[int, Writer]:
    """Row → who wrote it; `cases`: row → its case. By the number of whoever wrote it, else by their address or name in the row."""
    keys = {draft.text("author_key", 120) for draft in drafts}
    customers = taken.known("customer", keys)
    staff = {one.key: one for one in SourceKey.objects.filter(source=taken.of.source, kind="colleague", key__in=keys - {""})}
    said = {draft.row: said_by(draft) for draft in drafts}
    ours = people_of_ours((address for address, _name in said.values() if address), (name for _address, name in said.values()))
    theirs = marks_of(cases.values()) if any(address or name for address, name in said.values()) else {}
    copied = copied_in(set(customers.values()), taken)
    return {
        draft.row: writer(draft, cases[draft.row], said[draft.row], customers, staff.get(draft.text("author_key", 120)), ours, theirs, copied)
        for draft in drafts if draft.row in cases
    }  # fmt: skip


def copied_in(numbers: set[int], taken: Taken) -> dict[int, Writer]:
    """Customer → them as somebody who wrote in another's case. Only where the other program said who is of its staff: where it did not, whoever is no
    customer of the case is rather one who answered."""
    if not numbers or not SourceKey.objects.filter(source=taken.of.source, kind="colleague").exists():
        return {}
    rows = Customer.objects.filter(pk__in=numbers).prefetch_related("identities")
    return {one.pk: Writer(Direction.IN, None, one.name, one.pk, next((each.value for each in one.identities.all() if not each.claimed_by), "")) for one in rows}


def writer(
    draft: Draft, case: Case, said: tuple[str, str], customers: Mapping[str, int], colleague: SourceKey | None, ours: Mapping[str, int],
    theirs: Mapping[int, set[str]], copied: Mapping[int, Writer],
) -> Writer:  # fmt: skip
    """Who wrote one row."""
    address, name = said
    is_note = draft.values.get("is_public", "").casefold() in NOT_SHOWN
    if colleague is not None:
        return Writer(Direction.NOTE if is_note else Direction.OUT, colleague.number or None, colleague.name or name)
    number = customers.get(draft.text("author_key", 120))
    person = ours.get(address) or ours.get(fold(name))
    is_theirs = number == case.customer_id if number or draft.text("author_key", 120) else bool({address, fold(name)} & theirs.get(case.customer_id, set()))
    if is_theirs and not is_note and (number or not person):
        return Writer(Direction.IN, None, name)
    if number is not None and number in copied and not is_note:
        return copied[number]
    return Writer(Direction.NOTE if is_note else Direction.OUT, person, name or address)


def said_by(draft: Draft) -> tuple[str, str]:
    """The address in small letters and the name that a row has of who wrote it: "Maryam <maryam@x.ir>" has both."""
    written = draft.text("author_name", 254)
    address = _ADDRESS.search(written)
    name = _IN_BRACKETS.sub("", written).strip(" \"'") if address else written
    return (address[0].lower() if address else "", "" if address and name == address[0] else name[:160])


def marks_of(cases: Iterable[Case]) -> dict[int, set[str]]:
    """Customer → their addresses and folded name, by which a row without numbers may name them."""
    found = {case.customer_id: {folded} if (folded := fold(case.customer.name)) else set() for case in cases}
    for number, value in Identity.objects.filter(customer__in=found, kind=IdentityKind.EMAIL, claimed_by=0).values_list("customer_id", "value"):
        found[number].add(value)
    return found

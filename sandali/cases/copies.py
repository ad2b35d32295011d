"""Who else a mail goes to: what a writer typed as addresses, and who was in the mails of a case before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext as _

from sandali.cases.models import Case, Direction, Message
from sandali.channels.actions import own_addresses
from sandali.channels.adapter import Party
from sandali.channels.email.addresses import mailboxes, normal_address, without_tag
from sandali.customers.queries import identities_of
from sandali.kit.headers import header_value

MOST: Final = 10  # further recipients of an answer: whoever needs more has a list for it
LONGEST: Final = 3000
COPY, HIDDEN = "cc", "bcc"
# What people put between addresses, for the comma of mail's own grammar.
BETWEEN: Final = str.maketrans({"،": ",", "؛": ",", ";": ",", "\n": ",", "\t": " "})


class CannotCopy(Exception):
    """A copy cannot go there; the text says why."""


def read_copies(case: Case, typed: str, chosen: Iterable[str] = ()) -> tuple[Party, ...]:
    """The addresses that a writer typed and ticked, each once, without the customer's own: the answer goes there anyway.

    Raises CannotCopy with a sentence for what is no address, for one of ours, and for very many."""
    found: dict[str, Party] = {}
    for given in (*chosen, typed):
        for name, address, is_clean in mailboxes(given[:LONGEST].translate(BETWEEN)):
            value = normal_address(address) if is_clean else ""
            if not value:
                raise CannotCopy(_("“%(typed)s” is not an e-mail address.") % {"typed": (address or name).strip() or given.strip()})
            found.setdefault(value, Party("email", value, header_value(name)))
    ours = set(own_addresses())
    for value in found:
        if value in ours or without_tag(value) in ours:
            raise CannotCopy(_("%(address)s is an address of ours, so a copy would come back as a letter. Write a note for colleagues.") % {"address": value})
    theirs = {identity.value for identity in identities_of(case.customer_id)} if found else set()
    wanted = tuple(party for value, party in found.items() if value not in theirs)
    if len(wanted) > MOST:
        raise CannotCopy(_("An answer goes to ten further addresses at most."))
    return wanted


def read_hidden(case: Case, typed: str, *, seen: Iterable[Party]) -> tuple[Party, ...]:
    """The addresses that shall have a copy which nobody else learns of. Who stands among the copies that are `seen` has theirs.

    Raises CannotCopy as `read_copies` does; both together are ten at most."""
    shown = {party.value for party in seen}
    hidden = tuple(party for party in read_copies(case, typed) if party.value not in shown)
    if len(shown) + len(hidden) > MOST:
        raise CannotCopy(_("An answer goes to ten further addresses at most."))
    return hidden


def as_rows(copies: Iterable[Party], role: str = COPY) -> list[dict[str, str]]:
    """Copies as `Message.others` keeps them."""
    return [{"role": role, "name": party.name, "value": party.value} for party in copies]


def copied(others: Iterable[dict[str, Any]], role: str = COPY) -> list[str]:
    """The addresses that had a copy, or with HIDDEN one that nobody saw, of what `Message.others` holds."""
    return [str(one.get("value", "")) for one in others if one.get("role") == role and one.get("value")]


def besides(message: Message) -> list[str]:
    """Who else a message openly went to: of ours the copies; of theirs everybody but us and who wrote it."""
    if message.direction == Direction.OUT:
        return copied(message.others)
    if message.direction != Direction.IN or len(message.others) < 2:
        return []
    values = dict.fromkeys(str(one.get("value", "")) for one in message.others)
    near = message.channel.address.lower() if message.channel is not None else ""
    left = [value for value in values if value and value != message.from_value and near not in (value, without_tag(value))]
    ours = set(own_addresses()) if left else set()
    return [value for value in left if value not in ours and without_tag(value) not in ours]

"""What the house keeps of a customer besides what a row says: the words by which they are found and the keys by which doubles are.

Worked out from the row alone, before any transaction and in another process where the file is large; what turns out otherwise when it is
written (an organisation that is spelled differently here, two rows of one person) is worked out again then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sandali.customers.duplicates.blocking import folded_fact
from sandali.customers.duplicates.keys import keys_of_new
from sandali.customers.fields.values import columns_of
from sandali.customers.search import entry_for_new
from sandali.kit.text import fold
from sandali.transfer.drafts import Draft

Said = tuple[str, str, str, str]  # name, city, job title, organisation


class Ahead(NamedTuple):
    """`said` and `tags` are what `entry` (of the index of words) and `keys` were worked out from; `place` is the organisation, folded."""

    said: Said
    tags: tuple[str, ...]
    entry: str
    keys: bytes
    place: str


def ahead_of(draft: Draft) -> Ahead:
    """What is kept of the customer of whom a row speaks, as long as nobody of theirs is here."""
    said = said_of(draft, draft.text("organisation", 160))
    return worked_out(said, tuple({fold(tag)[:60]: tag for tag in draft.tags}.values()), draft)


def said_of(draft: Draft, organisation: str) -> Said:
    """The fields of a customer as they will stand."""
    return (draft.name, draft.text("city", 80), draft.text("job_title", 80), organisation)


def worked_out(said: Said, tags: Sequence[str], draft: Draft) -> Ahead:
    """The same of what is known by now."""
    name, city, job, organisation = said
    addresses = [(kind, value, shown[:254]) for kind, value, shown in draft.identities]
    keys = keys_of_new(name, addresses, city=city, organisation=organisation, job=job)
    values = [row["text"] for value in draft.own.values() if not isinstance(value, bool) for row in columns_of(value)]
    return Ahead(said, tuple(tags), entry_for_new(said, addresses, tags, values), keys, folded_fact(organisation))

"""Who is like people who are about to come in, many at once: of a file that is brought in, batch by batch.

Compared is with who was here before the first of them (`upto`), so that the answer does not depend on how far the file is: a trial says what
the run then does. Likenesses within the file are found by the next look at night. What it costs is bounded for each newcomer: a key that
many share is asked for once and then left out, and of who shares a key the likeliest few are compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Count, Q

from sandali.customers.duplicates.blocking import MOST, STRONG, keys_of, number_of, worth_comparing
from sandali.customers.duplicates.keys import MOST_ASKED, counted_facts, features
from sandali.customers.duplicates.scanning import keep_pairs
from sandali.customers.duplicates.scoring import RARE_FACTS, Base, Features, Likeness, is_hopeless, likeness
from sandali.customers.models import LikenessKey, Organisation
from sandali.kit.bulk import Among

COMPARED: Final = 4  # of those who share a key with a newcomer
NAMED: Final = 3  # likenesses that are kept of one
REMEMBERED: Final = 100_000  # keys that many share, and counts
COUNTED: Final = "wtpml"  # keys that say how common something is
ORGANISATION: Final = "organisation"
Found = list[tuple[int, Likeness]]


@dataclass(slots=True)
class Look:
    """A look for newcomers among customers up to the number `upto`; `shown_from` is the percentage from which a likeness counts."""

    upto: int
    shown_from: int
    crowded: set[int] = field(default_factory=set)
    known: dict[str, int] = field(default_factory=dict)

    def like(self, keys: Mapping[int, Sequence[int]], features_of: Callable[[int], Features]) -> dict[int, Found]:
        """Newcomer → who is like them, the surest first. `keys`: newcomer → their keys (`kept.unpacked`); `features_of` is asked of those alone
        who share some with somebody. In the evidence, who is here stands first."""
        holders = self.holders({key for mine in keys.values() for key in mine})
        pairs = {number: among for number, mine in keys.items() if (among := likeliest(mine, holders))}
        here = features({customer for among in pairs.values() for customer in among})
        new = {number: features_of(number) for number in pairs}
        compared = [
            (number, customer) for number, among in pairs.items() for customer in among
            if customer in here and not is_hopeless(here[customer], new[number])
        ]  # fmt: skip
        records = [here[customer] for customer in {customer for _number, customer in compared}] + [new[number] for number in {number for number, _customer in compared}]
        base = self.base(records)
        found: dict[int, Found] = defaultdict(list)
        for number, customer in compared:
            alike = likeness(here[customer], new[number], base)
            if alike.percent >= self.shown_from:
                found[number].append((customer, alike))
        return {number: sorted(likes, key=lambda one: (-one[1].bits, one[0]))[:NAMED] for number, likes in found.items()}

    def base(self, records: Sequence[Features]) -> Base:
        """How common what these records have was before the first newcomer: each word is counted once."""
        if len(self.known) > REMEMBERED:
            self.known.clear()
        numbers = {number_of(key): key for record in records for key in keys_of(record) if key[0] in COUNTED and key not in self.known}
        asked = sorted(numbers)
        for start in range(0, len(asked), MOST_ASKED):
            rows = LikenessKey.objects.filter(Among("key", asked[start : start + MOST_ASKED]), customer__lte=self.upto)
            self.known |= {numbers[key]: count for key, count in rows.values_list("key").annotate(count=Count("customer")).order_by()}
        facts = {fact for record in records for fact in record.facts if fact[0] in RARE_FACTS and f"{fact[0]}:{fact[1]}" not in self.known}
        self.known |= counted_facts({fact for fact in facts if fact[0] != ORGANISATION})
        names = [value for kind, value in facts if kind == ORGANISATION]
        if names:
            counts = Organisation.objects.filter(folded__in=names).values_list("folded").annotate(count=Count("customers", filter=Q(customers__lte=self.upto)))
            self.known |= {f"{ORGANISATION}:{name}": count for name, count in counts.order_by()}
        return Base(self.upto, self.known)

    def holders(self, keys: set[int]) -> dict[int, list[int]]:
        """Key → who of them stands under it; keys that many share are left out."""
        if len(self.crowded) > REMEMBERED:
            self.crowded.clear()
        asked, found = sorted(keys - self.crowded), defaultdict(list)
        for start in range(0, len(asked), MOST_ASKED):
            rows = LikenessKey.objects.filter(Among("key", asked[start : start + MOST_ASKED]), customer__lte=self.upto)
            counts = dict(rows.values_list("key").annotate(count=Count("customer")).order_by())
            self.crowded |= {key for key, count in counts.items() if count > MOST}
            if few := [key for key, count in counts.items() if count <= MOST]:
                for key, customer in LikenessKey.objects.filter(Among("key", few), customer__lte=self.upto).values_list("key", "customer"):
                    found[key].append(customer)
        return found


def likeliest(keys: Sequence[int], holders: Mapping[int, list[int]]) -> list[int]:
    """Of who shares keys with a newcomer the few that are worth comparing: an address or the whole name first, then who shares most."""
    shared: dict[int, int] = defaultdict(int)
    times: dict[int, int] = defaultdict(int)
    for key in keys:
        for customer in holders.get(key, ()):
            shared[customer] |= 1 << (key & 7)
            times[customer] += 1
    worth = [customer for customer, kinds in shared.items() if worth_comparing(kinds)]
    return sorted(worth, key=lambda customer: (not shared[customer] & STRONG, -times[customer], customer))[:COMPARED]


def put_on_list(found: Mapping[int, Found], *, likely: int) -> None:
    """Put newcomers (by their numbers, by now) on the list of likely pairs with whom they are like; nothing is put together."""
    if found:
        keep_pairs({(customer, number): alike for number, likes in found.items() for customer, alike in likes}, sorted(found), everybody=False, likely=likely)

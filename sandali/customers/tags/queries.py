"""Which tags there are, and what uses each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from sandali.customers.models import Tag
from sandali.customers.tags.holders import carrying, naming
from sandali.kit.text import fold


@dataclass(slots=True)
class Uses:
    """Of one tag: by the name of a holder how many carry it, and by its words how many saved things name it."""

    carried: dict[str, int] = field(default_factory=dict)
    named: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        """How many carry it altogether."""
        return sum(self.carried.values())


def tags_by_name(query: str = "", *, after: str = "", most: int) -> list[Tag]:
    """Tags in whose name the words stand, by their folded names; `after` is the last one's."""
    found = Tag.objects.filter(folded__gt=after)
    for word in fold(query).split()[:5]:
        found = found.filter(folded__contains=word)
    return list(found.order_by("folded")[:most])


def uses_of(tags: Sequence[Tag]) -> dict[int, Uses]:
    """Tag's number → what uses it: one question for each table, however many tags are asked about."""
    found = {tag.pk: Uses() for tag in tags}
    for one in carrying():
        rows = one.through._default_manager.filter(tag_id__in=list(found)).order_by().values_list("tag_id")
        for number, count in rows.annotate(Count("pk")):
            found[number].carried[one.name] = count
    by_key: dict[tuple[bool, str], int] = {(False, str(tag.pk)): tag.pk for tag in tags} | {(True, tag.folded): tag.pk for tag in tags}
    for name, numbers in _named(by_key).items():
        for number, things in numbers.items():
            found[number].named[name] = len(things)
    return found


def _named(by_key: dict[tuple[bool, str], int]) -> dict[str, dict[int, set[int]]]:
    """Holder's words → tag's number → the things that name it; a rule that names one twice is one."""
    found: dict[str, dict[int, set[int]]] = {}
    for one in naming():
        of: dict[int, set[int]] = found.setdefault(str(one.label), {})
        rows: Any = one.rows().values_list("pk", one.column)
        for pk, kept in rows:
            for key in one.named(kept or {}):
                if (number := by_key.get((one.by_words, key))) is not None:
                    of.setdefault(number, set()).add(pk)
    return found

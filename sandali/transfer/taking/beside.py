"""What belongs to customers and is found or made on the way: organisations and tags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet

from sandali.customers.models import Organisation, Tag
from sandali.kit.bulk import Among
from sandali.kit.text import fold
from sandali.transfer.drafts import Draft
from sandali.transfer.taking.batch import Taken


class Place(NamedTuple):
    """An organisation that somebody belongs to: no object, as a batch has thousands of them. `removed` is the number of one that
    stands in no list, and is back when a row names it."""

    pk: int
    name: str
    removed: int = 0


def organisations_of(drafts: Sequence[Draft], taken: Taken) -> dict[int, Place]:
    """id() of a draft → its organisation, by the other program's number or by its name; those that are not here are made."""
    keys = taken.known("organisation", (draft.text("organisation_key", 120) for draft in drafts))
    by_key = places_of(Organisation.objects.filter(pk__in=set(keys.values())), "pk") if keys else {}
    said = {id(draft): organisation_said(draft) for draft in drafts if draft.values.get("organisation")}
    names = {folded: name for name, folded in said.values() if folded}
    here = places_of(Organisation.objects.filter(Among("folded", names)), "folded") if names else {}
    fresh = [Organisation(name=name, folded=folded) for folded, name in sorted(names.items()) if folded not in here]
    here |= {one.folded: Place(one.pk, one.name) for one in taken.write(fresh)}
    found = {number: here[folded] for number, (_name, folded) in said.items() if folded in here}
    for draft in drafts if by_key else ():
        if (number := keys.get(draft.text("organisation_key", 120))) in by_key:
            found[id(draft)] = by_key[number]
    if back := {place.removed for place in found.values() if place.removed}:
        Organisation.objects.filter(pk__in=back).update(removed_at=None)
    return found


def organisation_said(draft: Draft) -> tuple[str, str]:
    """The organisation's name in a row, and folded: at hand where the row was reckoned ahead."""
    name = str(draft.ahead.said[3]) if draft.ahead is not None else draft.text("organisation", 160)
    return name, (draft.ahead.place if draft.ahead is not None else fold(name))[:200]


def places_of(rows: QuerySet[Organisation], by: str) -> dict[Any, Place]:
    """By this column, where somebody belongs: to that to which an organisation was joined. Of two with the same name, the older one."""
    columns = (by, "pk", "name", "removed_at", "merged_into", "merged_into__name")
    return {
        value: Place(into or number, its_name if into else name, number if removed else 0)
        for value, number, name, removed, into, its_name in rows.order_by("-pk").values_list(*columns)
    }  # fmt: skip


def tags_of(drafts: Sequence[Draft], taken: Taken) -> dict[int, list[Tag]]:
    """id() of a draft → its tags; those that are not here are made."""
    names = {fold(tag)[:60]: tag for draft in drafts for tag in draft.tags}
    if not names:
        return {}
    here = {tag.folded: tag for tag in Tag.objects.filter(folded__in=names)}
    here |= {tag.folded: tag for tag in taken.write([Tag(name=name, folded=folded) for folded, name in names.items() if folded not in here])}
    return {id(draft): list({here[fold(tag)[:60]].pk: here[fold(tag)[:60]] for tag in draft.tags}.values()) for draft in drafts if draft.tags}

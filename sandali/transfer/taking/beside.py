"""What belongs to customers and is found or made on the way: organisations and tags."""

from __future__ import annotations

from collections.abc import Sequence

from sandali.customers.models import Organisation, Tag
from sandali.kit.text import fold
from sandali.transfer.drafts import Draft
from sandali.transfer.taking.batch import Taken


def organisations_of(drafts: Sequence[Draft], taken: Taken) -> dict[int, Organisation]:
    """id() of a draft → its organisation, by the other program's number or by its name; those that are not here are made."""
    keys = taken.known("organisation", (draft.text("organisation_key", 120) for draft in drafts))
    by_key = Organisation.objects.select_related("merged_into").in_bulk(set(keys.values())) if keys else {}
    said = {id(draft): draft.text("organisation", 160) for draft in drafts if draft.values.get("organisation")}
    folds = {name: fold(name)[:200] for name in set(said.values())}
    names = {folded: name for name, folded in folds.items() if folded}
    here = {one.folded: one for one in Organisation.objects.filter(folded__in=names).select_related("merged_into").order_by("-pk")} if names else {}
    fresh = [Organisation(name=name, folded=folded) for folded, name in sorted(names.items()) if folded not in here]
    here |= {one.folded: one for one in taken.write(fresh)}
    found = {number: here.get(folds[name]) for number, name in said.items()}
    for draft in drafts if by_key else ():
        if (number := keys.get(draft.text("organisation_key", 120))) in by_key:
            found[id(draft)] = by_key[number]
    return {number: living(one) for number, one in found.items() if one is not None}


def living(one: Organisation) -> Organisation:
    """The organisation that somebody belongs to by this name or number: that to which it was joined; one that was removed is back."""
    if one.removed_at is not None:
        Organisation.objects.filter(pk=one.pk).update(removed_at=None)
        one.removed_at = None
    return one.merged_into or one


def tags_of(drafts: Sequence[Draft], taken: Taken) -> dict[int, list[Tag]]:
    """id() of a draft → its tags; those that are not here are made."""
    names = {fold(tag)[:60]: tag for draft in drafts for tag in draft.tags}
    if not names:
        return {}
    here = {tag.folded: tag for tag in Tag.objects.filter(folded__in=names)}
    here |= {tag.folded: tag for tag in taken.write([Tag(name=name, folded=folded) for folded, name in names.items() if folded not in here])}
    return {id(draft): list({here[fold(tag)[:60]].pk: here[fold(tag)[:60]] for tag in draft.tags}.values()) for draft in drafts if draft.tags}

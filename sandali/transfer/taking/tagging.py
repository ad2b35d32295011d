"""Tables of pairs: tags of customers, organisations and cases that came in before, each known by the other program's number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.db.models import F, Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.models import Case
from sandali.customers.models import Customer, Organisation
from sandali.transfer import events
from sandali.transfer.drafts import Draft
from sandali.transfer.taking.batch import Taken
from sandali.transfer.taking.beside import tags_of
from sandali.transfer.taking.filling import finish


class Kind(NamedTuple):
    """What can have tags: the model (rows have `tags`), and what is said where one is not here."""

    model: type[Model]
    missing: Any


KINDS: Final[Mapping[str, Kind]] = {
    "customer": Kind(Customer, gettext_lazy("This customer is not here. Bring the customers in first.")),
    "organisation": Kind(Organisation, gettext_lazy("This organisation is not here. Bring the organisations in first.")),
    "case": Kind(Case, gettext_lazy("This case is not here. Bring the cases in first.")),
}


def take_tags(drafts: Sequence[Draft], taken: Taken) -> None:
    """Take a batch of pairs. A tag that is there already stays, and is counted as known."""
    whose = owners(drafts, taken)
    sound = [draft for draft in drafts if is_sound(draft, whose, taken)]
    tags = tags_of(sound, taken)
    standing = {kind: tags_standing(kind, [whose[draft.row][1] for draft in sound if whose[draft.row][0] == kind]) for kind in KINDS}
    given: dict[tuple[str, int], list[int]] = defaultdict(list)
    for draft in sound:
        kind, number = whose[draft.row]
        for tag in tags[id(draft)]:
            mark = hash((kind, number, tag.folded))
            if (number, tag.pk) in standing[kind] or mark in taken.seen:
                taken.counts["known"] += 1
                continue
            taken.counts["made"] += 1
            standing[kind].add((number, tag.pk))
            taken.seen.add(mark)
            given[kind, number].append(tag.pk)
    if not taken.is_trial:
        give(given, taken)


def key_of(draft: Draft, kind: str) -> str:
    """The other program's number of whom or what a row gives a tag, of this kind."""
    return draft.text(f"{kind}_key", 120)


def owners(drafts: Sequence[Draft], taken: Taken) -> dict[int, tuple[str, int]]:
    """Row → (kind, number) of who gets the tag; a row that names several is of the first of them."""
    found: dict[int, tuple[str, int]] = {}
    for kind in reversed(list(KINDS)):
        numbers = taken.known(kind, (key_of(draft, kind) for draft in drafts))
        if kind == "organisation" and numbers:
            here = Organisation.objects.select_related("merged_into").in_bulk(set(numbers.values()))
            numbers = {key: (here[number].merged_into or here[number]).pk for key, number in numbers.items() if number in here}
        found |= {draft.row: (kind, number) for draft in drafts if (number := numbers.get(key_of(draft, kind)))}
    return found


def is_sound(draft: Draft, whose: Mapping[int, tuple[str, int]], taken: Taken) -> bool:
    """Whether a row gives a tag to somebody or something that is here; says why where it does not."""
    named = [kind for kind in KINDS if key_of(draft, kind)]
    if not draft.problems and not draft.tags:
        draft.problems.append(("", _("There is no tag in this row.")))
    if not draft.problems and draft.row not in whose:
        draft.problems.append(("", str(KINDS[named[0]].missing) if named else _("Nothing says whose tag this is.")))
    if draft.problems:
        taken.refuse(draft, draft.problems)
    return not draft.problems


def tags_standing(kind: str, numbers: Sequence[int]) -> set[tuple[int, int]]:
    """(number, tag) of those of a kind."""
    through: Any = KINDS[kind].model.tags.through  # type: ignore[attr-defined]
    return set(through.objects.filter(**{f"{kind}__in": numbers}).values_list(f"{kind}_id", "tag_id")) if numbers else set()


def give(given: Mapping[tuple[str, int], list[int]], taken: Taken) -> None:
    """Write the tags, remember them for undoing, and tell of each who got some."""
    for kind, one in KINDS.items():
        mine = {number: tags for (of, number), tags in given.items() if of == kind}
        if not mine:
            continue
        through: Any = one.model.tags.through  # type: ignore[attr-defined]
        through.objects.bulk_create([through(**{f"{kind}_id": number, "tag_id": tag}) for number, tags in mine.items() for tag in tags])
        taken.changed += [{kind: number, "fields": {}, "tags": tags} for number, tags in mine.items()]
        if kind == "customer":
            finish(Customer.objects.in_bulk(list(mine)), taken)
        elif kind == "organisation":
            Organisation.objects.filter(pk__in=mine).update(version=F("version") + 1)
            taken.tell(events.ORGANISATION_FILLED, list(Organisation.objects.filter(pk__in=mine)))
        else:
            taken.tell(events.CASE_FILLED, list(Case.objects.filter(pk__in=mine)))

"""Every change of a tag for all that use it. Each can be taken back, unless too much carries the tag to be written down."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.customers import events
from sandali.customers.models import Customer, Tag, TagChange
from sandali.customers.tags.holders import Naming, carrying, naming
from sandali.customers.tags.queries import uses_of
from sandali.history import queue
from sandali.history.events import record
from sandali.kit.dates import current_display
from sandali.kit.text import clean, fold, isolate

MOST_KEPT: Final = 5_000  # rows that a change writes down for its way back
INDEX: Final = "sandali.customers.jobs.index_customers"
CHUNK: Final = 1_000
BETWEEN: Final = {"fa": "، ", "en": ", "}
Kept = dict[str, Any]


class CannotChange(ValueError):
    """The tag cannot be changed so; the text says why."""


@transaction.atomic
def rename_tag(tag: Tag, name: str, *, by: Any) -> TagChange | None:
    """Another name, also in the rules and macros that name it; None where it is called so. Raises CannotChange with a sentence."""
    tag, name = Tag.objects.select_for_update().get(pk=tag.pk), isolate(clean(name)).strip()[:40]
    folded = fold(name)[:60]
    if not folded:
        raise CannotChange(_("Please write a name."))
    if name == tag.name:
        return None
    if Tag.objects.filter(folded=folded).exclude(pk=tag.pk).exists():
        raise CannotChange(_("There is a tag of this name already. Two that mean the same can be put together below."))
    words = swap_words(tag, name)
    change = TagChange.objects.create(way=TagChange.Way.RENAME, tag=tag.pk, name=tag.name, into=tag, kept={"words": words, "to": name}, by=by)
    Tag.objects.filter(pk=tag.pk).update(name=name, folded=folded)
    index_later(carriers(tag.pk))
    record(events.TAG_RENAMED, change, by=by, before=tag.name, tag=name)
    return change


@transaction.atomic
def merge_tags(source: Tag, target: Tag, *, by: Any) -> TagChange:
    """What carries or names `source` carries or names `target`; `source` is no more. Raises CannotChange with a sentence."""
    held = {tag.pk: tag for tag in Tag.objects.select_for_update().filter(pk__in=(source.pk, target.pk)).order_by("pk")}
    if len(held) < 2:
        raise CannotChange(_("A tag cannot be put together with itself, or with one that is no more."))
    source, target = held[source.pk], held[target.pk]
    customers, is_kept = carriers(source.pk), uses_of([source])[source.pk].rows <= MOST_KEPT
    kept: Kept = {"words": swap_words(source, target.name) + swap_numbers(source, target), "moved": {}, "both": {}}
    for one in carrying():
        rows = one.through._default_manager.filter(tag_id=source.pk)
        both = rows.filter(**{f"{one.column}__in": one.through._default_manager.filter(tag_id=target.pk).values(one.column)})
        if is_kept:
            kept["both"][one.name] = list(both.values_list(one.column, flat=True))
        both.delete()
        if is_kept:
            kept["moved"][one.name] = list(rows.values_list(one.column, flat=True))
        rows.update(tag_id=target.pk)
    change = TagChange.objects.create(way=TagChange.Way.MERGE, tag=source.pk, name=source.name, into=target, kept=kept if is_kept else None, by=by)
    source.delete()
    index_later(customers)
    record(events.TAGS_MERGED, change, by=by, before=change.name, tag=target.name)
    return change


@transaction.atomic
def remove_tag(tag: Tag, *, by: Any) -> TagChange:
    """Take the tag off everything that carries it. Raises CannotChange while something saved names it: it would ask for nothing, or bring
    the tag back."""
    tag = Tag.objects.select_for_update().get(pk=tag.pk)
    uses = uses_of([tag])[tag.pk]
    if uses.named:
        raise CannotChange(_("This tag is named by: %(names)s. Please change these first, or put the tag together with another one.") % {"names": BETWEEN[current_display().language].join(sorted(uses.named))})
    customers, kept = carriers(tag.pk), None
    if uses.rows <= MOST_KEPT:
        kept = {"moved": {}, "words": [], "both": {one.name: list(one.through._default_manager.filter(tag_id=tag.pk).values_list(one.column, flat=True)) for one in carrying()}}
    change = TagChange.objects.create(way=TagChange.Way.REMOVE, tag=tag.pk, name=tag.name, kept=kept, by=by)
    tag.delete()
    index_later(customers)
    record(events.TAG_REMOVED, change, by=by, tag=change.name)
    return change


@transaction.atomic
def undo_change(change: TagChange, *, by: Any) -> Tag:
    """The tag as it was, with all that carried it and still is there. What somebody changed since stays. Raises CannotChange."""
    change = TagChange.objects.select_for_update(of=("self",)).select_related("into").get(pk=change.pk)
    if change.undone_at is not None or change.kept is None:
        raise CannotChange(_("This cannot be taken back any more."))
    if Tag.objects.filter(folded=fold(change.name)[:60]).exclude(pk=change.tag).exists():
        raise CannotChange(_("Somebody made a tag of this name since."))
    if change.way == TagChange.Way.RENAME:
        done = Tag.objects.filter(pk=change.tag, name=change.kept["to"]).update(name=change.name, folded=fold(change.name)[:60])
        if not done:
            raise CannotChange(_("Somebody changed the tag since."))
    else:
        Tag.objects.create(pk=change.tag, name=change.name, folded=fold(change.name)[:60])
        give_back(change, change.kept)
    words_back(change.kept["words"])
    TagChange.objects.filter(pk=change.pk).update(undone_at=timezone.now())
    index_later(carriers(change.tag))
    record(events.TAG_CHANGE_UNDONE, change, by=by, tag=change.name)
    return Tag.objects.get(pk=change.tag)


def give_back(change: TagChange, kept: Kept) -> None:
    """The rows that carried the tag: of those that went over, the ones from which nobody took the other tag since."""
    for one in carrying():
        moved, both = kept["moved"].get(one.name, []), kept["both"].get(one.name, [])
        if moved and change.into_id is not None:
            one.through._default_manager.filter(tag_id=change.into_id, **{f"{one.column}__in": moved}).update(tag_id=change.tag)
        owner = one.through._meta.get_field(one.column.removesuffix("_id")).related_model
        there = set(owner._default_manager.filter(pk__in=both).values_list("pk", flat=True)) if both else set()  # type: ignore[union-attr]
        one.through._default_manager.bulk_create((one.through(tag_id=change.tag, **{one.column: number}) for number in both if number in there), ignore_conflicts=True)


def swap_words(old: Tag, name: str) -> list[list[Any]]:
    """Name another tag wherever this one is named by its words; [holder, number, before, after] of each."""
    return [row for one in naming() if one.by_words for row in swap(one, old.folded, name)]


def swap_numbers(old: Tag, new: Tag) -> list[list[Any]]:
    """The same wherever it is named by its number."""
    return [row for one in naming() if not one.by_words for row in swap(one, str(old.pk), str(new.pk))]


def swap(one: Naming, key: str, to: str) -> list[list[Any]]:
    """One holder's part of it."""
    done = []
    for pk, kept in one.rows().values_list("pk", one.column):
        if key in one.named(kept or {}):
            after = one.swapped(kept, key, to)
            one.model._default_manager.filter(pk=pk).update(**{one.column: after}, version=F("version") + 1)
            done.append([one.name, pk, kept, after])
    return done


def words_back(words: list[list[Any]]) -> None:
    """Give saved things the tag back that they named, unless somebody changed them since."""
    holders = {one.name: one for one in naming()}
    for name, pk, before, after in words:
        one = holders[name]
        for kept in one.model._default_manager.filter(pk=pk).values_list(one.column, flat=True):
            if kept == after:
                one.model._default_manager.filter(pk=pk).update(**{one.column: before}, version=F("version") + 1)


def carriers(tag: int) -> list[int]:
    """The customers who carry a tag."""
    return list(Customer.tags.through.objects.filter(tag_id=tag).order_by("customer_id").values_list("customer_id", flat=True))


def index_later(customers: list[int]) -> None:
    """Customers are found by the words of their tags: these are written anew, by jobs."""
    for start in range(0, len(customers), CHUNK):
        queue.put(INDEX, customers[start : start + CHUNK])

"""Conditions put together: read from what was typed (H7), asked of the database, said as one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from sandali.company.permissions import may
from sandali.customers.fields.queries import fields_of
from sandali.customers.models import CustomField, FieldChoice, Organisation, Subject, Tag
from sandali.customers.segments.conditions import Asking, Condition, Known, conditions
from sandali.customers.segments.own_fields import PREFIX, OwnField
from sandali.customers.segments.parts import Wrong

ALL, ANY = "all", "any"
MOST: Final = 12  # conditions of one segment
NOBODY: Final = Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class Asked:
    """One condition with its values; `condition` is None where there is no such condition any more."""

    condition: Condition | None
    values: Mapping[str, Any]
    is_not: bool = False

    def holds(self, asking: Asking) -> Q:
        """The condition on customers, turned round where it is."""
        found = self.condition.holds(self.values, asking) if self.condition is not None else NOBODY
        return ~found if self.is_not else found

    def words(self, known: Known) -> str:
        """The condition as a phrase."""
        if self.condition is None:
            return _("for whom a condition held that is no longer there")
        phrase = self.condition.words(self.values, known)
        return _("who are not among those %(phrase)s") % {"phrase": phrase} if self.is_not else phrase


@dataclass(frozen=True, slots=True)
class Question:
    """Conditions of which all must hold, or any of them. One that is not there any more makes it nobody's: never more people than meant."""

    joined: str
    asked: tuple[Asked, ...]

    @property
    def is_whole(self) -> bool:
        """Whether all of its conditions are there still, and it has any."""
        return bool(self.asked) and all(one.condition is not None for one in self.asked)

    def holds(self, asking: Asking) -> Q:
        """The condition on customers."""
        if not self.is_whole:
            return NOBODY
        each = [one.holds(asking) for one in self.asked]
        return reduce(lambda one, other: one & other, each) if self.joined == ALL else reduce(lambda one, other: one | other, each)

    def sentence(self, known: Known) -> str:
        """The whole question in the reader's language."""
        phrases = [one.words(known) for one in self.asked]
        if not phrases:
            return ""
        return _("Customers %(conditions)s.") % {"conditions": strung(phrases, self.joined)}


def strung(phrases: Sequence[str], joined: str) -> str:
    """Phrases one after another, with "and" or "or" before the last one."""
    if len(phrases) == 1:
        return phrases[0]
    first = reduce(lambda one, other: _("%(one)s, %(other)s") % {"one": one, "other": other}, phrases[:-1])
    words = _("%(one)s and %(other)s") if joined == ALL else _("%(one)s or %(other)s")
    return words % {"one": first, "other": phrases[-1]}


def offered_to(person: Any) -> dict[str, Condition]:
    """Name → condition that the person may ask with: of what they may not see nothing is asked."""
    found = {name: one for name, one in conditions().items() if not one.right or may(person, one.right)}
    return found | {own.key: own for own in map(OwnField, fields_of(Subject.CUSTOMER))}


def read_question(given: Sequence[Mapping[str, str]], *, joined: str, offered: Mapping[str, Condition]) -> dict[str, Any]:
    """A question as it is kept, from what was typed: each condition as its `kind`, `not`, and the texts of its parts.

    Raises Unread, with what is wrong of each condition by its place. Nothing but what is offered can be asked."""
    kept, wrong = [], {}
    for place, typed in enumerate(given[:MOST]):
        condition = offered.get(typed.get("kind", ""))
        try:
            if condition is None:
                raise Wrong(_("There is no such condition."))
            kept.append({"kind": typed["kind"], "not": typed.get("not") in ("1", "on", "true"), "values": condition.read(typed)})
        except Wrong as problem:
            wrong[place] = problem
    if wrong:
        raise Unread(wrong)
    if not kept:
        raise Unread({}, _("Please add at least one condition."))
    return {"joined": joined if joined in (ALL, ANY) else ALL, "of": kept}


class Unread(ValueError):
    """What was typed is no question: what is wrong, by the condition's place; the text is about the whole."""

    def __init__(self, wrong: Mapping[int, Wrong], said: str = "") -> None:
        super().__init__(said)
        self.wrong = wrong


def known_for(kept: Iterable[Mapping[str, Any]]) -> Known:
    """What these questions name by number: as many queries for one as for all."""
    tags, organisations, fields = set(), set(), set()
    for one in (one for question in kept for one in question.get("of", ())):
        tags.add(one["values"].get("tag", 0))
        organisations.add(one["values"].get("organisation", 0))
        if one["kind"].startswith(PREFIX):
            fields.add(int(one["kind"].removeprefix(PREFIX)))
    choices = Prefetch("choices", FieldChoice.objects.order_by("place", "pk"))
    return Known(
        {field.pk: field for field in CustomField.objects.filter(pk__in=fields).prefetch_related(choices)} if fields else {},
        dict(Tag.objects.filter(pk__in=tags - {0}).values_list("pk", "name")) if tags - {0} else {},
        dict(Organisation.objects.filter(pk__in=organisations - {0}).values_list("pk", "name")) if organisations - {0} else {},
    )


def question_of(kept: Mapping[str, Any], known: Known) -> Question:
    """A question as it is asked, from how it is kept."""
    asked = []
    for one in kept.get("of", ()):
        condition = conditions().get(one["kind"])
        if condition is None and one["kind"].startswith(PREFIX):
            field = known.fields.get(int(one["kind"].removeprefix(PREFIX)))
            condition = OwnField(field) if field is not None else None
        if condition is not None and any(part.is_required and part.name not in one["values"] for part in condition.parts):
            condition = None
        asked.append(Asked(condition, one["values"], bool(one.get("not"))))
    return Question(kept.get("joined", ALL), tuple(asked))


def typed_of(kept: Mapping[str, Any], known: Known) -> list[dict[str, str]]:
    """A kept question as `read_question` takes it again, for forms."""
    rows = []
    for one, asked in zip(kept.get("of", ()), question_of(kept, known).asked, strict=True):
        texts = {part.name: part.typed(one["values"][part.name], one["values"]) for part in asked.condition.parts if part.name in one["values"]} if asked.condition else {}
        rows.append({"kind": one["kind"], "not": "1" if one.get("not") else "", **texts})
    return rows

"""What segments may ask of cases: how often, of which kind, how it stands and how it felt; and by which ways somebody can be reached.

Every one of them looks at the cases that the reader may work on or read by their own rights. A case that a task lends is read, not
counted; one of somebody else's private department is as if it were not there (docs/decisions/0047)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.access import cases_for
from sandali.cases.models import DONE, Case, Kind, Mood, State
from sandali.channels.kinds import ACCOUNTS
from sandali.customers.models import Identity, IdentityKind
from sandali.customers.segments.conditions import (
    HOW_OFTEN,
    NEVER,
    PERIOD,
    Asking,
    Condition,
    Counting,
    Known,
    in_period,
    times_words,
)
from sandali.customers.segments.own import CONTACT
from sandali.customers.segments.parts import Choice, TagPart

CASES: Final = gettext_lazy("Their cases")
STILL_OPEN: Final = "open"
RESTS: Final = {one.value: one.label for one in (State.ANSWERED, State.CONFIRMED, State.LAPSED)}


def seen_by(asking: Asking) -> QuerySet[Case]:
    """The cases that count for whoever asks."""
    return cases_for(asking.person, lent=False).filter(aside="")


def kinds() -> list[tuple[str, str]]:
    """The kinds of case."""
    return [(one.value, str(one.label)) for one in Kind]


def states() -> list[tuple[str, str]]:
    """How a case may stand, as far as it matters here."""
    return [(STILL_OPEN, _("Still open")), *((name, str(label)) for name, label in RESTS.items())]


def moods() -> list[tuple[str, str]]:
    """The moods."""
    return [(one.value, str(one.label)) for one in Mood]


def accounts() -> list[tuple[str, str]]:
    """Every kind of address that people are known by."""
    known = [(IdentityKind.EMAIL.value, str(IdentityKind.EMAIL.label)), (IdentityKind.PHONE.value, str(IdentityKind.PHONE.label))]
    return known + [(kind, str(adapter.card.label)) for kind, adapter in ACCOUNTS.items() if kind not in dict(known)]


class HadCases(Counting):
    """So many cases, of a kind and a state, opened in a period."""

    name, label, group, right, column = "cases", gettext_lazy("Cases and complaints"), CASES, "see_cases", "opened_at"
    parts = (
        *HOW_OFTEN,
        Choice("of_kind", gettext_lazy("Kind"), is_required=False, choices=kinds),
        Choice("state", gettext_lazy("How they stand"), is_required=False, choices=states), *PERIOD,
    )  # fmt: skip

    def rows(self, values: Mapping[str, Any], asking: Asking) -> QuerySet[Any]:
        found = seen_by(asking)
        if "of_kind" in values:
            found = found.filter(kind=values["of_kind"])
        if "state" in values:
            found = found.exclude(state__in=DONE) if values["state"] == STILL_OPEN else found.filter(state=values["state"])
        return found

    def words(self, values: Mapping[str, Any], known: Known) -> str:
        kind, said = values.get("of_kind", ""), {"times": times_words(values), "kind": dict(kinds()).get(values.get("of_kind", ""), "")}
        if values["how"] == NEVER:
            words = _("who never complained") if kind == Kind.COMPLAINT else _("who never had a case of the kind “%(kind)s”") if kind else _("who never had a case")
        elif kind == Kind.COMPLAINT:
            words = _("who complained %(times)s")
        else:
            words = _("who %(times)s had a case of the kind “%(kind)s”") if kind else _("who %(times)s had a case")
        phrase = in_period(words % said, values)
        return _("%(phrase)s (%(state)s)") % {"phrase": phrase, "state": dict(states())[values["state"]]} if "state" in values else phrase


class Felt(Counting):
    """So many cases in which they felt so."""

    name, label, group, right, column = "mood", gettext_lazy("How they felt"), CASES, "see_cases", "opened_at"
    parts = (Choice("mood", gettext_lazy("Mood"), choices=moods), *HOW_OFTEN, *PERIOD)

    def rows(self, values: Mapping[str, Any], asking: Asking) -> QuerySet[Any]:
        return seen_by(asking).filter(mood=values["mood"])

    def words(self, values: Mapping[str, Any], known: Known) -> str:
        said = {"mood": dict(moods())[values["mood"]], "times": times_words(values)}
        words = _("in none of whose cases the mood was “%(mood)s”") if values["how"] == NEVER else _("whose mood in a case was “%(mood)s” %(times)s")
        return in_period(words % said, values)


class ToldAgain(Counting):
    """So many cases that they had to tell again."""

    name, label, group, right, column = "told_again", gettext_lazy("Had to tell it again"), CASES, "see_cases", "opened_at"
    parts = (*HOW_OFTEN, *PERIOD)

    def rows(self, values: Mapping[str, Any], asking: Asking) -> QuerySet[Any]:
        return seen_by(asking).filter(repeats__gt=0)

    def words(self, values: Mapping[str, Any], known: Known) -> str:
        words = _("who never had to tell a case again") if values["how"] == NEVER else _("who had to tell a case again %(times)s")
        return in_period(words % {"times": times_words(values)}, values)


class Reopened(Counting):
    """So many cases that came back after they seemed settled."""

    name, label, group, right, column = "reopened", gettext_lazy("A case came back"), CASES, "see_cases", "opened_at"
    parts = (*HOW_OFTEN, *PERIOD)

    def rows(self, values: Mapping[str, Any], asking: Asking) -> QuerySet[Any]:
        return seen_by(asking).filter(reopened__gt=0)

    def words(self, values: Mapping[str, Any], known: Known) -> str:
        words = _("of whom no case came back") if values["how"] == NEVER else _("of whom a case came back %(times)s")
        return in_period(words % {"times": times_words(values)}, values)


class Tagged(Counting):
    """So many cases with a tag."""

    name, label, group, right, column = "case_tag", gettext_lazy("Tag of a case"), CASES, "see_cases", "opened_at"
    parts = (TagPart("tag", gettext_lazy("Tag")), *HOW_OFTEN, *PERIOD)

    def rows(self, values: Mapping[str, Any], asking: Asking) -> QuerySet[Any]:
        return seen_by(asking).filter(pk__in=Case.tags.through.objects.filter(tag=values["tag"]).values("case_id"))

    def words(self, values: Mapping[str, Any], known: Known) -> str:
        said = {"tag": known.tag(values["tag"]), "times": times_words(values)}
        words = _("who never had a case with the tag “%(tag)s”") if values["how"] == NEVER else _("who %(times)s had a case with the tag “%(tag)s”")
        return in_period(words % said, values)


class ReachedBy(Condition):
    """They are known by an address of this kind. One that they only say is theirs is none."""

    name, label, group = "reach", gettext_lazy("Reachable by"), CONTACT
    parts = (Choice("way", gettext_lazy("Way"), choices=accounts),)

    def holds(self, values: Mapping[str, Any], asking: Asking) -> Q:
        return Q(pk__in=asking.near(Identity.objects.filter(kind=values["way"], claimed_by=0)).values("customer_id"))

    def words(self, values: Mapping[str, Any], known: Known) -> str:
        return _("who can be reached by %(way)s") % {"way": dict(accounts()).get(values["way"], values["way"])}


CONDITIONS: Final = (ReachedBy(), HadCases(), Felt(), ToldAgain(), Reopened(), Tagged())

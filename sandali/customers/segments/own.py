"""The conditions that this room knows: who somebody is, since when, how they want to be reached, and the company's own fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sandali.customers.models import NEVER, Consent, Customer, Purpose, Stage, Wishes
from sandali.customers.segments.conditions import (
    DAYS,
    PERIOD,
    Asking,
    Condition,
    Known,
    begins,
    check_period,
    in_period,
    quoted,
    shown_number,
    within,
)
from sandali.customers.segments.parts import Choice, Day, OrganisationPart, Part, TagPart, Wrong
from sandali.kit.dates import show_date

WHO: Final = gettext_lazy("Who they are")
CONTACT: Final = gettext_lazy("Contact")


def languages() -> list[tuple[str, str]]:
    """The languages in which customers write."""
    return [("fa", _("Persian")), ("en", _("English")), ("ar", _("Arabic"))]


class OfStage(Condition):
    name, label, group = "stage", gettext_lazy("Stage"), WHO
    parts = (Choice("stage", gettext_lazy("Stage"), choices=lambda: [(one.value, str(one.label)) for one in Stage]),)

    def holds(self, values: Mapping[str, Any], asking: Asking) -> Q:
        return Q(stage=values["stage"])

    def words(self, values: Mapping[str, Any], known: Known) -> str:
        return _("whose stage is “%(stage)s”") % {"stage": Stage(values["stage"]).label}


class OfLanguage(Condition):
    name, label, group = "language", gettext_lazy("Language"), WHO
    parts = (Choice("language", gettext_lazy("Language"), choices=languages),)

    def holds(self, values: Mapping[str, Any], asking: Asking) -> Q:
        return Q(language=values["language"])

    def words(self, values: Mapping[str, Any], known: Known) -> str:
        return _("who write %(language)s") % {"language": dict(languages()).get(values["language"], "")}


class OfCity(Condition):
    name, label, group = "city", gettext_lazy("City"), WHO
    parts = (Part("city", gettext_lazy("City")),)

    def holds(self, values: Mapping[str, Any], asking: Asking) -> Q:
        return Q(city__iexact=values["city"])

    def words(self, values: Mapping[str, Any], known: Known) -> str:
        return _("who live in %(city)s") % {"city": quoted(values["city"])}


class OfTag(Condition):
    name, label, group = "tag", gettext_lazy("Tag"), WHO
    parts = (TagPart("tag", gettext_lazy("Tag")),)

    def holds(self, values: Mapping[str, Any], asking: Asking) -> Q:
        rows = Customer.tags.through.objects.filter(tag=values["tag"])
        return Q(pk__in=asking.near(rows).values("customer_id"))

    def words(self, values: Mapping[str, Any], known: Known) -> str:
        return _("who have the tag “%(tag)s”") % {"tag": known.tag(values["tag"])}


class OfOrganisation(Condition):
    name, label, group = "organisation", gettext_lazy("Organisation"), WHO
    parts = (OrganisationPart("organisation", gettext_lazy("Organisation")),)

    def holds(self, values: Mapping[str, Any], asking: Asking) -> Q:
        return Q(organisation=values["organisation"])

    def words(self, values: Mapping[str, Any], known: Known) -> str:
        return _("who belong to %(organisation)s") % {"organisation": known.organisation(values["organisation"])}


class KnownSince(Condition):
    name, label, group = "known", gettext_lazy("Since when we know them"), CONTACT
    parts = PERIOD

    def check(self, kept: dict[str, Any]) -> None:
        check_period(kept)
        if not kept:
            raise Wrong(_("Please write since when, until when, or how many days."), "since")

    def holds(self, values: Mapping[str, Any], asking: Asking) -> Q:
        return within("created_at", values, asking)

    def words(self, values: Mapping[str, Any], known: Known) -> str:
        return in_period(_("whom we met"), values)


class Silent(Condition):
    """Their last contact is what the list of customers shows to everybody who sees customers."""

    name, label, group = "silent", gettext_lazy("Nothing heard of them"), CONTACT
    parts = (Day("since", gettext_lazy("Since"), is_required=False), DAYS)

    def check(self, kept: dict[str, Any]) -> None:
        check_period(kept)
        if not kept:
            raise Wrong(_("Please write since when, or how many days."), "since")

    def holds(self, values: Mapping[str, Any], asking: Asking) -> Q:
        since = begins(values["since"]) if "since" in values else asking.now - timedelta(days=values["days"])
        return Q(last_contact_at__lt=since)

    def words(self, values: Mapping[str, Any], known: Known) -> str:
        if "since" in values:
            return _("of whom nothing was heard since %(since)s") % {"since": show_date(date.fromisoformat(values["since"]))}
        said = {"number": shown_number(values["days"])}
        return ngettext("of whom nothing was heard for a day", "of whom nothing was heard for %(number)s days", values["days"]) % said


class InTouch(Condition):
    name, label, group = "in_touch", gettext_lazy("Last contact"), CONTACT
    parts = PERIOD

    def check(self, kept: dict[str, Any]) -> None:
        check_period(kept)
        if not kept:
            raise Wrong(_("Please write since when, until when, or how many days."), "since")

    def holds(self, values: Mapping[str, Any], asking: Asking) -> Q:
        return within("last_contact_at", values, asking) & Q(last_contact_at__gt=NEVER)

    def words(self, values: Mapping[str, Any], known: Known) -> str:
        return in_period(_("who were last in touch with us"), values)


def wishes() -> list[tuple[str, str]]:
    """What customers may have said of how they are reached."""
    agreed = [(f"yes:{one.value}", _("They agreed: %(purpose)s") % {"purpose": one.label}) for one in Purpose]
    refused = [(f"no:{one.value}", _("They refused: %(purpose)s") % {"purpose": one.label}) for one in Purpose]
    return [("any", _("They said how they want to be reached")), *agreed, *refused]


class OfWish(Condition):
    """By the newest word for a purpose, whatever the way it was for. Whether a message may leave is asked elsewhere (contact.py)."""

    name, label, group = "wish", gettext_lazy("What they wish"), CONTACT
    parts = (Choice("wish", gettext_lazy("Wish"), choices=wishes),)

    def holds(self, values: Mapping[str, Any], asking: Asking) -> Q:
        answer, _colon, purpose = values["wish"].partition(":")
        if answer == "any":
            return Q(pk__in=asking.near(Wishes.objects.all()).values("customer_id"))
        newest = asking.near(Consent.objects.filter(purpose=purpose)).order_by().values("customer_id").annotate(newest=Max("pk")).values("newest")
        return Q(pk__in=Consent.objects.filter(pk__in=newest, is_given=answer == "yes").values("customer_id"))

    def words(self, values: Mapping[str, Any], known: Known) -> str:
        answer, _colon, purpose = values["wish"].partition(":")
        if answer == "any":
            return _("who said how they want to be reached")
        said = {"purpose": Purpose(purpose).label}
        return (_("who agreed to be written to (%(purpose)s)") if answer == "yes" else _("who refused to be written to (%(purpose)s)")) % said


CONDITIONS: Final = (OfStage(), OfLanguage(), OfCity(), OfTag(), OfOrganisation(), KnownSince(), InTouch(), Silent(), OfWish())

"""How customers want to be reached, and what they agreed to: as one of us heard or read it, with the proof."""

from datetime import datetime, time
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BeforeValidator, Field, Strict

from sandali.channels.kinds import KINDS
from sandali.customers.access import access_customer
from sandali.customers.contact import CALLS, wishes_of
from sandali.customers.models import Consent, Customer, Wishes
from sandali.customers.wishing import keep_wishes, say_consent
from sandali.exchange.rest.operations import Subject
from sandali.exchange.rest.paging import Id, Said, Shape, Truth, only_text
from sandali.exchange.rest.problems import wrong_field
from sandali.exchange.rest.shapes import Named, named, version_of
from sandali.kit.zones import is_zone

subject = Subject("wishes")
SCOPE = "customers"
Weekday = Annotated[int, Strict(), Field(ge=0, le=6)]
Hour = Annotated[time, BeforeValidator(only_text)]
Kind = Annotated[str, Field(max_length=20)]
Purposes = Literal["service", "listening", "survey"]


class WishesShape(Shape):
    """What binds whoever writes to them. Empty is no wish; `days` are weekdays, Monday is 0, and none is every day."""

    way: str
    called: str
    language: str
    days: list[int]
    hours_from: time | None
    hours_until: time | None
    zone: str
    never: list[str]
    never_words: str
    likes: str
    version: int


class WishesChange(Said):
    """What is to be different; what is left out stays. `version` is the one that was seen, 0 where there was none."""

    way: Kind | None = None
    called: str | None = Field(None, max_length=120)
    language: Literal["", "fa", "en"] | None = None
    days: list[Weekday] | None = Field(None, max_length=7)
    hours_from: Hour | None = None
    hours_until: Hour | None = None
    zone: str | None = Field(None, max_length=60)
    never: list[Kind] | None = Field(None, max_length=30)
    never_words: str | None = Field(None, max_length=300)
    likes: str | None = Field(None, max_length=300)
    version: int | None = Field(None, strict=True, ge=0, le=2**31 - 1)


class ConsentShape(Shape):
    """One word of theirs, for or against. The newest of a purpose holds; those before it stay to be read."""

    purpose: Purposes
    is_given: bool
    way: str
    how: str
    words: str
    by: Named | None
    at: datetime


class ConsentSaid(Said):
    """Their word, as one of us heard or read it: `words` is the proof. On their own page they say it themselves."""

    purpose: Purposes
    is_given: Truth
    how: Literal["said", "wrote"]
    words: str = Field(min_length=1, max_length=500)
    way: Kind = ""


def shown(row: Wishes | None) -> dict[str, Any]:
    """Somebody's wishes, also where they said none."""
    row = row or Wishes(version=0)
    return {name: getattr(row, name) for name in WishesShape.model_fields}


def refuse_unknown(field: str, kinds: list[str]) -> None:
    """Raises Problem for a way of ours that there is not."""
    if any(kind not in KINDS and kind != CALLS for kind in kinds):
        raise wrong_field(field, _("There is no such way to reach somebody."))


def refuse_contradictions(standing: dict[str, Any], given: dict[str, Any]) -> None:
    """Raises Problem for hours with one end, a zone that there is not, and a best way that is never to be used."""
    now = standing | given
    refuse_unknown("way", [given["way"]] if given.get("way") else [])
    refuse_unknown("never", given.get("never") or [])
    if given.get("way") and not (given["way"] in KINDS and KINDS[given["way"]].can.send):
        raise wrong_field("way", _("There is no such way to reach somebody."))
    if (now["hours_from"] is None) != (now["hours_until"] is None):
        raise wrong_field("hours_until", _("Hours have both ends, or none."))
    if given.get("zone") and not is_zone(given["zone"]):
        raise wrong_field("zone", _("There is no such time zone."))
    if now["way"] and now["way"] in now["never"]:
        raise wrong_field("never", _("The best way cannot be one that is never to be used."))


@subject.reads("/customers/{number}/wishes", "see_customers", WishesShape, gettext_lazy("How a customer wants to be reached"), scope=SCOPE)
def get_wishes(request: HttpRequest, number: Id) -> dict[str, Any]:
    """With `version` 0 where they said nothing."""
    return shown(wishes_of(access_customer(request.user, number)))


@subject.writes("PATCH", "/customers/{number}/wishes", "edit_customers", WishesShape, gettext_lazy("Change how a customer wants to be reached"), scope=SCOPE)
def change_wishes(request: HttpRequest, number: Id, said: WishesChange) -> dict[str, Any]:
    """What they told one of us. It applies to everybody who writes to them."""
    customer: Customer = access_customer(request.user, number, to="edit")
    standing = shown(wishes_of(customer))
    given = said.model_dump(exclude={"version"}, exclude_unset=True)
    given = {name: value for name, value in given.items() if value is not None or name in ("hours_from", "hours_until")}
    if given.keys() & {"hours_from", "hours_until"}:
        given = {name: standing[name] for name in ("hours_from", "hours_until")} | given
    refuse_contradictions(standing, given)
    version = version_of(request, said)
    return shown(keep_wishes(customer, by=request.user, version=standing["version"] if version is None else version, **given))


@subject.reads("/customers/{number}/consents", "see_customers", list[ConsentShape], gettext_lazy("What a customer agreed to"), scope=SCOPE)
def list_consents(request: HttpRequest, number: Id) -> list[dict[str, Any]]:
    """The newest first, two hundred at most."""
    customer = access_customer(request.user, number)
    return [consent_shown(one) for one in Consent.objects.filter(customer=customer).select_related("by").order_by("-pk")[:200]]


@subject.writes("POST", "/customers/{number}/consents", "edit_customers", ConsentShape, gettext_lazy("Write down a customer's word of consent"), scope=SCOPE, status=201)
def add_consent(request: HttpRequest, number: Id, said: ConsentSaid) -> dict[str, Any]:
    """One more word; what they said before stays."""
    refuse_unknown("way", [said.way] if said.way else [])
    customer = access_customer(request.user, number, to="edit")
    return consent_shown(say_consent(customer, said.purpose, is_given=said.is_given, how=said.how, by=request.user, way=said.way, words=said.words))


def consent_shown(one: Consent) -> dict[str, Any]:
    """A word of theirs."""
    return {"by": named(one.by), **{name: getattr(one, name) for name in ("purpose", "is_given", "way", "how", "words", "at")}}

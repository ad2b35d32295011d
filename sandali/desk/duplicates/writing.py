"""Who is like the customer that is being written down: said while they are typed, and once more before they are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from sandali.customers.access import access_customer
from sandali.customers.actions import find_customer, normal_identity
from sandali.customers.duplicates.likeness import like_typed, rules
from sandali.customers.duplicates.scoring import NEAR_PHONE, SAME_HANDLE, SAME_MAIL, SAME_PHONE, Likeness
from sandali.customers.models import Customer, IdentityKind
from sandali.desk.customers.forms import kind_of
from sandali.desk.duplicates.words import Said, Side, evidence_of, side_of, sureness
from sandali.desk.entering import staff
from sandali.desk.sentences import isolated
from sandali.kit.dates import current_display
from sandali.kit.htmx import page

SAID: Final = 3  # pieces of evidence to somebody who is typing
BY_ADDRESS: Final = (SAME_PHONE, NEAR_PHONE, SAME_MAIL, SAME_HANDLE)


@dataclass(frozen=True, slots=True)
class Like:
    """Somebody who may be the one that is being typed."""

    side: Side
    words: str
    tone: str
    evidence: list[Said]


def alike(typed: Mapping[str, Any]) -> list[Like]:
    """Who may be meant by what stands in the form for a new customer."""
    addresses = [(str(kind), typed.get(name, "") or "") for kind, name in ((IdentityKind.PHONE, "phone"), (IdentityKind.EMAIL, "email"))]
    return likes_of(
        like_typed(
            typed.get("name", "") or "", [(kind, value) for kind, value in addresses if value], city=(typed.get("city", "") or "")[:80],
            organisation=(typed.get("organisation", "") or "")[:160],
        )
    )  # fmt: skip


def alike_by(customer: Customer, address: str) -> list[Like]:
    """Who else this customer may be, as far as an address says so that they do not have yet."""
    organisation = str(customer.organisation or "")
    found = like_typed(customer.name, [(kind_of(address), address)], city=customer.city, organisation=organisation, besides=customer.pk)
    return likes_of((other, like) for other, like in found if any(each.code in BY_ADDRESS for each in like.evidence))


def likes_of(found: Iterable[tuple[Customer, Likeness]]) -> list[Like]:
    """Customers with their likeness, in words."""
    likely = rules().likely_from
    return [
        Like(side_of(customer), *sureness(like.percent, likely), [one for one in evidence_of(like) if one.is_for][:SAID]) for customer, like in found
    ]


def names_in(likes: Iterable[Like]) -> str:
    """Their names, for a sentence."""
    return ("، " if current_display().language == "fa" else ", ").join(isolated(like.side.name) for like in likes)


def unseen(likes: list[Like], posted: Mapping[str, str]) -> bool:
    """Whether somebody is among them whom the writer was not shown yet: without JavaScript nothing was said while they typed."""
    return bool({str(like.side.pk) for like in likes} - set(posted.get("seen", "").split(",")))


def numbers_of(likes: list[Like]) -> str:
    """Whom somebody has seen, for the form that goes on: asked is only about others."""
    return ",".join(str(like.side.pk) for like in likes)


def is_somebodys(addresses: list[tuple[str, str]]) -> bool:
    """Whether one of these addresses (kind, as typed) is a customer's: then there is nothing to weigh, and the form says whose it is."""
    return any(find_customer(kind, normal_identity(kind, value)[0]) is not None for kind, value in addresses)


@staff("see_customers")
def likeness(request: HttpRequest) -> HttpResponse:
    """The part of a form that says who is like the one being typed; with `customer`, who else that one may be by the `address` being typed.

    `choosing` is set by the form for a new case, where it can be said at once that it is them."""
    number = request.GET.get("customer", "")
    if number.isdecimal() and len(number) < 18 and "address" in request.GET:
        likes = alike_by(access_customer(request.user, int(number)), request.GET["address"][:254])
    else:
        likes = alike(request.GET)
    context = {"likes": likes, "seen": numbers_of(likes), "choosing": bool(request.GET.get("choosing"))}
    return page(request, "desk/duplicates/alike.html", context, part=["alike"])

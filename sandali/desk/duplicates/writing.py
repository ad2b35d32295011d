"""Who is like the customer that is being written down: said while they are typed, and once more before they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from sandali.customers.actions import find_customer, normal_identity
from sandali.customers.duplicates.likeness import like_typed, rules
from sandali.customers.models import IdentityKind
from sandali.desk.duplicates.words import Said, Side, evidence_of, side_of, sureness
from sandali.desk.entering import staff
from sandali.kit.htmx import page

SAID = 3  # pieces of evidence to somebody who is typing


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
    found = like_typed(
        typed.get("name", "") or "", [(kind, value) for kind, value in addresses if value], city=(typed.get("city", "") or "")[:80],
        organisation=(typed.get("organisation", "") or "")[:160],
    )  # fmt: skip
    likely = rules().likely_from
    return [
        Like(side_of(customer), *sureness(like.percent, likely), [one for one in evidence_of(like) if one.is_for][:SAID]) for customer, like in found
    ]


def numbers_of(likes: list[Like]) -> str:
    """Whom somebody has seen, for the form that goes on: asked is only about others."""
    return ",".join(str(like.side.pk) for like in likes)


def is_somebodys(addresses: list[tuple[str, str]]) -> bool:
    """Whether one of these addresses (kind, as typed) is a customer's: then there is nothing to weigh, and the form says whose it is."""
    return any(find_customer(kind, normal_identity(kind, value)[0]) is not None for kind, value in addresses)


@staff("edit_customers")
def likeness(request: HttpRequest) -> HttpResponse:
    """The part of the form that says who is like the one being typed."""
    likes = alike(request.GET)
    return page(request, "desk/duplicates/alike.html", {"likes": likes, "seen": numbers_of(likes)}, part=["alike"])

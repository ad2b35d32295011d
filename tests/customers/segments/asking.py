"""Questions as a form would write them, and who answers to them."""

from __future__ import annotations

from typing import Any

from sandali.customers.models import Customer
from sandali.customers.segments.queries import members, question_from
from sandali.customers.segments.questions import known_for, offered_to, question_of, read_question


def kept(person: Any, *typed: dict[str, str], joined: str = "all") -> dict[str, Any]:
    """A question of what was typed, as it is kept."""
    return read_question(typed, joined=joined, offered=offered_to(person))


def found(person: Any, *typed: dict[str, str], joined: str = "all") -> set[int]:
    """The customers of a question, for a person; asked about all at once and one by one, which must be the same."""
    question = question_from(kept(person, *typed, joined=joined))
    everybody = set(members(person, question).values_list("pk", flat=True))
    one_by_one = {number for number in Customer.objects.values_list("pk", flat=True) if members(person, question, only=[number]).exists()}
    assert everybody == one_by_one
    return everybody


def sentence(person: Any, *typed: dict[str, str], joined: str = "all") -> str:
    """A question in words."""
    asked = kept(person, *typed, joined=joined)
    known = known_for([asked])
    return question_of(asked, known).sentence(known).replace("\u2068", "").replace("\u2069", "")


"""Segments that the company shares: what somebody asks about its customers every week."""

from __future__ import annotations

from urllib.parse import parse_qsl

from sandali.company.permissions import Role
from sandali.customers.segments.actions import save_segment
from sandali.customers.segments.questions import offered_to, read_question
from sandali.demo.company import House
from sandali.demo.matters import TEXTS


def save_segments(house: House) -> None:
    """Save those of texts/<language>/segments.txt: name, all or any, then a condition as a query string each."""
    admin = next(person for person in house.people.values() if person.role == Role.ADMIN)
    for line in (TEXTS / house.company.language / "segments.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, joined, *conditions = (part.strip() for part in line.split("|"))
            asked = read_question([dict(parse_qsl(one)) for one in conditions], joined=joined, offered=offered_to(admin))
            save_segment(name, asked, by=admin, for_everybody=True)

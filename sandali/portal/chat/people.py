"""Who of ours is there, what they help with, and when we answer: what a visitor sees before they write (P05)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases.models import Skill
from sandali.cases.routing import people_here
from sandali.channels.models import Channel
from sandali.company.models import Person
from sandali.company.queries import people_who_may, week_hours
from sandali.kit.components.pieces import initials
from sandali.kit.dates import show_moment
from sandali.kit.hours import NeverOpen

MOST_SHOWN: Final = 6


@dataclass(frozen=True, slots=True)
class Face:
    """Somebody who is there. `helps` says with what, "" where nobody wrote it down."""

    pk: int
    name: str
    initials: str
    helps: str


@dataclass(frozen=True, slots=True)
class Presence:
    """What the window says of us: whether somebody is there, who, and a sentence about when we answer."""

    here: bool
    words: str
    faces: tuple[Face, ...] = ()


def presence_of(channel: Channel, *, shows_people: bool, now: datetime | None = None) -> Presence:
    """Who is there for a chat just now."""
    now = now or timezone.now()
    people = people_of(channel, now)
    if people:
        return Presence(True, _("We are here, and answer soon."), faces_of(people[:MOST_SHOWN]) if shows_people else ())
    hours = week_hours()
    if hours.is_open(now):
        return Presence(False, _("Everybody is away just now. We answer as soon as somebody is back."))
    try:
        opens = hours.next_opening(now)
    except NeverOpen:
        return Presence(False, _("Nobody is here just now. Write to us, and we answer as soon as we can."))
    return Presence(False, _("We are closed now, and answer from %(moment)s on.") % {"moment": show_moment(opens, "short")})


def people_of(channel: Channel, now: datetime) -> list[Person]:
    """Who could answer in this chat and is here: its department's people, or anybody's where it has none."""
    if channel.department_id is not None:
        return people_here(channel.department_id, now)
    return [person for person in people_who_may("answer_cases") if person.is_online(now)]


def faces_of(people: list[Person]) -> tuple[Face, ...]:
    """How they are shown: name, initials, what they do and what they know."""
    skills: dict[int, list[str]] = {person.pk: [] for person in people}
    for person, skill in Skill.people.through.objects.filter(person__in=skills).order_by("skill__name").values_list("person_id", "skill__name"):
        skills[person].append(skill)
    return tuple(
        Face(person.pk, person.name, initials(person.name), " · ".join(filter(None, [person.job_title, *skills[person.pk]]))) for person in people
    )

"""Event kinds are declared once, each with its sentence and its audience."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

KINDS: dict[str, EventKind] = {}


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of event. `sentence` is lazy and may use %(who)s and the keys of the event's data.

    `audience` names who is told (see settings.AUDIENCES); empty means it only stands in the timeline.
    `title` is how the kind is called where people choose their notices. `mail` (off, away, at_once, digest) and `push` are
    what holds for who chose nothing; in the app everybody is told. `of_many`: it tells somebody of many things by their number,
    and its notices fold among themselves alone."""

    name: str
    sentence: Any
    title: Any = ""
    icon: str = "bolt"
    audience: tuple[str, ...] = ()
    mail: str = "off"
    push: bool = True
    of_many: bool = False


def event_kind(
    name: str, sentence: Any, *, title: Any = "", icon: str = "bolt", audience: tuple[str, ...] = (), mail: str = "off", push: bool = True,
    of_many: bool = False,
) -> EventKind:
    """Declare a kind. Raises ValueError when the name is taken."""
    if name in KINDS:
        raise ValueError(f"the event kind {name!r} is declared twice")
    KINDS[name] = EventKind(name, sentence, title, icon, audience, mail, push, of_many)
    return KINDS[name]

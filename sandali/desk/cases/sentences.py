"""What happened, as a sentence in the reader's language: codes in an event's data become words, names keep their direction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.models import Kind, Priority, State
from sandali.customers.models import Stage
from sandali.history.events import KINDS
from sandali.history.models import Event
from sandali.kit.dates import current_display, show_moment
from sandali.kit.digits import localize_digits

# First-strong isolate and its end: a Latin name inside a Persian sentence must not turn it around (UAX 9).
ISOLATE, END = "\u2068", "\u2069"
FIELDS = {"kind": gettext_lazy("the kind"), "priority": gettext_lazy("the priority"), "subject": gettext_lazy("the subject")}


class _Words(dict[str, Any]):
    """An event of an earlier version may lack a key that its sentence names today."""

    def __missing__(self, key: str) -> str:
        return "…"


def sentence(event: Event) -> str:
    """The sentence of an event; `event.by` should be fetched already. A kind that this version does not know gives its name."""
    kind = KINDS.get(event.kind)
    if kind is None:
        return event.kind
    words = _Words({key: shown(event, key, value) for key, value in event.data.items()})
    words["who"] = isolated(event.by.name) if event.by is not None else _("The system")
    said: str = str(kind.sentence) % words
    if event.kind == "state_changed" and event.data.get("until"):
        until = datetime.fromisoformat(event.data["until"])
        said = _("%(sentence)s until %(moment)s") % {"sentence": said, "moment": show_moment(until)}
    return said


def icon_of(event: Event) -> str:
    """The icon of an event's kind."""
    return KINDS[event.kind].icon if event.kind in KINDS else "bolt"


def isolated(value: object) -> str:
    """A name or other text of people, kept in its own direction."""
    return f"{ISOLATE}{value}{END}"


def shown(event: Event, key: str, value: Any) -> str:
    """One value of an event's data in words."""
    if event.kind == "state_changed" and key == "to":
        return label(State, value)
    if event.kind == "stage_changed" and key in ("before", "after"):
        return label(Stage, value)
    if event.kind == "case_classified":
        return classified(event.data, key, value)
    if key == "value" and "@" not in str(value):
        value = localize_digits(str(value), current_display().language)  # a phone number, as the page shows it elsewhere
    return isolated(value) if isinstance(value, str) else str(value)


def classified(data: dict[str, Any], key: str, value: Any) -> str:
    """What of a case was changed, and to what."""
    if key == "what":
        return str(FIELDS.get(value, value))
    what = data.get("what")
    if what == "kind":
        return label(Kind, value) if value else _("none")
    if what == "priority":
        return label(Priority, int(value)) if str(value).isdigit() else str(value)
    return isolated(value) if value else _("none")


def label(choices: Any, value: Any) -> str:
    """The words of a choice, or the value itself when it is none of today's."""
    return str(choices(value).label) if value in choices.values else str(value)

"""Events as sentences for people: who, what, to what; codes become words of the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.models import Kind, Priority, State
from sandali.company.models import Person
from sandali.customers.models import Stage
from sandali.history.events import KINDS
from sandali.history.models import Event, Notice
from sandali.kit.dates import current_display
from sandali.kit.digits import to_persian


@dataclass(frozen=True, slots=True)
class Line:
    """One event as shown: its sentence, icon, moment, and where it leads."""

    text: str
    icon: str
    at: datetime
    url: str = ""
    unread: bool = False
    count: int = 1


def part_name(code: str) -> str:
    """What of a case was changed, in words."""
    return {"kind": _("the kind"), "priority": _("the priority"), "subject": _("the subject")}.get(code, code)


def value_name(what: str, value: str) -> str:
    """A code as a word: "urgent" priority, "complaint" kind, "waiting" state."""
    if what == "priority" and value.isdigit():
        return str(Priority(int(value)).label)
    for names in (Kind, State, Stage):
        if value in names.values:
            return str(names(value).label)
    return value or _("nothing")


def who_did(event: Event) -> str:
    """The person's name, or Sandali itself."""
    return event.by.name if event.by_id and isinstance(event.by, Person) else _("Sandali")


def sentence(event: Event) -> str:
    """The event's sentence in the reader's language. A kind that this version does not know is shown by its name."""
    kind = KINDS.get(event.kind)
    if kind is None:
        return event.kind
    words: dict[str, Any] = {"who": who_did(event), "number": event.case_id or event.subject_id, **event.data}
    what = str(words.get("what", ""))
    for name in ("to", "before", "after"):
        if name in words:
            words[name] = value_name(what, str(words[name]))
    words["what"] = part_name(what)
    text = str(kind.sentence) % _Forgiving(words)
    return text


class _Forgiving(dict[str, Any]):
    """A sentence never fails for a word that an old event did not carry."""

    def __missing__(self, key: str) -> str:
        return "…"


def address_of(event: Event) -> str:
    """Where an event leads."""
    if event.case_id:
        return reverse("case", args=[event.case_id])
    if event.customer_id:
        return reverse("customer", args=[event.customer_id])
    if event.subject_type == "channel":
        return reverse("settings")
    return ""


def lines(events: Iterable[Event]) -> list[Line]:
    """Events as lines of a timeline."""
    return [Line(sentence(event), icon_of(event), event.at, address_of(event)) for event in events]


def icon_of(event: Event) -> str:
    """The icon of an event's kind."""
    kind = KINDS.get(event.kind)
    return kind.icon if kind else "bolt"


def notice_rows(notices: Iterable[Notice]) -> list[Line]:
    """Notices as lines, with the case's number before the sentence."""
    rows = []
    for notice in notices:
        event = notice.event
        text = sentence(event)
        if event.case_id:
            number = to_persian(str(event.case_id)) if current_display().language == "fa" else str(event.case_id)
            text = _("Case %(number)s: %(sentence)s") % {"number": number, "sentence": text}
        rows.append(Line(text, icon_of(event), notice.at, address_of(event), notice.read_at is None, notice.count))
    return rows

"""A case on paper: who, when and everything that was said, oldest first, for a folder, a meeting or the customer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sandali.cases.access import access_case
from sandali.cases.models import BESIDE, Case, Direction, Message
from sandali.channels.adapter import FIRST_PAGE
from sandali.desk.cases.beside import shown_address
from sandali.desk.cases.head import number_of
from sandali.desk.cases.thread import name_of, plain, written
from sandali.desk.entering import staff
from sandali.kit.components.pieces import number as figure
from sandali.kit.dates import show_moment
from sandali.kit.digits import file_size
from sandali.kit.htmx import page
from sandali.kit.zones import zone_label

PART = 500  # messages of one document; a browser lays out many more only slowly
TITLES = {
    Direction.IN: "mail",
    Direction.OUT: "send",
    Direction.NOTE: "note",
    Direction.VISIT: "user",
    Direction.CALL: "phone",
    Direction.FORWARD: "mail-forward",
    Direction.THIRD: "mail-question",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One message on paper. `files` are their names with their sizes, `quoted` what a mail repeated below it ("" unless asked for)."""

    who: str
    when: str
    icon: str
    is_note: bool
    is_ours: bool
    text: SafeString
    quoted: SafeString
    files: tuple[str, ...]
    trouble: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What goes on the paper: internal notes, what mails repeat, and which part of a long case."""

    notes: bool
    quotes: bool
    part: int

    def url(self, number: int, **changed: Any) -> str:
        """The address of the document with something changed."""
        now = {"notes": self.notes, "quotes": self.quotes, "part": self.part} | changed
        words = {name: "yes" for name in ("notes", "quotes") if now[name]} | ({"part": now["part"]} if now["part"] > 1 else {})
        return reverse("case_print", args=[number]) + (f"?{urlencode(words)}" if words else "")


def asked(request: HttpRequest) -> Wanted:
    """What the address asks for. Notes are left out unless it says so."""
    part = request.GET.get("part", "")
    return Wanted(
        notes=request.GET.get("notes") == "yes",
        quotes=request.GET.get("quotes") == "yes",
        part=max(int(part), 1) if part.isascii() and part.isdigit() and len(part) < 6 else 1,
    )


@staff("see_cases")
def case_print(request: HttpRequest, number: int) -> HttpResponse:
    """The document, with a bar above it (never printed) that says what goes on the paper."""
    found = access_case(request.user, number)
    prefetch_related_objects([found.customer], "identities")
    wanted = asked(request)
    every = messages_of(found, notes=wanted.notes)
    total = every.count()
    parts = max(-(-total // PART), 1)
    first = (min(wanted.part, parts) - 1) * PART
    rows = list(every[first : first + PART])
    prefetch_related_objects([message for message in rows if message.file_count], "attachments")
    language = request.LANGUAGE_CODE
    return page(
        request,
        "desk/comfort/print.html",
        {
            "case": found,
            "number": number_of(found),
            "identities": [shown_address(identity) for identity in found.customer.identities.all()],
            "said": [said(message, found, language, quotes=wanted.quotes) for message in rows],
            "printed_by": request.user.name,
            "printed_at": show_moment(timezone.now(), "long"),
            "zone": zone_of(request.user, request, language),
            "wanted": wanted,
            "switches": switches(wanted, number),
            "which": which(first, len(rows), total) if parts > 1 else "",
            "before": wanted.url(number, part=wanted.part - 1) if first else "",
            "after": wanted.url(number, part=wanted.part + 1) if first + PART < total else "",
        },
    )


def messages_of(case: Case, *, notes: bool) -> QuerySet[Message]:
    """What was said, oldest first; what was taken back never was."""
    found = Message.objects.filter(case=case, withdrawn_at=None).select_related("author", "delivery", "channel").order_by("id")
    return found if notes else found.exclude(direction__in=BESIDE)


def said(message: Message, case: Case, language: str, *, quotes: bool) -> Said:
    """A message as it stands on paper."""
    return Said(
        who=name_of(message, case),
        when=show_moment(message.at, "long"),
        icon=TITLES[Direction(message.direction)],
        is_note=message.direction in BESIDE,
        is_ours=message.direction in (Direction.OUT, Direction.NOTE, Direction.FORWARD),
        text=plain(message.text) if message.direction in (Direction.IN, Direction.THIRD) else written(message.text),
        quoted=plain(message.quoted) if quotes and message.quoted else SafeString(""),
        files=tuple(names_of(message, language)),
        trouble=trouble(message),
    )


def names_of(message: Message, language: str) -> Iterable[str]:
    """The names of its files, each with its size."""
    if not message.file_count:
        return
    for file in message.attachments.all():
        if file.label == FIRST_PAGE:
            continue  # nobody sent it: we drew it of the file behind it
        yield _("%(name)s (%(size)s)") % {"name": file.name, "size": file_size(file.size, language)}


def trouble(message: Message) -> str:
    """What a reader of the paper must know of an answer that did not arrive."""
    if message.bounced:
        return _("This answer came back: it did not reach the customer.")
    state = message.delivery.state if message.delivery is not None else ""
    if state == "failed":
        return _("This answer was refused: it did not reach the customer.")
    if state == "unknown":
        return _("It was unclear whether this answer reached the customer.")
    return _("This answer had not left yet.") if state in ("queued", "sending") else ""


def switches(wanted: Wanted, number: int) -> list[tuple[str, str, bool]]:
    """(words, address, whether it is on) of what can be put on the paper or left out."""
    return [
        (_("Internal notes"), wanted.url(number, notes=not wanted.notes, part=1), wanted.notes),
        (_("Repeated text of mails"), wanted.url(number, quotes=not wanted.quotes), wanted.quotes),
    ]


def which(first: int, many: int, total: int) -> str:
    """Which messages of a long case this document holds."""
    words = {"first": figure(first + 1), "last": figure(first + many), "total": figure(total)}
    return _("Messages %(first)s to %(last)s of %(total)s. The rest is in further parts.") % words


def zone_of(person: Any, request: HttpRequest, language: str) -> str:
    """The time zone that the times on the paper are in."""
    company = getattr(request, "company", None)
    return zone_label(person.zone or (company.zone if company is not None else "Asia/Tehran"), language)

"""What stands in a visitor's window as lines: their own words from the cases, ours from the deliveries that were sent to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from sandali.cases.chats import said_by
from sandali.cases.models import Message
from sandali.channels.models import Channel, Delivery, Reached
from sandali.channels.webchat.thread import said_to
from sandali.channels.webchat.visitors import Visitor
from sandali.kit.dates import current_display, show_moment
from sandali.kit.markdown import to_html
from sandali.kit.secrets import mac

PAGE: Final = 40
# Two answers may be written down in another order than their moments say: what is so new is told again, and windows know it.
AGAIN: Final = timedelta(seconds=30)
FILE_MAC: Final = "chat-file"


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a window has come: the last of their own messages, and the moment of our last."""

    message: int = 0
    moment: int = 0

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        """From its text; None for none."""
        message, _dot, moment = text.partition(".")
        wrong = [one for one in (message, moment) if not (one.isascii() and one.isdigit() and len(one) < 16)]
        return None if wrong else cls(int(message), int(moment))

    def __str__(self) -> str:
        return f"{self.message}.{self.moment}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the window, ready to be put in its place: `at` in milliseconds since 1970."""

    id: str
    at: int
    html: str


def moment(at: int) -> datetime:
    """A moment from milliseconds."""
    return datetime.fromtimestamp(at / 1000, tz=UTC)


def milliseconds(at: datetime) -> int:
    """The same the other way."""
    return int(at.timestamp() * 1000)


def lines_after(channel: Channel, visitor: Visitor, cursor: Cursor) -> tuple[list[Line], Cursor]:
    """What is new, and the new cursor."""
    own = list(said_by(channel, visitor.value).filter(pk__gt=cursor.message).order_by("pk")[: 5 * PAGE])
    since = moment(cursor.moment) - AGAIN if cursor.moment else moment(0)
    ours = list(said_to(channel, visitor.value).filter(sent_at__gt=since).order_by("sent_at", "pk")[: 5 * PAGE])
    return merged(channel, own, ours), moved(cursor, own, ours)


def lines_before(channel: Channel, visitor: Visitor, at: int | None) -> tuple[list[Line], Cursor, bool]:
    """The last lines before a moment (of all, without one), the cursor behind them, and whether there are earlier ones."""
    own, ours = said_by(channel, visitor.value), said_to(channel, visitor.value)
    if at is not None:
        own, ours = own.filter(at__lt=moment(at)), ours.filter(sent_at__lt=moment(at))
    last_own, last_ours = list(own.order_by("-pk")[: PAGE + 1]), list(ours.order_by("-sent_at", "-pk")[: PAGE + 1])
    found = merged(channel, last_own, last_ours)
    return found[-PAGE:], moved(Cursor(), last_own, last_ours), len(found) > PAGE


def moved(cursor: Cursor, own: list[Message], ours: list[Delivery]) -> Cursor:
    """The cursor behind these."""
    sent = [milliseconds(one.sent_at) for one in ours if one.sent_at is not None]
    return Cursor(max([cursor.message, *(one.pk for one in own)]), max([cursor.moment, *sent]))


def merged(channel: Channel, own: list[Message], ours: list[Delivery]) -> list[Line]:
    """Both in the order of their time."""
    return sorted([*map(own_line, own), *(our_line(channel, one) for one in ours)], key=lambda line: line.at)


def own_line(message: Message) -> Line:
    """The visitor's own words. The browser's id of it tells which of its lines this is."""
    shown = {"mine": True, "text": message.text, "at": when(message.at), "files": [{"name": file.name} for file in message.attachments.all()]}
    return Line(f"in-{message.external_id.rpartition(':')[2]}", milliseconds(message.at), rendered(shown))


def our_line(channel: Channel, delivery: Delivery) -> Line:
    """An answer of ours, as it left."""
    said, at = delivery.payload, delivery.sent_at
    assert at is not None  # it was sent
    language = current_display().language
    unread = any(part.reached < Reached.READ for part in delivery.parts.all())
    shown = {
        "mine": False,
        "by": delivery.by.name if delivery.by is not None else "",
        "html": SafeString(to_html(said.get("markdown") or said["text"], language=said.get("language", ""))),  # nh3 cleaned it
        "at": when(at),
        "unread": delivery.pk if unread else 0,
        "buttons": said.get("buttons", ()),
        "files": [
            {"name": file["name"], "url": file_url(channel, delivery, place)} for place, file in enumerate(said.get("files", ()))
        ],
        "language": language,
    }
    return Line(f"out-{delivery.pk}", milliseconds(at), rendered(shown))


def rendered(line: dict[str, Any]) -> str:
    """One line as HTML."""
    return render_to_string("portal/chat/line.html", {"line": line}).strip()


def when(at: datetime) -> str:
    """Its moment in the window's language."""
    return show_moment(at, "short")


def file_url(channel: Channel, delivery: Delivery, place: int) -> str:
    """Where a file of an answer is handed out: by a code that only its visitor's window is given."""
    return reverse("chat_file", args=[channel.settings["key"], delivery.pk, place, mac(FILE_MAC, delivery.pk, place)])

"""The HTML of a mail, read again from its raw arrival and cleaned; kept by its content and the cleaner's version."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from sandali.cases.models import Attachment, Message
from sandali.channels.actions import read_arrival
from sandali.channels.adapter import Unreadable
from sandali.channels.models import Arrival
from sandali.kit.kept import Kept
from sandali.kit.mail_html import SANITIZER_VERSION, CleanHtml, clean_mail_html
from sandali.kit.secrets import mac, mac_ok

# A mail is at most 1 MB here, most are a hundredth of that.
BODIES: Kept[CleanHtml | None] = Kept(64)


def clean_body(message: Message) -> CleanHtml | None:
    """The cleaned HTML of a message; None when it had none or its raw bytes are gone."""
    arrival = message.arrival
    if arrival is None or not message.has_html:
        return None
    key = (arrival.sha256, message.arrival_part, message.pk, SANITIZER_VERSION, today())
    return BODIES.get(key, lambda: cleaned_now(message, arrival))


def cleaned_now(message: Message, arrival: Arrival) -> CleanHtml | None:
    """Read the arrival again and clean its HTML."""
    try:
        source = read_arrival(arrival)[message.arrival_part].html
    except (Unreadable, FileNotFoundError, IndexError):
        return None
    pictures = {file.content_id: file for file in message.attachments.all() if file.content_id}
    return clean_mail_html(source, cid_url=lambda content_id: picture_url(pictures.get(content_id)))


def today() -> int:
    """The day as a number; inline addresses hold for this day and the next."""
    return timezone.now().date().toordinal()


def picture_url(file: Attachment | None) -> str | None:
    """The address of a picture inside a mail. The frame has no origin, so no cookie comes along: the address itself is the key."""
    if file is None or not file.content_type.lower().startswith("image/"):
        return None
    return reverse("file_inline", args=[f"{file.pk}.{today()}.{mac('inline-file', str(file.pk), str(today()))}"])


def file_of_token(token: str) -> int | None:
    """The attachment that a picture's address is about; None when it is not ours or a day too old."""
    parts = token.split(".")
    if len(parts) != 3 or not (parts[0].isdigit() and parts[1].isdigit()) or not mac_ok(parts[2], "inline-file", parts[0], parts[1]):
        return None
    return int(parts[0]) if 0 <= today() - int(parts[1]) <= 1 else None

"""The HTML of a mail, read again from its raw arrival and cleaned; kept by its content and the cleaner's version.

Pictures that lie elsewhere stay out of it, unless the reader consented: then their addresses are ours, signed for that reader."""

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
LONGEST_TOKEN = 100


def clean_body(message: Message, *, reader: int | None = None) -> CleanHtml | None:
    """The cleaned HTML of a message; None when it had none or its raw bytes are gone.

    `reader`: the person who consented to pictures from elsewhere; None for nobody."""
    arrival = message.arrival
    if arrival is None or not message.has_html:
        return None
    key = (arrival.sha256, message.arrival_part, message.pk, SANITIZER_VERSION, today(), reader)
    return BODIES.get(key, lambda: cleaned_now(message, arrival, reader))


def cleaned_now(message: Message, arrival: Arrival, reader: int | None) -> CleanHtml | None:
    """Read the arrival again and clean its HTML."""
    try:
        source = read_arrival(arrival)[message.arrival_part].html
    except (Unreadable, FileNotFoundError, IndexError):
        return None
    pictures = {file.content_id: file for file in message.attachments.all() if file.content_id}
    numbers: dict[str, int] = {}

    def remote_url(address: str) -> str:
        return remote_picture_url(message, numbers.setdefault(address, len(numbers)), reader or 0)

    return clean_mail_html(
        source,
        cid_url=lambda content_id: picture_url(pictures.get(content_id)),
        show_remote=reader is not None,
        remote_url=remote_url,
    )


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


def consent_mark(message: Message, reader: int, day: int | None = None) -> str:
    """What stands in an address after a reader asked for the pictures of a message: theirs alone, for a day or two."""
    day = today() if day is None else day
    return f"{day}.{mac('pictures-consent', message.pk, reader, day)}"


def consented(mark: str, message: Message, reader: int) -> bool:
    """Whether the mark is this reader's for this message, and of today or yesterday."""
    day, _, code = mark.partition(".")
    return is_recent(day) and mac_ok(code, "pictures-consent", message.pk, reader, int(day))


def remote_picture_url(message: Message, number: int, reader: int) -> str:
    """Our address of the picture that is the mail's `number`th from elsewhere. As above, it is the key itself."""
    parts = (reader, today(), number)
    code = mac("remote-picture", message.case_id, message.pk, SANITIZER_VERSION, *parts)
    return reverse("message_picture", args=[message.case_id, message.pk, ".".join(map(str, (*parts, code)))])


def remote_of_token(token: str, case: int, message: int) -> tuple[int, int] | None:
    """The reader and the number of the picture that a token is for; None when it is not ours, not of this message or too old."""
    parts = token.split(".")
    if len(parts) != 4 or len(token) > LONGEST_TOKEN:
        return None
    reader, day, number, code = parts
    if not (is_recent(day) and reader.isdecimal() and number.isdecimal()):
        return None
    if not mac_ok(code, "remote-picture", case, message, SANITIZER_VERSION, reader, day, number):
        return None
    return int(reader), int(number)


def is_recent(day: str) -> bool:
    """Whether a day's number is today's or yesterday's."""
    return day.isascii() and day.isdecimal() and len(day) < 9 and 0 <= today() - int(day) <= 1

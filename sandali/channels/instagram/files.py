"""Files in messages of an Instagram account: Meta fetches them from an address of ours, and takes few kinds.

https://developers.facebook.com/documentation/instagram-platform/instagram-api-with-instagram-login/messaging-api"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from sandali.channels.adapter import Outgoing, OutgoingFile, Refused
from sandali.channels.handing_out import address_of_file
from sandali.channels.models import Channel
from sandali.kit import files

MEGABYTE: Final = 1024 * 1024
# What Meta takes, as what, and up to how many megabytes.
MEDIA: Final = {
    **dict.fromkeys(("image/jpeg", "image/png", "image/gif"), ("image", 8)),
    **dict.fromkeys(("audio/aac", "audio/mp4", "audio/x-m4a", "audio/wav", "audio/x-wav"), ("audio", 25)),
    **dict.fromkeys(("video/mp4", "video/ogg", "video/x-msvideo", "video/quicktime", "video/webm"), ("video", 25)),
    "application/pdf": ("file", 25),
}


def refuse_files(sent: Sequence[OutgoingFile]) -> None:
    """Raises Refused, by its name, for the first that Meta does not take: before anything of the message leaves."""
    for one in sent:
        kind, most = MEDIA.get(one.content_type, ("", 0))
        if not kind:
            said = _("“%(name)s” cannot be sent here: Instagram only takes pictures (JPEG, PNG, GIF), videos, audio and PDFs.")
            raise Refused(said % {"name": one.name}, "file-kind")
        try:
            with files.open_file(one.sha256) as stored:
                size = stored.seek(0, 2)
        except FileNotFoundError as problem:
            raise Refused(_("An attached file is missing from the store."), "file") from problem
        if size > most * MEGABYTE:
            raise Refused(_("“%(name)s” is too large for Instagram: pictures can be up to 8 MB, other files up to 25 MB.") % {"name": one.name}, "too-large")


def message_with(channel: Channel, outgoing: Outgoing, place: int) -> dict[str, Any]:
    """The message that brings the file at this place. Raises Refused where it cannot be fetched from us."""
    address = address_of_file(channel, outgoing.message_id, place)
    if not address.startswith("https://"):
        raise Refused(_("Instagram fetches files from your https address, and this installation does not have one yet (SANDALI_PUBLIC_URL)."), "no-address")
    return {"attachment": {"type": MEDIA[outgoing.files[place].content_type][0], "payload": {"url": address}}}

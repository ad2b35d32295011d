"""What comes by a request that anybody may make: its files, within limits, and a refusal that says why."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from sandali.channels.parcels import MOST_BYTES, MOST_FILES, SentFile


class NotTaken(Exception):
    """What was sent cannot be taken; the text says why to whoever sent it."""

    def __init__(self, words: str, status: int = 422) -> None:
        super().__init__(words)
        self.status = status


def sent_files(given: list[UploadedFile]) -> list[SentFile]:
    """The files that came along. Raises NotTaken."""
    given = [file for file in given if file]
    if len(given) > MOST_FILES:
        raise NotTaken(_("Please send at most 5 files at once."))
    if sum(file.size or 0 for file in given) > MOST_BYTES:
        raise NotTaken(_("These files are too large. Altogether they may have 20 megabytes."), 413)
    return [SentFile(file.name or "", file.content_type or "", file.read()) for file in given]


def length_of(request: HttpRequest) -> int | None:
    """How long the body says it is; None for one that says nothing to rely upon."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdigit() and len(length) < 16 else None

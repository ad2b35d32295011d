"""Adding a message to a case: the row, its files, its words in the index, and the case's last line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from sandali.cases import search
from sandali.cases.models import BESIDE, Attachment, Case, Message
from sandali.kit import files
from sandali.kit.downloads import safe_name
from sandali.kit.text import clean

PREVIEW = 160
SPACES = re.compile(r"\s+")
# Markdown's marks say nothing in one line of preview.
MARKS = re.compile(r"[*_`#>]+|!?\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file whose bytes are already in the content store."""

    name: str
    content_type: str
    size: int
    sha256: str
    content_id: str = ""
    is_inline: bool = False
    label: str = ""


def store_file(name: str, content_type: str, content: bytes, **more: Any) -> StoredFile:
    """Keep the bytes (before any transaction) and describe the file. `name` is made safe to show and to save."""
    return StoredFile(safe_name(name), clean(content_type)[:120], len(content), files.put(content), **more)


def preview_of(text: str) -> str:
    """One line of a message for lists."""
    return SPACES.sub(" ", MARKS.sub(r"\1", text[:600])).strip()[:PREVIEW]


def add_message(case: Case, message: Message, *, files: Iterable[StoredFile] = (), new_case: bool = False) -> Message:
    """Write the message, its files and its words, and bring the case's last line up to date.

    The case object is changed as its row is, except `version`, which only counts what people edit."""
    stored = list(files)
    message.case, message.file_count = case, len([file for file in stored if not file.is_inline])
    message.save(force_insert=True)
    Attachment.objects.bulk_create(
        Attachment(
            message=message,
            name=file.name[:200],
            content_type=file.content_type,
            size=file.size,
            sha256=file.sha256,
            content_id=file.content_id[:250],
            is_inline=file.is_inline,
            label=file.label,
        )
        for file in stored
    )
    search.index_message(message, [file.name for file in stored])
    if message.direction not in BESIDE and not message.automatic:
        case.last_direction, case.preview = message.direction, preview_of(message.text or message.quoted)
    case.last_message_at, case.last_message_id = max(message.at, case.last_message_at), message.pk
    Case.objects.filter(pk=case.pk).update(
        last_direction=case.last_direction,
        preview=case.preview,
        last_message_at=case.last_message_at,
        last_message_id=message.pk,
        message_count=F("message_count") + 1,
    )
    case.message_count += 1
    return message

"""What a person has begun to write on a case: kept with its copies and files until it is sent, taken up again when an answer comes back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from sandali.cases.actions.adding import StoredFile
from sandali.cases.actions.holding import hold_case
from sandali.cases.copies import HIDDEN, copied
from sandali.cases.models import Attachment, Case, Direction, Draft, Message
from sandali.channels.queries import is_taken
from sandali.kit.text import clean

LONGEST_TEXT = 200_000


@dataclass(frozen=True, slots=True)
class Along:
    """What goes along with a text: the copies that are ticked, further and hidden ones as they were typed, and files."""

    ticked: tuple[str, ...] = ()
    cc: str = ""
    bcc: str = ""
    files: tuple[StoredFile, ...] = ()

    @property
    def is_typed(self) -> bool:
        """Whether somebody would miss it though there is no text. Ticks alone come by themselves from the last answer."""
        return bool(self.cc.strip() or self.bcc.strip() or self.files)


def fields_of(along: Along) -> dict[str, Any]:
    """The columns of a draft."""
    return {
        "copies": {"ticked": list(along.ticked), "cc": along.cc, "bcc": along.bcc},
        "files": [{name: value for name, value in asdict(file).items() if name in KEPT_OF_FILE} for file in along.files],
    }


KEPT_OF_FILE = ("name", "content_type", "size", "sha256")


def stored(file: Attachment) -> StoredFile:
    """A file of a message, to go along with another."""
    return StoredFile(file.name, file.content_type, file.size, file.sha256)


def keep_draft(
    case: Case, text: str, *, by: Any, direction: str = Direction.OUT, seen: int | None = None, along: Along | None = None
) -> Draft | None:
    """The composer's autosave: like `save_draft`, and a draft of another kind that is the same text moves along with it."""
    moved: dict[str, Any] = {}
    same = bool(text) or along is None or not along.is_typed
    for other in Draft.objects.filter(case=case, person=by).exclude(direction=direction):
        if same and (other.text.startswith(text) or text.startswith(other.text)):
            moved = {"copies": other.copies, "files": other.files}
            other.delete()
    draft = save_draft(case, text, by=by, direction=direction, seen=seen, along=along)
    if draft is not None and moved and along is None:
        Draft.objects.filter(pk=draft.pk).update(**moved)
    return draft


@transaction.atomic
def keep_unsent(case: Case, text: str, *, key: str, by: Any, direction: str, seen: int | None, along: Along | None) -> Draft | None:
    """As `keep_draft`, unless an answer with this key was taken: what was still being uploaded then makes no draft behind it."""
    hold_case(case)
    return None if is_taken(key) else keep_draft(case, text, by=by, direction=direction, seen=seen, along=along)


def save_draft(
    case: Case, text: str, *, by: Any, direction: str = Direction.OUT, seen: int | None = None, along: Along | None = None
) -> Draft | None:
    """Keep what a person has begun to write, and the last message that they had `seen`; without text and files it is forgotten.

    `along` is what goes along with it; None leaves that as it was kept."""
    text = clean(text)[:LONGEST_TEXT]
    if not text.strip() and not (along is not None and along.is_typed):
        Draft.objects.filter(case=case, person=by, direction=direction).delete()
        return None
    told: dict[str, Any] = {} if seen is None else {"seen_message_id": seen}
    if along is not None:
        told |= fields_of(along)
    draft, _made = Draft.objects.update_or_create(
        case=case, person=by, direction=direction, defaults={"text": text, "saved_at": timezone.now(), **told}
    )
    return draft


def to_draft(message: Message, *, person: Any) -> Draft:
    """What was written is the person's draft again, with its copies and files, before what they have begun meanwhile."""
    files = [stored(file) for file in message.attachments.all() if not file.is_inline and file.sha256]
    along = Along(tuple(copied(message.others)), "", ", ".join(copied(message.others, HIDDEN)), tuple(files))
    draft, made = Draft.objects.get_or_create(
        case_id=message.case_id, person=person, direction=Direction.OUT,
        defaults={"text": message.text, "seen_message_id": message.pk, **fields_of(along)},
    )  # fmt: skip
    if not made:
        # Its text may be empty: files alone are an answer too, and they come back with the draft.
        draft.text, draft.saved_at = f"{message.text}\n\n{draft.text}".strip(), timezone.now()
        before = draft.copies or {}
        joined = Along(
            tuple(dict.fromkeys([*along.ticked, *before.get("ticked", ())])), before.get("cc", ""),
            ", ".join(value for value in (along.bcc, before.get("bcc", "")) if value), along.files,
        )  # fmt: skip
        kept = fields_of(joined)
        draft.copies, draft.files = kept["copies"], kept["files"] + [file for file in draft.files if file not in kept["files"]]
        draft.save(update_fields=["text", "saved_at", "copies", "files"])
    return draft


def files_of(kept: Iterable[dict[str, Any]]) -> list[StoredFile]:
    """The files that a draft keeps."""
    return [StoredFile(**file) for file in kept]

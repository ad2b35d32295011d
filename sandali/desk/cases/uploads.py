"""Files on their way into a case: uploads into the content store, and files that come back with a form by signed names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sandali.cases.actions import CannotAnswer
from sandali.cases.actions.adding import StoredFile
from sandali.cases.models import Attachment, Case
from sandali.kit import files
from sandali.kit.digits import file_size
from sandali.kit.downloads import safe_name
from sandali.kit.text import clean

MOST_FILES = 20
SALT = "sandali.cases.returned-file"
HOLDS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """A file that stands in the form already: `token` attaches it again, for this person on this case alone."""

    name: str
    size: str
    token: str


def returned(stored: Iterable[StoredFile | Attachment], case: Case, person: Any) -> tuple[ReturnedFile, ...]:
    """The files as the form shows them."""
    language = get_language() or "en"
    return tuple(
        ReturnedFile(
            file.name,
            file_size(file.size, language),
            # The name stands behind it for the page: a form that waits for the connection comes back without our help.
            signing.dumps([case.pk, person.pk, file.name, file.content_type, file.size, file.sha256], salt=SALT) + f"/{file.name}",
        )
        for file in stored
    )


def file_of(token: str, case: Case, person: Any) -> StoredFile | None:
    """What a token stands for; None for another's, for another case's, for an old one, and when the bytes are gone."""
    try:
        case_id, person_id, name, content_type, size, sha256 = signing.loads(token.partition("/")[0], salt=SALT, max_age=HOLDS)
    except signing.BadSignature:
        return None
    if (case_id, person_id) != (case.pk, person.pk) or not files.exists(sha256):
        return None
    return StoredFile(name, content_type, size, sha256)


def files_again(request: HttpRequest, case: Case) -> list[StoredFile]:
    """The files that came back with the form and are to go along; those that cannot be used are left out."""
    tokens = request.POST.getlist("returned")[:MOST_FILES]
    return [file for token in tokens if (file := file_of(token, case, request.user)) is not None]


def stored_files(request: HttpRequest, again: list[StoredFile]) -> list[StoredFile]:
    """The files of a form: those of `files_again`, and the uploaded ones, kept before any transaction.

    Raises TooLarge and CannotAnswer with a sentence, kit.files.NoRoom."""
    uploads: list[UploadedFile] = [upload for upload in request.FILES.getlist("files") if upload.name]
    most = settings.MAX_UPLOAD
    if len(request.POST.getlist("returned")) > len(again):
        raise CannotAnswer(_("A file of this answer is no longer at hand. Please choose it again."))
    if len(uploads) + len(again) > MOST_FILES:
        raise files.TooLarge(_("At most %(number)s files can go with one message.") % {"number": MOST_FILES})
    if sum(upload.size or 0 for upload in uploads) + sum(file.size for file in again) > most:
        raise files.TooLarge(_("The files are larger than %(size)s MB together.") % {"size": most // (1024 * 1024)})
    return again + [stored_file(upload, most) for upload in uploads]


def stored_file(upload: UploadedFile, most: int) -> StoredFile:
    """One upload in the content store. What it claims to be is kept as a claim."""
    sha256, size = files.put_stream(upload, most)
    return StoredFile(safe_name(upload.name or ""), clean(upload.content_type or "")[:120], size, sha256)

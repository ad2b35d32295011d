"""Files about a customer or an organisation: kept, removed, brought back. Their bytes are in the content store before any row is."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.customers import events
from sandali.customers.models import Customer, CustomerFile, Organisation
from sandali.history.events import record
from sandali.kit.downloads import safe_name
from sandali.kit.text import clean

MOST_FILES: Final = 200  # that stand with one of them


class TooMany(Exception):
    """So many files stand there that nobody finds one; the text says so."""


def files_of_subject(subject: Customer | Organisation, *, most: int = MOST_FILES) -> list[CustomerFile]:
    """The files that stand with somebody, the newest first."""
    return list(subject.files.filter(removed_at=None).select_related("by").order_by("-pk")[:most])


@transaction.atomic
def keep_file(subject: Customer | Organisation, *, name: str, content_type: str, size: int, sha256: str, by: Any) -> CustomerFile:
    """Let a stored file (kit.files.put_stream) stand with somebody; the same bytes under the same name are kept once. Raises TooMany.

    What it claims to be is kept as a claim: it is handed out as a download, and shown only as a picture that we drew anew."""
    name = safe_name(name)[:200]
    standing = subject.files.filter(removed_at=None)
    same = standing.filter(sha256=sha256, name=name).first()
    if same is not None:
        return same
    if standing.count() >= MOST_FILES:
        raise TooMany(_("So many files stand here already that nobody would find this one. Please remove some first."))
    column = {"customer": subject} if isinstance(subject, Customer) else {"organisation": subject}
    made = CustomerFile.objects.create(**column, name=name, content_type=clean(content_type)[:120], size=size, sha256=sha256, by=by)
    record(events.FILE_KEPT, subject, by=by, name=made.name, file=made.pk)
    return made


def whose(file: CustomerFile) -> Customer | Organisation:
    """Whose file it is."""
    subject = file.customer or file.organisation
    if subject is None:
        raise TypeError("a file of nobody")
    return subject


@transaction.atomic
def remove_file(file: CustomerFile, *, by: Any) -> None:
    """Take a file away; it can be brought back, and its bytes stay until the person is erased."""
    if CustomerFile.objects.filter(pk=file.pk, removed_at=None).update(removed_at=timezone.now()):
        record(events.FILE_REMOVED, whose(file), by=by, name=file.name, file=file.pk)


@transaction.atomic
def return_file(file: CustomerFile, *, by: Any) -> None:
    """Bring a removed file back."""
    if CustomerFile.objects.filter(pk=file.pk, removed_at__isnull=False).update(removed_at=None):
        record(events.FILE_RETURNED, whose(file), by=by, name=file.name, file=file.pk)

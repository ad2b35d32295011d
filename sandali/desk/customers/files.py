"""Files that stand with a customer or an organisation: kept, handed out, removed, brought back. As files of cases are (desk/cases/files.py)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.customers.access import access_customer, access_customer_file, access_organisation
from sandali.customers.filing import TooMany, files_of_subject, keep_file, remove_file, return_file
from sandali.customers.models import Customer, CustomerFile, Organisation
from sandali.desk.cases.files import handed_out, picture
from sandali.desk.entering import staff
from sandali.kit import files
from sandali.kit.dates import current_display
from sandali.kit.digits import file_size
from sandali.kit.htmx import done

MOST_AT_ONCE: Final = 20
PICTURES: Final = ("image/png", "image/jpeg", "image/gif", "image/webp")


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file as a page shows it. What it claims to be only decides whether a small picture is asked for; we draw that anew."""

    file: CustomerFile
    size: str
    is_picture: bool


def file_rows(subject: Customer | Organisation) -> list[FileRow]:
    """The files that stand with somebody, the newest first."""
    language = current_display().language
    return [FileRow(one, file_size(one.size, language), one.content_type in PICTURES) for one in files_of_subject(subject)]


def page_of(subject: Customer | Organisation) -> str:
    """The address of whose file it is."""
    return reverse("customer" if isinstance(subject, Customer) else "organisation", args=[subject.pk])


def kept(request: HttpRequest, subject: Customer | Organisation) -> HttpResponse:
    """Keep what was uploaded; the bytes are stored before anything is written."""
    uploads = [one for one in request.FILES.getlist("files") if one.name]
    most = settings.MAX_UPLOAD
    if not uploads:
        return done(request, page_of(subject), _("Please choose a file first."))
    if len(uploads) > MOST_AT_ONCE or sum(one.size or 0 for one in uploads) > most:
        return done(request, page_of(subject), _("The files are larger than %(size)s together, or too many at once. Nothing was kept.") % {"size": file_size(most, current_display().language)})
    try:
        for one in uploads:
            sha256, size = files.put_stream(one, most)
            keep_file(subject, name=one.name or "", content_type=one.content_type or "", size=size, sha256=sha256, by=request.user)
    except (TooMany, files.TooLarge) as why:
        return done(request, page_of(subject), str(why))
    return done(request, page_of(subject), _("The file is kept.") if len(uploads) == 1 else _("The files are kept."))


@staff("edit_customers", methods=("POST",))
def customer_files(request: HttpRequest, number: int) -> HttpResponse:
    """Files for a customer."""
    return kept(request, access_customer(request.user, number, to="edit"))


@staff("edit_customers", methods=("POST",))
def organisation_files(request: HttpRequest, number: int) -> HttpResponse:
    """Files for an organisation."""
    return kept(request, access_organisation(request.user, number, to="edit"))


def standing(person: Any, number: int) -> CustomerFile:
    """A file that was not removed. Raises CustomerFile.DoesNotExist, Http404."""
    found = access_customer_file(person, number)
    if found.removed_at is not None:
        raise Http404
    return found


@staff("see_customers")
def file(request: HttpRequest, number: int) -> HttpResponseBase:
    """A file, as a download."""
    found = standing(request.user, number)
    return handed_out(found.sha256, found.name, found.content_type)


@staff("see_customers")
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """A file as a picture drawn anew, 404 when it is none."""
    return picture(standing(request.user, number))


def changed(request: HttpRequest, number: int, act: Callable[..., None], said: str, undo: str | None = None) -> HttpResponse:
    """Do something with a file, and show whose it is."""
    found = access_customer_file(request.user, number, to="edit")
    act(found, by=request.user)
    subject = found.customer or found.organisation
    return done(request, page_of(subject), said, undo, leave=undo is None) if subject is not None else HttpResponse(status=204)


@staff("edit_customers", methods=("POST",))
def removal(request: HttpRequest, number: int) -> HttpResponse:
    """Take a file away; it can be brought back."""
    return changed(request, number, remove_file, _("The file was removed."), undo=reverse("record_file_return", args=[number]))


@staff("edit_customers", methods=("POST",))
def bringing_back(request: HttpRequest, number: int) -> HttpResponse:
    """Bring a removed file back."""
    return changed(request, number, return_file, _("The file is back."))

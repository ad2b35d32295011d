"""Files that stand with a customer or an organisation, and the word that what is known of somebody still holds."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy
from ninja import File, UploadedFile

from sandali.customers.access import access_customer, access_customer_file, access_organisation
from sandali.customers.filing import files_of_subject, keep_file, remove_file, return_file
from sandali.customers.mending import confirm_details
from sandali.customers.models import Customer, CustomerFile, Organisation
from sandali.exchange.rest.customers import CustomerShape, one_shown
from sandali.exchange.rest.downloads import download
from sandali.exchange.rest.operations import Subject
from sandali.exchange.rest.paging import Id, Shape
from sandali.exchange.rest.problems import not_there
from sandali.exchange.rest.shapes import Named, named
from sandali.kit import files

subject = Subject("files")
SCOPE = "customers"


class RecordFileShape(Shape):
    """A file that stands with a customer or an organisation. What it claims to be is only a claim."""

    id: int
    name: str
    content_type: str
    size: int
    by: Named | None
    at: datetime


def shown(one: CustomerFile) -> dict[str, Any]:
    """A file."""
    return {"id": one.pk, "by": named(one.by), **{name: getattr(one, name) for name in ("name", "content_type", "size", "at")}}


def kept(request: HttpRequest, owner: Customer | Organisation, file: UploadedFile) -> dict[str, Any]:
    """Keep one file; its bytes are stored before anything is written. Raises TooLarge, TooMany."""
    sha256, size = files.put_stream(file, settings.MAX_UPLOAD)  # type: ignore[arg-type]
    return shown(keep_file(owner, name=file.name or "", content_type=file.content_type or "", size=size, sha256=sha256, by=request.user))


@subject.reads("/customers/{number}/files", "see_customers", list[RecordFileShape], gettext_lazy("Files of a customer"), scope=SCOPE)
def list_customer_files(request: HttpRequest, number: Id) -> list[dict[str, Any]]:
    """The newest first, two hundred at most."""
    return [shown(one) for one in files_of_subject(access_customer(request.user, number))]


@subject.writes("POST", "/customers/{number}/files", "edit_customers", RecordFileShape, gettext_lazy("Keep a file with a customer"), scope=SCOPE, status=201)
def keep_customer_file(request: HttpRequest, number: Id, file: File[UploadedFile]) -> dict[str, Any]:
    """As multipart/form-data. The same bytes under the same name are kept once."""
    return kept(request, access_customer(request.user, number, to="edit"), file)


@subject.reads("/organisations/{number}/files", "see_customers", list[RecordFileShape], gettext_lazy("Files of an organisation"), scope=SCOPE)
def list_organisation_files(request: HttpRequest, number: Id) -> list[dict[str, Any]]:
    """The newest first, two hundred at most."""
    return [shown(one) for one in files_of_subject(access_organisation(request.user, number))]


@subject.writes("POST", "/organisations/{number}/files", "edit_customers", RecordFileShape, gettext_lazy("Keep a file with an organisation"), scope=SCOPE, status=201)
def keep_organisation_file(request: HttpRequest, number: Id, file: File[UploadedFile]) -> dict[str, Any]:
    """As multipart/form-data. The same bytes under the same name are kept once."""
    return kept(request, access_organisation(request.user, number, to="edit"), file)


@subject.reads("/record-files/{number}", "see_customers", None, gettext_lazy("Fetch a file of a customer or an organisation"), scope=SCOPE, files=True)
def get_record_file(request: HttpRequest, number: Id) -> HttpResponseBase:
    """Byte for byte, as a download. One that was removed is a 404."""
    found = access_customer_file(request.user, number)
    if found.removed_at is not None:
        raise not_there()
    return download(found.sha256, found.name, found.content_type)


@subject.writes("DELETE", "/record-files/{number}", "edit_customers", None, gettext_lazy("Take a file away"), scope=SCOPE, status=204)
def remove_record_file(request: HttpRequest, number: Id) -> None:
    """It can be brought back."""
    remove_file(access_customer_file(request.user, number, to="edit"), by=request.user)


@subject.writes("POST", "/record-files/{number}/return", "edit_customers", RecordFileShape, gettext_lazy("Bring a removed file back"), scope=SCOPE)
def return_record_file(request: HttpRequest, number: Id) -> dict[str, Any]:
    """Where it stood."""
    found = access_customer_file(request.user, number, to="edit")
    return_file(found, by=request.user)
    return shown(found)


@subject.writes("PUT", "/customers/{number}/check", "edit_customers", CustomerShape, gettext_lazy("Say that what is known of a customer still holds"), scope=SCOPE)
def check_customer_details(request: HttpRequest, number: Id) -> dict[str, Any]:
    """By this token's person, now: `checked_at`."""
    customer = access_customer(request.user, number, to="edit")
    confirm_details(customer, by=request.user)
    return one_shown(request.user, customer.pk)

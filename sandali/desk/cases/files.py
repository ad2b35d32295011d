"""What came along and how a mail looked: downloads, pictures, the mail's own layout in a frame, its raw bytes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import BinaryIO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sandali.cases.access import access_attachment, access_message
from sandali.cases.models import Attachment
from sandali.cases.queries import inline_attachment
from sandali.channels.raws import open_raw
from sandali.customers.models import CustomerFile
from sandali.desk.cases.mail_bodies import clean_body, consented, file_of_token
from sandali.desk.entering import staff, visitors
from sandali.kit.downloads import download_headers, image_preview
from sandali.kit.files import open_file
from sandali.kit.mail_frame import FRAME_HEADERS, wrap_document

PRIVATE_DAY = "private, max-age=86400, immutable"
LARGEST_PICTURE = 30 * 1024 * 1024


def handed_out(sha256: str, name: str, content_type: str) -> HttpResponseBase:
    """A stored file as a download. 404 when its bytes are gone."""
    return as_download(partial(open_file, sha256), name, content_type)


def as_download(opened: Callable[[], BinaryIO], name: str, content_type: str) -> HttpResponseBase:
    """What is opened so, as a download. 404 when it is gone."""
    try:
        answer = FileResponse(opened())
    except FileNotFoundError as missing:
        raise Http404 from missing
    for header, value in download_headers(name, content_type).items():
        answer[header] = value
    return answer


def picture(file: Attachment | CustomerFile) -> HttpResponse:
    """A picture written anew by us; 404 for what is none."""
    if file.size > LARGEST_PICTURE or not file.sha256:
        raise Http404
    try:
        with open_file(file.sha256) as stored:
            made = image_preview(stored.read())
    except FileNotFoundError as missing:
        raise Http404 from missing
    if made is None:
        raise Http404
    content, content_type = made
    answer = HttpResponse(content)
    for header, value in download_headers(file.name, content_type, inline_image=True).items():
        answer[header] = value
    answer["Cache-Control"] = PRIVATE_DAY
    return answer


@staff("see_cases")
def file(request: HttpRequest, number: int) -> HttpResponseBase:
    """An attachment, as a download."""
    found = access_attachment(request.user, number)
    if not found.sha256:
        raise Http404  # it is still to come, or never will
    return handed_out(found.sha256, found.name, found.content_type)


@staff("see_cases")
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """An attachment as a picture, 404 when it is none."""
    return picture(access_attachment(request.user, number))


@visitors()
def inline(request: HttpRequest, token: str) -> HttpResponse:
    """A picture inside a mail's frame, by the signed address that the frame's document was given."""
    number_of = file_of_token(token)
    if number_of is None:
        raise Http404
    answer = picture(inline_attachment(number_of))
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"  # the sandboxed frame counts as another origin
    return answer


@staff("see_cases")
def body(request: HttpRequest, number: int, message: int) -> HttpResponse:
    """The mail's own layout, cleaned, for a sandboxed frame; with pictures from elsewhere for a reader who asked for them."""
    found = access_message(request.user, number, message)
    reader = request.user.pk if consented(request.GET.get("pictures", ""), found, request.user.pk) else None
    clean = clean_body(found, reader=reader)
    if clean is None:
        raise Http404
    theme = request.user.theme
    document = wrap_document(clean, dark=theme == "dark", language=get_language() or "en", direction="auto")
    answer = HttpResponse(document)
    for header, value in FRAME_HEADERS.items():
        answer[header] = value
    answer["Cache-Control"] = "private, max-age=300"
    return answer


@staff("handle_cases")
def raw(request: HttpRequest, number: int, message: int) -> HttpResponseBase:
    """The message as it arrived, byte for byte, as a download."""
    found = access_message(request.user, number, message, to="handle")
    if found.arrival is None:
        raise Http404
    return as_download(partial(open_raw, found.arrival), _("message-%(number)s.eml") % {"number": message}, "message/rfc822")

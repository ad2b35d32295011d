"""A file of ours that a provider fetches while it sends it: handed out to be saved, never shown on our origin."""

from __future__ import annotations

from typing import Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

from sandali.channels.handing_out import file_handed_out
from sandali.kit.downloads import download_headers
from sandali.kit.files import open_file
from sandali.kit.signed_links import Link

# What a provider must be told truly to take it. None of these runs anything; any other is told as bytes.
PLAIN: Final = ("image/", "audio/", "video/", "application/pdf")
NEVER: Final = ("image/svg+xml",)


def handed_out(request: HttpRequest, link: Link) -> HttpResponseBase:
    """The file behind a signed address, as long as its message is on the way."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    found = file_handed_out(link.number)
    if found is None:
        raise Http404
    try:
        answer = FileResponse(open_file(found.sha256))
    except FileNotFoundError as missing:
        raise Http404 from missing
    for header, value in download_headers(found.name, found.content_type).items():
        answer[header] = value
    if found.content_type.startswith(PLAIN) and found.content_type not in NEVER:
        answer["Content-Type"] = found.content_type
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer

"""Files as programs fetch them."""

from django.http import FileResponse

from sandali.exchange.rest.problems import not_there
from sandali.kit import files
from sandali.kit.downloads import download_headers


def download(sha256: str, name: str, content_type: str) -> FileResponse:
    """A kept file byte for byte, to be saved and never shown. Raises Problem (404) where it is not there."""
    try:
        sent = FileResponse(files.open_file(sha256))
    except FileNotFoundError as missing:
        raise not_there() from missing
    for header, value in download_headers(name, content_type).items():
        sent[header] = value
    return sent

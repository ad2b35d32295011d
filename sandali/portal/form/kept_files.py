"""Files that came with a form which was not right yet: they are kept, and stand on its next page by a code, as browsers forget them."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass

from sandali.channels.parcels import MOST_FILES, SentFile
from sandali.kit import files
from sandali.kit.downloads import safe_name
from sandali.kit.secrets import mac, mac_ok

PURPOSE = "form-file"
LONGEST_CODE = 2_000


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that is kept: `code` stands in the page, and nobody makes one for a file that they have not sent."""

    name: str
    size: int
    code: str


def keep(channel: int, sent: Sequence[SentFile]) -> list[KeptFile]:
    """Keep what came. Raises files.NoRoom."""
    return [kept(channel, one, files.put(one.content)) for one in sent]


def kept(channel: int, one: SentFile, sha256: str) -> KeptFile:
    """What stands in the page of one of them."""
    name = safe_name(one.name)
    what = json.dumps([sha256, len(one.content), name, one.content_type[:120]])
    text = base64.urlsafe_b64encode(what.encode()).decode()
    return KeptFile(name, len(one.content), f"{text}.{mac(PURPOSE, channel, text)}")


def back(channel: int, codes: Sequence[str]) -> list[SentFile]:
    """The files behind codes of ours; others are passed over, as are those that are not there any more."""
    found = []
    for code in list(dict.fromkeys(codes))[:MOST_FILES]:
        text, _dot, given = code.rpartition(".")
        if len(code) > LONGEST_CODE or not mac_ok(given, PURPOSE, channel, text):
            continue
        try:
            sha256, _size, name, content_type = json.loads(base64.urlsafe_b64decode(text))
            with files.open_file(sha256) as file:
                found.append(SentFile(name, content_type, file.read()))
        except (FileNotFoundError, ValueError, binascii.Error):
            continue
    return found

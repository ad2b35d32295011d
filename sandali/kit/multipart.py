"""A form with a file, as a request's body (RFC 7578)."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes along under the field `field`."""

    field: str
    name: str
    content_type: str
    content: bytes


def multipart(fields: Mapping[str, Any], upload: Upload) -> tuple[bytes, str]:
    """(body, content type) of a form with a file; what is no text goes as JSON."""
    boundary = f"sandali-{secrets.token_hex(16)}"
    parts = []
    for name, value in fields.items():
        text = value if isinstance(value, str) else json.dumps(value)
        parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode())
    name = upload.name.replace("\\", "_").replace('"', "_").replace("\r", "_").replace("\n", "_")
    kind = upload.content_type if upload.content_type.isascii() and upload.content_type.isprintable() else ""
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{upload.field}"; filename="{name}"\r\n'
    head += f"Content-Type: {kind or 'application/octet-stream'}\r\n\r\n"
    return b"".join([*parts, head.encode(), upload.content, f"\r\n--{boundary}--\r\n".encode()]), f"multipart/form-data; boundary={boundary}"

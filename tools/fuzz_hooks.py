"""What Schemathesis does besides, for tools/fuzz_api.py: an Idempotency-Key is a new one each time.

It would send the same few keys with every request, and a key that stands for something else is a 422: nothing behind it would be reached."""

from __future__ import annotations

import re
import uuid
from typing import Any

import schemathesis

KEY = re.compile(r"[!-~]{8,100}")


@schemathesis.hook
def before_call(_context: Any, case: Any, _kwargs: Any) -> None:
    """A key that the document allows becomes one that was never sent; one that it does not allow stays as it is."""
    for name in [name for name in case.headers or {} if name.lower() == "idempotency-key"]:
        if isinstance(case.headers[name], str) and KEY.fullmatch(case.headers[name]):
            case.headers[name] = uuid.uuid4().hex

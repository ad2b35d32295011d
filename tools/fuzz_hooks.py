"""What Schemathesis does besides, for tools/fuzz_api.py: keys that are new each time, and no hurry from one operation to the next."""

from __future__ import annotations

import re
import time
import uuid
from typing import Any

import schemathesis

KEY = re.compile(r"[!-~]{8,100}")
PACE = 2.5  # seconds for an operation at least: with each it tries wrong tokens, and of those the program answers 60 a minute
_known: set[str] = set()


@schemathesis.hook
def before_call(_context: Any, case: Any, _kwargs: Any) -> None:
    """A key that the document allows becomes one that was never sent; one that it does not allow stays as it is.

    The same few keys would come with every request, and a key that stands for something else is a 422: nothing behind it would be reached."""
    if case.operation.label not in _known:
        _known.add(case.operation.label)
        time.sleep(PACE)
    for name in [name for name in case.headers or {} if name.lower() == "idempotency-key"]:
        if isinstance(case.headers[name], str) and KEY.fullmatch(case.headers[name]):
            case.headers[name] = uuid.uuid4().hex

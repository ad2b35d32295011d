"""A telephone system that signs what it tells, and the events of a call."""

from __future__ import annotations

import time

SECRET = "a-secret-of-more-than-thirty-two-characters"


def make_phone(cast, **settings):
    """A telephone system that tells by signed requests; Sara has extension 204, Reza 205."""
    from sandali.channels.setup import create_channel  # models load only once Django is set up

    for person, extension in ((cast.sara, "204"), (cast.reza, "205")):
        person.extension = extension
        person.save(update_fields=["extension"])
    return create_channel(
        kind="telephone", name="تلفن", by=cast.admin, department=cast.support, secrets={"signing_secret": SECRET},
        settings={"system": "hook", "receive": "hook", "region": "IR", "area": "021", "call_back_minutes": 120, **settings},
    )  # fmt: skip


def signed(body: bytes, *, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    """The headers of a signed request."""
    from sandali.channels.telephone.signatures import signature_of

    stamp = str(int(time.time() if at is None else at))
    return {"X-Sandali-Timestamp": stamp, "X-Sandali-Signature": f"sha256={signature_of(secret, stamp, body)}"}


def call_of(call: str, *, number: str = "09123456789", extension: str = "204", way: str = "in", answered: bool = True, began: float | None = None) -> list[dict]:
    """The events of a call that is over, in their order."""
    at = (time.time() - 600) if began is None else began
    said = [{"call": call, "event": "ringing", "sequence": 1, "at": at, "direction": way, "number": number, "extension": extension}]
    if answered:
        said.append({"call": call, "event": "answered", "sequence": 2, "at": at + 10, "extension": extension})
    return [*said, {"call": call, "event": "ended", "sequence": 3, "at": at + 190}]

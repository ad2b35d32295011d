"""Requests of Meta's about an Instagram account, made for a test."""

from __future__ import annotations

import time
from typing import Any

from tests.channels.metaapi.graph_server import INSTAGRAM_ID

MINA = "1254459154682919"


def happened(*, sender: str = MINA, at: int = 0, **what: Any) -> dict[str, Any]:
    """One thing in a conversation."""
    return {"sender": {"id": sender}, "recipient": {"id": INSTAGRAM_ID}, "timestamp": at or int(time.time() * 1000), **what}


def commented(text: str, *, number: str = "17865799348089039", sender: str = MINA, username: str = "mina.k", field: str = "comments", **more: Any) -> dict[str, Any]:
    """A request that tells of a comment below a post of ours."""
    value = {"from": {"id": sender, "username": username}, "media": {"id": "17918195224117851", "media_product_type": "FEED"}, "id": number, "text": text, **more}
    return changed(field, value)


def changed(field: str, value: dict[str, Any]) -> dict[str, Any]:
    """A request that tells of a change."""
    return {"object": "instagram", "entry": [{"id": INSTAGRAM_ID, "time": int(time.time()), "changes": [{"field": field, "value": value}]}]}


def whole(*things: dict[str, Any]) -> dict[str, Any]:
    """A request that tells of these."""
    return {"object": "instagram", "entry": [{"time": int(time.time() * 1000), "id": INSTAGRAM_ID, "messaging": list(things)}]}

"""Requests of Meta's about an Instagram account, made for a test."""

from __future__ import annotations

import time
from typing import Any

from tests.channels.metaapi.graph_server import INSTAGRAM_ID

MINA = "1254459154682919"


def happened(*, sender: str = MINA, at: int = 0, **what: Any) -> dict[str, Any]:
    """One thing in a conversation."""
    return {"sender": {"id": sender}, "recipient": {"id": INSTAGRAM_ID}, "timestamp": at or int(time.time() * 1000), **what}


def whole(*things: dict[str, Any]) -> dict[str, Any]:
    """A request that tells of these."""
    return {"object": "instagram", "entry": [{"time": int(time.time() * 1000), "id": INSTAGRAM_ID, "messaging": list(things)}]}

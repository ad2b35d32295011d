"""Requests of Meta's, made for a test: one number, customers by their numbers."""

from __future__ import annotations

import time
from typing import Any

from tests.channels.metaapi.graph_server import ACCOUNT_ID, PHONE_ID

MINA = "989121234567"


def message(number: str, *, sender: str = MINA, at: int = 0, kind: str = "text", **contents: Any) -> dict[str, Any]:
    """One message of somebody's."""
    return {"from": sender, "id": number, "timestamp": str(at or int(time.time())), "type": kind, **contents}


def status(number: str, state: str, *, reference: str = "", at: int = 0, **more: Any) -> dict[str, Any]:
    """How far a message of ours got."""
    told = {"biz_opaque_callback_data": reference} if reference else {}
    return {"id": number, "status": state, "timestamp": str(at or int(time.time())), "recipient_id": MINA, **told, **more}


def whole(*things: dict[str, Any], phone: str = PHONE_ID, name: str = "Mina Karimi") -> dict[str, Any]:
    """A request that tells of these."""
    messages, statuses = [one for one in things if "type" in one], [one for one in things if "status" in one]
    value: dict[str, Any] = {"messaging_product": "whatsapp", "metadata": {"display_phone_number": "982188776655", "phone_number_id": phone}}
    if messages:
        value["contacts"] = [{"profile": {"name": name}, "wa_id": who} for who in dict.fromkeys(one["from"] for one in messages)]
        value["messages"] = messages
    if statuses:
        value["statuses"] = statuses
    return {"object": "whatsapp_business_account", "entry": [{"id": ACCOUNT_ID, "changes": [{"field": "messages", "value": value}]}]}

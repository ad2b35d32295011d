"""Updates as the documentation shows them, made with numbers of one's own."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

MINA = {"id": 555001, "is_bot": False, "first_name": "مینا", "last_name": "کریمی", "username": "mina_k", "language_code": "fa"}
KAVEH = {"id": 555002, "is_bot": False, "first_name": "Kaveh"}
_numbers = count(700_000_001)
_messages = count(41)


def private(user: dict[str, Any]) -> dict[str, Any]:
    """The conversation of a user with the bot: its number is the user's."""
    return {"type": "private", **{key: user[key] for key in ("id", "first_name", "last_name", "username") if key in user}}


def update(user: dict[str, Any] = MINA, *, number: int | None = None, message_id: int | None = None, edited: bool = False, **said: Any) -> dict[str, Any]:
    """Somebody says something; `said` is what stands in the message."""
    message = {
        "message_id": next(_messages) if message_id is None else message_id, "from": user, "chat": private(user), "date": 1_763_800_000, **said,
    }  # fmt: skip
    if edited:
        message["edit_date"] = said.get("edit_date", 1_763_800_100)
    return {"update_id": next(_numbers) if number is None else number, "edited_message" if edited else "message": message}


def press(data: str, user: dict[str, Any] = MINA, **more: Any) -> dict[str, Any]:
    """Somebody presses a button under a message of ours."""
    under = {"message_id": 1000, "from": {"id": 123456789, "is_bot": True, "first_name": "Simorgh"}, "chat": private(user), "date": 1_763_800_000, "text": "?"}
    return {"update_id": next(_numbers), "callback_query": {"id": "4382bfdwdsb323b2d9", "from": user, "message": under, "chat_instance": "-1", "data": data, **more}}


def body(one: dict[str, Any]) -> bytes:
    """As it is sent to a hook."""
    return json.dumps(one, ensure_ascii=False).encode()

"""Channels whose bot lives on a server on loopback, and the way to tell their hooks."""

from tests.channels.botapi.conftest import bots, make_bot, read_all, telegram, tell
from tests.channels.conftest import own_folders

__all__ = ["bots", "make_bot", "own_folders", "read_all", "telegram", "tell"]

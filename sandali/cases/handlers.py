"""Which events cases listen to, from rooms below."""

from typing import Any

AT_ONCE: dict[Any, Any] = {}
AFTERWARDS: dict[Any, Any] = {}

"""Which telephone system a channel has, and what it can do: one that tells us by a signed hook, or Asterisk, which we listen to (AMI)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from sandali.channels.adapter import Refused
from sandali.channels.models import Channel

HOOK, AMI = "hook", "ami"
SYSTEM: Final = "system"


def system_of(settings: Mapping[str, Any]) -> str:
    """The system in a channel's settings."""
    return AMI if settings.get(SYSTEM) == AMI else HOOK


def places(settings: Mapping[str, Any]) -> bool:
    """Whether it can be asked to place calls."""
    return False


def place(channel: Channel, *, extension: str, number: str, reference: str) -> None:
    """Ring an extension, and then the number. Raises Refused or TryLater."""
    raise Refused(_("This telephone system cannot be asked to call."), "cannot-place")


def connect(channel: Channel, *, hook_url: str) -> str:
    """A system that tells us is given our address by hand."""
    return ""

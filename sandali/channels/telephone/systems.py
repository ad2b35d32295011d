"""Which telephone system a channel has, and what it can do: one that tells us by a signed hook, or Asterisk, which we listen to (AMI)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from sandali.channels.adapter import Refused, TryLater
from sandali.channels.email.servers import secrets_of
from sandali.channels.models import Channel
from sandali.channels.telephone.ami import AmiTrouble, Manager, manager_of, signed_in
from sandali.channels.telephone.numbers import extension_of
from sandali.channels.telephone.troubles import TROUBLES, code_of, sentence_of
from sandali.kit.phones import national_number
from sandali.kit.secrets import SecretUnreadable

HOOK, AMI = "hook", "ami"
SYSTEM: Final = "system"
RINGS_FOR: Final = 30  # seconds that the colleague's telephone rings


def system_of(settings: Mapping[str, Any]) -> str:
    """The system in a channel's settings."""
    return AMI if settings.get(SYSTEM) == AMI else HOOK


def places(settings: Mapping[str, Any]) -> bool:
    """Whether it can be asked to place calls."""
    return system_of(settings) == AMI


def place(channel: Channel, *, extension: str, number: str, reference: str) -> None:
    """Ring an extension, and then the number; Asterisk calls the channel by our reference. Raises Refused or TryLater."""
    if not places(channel.settings):
        raise Refused(_("This telephone system cannot be asked to call."), "cannot-place")
    if not extension_of(extension) or not number.startswith("+"):
        raise Refused(_("This number cannot be called."), "bad-number")
    settings = channel.settings
    dialled = f"{settings.get('dial_prefix') or ''}{national_number(number, str(settings.get('region') or 'IR'))}"
    try:
        with signed_in(needed(channel)) as ami:
            ami.ask(
                "Originate", Channel=str(settings.get("dials") or "PJSIP/{extension}").replace("{extension}", extension), Exten=dialled,
                Context=str(settings.get("context") or "from-internal"), Priority="1", Timeout=str(RINGS_FOR * 1000), CallerID=dialled,
                ChannelId=reference, Async="true",
            )  # fmt: skip
    except AmiTrouble as problem:
        if problem.code == "refused":
            raise Refused(sentence_of(problem), problem.said) from problem
        raise TryLater(sentence_of(problem), problem.code) from problem
    except TROUBLES as problem:
        raise TryLater(sentence_of(problem), "secret" if isinstance(problem, SecretUnreadable) else code_of(problem)) from problem


def needed(channel: Channel) -> Manager:
    """Where a channel's Asterisk is. Raises AmiTrouble where that is not set up, kit.secrets.SecretUnreadable."""
    manager = manager_of(channel.settings, secrets_of(channel))
    if manager is None:
        raise AmiTrouble("login")
    return manager


def connect(channel: Channel, *, hook_url: str) -> str:
    """Sign in once, so that a wrong password is told at once; a system that tells us is given our address by hand. Raises TryLater."""
    if system_of(channel.settings) == HOOK:
        return ""
    try:
        with signed_in(needed(channel)):
            return ""
    except SecretUnreadable as problem:
        raise TryLater(sentence_of(problem), "secret") from problem
    except TROUBLES as problem:
        raise TryLater(sentence_of(problem), code_of(problem)) from problem

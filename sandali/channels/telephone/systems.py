"""Which telephone system a channel has, and what it can do: one that tells us by a signed hook, or Asterisk, which we listen to (AMI or ARI)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from sandali.channels.adapter import Refused, TryLater
from sandali.channels.email.servers import secrets_of
from sandali.channels.models import Channel
from sandali.channels.telephone.ami import AsteriskTrouble, Manager, manager_of, signed_in
from sandali.channels.telephone.ari import Ari, ari_of, ask
from sandali.channels.telephone.numbers import extension_of
from sandali.channels.telephone.troubles import TROUBLES, code_of, sentence_of
from sandali.kit.phones import national_number
from sandali.kit.secrets import SecretUnreadable

HOOK, AMI, ARI = "hook", "ami", "ari"
ASTERISK: Final = (AMI, ARI)
SYSTEM: Final = "system"
RINGS_FOR: Final = 30  # seconds that the colleague's telephone rings


def system_of(settings: Mapping[str, Any]) -> str:
    """The system in a channel's settings."""
    system = str(settings.get(SYSTEM))
    return system if system in ASTERISK else HOOK


def places(settings: Mapping[str, Any]) -> bool:
    """Whether it can be asked to place calls."""
    return system_of(settings) in ASTERISK


def place(channel: Channel, *, extension: str, number: str, reference: str) -> None:
    """Ring an extension, and then the number; Asterisk calls the channel by our reference. Raises Refused or TryLater."""
    if not places(channel.settings):
        raise Refused(_("This telephone system cannot be asked to call."), "cannot-place")
    if not extension_of(extension) or not number.startswith("+"):
        raise Refused(_("This number cannot be called."), "bad-number")
    try:
        originate(channel, extension=extension, number=number, reference=reference)
    except AsteriskTrouble as problem:
        if problem.code == "refused":
            raise Refused(sentence_of(problem), problem.said) from problem
        raise TryLater(sentence_of(problem), problem.code) from problem
    except TROUBLES as problem:
        raise TryLater(sentence_of(problem), "secret" if isinstance(problem, SecretUnreadable) else code_of(problem)) from problem


def originate(channel: Channel, *, extension: str, number: str, reference: str) -> None:
    """Ask Asterisk to place a call. Raises what a connection raises."""
    settings = channel.settings
    dialled = f"{settings.get('dial_prefix') or ''}{national_number(number, str(settings.get('region') or 'IR'))}"
    telephone = str(settings.get("dials") or "PJSIP/{extension}").replace("{extension}", extension)
    context = str(settings.get("context") or "from-internal")
    if system_of(settings) == ARI:
        try:
            ask(
                needed_ari(channel), "POST", "channels", endpoint=telephone, extension=dialled, context=context, priority="1", timeout=str(RINGS_FOR),
                callerId=dialled, channelId=reference,
            )  # fmt: skip
        except AsteriskTrouble as problem:
            if not problem.said.startswith("409"):  # there is a channel of this name: the first request was heard
                raise
        return
    with signed_in(needed(channel)) as ami:
        ami.ask(
            "Originate", Channel=telephone, Exten=dialled, Context=context, Priority="1", Timeout=str(RINGS_FOR * 1000), CallerID=dialled,
            ChannelId=reference, Async="true",
        )  # fmt: skip


def needed_ari(channel: Channel) -> Ari:
    """Where a channel's Asterisk is, by ARI. Raises AsteriskTrouble where that is not set up, kit.secrets.SecretUnreadable."""
    ari = ari_of(channel.settings, secrets_of(channel))
    if ari is None:
        raise AsteriskTrouble("ari-login")
    return ari


def needed(channel: Channel) -> Manager:
    """Where a channel's Asterisk is. Raises AsteriskTrouble where that is not set up, kit.secrets.SecretUnreadable."""
    manager = manager_of(channel.settings, secrets_of(channel))
    if manager is None:
        raise AsteriskTrouble("login")
    return manager


def connect(channel: Channel, *, hook_url: str) -> str:
    """Sign in once, so that a wrong password is told at once; a system that tells us is given our address by hand. Raises TryLater."""
    if system_of(channel.settings) == HOOK:
        return ""
    try:
        if system_of(channel.settings) == ARI:
            ask(needed_ari(channel), "GET", "asterisk/info")
            return ""
        with signed_in(needed(channel)):
            return ""
    except SecretUnreadable as problem:
        raise TryLater(sentence_of(problem), "secret") from problem
    except TROUBLES as problem:
        raise TryLater(sentence_of(problem), code_of(problem)) from problem

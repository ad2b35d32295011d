"""Trying a telephone system out: can it tell us, does it know us, and whose telephones will ring on a screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sandali.channels.email.testing import Step
from sandali.channels.telephone.ami import manager_of, signed_in
from sandali.channels.telephone.ari import ari_of, ask, rows_of, told_by
from sandali.channels.telephone.signatures import SECRET
from sandali.channels.telephone.systems import ARI, HOOK, system_of
from sandali.channels.telephone.troubles import TROUBLES, sentence_of
from sandali.company.queries import extensions_known
from sandali.kit.digits import format_number


def test_system(settings: Mapping[str, Any], secrets: Mapping[str, str]) -> list[Step]:
    """Look at each side up to its first trouble. Nothing rings."""
    if system_of(settings) == ARI:
        return by_ari(settings, secrets)
    if system_of(settings) != HOOK:
        return asterisk(settings, secrets)
    if not secrets.get(SECRET):
        return []
    return [Step("phone-secret", True, _("Requests that are signed with the secret are taken, at the address that this page shows.")), people()]


def asterisk(settings: Mapping[str, Any], secrets: Mapping[str, str]) -> list[Step]:
    """Sign in, and look whether calls may be seen. [] where something is missing."""
    manager = manager_of(settings, secrets)
    if manager is None:
        return []
    try:
        with signed_in(manager) as ami:
            going_on = len(ami.ask_list("CoreShowChannels", "CoreShowChannelsComplete"))
    except TROUBLES as problem:
        return [Step("phone-asterisk", False, sentence_of(problem), getattr(problem, "said", ""))]
    return [known(going_on, ami.version), people()]


def by_ari(settings: Mapping[str, Any], secrets: Mapping[str, str]) -> list[Step]:
    """Ask who it is, and listen for a moment, by a name of its own so that nobody who listens loses their place. [] where something is missing."""
    ari = ari_of(settings, secrets)
    if ari is None:
        return []
    try:
        info = ask(ari, "GET", "asterisk/info")
        going_on = len(rows_of(ask(ari, "GET", "channels")))
        with told_by(replace(ari, app=f"{ari.app}-trial")):
            pass
    except TROUBLES as problem:
        return [Step("phone-asterisk", False, sentence_of(problem), getattr(problem, "said", ""))]
    return [known(going_on, version_in(info)), people()]


def version_in(info: Any) -> str:
    """The version in what Asterisk says of itself."""
    system = info.get("system") if isinstance(info, dict) else None
    return str(system.get("version") or "")[:40] if isinstance(system, dict) else ""


def known(going_on: int, version: str) -> Step:
    """That it knows us, and how much goes on there."""
    language = get_language() or "en"
    said = ngettext("Asterisk knows us. %(count)s channel is open there now.", "Asterisk knows us. %(count)s channels are open there now.", going_on)
    return Step("phone-asterisk", True, said % {"count": format_number(going_on, language)}, version)


def people() -> Step:
    """Whose telephones we know."""
    count = extensions_known()
    if not count:
        return Step("people-extensions", False, _("Nobody has an extension yet, so a call opens nothing. Give people theirs under People."))
    said = ngettext("%(count)s colleague has an extension.", "%(count)s colleagues have an extension.", count)
    return Step("people-extensions", True, said % {"count": format_number(count, get_language() or "en")})

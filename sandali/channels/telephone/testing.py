"""Trying a telephone system out: can it tell us, does it know us, and whose telephones will ring on a screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sandali.channels.email.testing import Step
from sandali.channels.telephone.ami import manager_of, signed_in
from sandali.channels.telephone.signatures import SECRET
from sandali.channels.telephone.systems import HOOK, system_of
from sandali.channels.telephone.troubles import TROUBLES, sentence_of
from sandali.company.queries import extensions_known
from sandali.kit.digits import format_number


def test_system(settings: Mapping[str, Any], secrets: Mapping[str, str]) -> list[Step]:
    """Look at each side up to its first trouble. Nothing rings."""
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
    language = get_language() or "en"
    said = ngettext("Asterisk knows us. %(count)s channel is open there now.", "Asterisk knows us. %(count)s channels are open there now.", going_on)
    return [Step("phone-asterisk", True, said % {"count": format_number(going_on, language)}, ami.version), people()]


def people() -> Step:
    """Whose telephones we know."""
    count = extensions_known()
    if not count:
        return Step("people-extensions", False, _("Nobody has an extension yet, so a call opens nothing. Give people theirs under People."))
    said = ngettext("%(count)s colleague has an extension.", "%(count)s colleagues have an extension.", count)
    return Step("people-extensions", True, said % {"count": format_number(count, get_language() or "en")})

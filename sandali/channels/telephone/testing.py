"""Trying a telephone system out: can it tell us, does it know us, and whose telephones will ring on a screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sandali.channels.email.testing import Step
from sandali.channels.telephone.signatures import SECRET
from sandali.channels.telephone.systems import HOOK, system_of
from sandali.company.queries import extensions_known
from sandali.kit.digits import format_number


def test_system(settings: Mapping[str, Any], secrets: Mapping[str, str]) -> list[Step]:
    """Look at each side up to its first trouble. Nothing rings."""
    if system_of(settings) != HOOK or not secrets.get(SECRET):
        return []
    return [Step("phone-secret", True, _("Requests that are signed with the secret are taken, at the address that this page shows.")), people()]


def people() -> Step:
    """Whose telephones we know."""
    count = extensions_known()
    if not count:
        return Step("people-extensions", False, _("Nobody has an extension yet, so a call opens nothing. Give people theirs under People."))
    said = ngettext("%(count)s colleague has an extension.", "%(count)s colleagues have an extension.", count)
    return Step("people-extensions", True, said % {"count": format_number(count, get_language() or "en")})

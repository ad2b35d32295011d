"""Why a sender cannot be blocked, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sandali.cases.senders import CannotBlock


def why_not(problem: CannotBlock) -> str:
    """The sentence of a refusal."""
    said = {
        "not-a-sender": _("This is not an e-mail address, nor a domain such as @example.com."),
        "ours": _("This is an address of ours. Nobody could write to us by it any more."),
        "colleague": _("A colleague writes from there."),
        "provider": _("Very many people have an address at %(domain)s. Block the one address instead.") % {"domain": problem.value},
        "too-wide": _("This would keep out a whole country. Block the domain itself."),
    }
    return said[problem.code]

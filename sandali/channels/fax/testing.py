"""Trying a fax server out: are its programs here, and does it say how it is. Nothing is sent."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from typing import Any

from django.conf import settings as django_settings
from django.utils.translation import gettext as _

from sandali.channels.email.testing import Step
from sandali.channels.fax.hylafax import NoProgram, jobs


def test_server(settings: Mapping[str, Any]) -> list[Step]:
    """Two steps, the second one where the first went well."""
    missing = next((program for program in (django_settings.SENDFAX, django_settings.FAXSTAT) if shutil.which(program) is None), None)
    if missing is not None:
        return [Step("fax-programs", False, _("HylaFAX's programs are not on this machine. Faxes can be received, and none sent."), missing)]
    found = Step("fax-programs", True, _("HylaFAX's programs are here."))
    try:
        jobs(settings)
    except NoProgram as problem:
        return [found, Step("fax-server", False, _("The fax server does not answer. Is HylaFAX running?"), str(problem))]
    return [found, Step("fax-server", True, _("The fax server answers."))]

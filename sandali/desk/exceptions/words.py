"""What a case is told of situations."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases.models import Case
from sandali.desk.sentences import isolated
from sandali.kit.dates import current_display
from sandali.resolution.exceptions.affected import running
from sandali.resolution.models import Affected, Policy


def joined(values: list[str]) -> str:
    """Values one after another, with the language's comma."""
    return ("، " if current_display().language == "fa" else ", ").join(isolated(value) for value in values)


def relaxed_words(case: Case) -> str:
    """Which policies need no reason in this case, "" when there are none."""
    now = [one.pk for one in running(timezone.now())]
    affecting = Affected.objects.filter(case=case, situation__in=now).values("situation")
    names = list(Policy.objects.filter(situations__in=affecting, is_active=True).distinct().values_list("name", flat=True))
    return _("Relaxed by a situation, so no reason is needed: %(policies)s") % {"policies": joined(names)} if names else ""

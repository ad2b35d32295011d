"""What stands there twice."""

from __future__ import annotations

from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sandali.customers.duplicates.likeness import rules
from sandali.customers.models import LikelyPair, Organisation, Verdict
from sandali.health.checks.kinds import About, Asked, Check, Group
from sandali.health.checks.missing import organisations


def pairs(_asked: Asked) -> QuerySet[LikelyPair]:
    """Pairs that the list of duplicates shows, of which nobody has said yet whether they are one."""
    return LikelyPair.objects.filter(verdict=Verdict.OPEN, percent__gte=rules().shown_from, one__merged_into=None, other__merged_into=None)


def all_pairs(_asked: Asked) -> QuerySet[LikelyPair]:
    """All pairs that were ever found alike, decided or not."""
    return LikelyPair.objects.filter(Q(percent__gte=rules().shown_from) | ~Q(verdict=Verdict.OPEN))


def same_organisations(_asked: Asked) -> QuerySet[Organisation]:
    """Organisations that share their name or their website with another one."""

    def shared(column: str) -> QuerySet[Organisation]:
        several = Organisation.objects.exclude(**{column: ""}).order_by().values(column).annotate(many=Count("pk")).filter(many__gt=1)
        return several.values(column)

    return Organisation.objects.filter(Q(folded__in=shared("folded")) | Q(website__in=shared("website")))



CHECKS: Final = (
    Check(
        "pairs", Group.DUPLICATE, About.PAIR, _("Pairs of customers who may be one person"),
        _("What one colleague learns, the other does not know, and the customer has to tell it twice. You look, and you decide."), pairs, all_pairs,
    ),
    Check(
        "same_organisation", Group.DUPLICATE, About.ORGANISATION, _("Organisations that stand there twice"),
        _("They have the same name or the same website as another one, so their people are found in two places."), same_organisations, organisations,
    ),
)  # fmt: skip

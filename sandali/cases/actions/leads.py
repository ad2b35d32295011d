"""Who asks by a form that is for buying is a deal at once: in the first stage of the pipeline that the form names, with their own words."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from sandali.cases.actions.holding import hold_case
from sandali.cases.models import Case, Direction
from sandali.channels.models import Channel
from sandali.company.queries import company_language
from sandali.sales.actions.deals import LONGEST_NOTE, open_deal
from sandali.sales.models import Deal, PipelineStage


def first_stage(channel: Channel | None) -> PipelineStage | None:
    """Where the deals of a channel begin; None for one that is not for buying, or whose pipeline was put away since."""
    chosen = str(channel.settings.get("pipeline") or "") if channel is not None else ""
    if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 16):
        return None
    return PipelineStage.objects.filter(pipeline=int(chosen), pipeline__archived_at=None).order_by("position", "pk").first()


@transaction.atomic
def open_lead(case: Case) -> Deal | None:
    """The deal of a case that came by a form for buying; None where it is none. Once: the same deal again where there is one.

    It is nobody's yet, in the case's department: nobody of ours opened it."""
    stage = first_stage(case.channel)
    if stage is None or case.aside:
        return None
    hold_case(case)
    standing = Deal.objects.filter(case=case.pk).order_by("pk").first()
    if standing is not None:
        return standing
    said = case.messages.filter(direction=Direction.IN).order_by("pk").values_list("text", flat=True).first() or ""
    with override(company_language()):
        title = case.subject or case.preview or _("Inquiry")
    return open_deal(case.customer, title[:160], by=None, stage=stage, department=case.department_id, note=said[:LONGEST_NOTE], case=case.pk)

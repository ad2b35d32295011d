"""Pipelines, their stages, and the reasons for which deals are lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sandali.company.queries import company_language
from sandali.history.events import record
from sandali.kit.text import fold
from sandali.sales import events
from sandali.sales.actions.common import NotSellable, change, one_line
from sandali.sales.models import Deal, LostReason, Pipeline, PipelineStage

MOST_STAGES: Final = 12


@dataclass(frozen=True, slots=True)
class WantedStage:
    """A stage as it shall stand; `number` is its row where it stands already."""

    name: str
    probability: int
    number: int | None = None


@transaction.atomic
def write_pipeline(pipeline: Pipeline | None, name: str, stages: Sequence[WantedStage], *, by: Any, version: int | None = None) -> Pipeline:
    """A pipeline with its stages in this order. A stage that is left out goes, unless deals stand in it.

    Raises NotSellable with a sentence, Overtaken."""
    name = one_line(name, 80)
    if not name or not 1 <= len(stages) <= MOST_STAGES or not all(one.name.strip() and 0 <= one.probability <= 100 for one in stages):
        raise NotSellable(_("A pipeline has a name and one to twelve stages, each with a name and a probability from 0 to 100 percent."))
    if pipeline is None:
        pipeline = Pipeline.objects.create(name=name, position=Pipeline.objects.count())
    else:
        change(pipeline, version, {}, name=name)
    standing = {stage.pk: stage for stage in pipeline.stages.all()}
    kept = {one.number for one in stages} & standing.keys()
    for number in standing.keys() - kept:
        if Deal.objects.filter(stage=number).exists():
            raise NotSellable(_("Deals stand in the stage “%(name)s”, so it cannot go.") % {"name": standing[number].name})
        standing[number].delete()
    for position, one in enumerate(stages, 1):
        fields = {"name": one_line(one.name, 80), "probability": one.probability, "position": position}
        if one.number in standing:
            PipelineStage.objects.filter(pk=one.number).update(**fields)
        else:
            PipelineStage.objects.create(pipeline=pipeline, **fields)
    record(events.PIPELINE_WRITTEN, pipeline, by=by, name=pipeline.name)
    return pipeline


@transaction.atomic
def archive_pipeline(pipeline: Pipeline, *, by: Any) -> Pipeline:
    """Take no new deals. Those that stand in it stay."""
    if pipeline.archived_at is None:
        change(pipeline, None, {}, archived_at=timezone.now())
        record(events.PIPELINE_ARCHIVED, pipeline, by=by, name=pipeline.name)
    return pipeline


@transaction.atomic
def return_pipeline(pipeline: Pipeline, *, by: Any) -> Pipeline:
    """Take deals again."""
    if pipeline.archived_at is not None:
        change(pipeline, None, {}, archived_at=None)
        record(events.PIPELINE_RETURNED, pipeline, by=by, name=pipeline.name)
    return pipeline


@transaction.atomic
def write_lost_reasons(names: Sequence[str], *, by: Any) -> None:
    """Why deals are lost, in this order. A reason that is left out is offered no more; deals that were lost for it keep it."""
    wanted = list({fold(name): one_line(name, 80) for name in names if fold(name)}.items())
    if not wanted:
        raise NotSellable(_("At least one reason is needed: nothing is lost without one."))
    standing = {fold(one.name): one for one in LostReason.objects.all()}
    LostReason.objects.filter(archived_at=None).exclude(pk__in=[standing[key].pk for key, _name in wanted if key in standing]).update(
        archived_at=timezone.now()
    )
    for position, (key, name) in enumerate(wanted, 1):
        if key in standing:
            LostReason.objects.filter(pk=standing[key].pk).update(name=name, position=position, archived_at=None)
        else:
            LostReason.objects.create(name=name, position=position)
    first = Pipeline.objects.first()
    if first is not None:
        record(events.LOST_REASONS_WRITTEN, first, by=by)


@transaction.atomic
def begin_pipelines(*, by: Any) -> Pipeline:
    """The usual pipeline and reasons in the company's language, where there are none yet: better to change than to begin empty."""
    standing = Pipeline.objects.first()
    if standing is not None:
        return standing
    with override(company_language()):
        stages = [(_("New inquiry"), 10), (_("In talk"), 30), (_("Quote sent"), 55), (_("Nearly agreed"), 80)]
        pipeline = write_pipeline(None, _("Sales"), [WantedStage(str(name), chance) for name, chance in stages], by=by)
        reasons = [_("The price"), _("Bought elsewhere"), _("Not needed any more"), _("We were too slow"), _("We do not have it"), _("No answer any more")]
        write_lost_reasons([str(one) for one in reasons], by=by)
    return pipeline

"""Pipelines: stages keep their deals, and nothing in which deals stand goes."""

import pytest

from sandali.company.actions import Overtaken
from sandali.sales.actions.common import NotSellable
from sandali.sales.actions.deals import lose_deal
from sandali.sales.actions.pipelines import (
    WantedStage,
    archive_pipeline,
    begin_pipelines,
    return_pipeline,
    write_lost_reasons,
    write_pipeline,
)
from sandali.sales.board import lost_reasons, pipelines, stages_offered
from sandali.sales.models import Deal, LostReason
from tests.sales.things import make_deal

pytestmark = pytest.mark.django_db


def named(pipeline):
    return [(stage.name, stage.probability) for stage in pipeline.stages.all()]


def test_the_usual_one_is_begun_once_in_the_company_s_language(cast):
    first, second = (begin_pipelines(by=cast.admin) for _time in range(2))
    assert (first == second, len(pipelines()), named(first)[0], len(lost_reasons())) == (True, 1, ("پرسش تازه", 10), 6)


def test_stages_are_renamed_reordered_and_added_and_deals_stay_where_they_are(cast):
    deal = make_deal(cast)
    pipeline, rows = deal.stage.pipeline, list(deal.stage.pipeline.stages.all())
    wanted = [WantedStage("تازه", 5), WantedStage("نخست", 15, rows[0].pk), WantedStage(rows[2].name, 60, rows[2].pk)]
    write_pipeline(pipeline, "فروش", wanted, by=cast.admin, version=pipeline.version)
    assert (named(pipeline), Deal.objects.get().stage.name) == ([("تازه", 5), ("نخست", 15), (rows[2].name, 60)], "نخست")


def test_a_stage_in_which_deals_stand_stays_and_so_does_all_else(cast):
    pipeline = make_deal(cast).stage.pipeline
    before = named(pipeline)
    with pytest.raises(NotSellable):
        write_pipeline(pipeline, "دیگر", [WantedStage("تنها", 10)], by=cast.admin)
    pipeline.refresh_from_db()
    assert (named(pipeline), pipeline.name) == (before, "فروش")


@pytest.mark.parametrize("stages", [[], [WantedStage("", 10)], [WantedStage("الف", 101)], [WantedStage("الف", 1)] * 13])
def test_a_pipeline_has_stages_that_make_sense(cast, stages):
    with pytest.raises(NotSellable):
        write_pipeline(None, "فروش", stages, by=cast.admin)
    assert pipelines() == []


def test_of_two_who_write_the_second_is_told(cast):
    pipeline = begin_pipelines(by=cast.admin)
    write_pipeline(pipeline, "یک", [WantedStage("الف", 1)], by=cast.admin, version=1)
    with pytest.raises(Overtaken):
        write_pipeline(pipeline, "دو", [WantedStage("ب", 1)], by=cast.nahid, version=1)
    assert named(pipeline) == [("الف", 1)]


def test_one_that_is_put_away_offers_no_stage_until_it_is_back(cast):
    pipeline = begin_pipelines(by=cast.admin)
    archive_pipeline(pipeline, by=cast.admin)
    gone = len(stages_offered())
    return_pipeline(pipeline, by=cast.admin)
    assert (gone, len(stages_offered())) == (0, 4)


def test_a_reason_that_is_left_out_stays_with_what_was_lost_for_it(cast):
    deal = make_deal(cast)
    old = lost_reasons()[0]
    lose_deal(deal, old, by=cast.sara, version=None)
    write_lost_reasons(["دیر رسید", "بها", "بها"], by=cast.admin)
    assert ([one.name for one in lost_reasons()], Deal.objects.get().lost_reason.name) == (["دیر رسید", "بها"], "بها")
    write_lost_reasons(["دیر رسید"], by=cast.admin)
    assert ([one.name for one in lost_reasons()], Deal.objects.get().lost_reason, LostReason.objects.filter(name="بها").count()) == (["دیر رسید"], old, 1)
    with pytest.raises(NotSellable):
        write_lost_reasons(["  "], by=cast.admin)

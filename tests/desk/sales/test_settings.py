"""Pipelines, reasons and what stands on every quote, as managers keep them."""

import pytest

from sandali.sales.actions.pipelines import begin_pipelines
from sandali.sales.actions.quotes import sales_rules
from sandali.sales.board import lost_reasons
from sandali.sales.models import Pipeline
from tests.sales.things import make_deal

pytestmark = pytest.mark.django_db


def form(name, *rows, version=""):
    data = {"name": name, "version": version, "stages-TOTAL_FORMS": len(rows), "stages-INITIAL_FORMS": 0}
    for at, (number, words, chance, place) in enumerate(rows):
        data |= {f"stages-{at}-number": number, f"stages-{at}-name": words, f"stages-{at}-probability": chance, f"stages-{at}-place": place}
    return data


def test_a_pipeline_is_written_with_stages_in_the_order_of_their_places(cast, nahid):
    nahid.post("/settings/sales/pipelines/new/", form("عمده", ("", "قرارداد", "۸۰", "۲"), ("", "پرسش", "۱۰", "۱"), ("", "", "", "")))
    assert list(Pipeline.objects.get().stages.values_list("name", "probability")) == [("پرسش", 10), ("قرارداد", 80)]


def test_a_stage_with_deals_cannot_be_left_out_and_what_was_typed_stays(cast, nahid):
    pipeline = make_deal(cast).stage.pipeline
    answer = nahid.post(f"/settings/sales/pipelines/{pipeline.pk}/", form("نو", ("", "تنها", "۱۰", "۱"), version=1))
    assert (answer.status_code, 'value="تنها"' in answer.content.decode(), pipeline.stages.count()) == (422, True, 4)


def test_who_was_overtaken_saves_again(cast, nahid):
    pipeline = begin_pipelines(by=cast.admin)
    Pipeline.objects.update(version=6)
    answers = [nahid.post(f"/settings/sales/pipelines/{pipeline.pk}/", form("نو", ("", "تنها", "۱۰", ""), version=one)).status_code for one in (1, 6)]
    assert (answers, Pipeline.objects.get().name) == ([409, 303], "نو")


def test_reasons_are_written_a_line_each(cast, nahid):
    begin_pipelines(by=cast.admin)
    nahid.post("/settings/sales/", {"reasons": "بها\n\n دیر رسید \n"})
    wrong = nahid.post("/settings/sales/", {"reasons": ""})
    assert ([one.name for one in lost_reasons()], wrong.status_code) == (["بها", "دیر رسید"], 422)


def test_one_is_put_away_and_taken_up_again(cast, nahid):
    pipeline = begin_pipelines(by=cast.admin)
    archive = nahid.post(f"/settings/sales/pipelines/{pipeline.pk}/archive/", follow=True).content.decode()
    nahid.post(f"/settings/sales/pipelines/{pipeline.pk}/return/")
    assert (f"/settings/sales/pipelines/{pipeline.pk}/return/" in archive, Pipeline.objects.get().archived_at) == (True, None)


def test_what_stands_on_every_quote(cast, nahid):
    nahid.post("/settings/quotes/", {"head": "تهران", "terms": "نقد", "days": "۱۰", "version": "1"})
    wrong = nahid.post("/settings/quotes/", {"head": "یزد", "terms": "", "days": "0", "version": "2"})
    late = nahid.post("/settings/quotes/", {"head": "یزد", "terms": "", "days": "3", "version": "1"})
    rules = sales_rules()
    assert ((rules.head, rules.terms, rules.days), wrong.status_code, late.status_code) == (("تهران", "نقد", 10), 422, 409)

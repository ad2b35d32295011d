"""Deals: moved with a past, won, lost with a reason, and their next steps told once in the morning of their day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from sandali.company.actions import Overtaken
from sandali.history.models import Event, Notice
from sandali.sales.actions.common import NotSellable
from sandali.sales.actions.deals import (
    change_deal,
    finish_step,
    give_deal,
    lose_deal,
    move_deal,
    open_deal,
    plan_step,
    rehouse_deal,
    reopen_deal,
    tell_of_steps,
    win_deal,
)
from sandali.sales.models import Deal, LostReason, PipelineStage
from tests.cast import make_case
from tests.sales.things import make_deal

pytestmark = pytest.mark.django_db


def stages():
    return list(PipelineStage.objects.order_by("position"))


def test_every_move_is_kept_with_who_and_from_where(cast):
    deal = make_deal(cast)
    move_deal(deal, stages()[2], by=cast.reza, version=1)
    win_deal(deal, by=cast.sara, version=2)
    names = [stage.name for stage in stages()]
    assert list(deal.moves.values_list("before__name", "stage__name", "state", "by__name")) == [
        (None, names[0], "open", "Sara"), (names[0], names[2], "open", "Reza"), (names[2], names[2], "won", "Sara"),
    ]  # fmt: skip


def test_of_two_who_move_it_at_once_the_second_is_told_where_it_stands(cast):
    deal, seen_by_reza = make_deal(cast), Deal.objects.get()
    move_deal(deal, stages()[1], by=cast.sara, version=1)
    with pytest.raises(Overtaken) as overtaken:
        move_deal(seen_by_reza, stages()[2], by=cast.reza, version=1)
    assert (overtaken.value.current.stage, deal.moves.count()) == (stages()[1], 2)


def test_what_is_closed_does_not_move(cast):
    deal = win_deal(make_deal(cast), by=cast.sara, version=None)
    with pytest.raises(Overtaken):
        move_deal(deal, stages()[1], by=cast.sara, version=None)
    assert Deal.objects.get().stage == stages()[0]


def test_nothing_is_lost_without_a_reason_and_what_was_lost_can_be_taken_up_again(cast):
    deal = make_deal(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Deal.objects.update(state="lost")
    lose_deal(deal, LostReason.objects.first(), by=cast.sara, version=None, words="خیلی گران")
    assert (deal.state, deal.lost_words, deal.chance) == ("lost", "خیلی گران", 0)
    reopen_deal(deal, by=cast.sara)
    assert (deal.state, deal.lost_reason, deal.lost_words) == ("open", None, "")
    with pytest.raises(Overtaken):
        reopen_deal(deal, by=cast.sara)


def test_the_owner_s_own_probability_goes_before_the_stage_s(cast):
    deal = make_deal(cast)
    before = deal.chance
    change_deal(deal, by=cast.sara, version=1, title="ظرف", amount=1, probability=0)
    assert (before, deal.chance) == (stages()[0].probability, 0)


@pytest.mark.parametrize(("title", "amount"), [("", 1), ("\u200b", 1), ("ظرف", -1), ("ظرف", 10**16)])
def test_a_deal_is_about_something_and_its_amount_is_sound(cast, title, amount):
    make_deal(cast)
    with pytest.raises(NotSellable):
        open_deal(cast.mina, title, by=cast.sara, stage=stages()[0], amount=amount)
    assert Deal.objects.count() == 1


def test_whoever_gets_a_deal_is_told_and_nobody_else(cast):
    deal = make_deal(cast)
    give_deal(deal, cast.reza, by=cast.sara)
    give_deal(deal, cast.reza, by=cast.sara)
    assert list(Notice.objects.values_list("person__name", "event__kind")) == [("Reza", "deal_given")]


def test_that_a_deal_came_out_of_a_case_stands_on_the_case(cast):
    case = make_case(cast)
    make_deal(cast, case=case.pk)
    assert list(Event.objects.filter(case_id=case.pk).values_list("kind", flat=True)) == ["deal_from_case"]


# --- The next step ---------------------------------------------------------------------------------------------------
DAY = date(2026, 12, 1)
MORNING = datetime(2026, 12, 1, 4, 30, tzinfo=UTC)  # eight in Tehran


def test_the_owner_hears_of_the_step_in_the_morning_of_its_day_and_once(cast):
    deal = plan_step(make_deal(cast), "تماس", DAY, by=cast.reza, version=1)
    told = [tell_of_steps(at) for at in (MORNING - timedelta(seconds=1), MORNING, MORNING + timedelta(hours=1))]
    assert (told, list(Notice.objects.values_list("person__name", "event__kind"))) == ([0, 1, 0], [("Sara", "next_step_due")])
    deal.refresh_from_db()
    assert (deal.next_step, deal.next_at) == ("تماس", None)


def test_many_steps_of_one_morning_are_one_notice(cast):
    for _number in range(5):
        plan_step(make_deal(cast), "تماس", DAY, by=cast.reza, version=1)
    tell_of_steps(MORNING)
    assert list(Notice.objects.values_list("person__name", "event__kind", "event__data__count")) == [("Sara", "next_steps_due", 5)]


def test_what_is_done_or_closed_is_told_no_more(cast):
    done, won = make_deal(cast), make_deal(cast)
    for deal in (done, won):
        plan_step(deal, "تماس", DAY, by=cast.sara, version=1)
    finish_step(done, by=cast.sara, version=2)
    win_deal(won, by=cast.sara, version=2)
    assert (tell_of_steps(MORNING), Notice.objects.count()) == (0, 0)
    with pytest.raises(Overtaken):
        plan_step(won, "تماس", DAY, by=cast.sara, version=None)


# --- Whose department ------------------------------------------------------------------------------------------------
def test_a_deal_goes_to_another_department_and_stays_its_owner_s(cast):
    deal = make_deal(cast)
    rehouse_deal(deal, cast.accounting, by=cast.sara, version=1)
    rehouse_deal(deal, cast.accounting, by=cast.sara, version=1)
    events = list(Event.objects.filter(kind="deal_rehoused").values_list("by__name", "data"))
    assert (deal.department, deal.owner, deal.version, events) == (cast.accounting, cast.sara, 2, [("Sara", {"name": deal.title, "to": cast.accounting.name, "before": cast.support.pk, "after": cast.accounting.pk})])


def test_who_moves_a_deal_that_stands_otherwise_by_now_is_told(cast):
    deal = make_deal(cast)
    give_deal(Deal.objects.get(), cast.reza, by=cast.sara)
    with pytest.raises(Overtaken):
        rehouse_deal(deal, cast.accounting, by=cast.sara, version=1)
    assert Deal.objects.get().department == cast.support

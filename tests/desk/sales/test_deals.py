"""Deals as people work with them: the board, a lost race as a choice, the way from a case, the forecast."""

import pytest
from django.utils import timezone

from sandali.kit.digits import localize_digits
from sandali.kit.jalali import JalaliDate
from sandali.sales.actions.deals import move_deal
from sandali.sales.board import lost_reasons
from sandali.sales.models import Deal, Pipeline, PipelineStage
from tests.cast import make_case
from tests.desk.browsing import browser
from tests.sales.things import make_deal

pytestmark = pytest.mark.django_db
BY_HTMX = {"HX-Request": "true", "HX-Target": "div#board", "Sandali-Part": "board"}


def stage(at):
    return PipelineStage.objects.order_by("position")[at]


def test_a_company_begins_with_the_usual_stages_by_one_press(cast, sara, nahid):
    assert ["settings/sales/beginning" in who.get("/deals/").content.decode() for who in (sara, nahid)] == [False, True]
    nahid.post("/settings/sales/beginning/")
    page = sara.get("/deals/").content.decode()
    assert (Pipeline.objects.count(), page.count('class="board-column"')) == (1, 4)


def test_a_card_is_moved_by_its_menu_without_a_script(cast, sara):
    deal = make_deal(cast)
    assert f'action="/deals/{deal.pk}/stage/"' in sara.get("/deals/").content.decode()
    answer = sara.post(f"/deals/{deal.pk}/stage/", {"stage": stage(1).pk, "version": 1, "from": "board"})
    assert (answer.status_code, answer["Location"], Deal.objects.get().stage) == (303, f"/deals/?pipeline={deal.stage.pipeline_id}", stage(1))


def test_what_is_carried_to_another_column_comes_back_as_the_board(cast, sara):
    deal = make_deal(cast)
    answer = sara.post(f"/deals/{deal.pk}/stage/", {"stage": stage(2).pk, "version": 1, "from": "board"}, headers=BY_HTMX)
    page = answer.content.decode()
    assert (answer.status_code, '<hx-partial hx-target="#board"' in page, 'data-version="2"' in page) == (200, True, True)


@pytest.mark.parametrize("headers", [{}, BY_HTMX])
def test_who_was_overtaken_chooses_and_moves_it_all_the_same(cast, sara, headers):
    deal = make_deal(cast)
    move_deal(deal, stage(1), by=cast.reza, version=1)
    answer = sara.post(f"/deals/{deal.pk}/stage/", {"stage": stage(3).pk, "version": 1, "from": "board"}, headers=headers)
    page = answer.content.decode()
    assert (answer.status_code, f"«{stage(1).name}»" in page, f'name="stage" value="{stage(3).pk}"' in page, Deal.objects.get().stage) == (409, True, True, stage(1))
    sara.post(f"/deals/{deal.pk}/stage/", {"stage": stage(3).pk, "version": 2, "from": "board"})
    assert Deal.objects.get().stage == stage(3)


def test_a_stage_that_is_none_changes_nothing(cast, sara):
    deal = make_deal(cast)
    assert [sara.post(f"/deals/{deal.pk}/stage/", {"stage": wrong, "version": 1}).status_code for wrong in ("", "9999", "x")] == [422] * 3
    assert Deal.objects.get().version == 1


def test_the_board_and_the_deal_say_that_the_customer_complains(cast, sara):
    deal = make_deal(cast)
    make_case(cast, kind="complaint", subject="فنجان شکسته")
    assert ["شکایت باز" in sara.get("/deals/").content.decode(), "فنجان شکسته" in sara.get(f"/deals/{deal.pk}/").content.decode()] == [True, True]


def test_a_deal_is_made_out_of_a_case_and_takes_its_customer_and_subject_along(cast, sara):
    make_deal(cast)
    case = make_case(cast, customer=cast.kaveh, kind="question", subject="قیمت صد فنجان")
    assert f"/deals/new/?case={case.pk}" in sara.get(f"/cases/{case.pk}/").content.decode()
    page = sara.get(f"/deals/new/?case={case.pk}").content.decode()
    assert 'value="قیمت صد فنجان"' in page
    given = {"title": "صد فنجان", "amount": "۳۸٬۵۰۰٬۰۰۰", "stage": stage(0).pk, "customer": cast.mina.pk, "case": case.pk, "expected_on": "۱۴۰۵/۱۰/۱۵", "note": "", "probability": ""}
    sara.post("/deals/new/", given)
    deal = Deal.objects.get(title="صد فنجان")
    assert (deal.customer, deal.case, deal.amount, deal.expected_on.isoformat(), deal.department) == (cast.kaveh, case.pk, 385_000_000, "2027-01-05", cast.support)
    assert f'href="/deals/{deal.pk}/"' in sara.get(f"/deals/new/?case={case.pk}").content.decode()


@pytest.mark.reliability("H2")
def test_a_case_that_one_may_not_see_gives_nothing_away(cast, sara):
    make_deal(cast)
    hidden = make_case(cast, department=cast.accounting, customer=cast.kaveh, subject="پنهان")
    page = sara.get(f"/deals/new/?case={hidden.pk}").content.decode()
    assert ("پنهان" in page, "کاوه" in page) == (False, False)
    deal = make_deal(cast, case=hidden.pk)
    assert f"/cases/{hidden.pk}/" not in sara.get(f"/deals/{deal.pk}/").content.decode()


@pytest.mark.parametrize(
    ("part", "given", "kept"),
    [
        ("edit/", {"title": "", "amount": "سیصد", "note": "نوشتهٔ من"}, "نوشتهٔ من"), ("edit/", {"title": "ظرف", "probability": "۱۲۰"}, "۱۲۰"),
        ("step/", {"step": "تماس", "on": "دیروز"}, "تماس"), ("loss/", {"reason": "", "words": "خیلی گران"}, "خیلی گران"), ("owner/", {"person": "999"}, ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_stays_typed(cast, sara, part, given, kept):
    deal = make_deal(cast)
    answer = sara.post(f"/deals/{deal.pk}/{part}", {**given, "version": 1})
    assert (answer.status_code, kept in answer.content.decode(), Deal.objects.get().version) == (422, True, 1)


def test_it_goes_its_way_to_the_end_and_back(cast, sara):
    deal = make_deal(cast)
    address, reason = f"/deals/{deal.pk}/", lost_reasons()[0]
    next_year = localize_digits(f"{JalaliDate.from_gregorian(timezone.localdate()).year + 1}/01/01", "fa")
    acts = [
        ("edit/", {"title": "سینی", "amount": "۱۰", "version": 1}), ("step/", {"step": "تماس", "on": next_year, "version": 2}), ("step/completion/", {"version": 3}),
        ("owner/", {"person": cast.reza.pk, "version": 4}), ("loss/", {"reason": reason.pk, "words": "گران", "version": 5}), ("reopening/", {}), ("win/", {"version": 7}),
    ]  # fmt: skip
    assert [sara.post(address + part, given).status_code for part, given in acts] == [303] * len(acts)
    deal.refresh_from_db()
    assert (deal.title, deal.amount, deal.owner, deal.state, deal.moves.count()) == ("سینی", 100, cast.reza, "won", 4)
    assert [deal.title in sara.get(f"/deals/list/?state={state}").content.decode() for state in ("open", "won", "lost")] == [False, True, False]


def test_an_older_page_s_win_says_how_it_stands(cast, sara):
    deal = make_deal(cast)
    Deal.objects.update(version=5)
    assert (sara.post(f"/deals/{deal.pk}/win/", {"version": 1}).status_code, Deal.objects.get().state) == (409, "open")


def test_the_forecast_names_the_reader_s_months(cast, sara):
    make_deal(cast)
    cast.reza.language = "en"
    cast.reza.save()
    pages = [who.get("/deals/forecast/").content.decode() for who in (sara, browser(cast.reza))]
    assert ["۱۰٬۰۰۰٬۰۰۰\u00a0تومان" in pages[0], "10,000,000\u00a0tomans" in pages[1], "بی‌تاریخ" in pages[0]] == [True, True, True]


def test_deals_stand_on_the_customer_s_page_and_in_their_story(cast, sara):
    deal = make_deal(cast)
    page = sara.get(f"/customers/{cast.mina.pk}/?show=sales").content.decode()
    assert (f'href="/deals/{deal.pk}/"' in page, "معاملهٔ" in page, f"/deals/new/?customer={cast.mina.pk}" in page) == (True, True, True)

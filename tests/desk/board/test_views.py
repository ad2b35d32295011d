"""The page of the 100 % board."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.resolution.confirmation.asking import answer_case
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P10")]


def main_of(client, query=""):
    page = client.get(f"/board/{query}").content.decode()
    return page.partition('id="board-list"')[2].partition("</main>")[0]


def test_each_matter_has_a_name_a_subject_how_long_and_whose_turn(client, cast):
    make_case(cast, state="open", assignee=cast.sara, opened_at=timezone.now() - timedelta(days=12))
    asked = make_case(cast, customer=cast.kaveh, state="open", opened_at=timezone.now() - timedelta(days=3))
    answer_case(asked, "x", by=cast.sara, dedupe_key="1")
    client.force_login(cast.sara)
    html = main_of(client)
    assert [part in html for part in ("مینا کریمی", "سفارش نرسیده", "۱۲ روز", "نوبت ماست: ", "کاوه", "۳ روز")] == [True] * 6
    assert ("%" in html, "٪" in html) == (False, False)


def test_the_empty_board_is_a_quiet_page_with_words_of_its_own_for_each_turn(client, cast):
    client.force_login(cast.sara)
    assert "کسی منتظر نیست" in main_of(client)
    assert "هیچ موضوعی منتظر پاسخ ما نیست" in main_of(client, "?turn=us")


def test_a_long_board_is_read_page_by_page(client, cast):
    for number in range(45):
        make_case(cast, messages=0, state="open", opened_at=timezone.now() - timedelta(hours=number))
    client.force_login(cast.sara)
    page = client.get("/board/").context
    assert page["rows"].count("list-row") == 40
    address = page["more"].partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    rest = client.get(address).content.decode()
    assert rest.count('id="matter-') == 5


@pytest.mark.parametrize("query", ["?turn=nonsense", "?after=nonsense", "?turn=us&after=2026-01-01T00:00:00,1"])
def test_what_nobody_can_ask_is_as_if_it_was_not_asked(client, cast, query):
    make_case(cast, state="open")
    client.force_login(cast.sara)
    assert 'id="matter-' in main_of(client, query)

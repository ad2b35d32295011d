"""A morning's work with a finger: nothing too small, nothing covered, nothing lost on the way back; the keyboard takes half the screen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.at_the_desk import open_case
from tests.browser.fingers import is_on_top, too_small
from tests.browser.visitor import PHONE, until

KEYBOARD = {"width": PHONE[0], "height": 480}  # what a keyboard leaves of the screen
TOP = "document.querySelector('.list-scroll').scrollTop"
AWAY_FROM_TOP = 5


def scrolled(page: Page, to: int) -> None:
    """Move the list as a thumb does, and let it come to rest."""
    page.evaluate(f"{TOP} = {to}")
    until(page, f"{TOP} > {to} - 200")
    page.wait_for_timeout(100)


def row_in_view(page: Page) -> str:
    """The id of a row in the middle of the list."""
    return page.evaluate("[...document.querySelectorAll('.list-row')].find((row) => row.getBoundingClientRect().y > 400).id")


@pytest.mark.parametrize("name", ["phone", "walker"])
def test_whatever_is_pressed_on_a_phone_is_large_enough(enter, name):
    somebody = enter(name, size=PHONE)
    paths = ("/cases/", "/customers/", "/tasks/", "/notices/", "/me/", "/search/?q=a", "/cases/new/", "/reminders/", "/notices/choices/")
    small = {path: too_small(somebody.open(path)) for path in paths}
    assert {path: found for path, found in small.items() if found} == {}


@pytest.mark.parametrize("name", ["phone", "walker"])
def test_a_case_its_menus_and_its_customer_are_made_for_a_finger(house, enter, name):
    somebody = enter(name, size=PHONE)
    page = somebody.open(f"/cases/{house.cases[name][0]}/")
    assert too_small(page) == []
    for menu in ("menu-state", "menu-snooze", "menu-assignee", "menu-more", "menu-send"):
        opener = page.locator(f"[popovertarget={menu}]").filter(visible=True).first
        opener.scroll_into_view_if_needed()
        opener.tap()
        sheet = page.locator(f"#{menu}")
        expect(sheet).to_be_visible()
        box = sheet.bounding_box()
        assert box is not None
        assert (round(box["x"]), round(box["width"]), round(box["y"] + box["height"])) == (0, *PHONE)
        assert too_small(page) == []
        somebody.look()
        page.keyboard.press("Escape")
    page.locator(".panel-button").tap()
    expect(page.locator("#panel")).to_be_visible()
    assert too_small(page) == []


def test_the_way_back_leads_to_the_place_in_the_list_that_one_left(enter):
    page = enter("walker", size=PHONE).open("/cases/?box=mine&state=every")
    page.locator(".show-more a").tap()
    expect(page.locator(".list-scroll .list-row")).to_have_count(34)
    scrolled(page, 2400)
    left, name = page.evaluate(TOP), row_in_view(page)
    page.locator(f"#{name}").tap()
    page.wait_for_url("**/cases/*/?**")
    page.locator(".case-head .back").tap()
    expect(page.locator(".list-scroll .list-row")).to_have_count(34)
    until(page, f"{TOP} === {left}")
    page.locator(f"#{name}").tap()
    page.wait_for_url("**/cases/*/?**")
    page.go_back()
    expect(page.locator(".list-scroll .list-row")).to_have_count(34)
    until(page, f"{TOP} === {left}")


def test_when_the_case_left_the_list_its_neighbours_stand_where_they_stood(house, enter):
    page = enter("walker", size=PHONE).open("/cases/")
    scrolled(page, 700)
    name = row_in_view(page)
    after = page.locator(f".list-item:has(#{name}) + .list-item .list-row").get_attribute("id")
    stood = page.locator(f"#{name}").bounding_box()
    page.locator(f"#{name}").tap()
    page.locator("[popovertarget=menu-state]").tap()
    page.locator("#menu-state [value=waiting]").tap()
    expect(page.locator(".toast")).to_have_count(1)
    page.locator(".case-head .back").tap()
    expect(page.locator(f"#{name}")).to_have_count(0)
    until(page, f"{TOP} > {AWAY_FROM_TOP}")
    stands = page.locator(f"#{after}").bounding_box()
    assert stood is not None and stands is not None
    assert abs(stands["y"] - stood["y"]) <= stood["height"] + AWAY_FROM_TOP


def test_an_answer_is_written_beside_what_it_answers_and_undo_brings_it_back(house, enter):
    somebody = enter("walker", size=PHONE)
    page = open_case(house, somebody, name="Ivy", address="ivy@customer.example", subject="The lid", text="Do you sell lids?")
    page.locator("#case-text").tap()
    page.set_viewport_size(KEYBOARD)
    page.keyboard.type("We do.")
    question = page.locator("#case-thread .message.customer .bubble-text > p")
    for place in (question, page.locator("#case-text"), page.locator(".composer-send").filter(visible=True)):
        assert is_on_top(place)
    page.locator(".composer-send").filter(visible=True).tap()
    answer = page.locator("#case-thread .message.agent .bubble-text > p")
    expect(answer).to_have_text(["We do."])
    undo = page.locator(".toast form button")
    assert is_on_top(answer) and is_on_top(undo)
    undo.tap()
    expect(page.locator("#case-text")).to_have_value("We do.")
    expect(page.locator(".toast p")).to_have_text(["The answer was taken back. It is in the form again."])


def test_what_went_wrong_in_a_sheet_is_said_above_it_and_number_keys_suffice_for_a_time(house, enter):
    page = enter("walker", size=PHONE).open(f"/cases/{house.cases['walker'][1]}/")
    page.locator("[popovertarget=menu-snooze]").tap()
    page.locator("#menu-snooze [name=clock]").tap()
    page.set_viewport_size(KEYBOARD)
    page.keyboard.type("99")
    page.locator("#menu-snooze .when-row .button").tap()
    expect(page.locator(".toast.bad")).to_be_visible()
    assert is_on_top(page.locator(".toast.bad"))
    page.locator("#snooze-day").fill((date.today() + timedelta(days=5)).isoformat())
    page.locator("#menu-snooze [name=clock]").fill("1430")
    page.locator("#menu-snooze .when-row .button").tap()
    expect(page.locator("[popovertarget=menu-state]")).to_contain_text("14:30")


def test_what_the_device_says_pushes_the_page_down_and_covers_nothing(enter):
    walker = enter("walker", size=PHONE)
    page = walker.open("/cases/")
    heading = page.locator(".list-head h2")
    assert is_on_top(heading)
    walker.lose_connection()
    said = page.locator("s-offline .banner")
    expect(said).to_be_visible()
    above, below = said.bounding_box(), page.locator(".list-head").bounding_box()
    assert above is not None and below is not None
    assert below["y"] >= above["y"] + above["height"] - 1
    assert is_on_top(heading)
    walker.find_connection()
    expect(said).to_have_count(0)


def test_from_a_search_the_arrow_leads_back_to_the_search(enter):
    page = enter("walker", size=PHONE).open("/search/?q=walker")
    page.locator("main a[href*='/cases/']").first.tap()
    page.wait_for_url("**/cases/*/**")
    page.locator(".case-head .back").tap()
    page.wait_for_url("**/search/?q=walker")


def test_the_server_forgets_a_browser_that_signs_out_and_follows_one_that_has_a_new_address(house, enter):
    """The push service is the network's edge: Chromium without one cannot subscribe, so what it would say is said for it."""
    somebody = enter("pusher", size=PHONE)
    somebody.context.add_init_script("PushManager.prototype.getSubscription = async () => ({ endpoint: 'https://push.example/after', unsubscribe: async () => true })")
    page = somebody.open("/notices/choices/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    keys = {"p256dh": page.locator("s-push").get_attribute("key"), "auth": "AAAAAAAAAAAAAAAAAAAAAA"}
    kept = {"endpoint": "https://push.example/before", "key": keys["p256dh"], "secret": keys["auth"]}
    assert page.evaluate("(kept) => sandali.post('/notices/browsers/', kept).then((answer) => answer.status)", kept) == 204
    (worker,) = somebody.context.service_workers
    said = {"endpoint": "https://push.example/after", "keys": keys}
    worker.evaluate("(said) => renew({ oldSubscription: { endpoint: 'https://push.example/before' }, newSubscription: { toJSON: () => said } })", said)
    page.reload()
    listed = page.locator("[data-endpoint]")
    expect(listed).to_have_count(1)
    assert listed.get_attribute("data-endpoint") == "https://push.example/after"
    page.locator(".bottom-bar [popovertarget=more-modules]").tap()
    with page.expect_request(lambda request: request.url.endswith("/account/logout/") and request.method == "POST") as asked:
        page.locator("#more-modules form[action='/account/logout/'] button").tap()
    assert "browser=https%3A%2F%2Fpush.example%2Fafter" in (asked.value.post_data or "")
    page.wait_for_url("**/account/login/**")
